# Whether a CUDA compiler will do, and where the rest of its toolkit lies.

# out_architectures: of those that are there, the ones that this nvcc knows; a message names the others. out_obstacle: why it will
# not do, or empty.
function(gapmc_examine_nvcc nvcc least out_architectures out_obstacle)
  execute_process(COMMAND "${nvcc}" --version OUTPUT_VARIABLE text ERROR_QUIET)
  if(NOT text MATCHES "release ([0-9]+\\.[0-9]+)")
    set(${out_obstacle} "${nvcc} does not say which version it is" PARENT_SCOPE)
    return()
  endif()
  set(version "${CMAKE_MATCH_1}")
  if(version VERSION_LESS least)
    set(${out_obstacle} "${nvcc} is of CUDA ${version}, and ${least} is the least" PARENT_SCOPE)
    return()
  endif()
  execute_process(COMMAND "${nvcc}" --list-gpu-code OUTPUT_VARIABLE codes ERROR_QUIET)
  set(known "")
  set(unknown "")
  foreach(architecture IN LISTS ${out_architectures})
    string(REGEX MATCH "^[0-9]+" number "${architecture}")
    if(number STREQUAL "" OR codes MATCHES "sm_${number}[^0-9]")
      list(APPEND known "${architecture}")  # "native", "all" and the like are CMake's to judge
    else()
      list(APPEND unknown "${architecture}")
    endif()
  endforeach()
  if(unknown AND known AND GAPMC_CUDA STREQUAL "AUTO")
    message(STATUS "nvcc of CUDA ${version} does not know ${unknown}: devices of these generations will not run this build")
  elseif(unknown)
    set(${out_obstacle} "${nvcc} of CUDA ${version} does not know ${unknown} of GAPMC_CUDA_ARCHITECTURES" PARENT_SCOPE)
  endif()
  set(${out_architectures} "${known}" PARENT_SCOPE)
endfunction()

# out_obstacle: why the compiler cannot build what CUB does, or left as it is. The compiler itself is asked, since toolkits keep
# headers in many places; as Python's packages they come apart (`cuda-toolkit[nvcc,cccl]`).
function(gapmc_require_cub nvcc out_obstacle)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/gapmc_has_cub.cu")
  file(WRITE "${source}" "#include <cub/version.cuh>\n")
  execute_process(COMMAND "${nvcc}" -E "${source}" RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE text)
  if(NOT status EQUAL 0)
    if(text MATCHES "cub/version.cuh")
      set(${out_obstacle} "${nvcc} finds no CUB, which is in the toolkit's part CCCL" PARENT_SCOPE)
    else()
      string(STRIP "${text}" text)
      set(${out_obstacle} "${nvcc} does not compile: ${text}" PARENT_SCOPE)
    endif()
  endif()
endfunction()

# find_package(CUDAToolkit) then takes the toolkit that the compiler is of, not another one of the machine; also where it lies as
# Python's packages have it, whose runtime library carries its version in its name.
macro(gapmc_use_toolkit_of nvcc)
  get_filename_component(gapmc_nvcc "${nvcc}" REALPATH)
  get_filename_component(gapmc_toolkit "${gapmc_nvcc}" DIRECTORY)
  get_filename_component(gapmc_toolkit "${gapmc_toolkit}" DIRECTORY)
  if(NOT CUDAToolkit_ROOT AND EXISTS "${gapmc_toolkit}/include/cuda_runtime.h")
    set(CUDAToolkit_ROOT "${gapmc_toolkit}" CACHE PATH "The CUDA toolkit")
  endif()
  file(GLOB gapmc_cudart "${gapmc_toolkit}/lib/libcudart.so.*")
  if(gapmc_cudart AND NOT EXISTS "${gapmc_toolkit}/lib/libcudart.so" AND NOT EXISTS "${gapmc_toolkit}/lib64/libcudart.so")
    list(GET gapmc_cudart 0 gapmc_cudart)
    set(CUDA_CUDART "${gapmc_cudart}" CACHE FILEPATH "The CUDA runtime's library")
  endif()
endmacro()

# Folder of the run-time compiler of the toolkit that was found; empty where it has none.
function(gapmc_find_nvrtc name out_folder)
  find_path(GAPMC_NVRTC_PLACE "${name}" NO_DEFAULT_PATH
    HINTS "${CUDAToolkit_LIBRARY_DIR}" "${CUDAToolkit_LIBRARY_ROOT}" "${CUDAToolkit_ROOT}"
    PATH_SUFFIXES lib lib64 targets/x86_64-linux/lib targets/sbsa-linux/lib)
  if(GAPMC_NVRTC_PLACE)
    set(${out_folder} "${GAPMC_NVRTC_PLACE}" PARENT_SCOPE)
  else()
    set(${out_folder} "" PARENT_SCOPE)
  endif()
endfunction()
