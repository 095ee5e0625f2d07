# What `cmake --install` puts into a prefix: the program, the library (static, or shared with BUILD_SHARED_LIBS), the headers of
# its public door, and gapmcConfig.cmake, by which `find_package(gapmc)` gives another project the target gapmc::gapmc.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The door: these headers, and those that they include.
set(doors host/session/session.hpp kernels/base/error.hpp)

# Appends to headers what a header includes of ours, itself first.
function(gapmc_follow_includes header headers)
  if(header IN_LIST ${headers})
    return()
  endif()
  list(APPEND ${headers} "${header}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${header}")
  file(STRINGS "${PROJECT_SOURCE_DIR}/${header}" lines REGEX "^ *# *include \"(host|kernels)/")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^[^\"]*\"([^\"]*)\".*" "\\1" included "${line}")
    gapmc_follow_includes("${included}" ${headers})
  endforeach()
  set(${headers} "${${headers}}" PARENT_SCOPE)
endfunction()

set(public_headers "")
foreach(door IN LISTS doors)
  gapmc_follow_includes("${door}" public_headers)
endforeach()
foreach(header IN LISTS public_headers)
  if(header MATCHES "^kernels/(cuda|cpu)/")
    message(FATAL_ERROR "${header} is an engine's own, yet a public header includes it")
  endif()
  get_filename_component(folder "${header}" DIRECTORY)
  install(FILES "${PROJECT_SOURCE_DIR}/${header}" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/gapmc/${folder}")
endforeach()

# One library of all that the program is made of but its command line. It is compiled already; our compile flags stay ours.
add_library(gapmc_library $<TARGET_OBJECTS:gapmc_kernels> $<TARGET_OBJECTS:gapmc_host>)
set_target_properties(gapmc_library PROPERTIES EXPORT_NAME gapmc OUTPUT_NAME gapmc LINKER_LANGUAGE CXX VERSION "${PROJECT_VERSION}"
                      SOVERSION "${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}")
target_include_directories(gapmc_library INTERFACE "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/gapmc>")
target_compile_features(gapmc_library INTERFACE cxx_std_20)
target_link_libraries(gapmc_library PRIVATE OpenSSL::Crypto Threads::Threads ${CMAKE_DL_LIBS})
if(NOT GAPMC_CUDA_STATE STREQUAL "absent")
  find_package(CUDAToolkit REQUIRED)
  target_link_libraries(gapmc_library PRIVATE CUDA::cudart_static)
endif()
if(GAPMC_SANITIZE)
  target_link_options(gapmc_library PRIVATE "-fsanitize=${GAPMC_SANITIZE}")
endif()
if(BUILD_SHARED_LIBS)
  # Only our own names leave a shared library: what it holds of other libraries must not meet a user's copy of them.
  target_link_options(gapmc_library PRIVATE "-Wl,--version-script=${PROJECT_SOURCE_DIR}/scripts/cmake/gapmc.map")
  set_property(TARGET gapmc_library PROPERTY LINK_DEPENDS "${PROJECT_SOURCE_DIR}/scripts/cmake/gapmc.map")
endif()

install(TARGETS gapmc RUNTIME)
install(TARGETS gapmc_library EXPORT gapmc)
set(package "${CMAKE_INSTALL_LIBDIR}/cmake/gapmc")
install(EXPORT gapmc NAMESPACE gapmc:: FILE gapmcTargets.cmake DESTINATION "${package}")
configure_package_config_file("${PROJECT_SOURCE_DIR}/scripts/cmake/gapmcConfig.cmake.in" "${PROJECT_BINARY_DIR}/gapmcConfig.cmake"
                              INSTALL_DESTINATION "${package}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/gapmcConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/gapmcConfig.cmake" "${PROJECT_BINARY_DIR}/gapmcConfigVersion.cmake" DESTINATION "${package}")
