# The CUDA engine, or one file that says it is absent. GAPMC_CUDA: AUTO builds it when nvcc is found, ON demands it.
set(GAPMC_CUDA_STATE "absent")
if(NOT GAPMC_CUDA STREQUAL "OFF")
  include(CheckLanguage)
  check_language(CUDA)
  if(CMAKE_CUDA_COMPILER)
    set(CMAKE_CUDA_ARCHITECTURES "${GAPMC_CUDA_ARCHITECTURES}")
    enable_language(CUDA)
    find_package(CUDAToolkit REQUIRED)
    set(GAPMC_CUDA_STATE "${CMAKE_CUDA_COMPILER_VERSION}")
  elseif(GAPMC_CUDA STREQUAL "ON")
    message(FATAL_ERROR "GAPMC_CUDA=ON, but no CUDA compiler was found. Put nvcc on the PATH, or set GAPMC_CUDA=AUTO")
  endif()
endif()
target_sources(gapmc_kernels PRIVATE cuda/devices.cpp cuda/study_source.cpp)
if(GAPMC_CUDA_STATE STREQUAL "absent")
  target_sources(gapmc_kernels PRIVATE cuda/absent.cpp cuda/no_study_compiler.cpp)
else()
  # Sources that the program compiles at run time, with a study's constants, are inside it.
  file(GLOB GAPMC_KERNEL_SOURCES RELATIVE "${PROJECT_SOURCE_DIR}" CONFIGURE_DEPENDS
       base/*.hpp rng/*.hpp math/*.hpp model/*.hpp draws/*.hpp observe/*.hpp
       tally/fingerprint.hpp tally/groups.hpp cuda/job_image.hpp cuda/walk_on_device.hpp cuda/block_sum.cuh cuda/quad_*.cuh cuda/simulate_lane.cuh cuda/compiled_walk.cuh cuda/nvrtc/*)
  set(embed "${PROJECT_SOURCE_DIR}/scripts/cmake/EmbedFiles.cmake")
  set(embedded "${PROJECT_BINARY_DIR}/generated/kernel_sources.cpp")
  list(JOIN GAPMC_KERNEL_SOURCES "," files)
  list(TRANSFORM GAPMC_KERNEL_SOURCES PREPEND "${PROJECT_SOURCE_DIR}/" OUTPUT_VARIABLE depended)
  add_custom_command(OUTPUT "${embedded}"
    COMMAND "${CMAKE_COMMAND}" "-DROOT=${PROJECT_SOURCE_DIR}" "-DFILES=${files}" -DHEADER=kernels/cuda/kernel_sources.hpp
      -DFUNCTION=kernel_sources "-DOUTPUT=${embedded}" -P "${embed}"
    DEPENDS ${depended} "${embed}" VERBATIM)
  target_sources(gapmc_kernels PRIVATE cuda/cuda_backend.cu cuda/environment.cpp)
  set_source_files_properties(cuda/environment.cpp PROPERTIES INCLUDE_DIRECTORIES "${CUDAToolkit_INCLUDE_DIRS}")
  find_file(GAPMC_NVRTC_HEADER nvrtc.h HINTS ${CUDAToolkit_INCLUDE_DIRS})
  if(GAPMC_NVRTC_HEADER)
    target_sources(gapmc_kernels PRIVATE cuda/study_compiler.cpp "${embedded}")
  else()
    target_sources(gapmc_kernels PRIVATE cuda/no_study_compiler.cpp)
  endif()
  set_source_files_properties(cuda/study_compiler.cpp PROPERTIES
    INCLUDE_DIRECTORIES "${CUDAToolkit_INCLUDE_DIRS}"
    COMPILE_DEFINITIONS "GAPMC_NVRTC_NAME=\"libnvrtc.so.${CUDAToolkit_VERSION_MAJOR}\";GAPMC_NVRTC_FOLDER=\"${CUDAToolkit_LIBRARY_DIR}\"")
  # CMake 3.25 knows no CUDA C++20: the flag stands here. Flags are part of the results, see GapmcFlags.cmake.
  set_source_files_properties(cuda/cuda_backend.cu PROPERTIES COMPILE_OPTIONS
    "-std=c++20;--fmad=false;--Werror=all-warnings;-Xptxas=-v")
  set_target_properties(gapmc_kernels PROPERTIES CUDA_ARCHITECTURES "${GAPMC_CUDA_ARCHITECTURES}")
  target_link_libraries(gapmc_kernels PRIVATE CUDA::cudart_static CUDA::nvtx3 ${CMAKE_DL_LIBS})
endif()
