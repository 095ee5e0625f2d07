# Lets the program write its manual pages, gapmc(1) and one for each verb, and its completions into OUTPUT.
#   cmake -DPROGRAM=build/gapmc -DOUTPUT=folder -P MakeProgramFiles.cmake
function(write_output name)
  execute_process(COMMAND ${PROGRAM} ${ARGN} OUTPUT_FILE "${OUTPUT}/${name}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE "${OUTPUT}")
file(MAKE_DIRECTORY "${OUTPUT}/man1")
write_output(gapmc.bash completion bash)
write_output(_gapmc completion zsh)
write_output(gapmc.fish completion fish)
write_output(man1/gapmc.1 man)
# The verbs are those that completion would offer as the argument of `man`.
execute_process(COMMAND ${PROGRAM} __complete man "" OUTPUT_VARIABLE verbs COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[a-z]+" verbs "${verbs}")
foreach(verb IN LISTS verbs)
  write_output(man1/gapmc-${verb}.1 man ${verb})
endforeach()
file(TOUCH "${OUTPUT}/stamp")
