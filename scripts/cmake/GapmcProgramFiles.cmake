# Installs the program with what belongs beside it: manual pages and completions, which the program makes itself from its
# table of verbs. Where it cannot run (cross-compiling without an emulator), they are left out.
include(GNUInstallDirs)
install(TARGETS gapmc RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
  message(STATUS "gapmc cannot run here: no manual pages and no completions")
  return()
endif()

set(made "${PROJECT_BINARY_DIR}/program-files")
set(maker "${PROJECT_SOURCE_DIR}/scripts/cmake/MakeProgramFiles.cmake")
add_custom_command(
  OUTPUT "${made}/stamp"
  COMMAND "${CMAKE_COMMAND}" "-DPROGRAM=${CMAKE_CROSSCOMPILING_EMULATOR};$<TARGET_FILE:gapmc>" "-DOUTPUT=${made}" -P "${maker}"
  DEPENDS gapmc "${maker}"
  COMMENT "Making manual pages and completions"
  VERBATIM)
add_custom_target(gapmc_program_files ALL DEPENDS "${made}/stamp")
install(DIRECTORY "${made}/man1" DESTINATION "${CMAKE_INSTALL_MANDIR}")
install(FILES "${made}/gapmc.bash" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME gapmc)
install(FILES "${made}/_gapmc" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
install(FILES "${made}/gapmc.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
