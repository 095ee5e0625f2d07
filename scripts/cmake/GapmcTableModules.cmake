# Writers of tables that need libraries of others: modules that lie beside the program and are loaded when it writes such a
# file. The program itself depends on none of them; what cannot be built here is left out, and the program says so.
set(GAPMC_PYTHON "" CACHE FILEPATH "Python whose pyarrow brings Arrow's headers and libraries; empty: that of .venv-data, else python3")

function(gapmc_table_module name)
  cmake_parse_arguments(module "" "" "INCLUDES;LIBRARIES;FOLDERS" ${ARGN})
  add_library(gapmc_${name} MODULE "${PROJECT_SOURCE_DIR}/host/writers/${name}.cpp")
  target_link_libraries(gapmc_${name} PRIVATE gapmc_flags ${module_LIBRARIES})
  target_include_directories(gapmc_${name} SYSTEM PRIVATE ${module_INCLUDES})
  set_target_properties(gapmc_${name} PROPERTIES PREFIX "" CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}" BUILD_RPATH "${module_FOLDERS}" INSTALL_RPATH "${module_FOLDERS}")
  install(TARGETS gapmc_${name} LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}/gapmc")
  # Whoever builds the program has its writers too; they are no part of it.
  add_dependencies(gapmc gapmc_${name})
endfunction()

# Libraries of this machine serve no other; those of others are not built for sanitizers.
set(GAPMC_PARQUET_STATE "absent")
set(GAPMC_NETCDF_STATE "absent")
if(CMAKE_CROSSCOMPILING OR GAPMC_SANITIZE)
  set(GAPMC_WRITERS "Parquet absent, netCDF absent" PARENT_SCOPE)
  return()
endif()

# Parquet, by the Arrow that pyarrow's wheel holds.
foreach(python "${GAPMC_PYTHON}" "${PROJECT_SOURCE_DIR}/.venv-data/bin/python" python3)
  if(python STREQUAL "" OR NOT GAPMC_PARQUET_STATE STREQUAL "absent")
    continue()
  endif()
  execute_process(
    COMMAND "${python}" -c "import glob, pyarrow as p; f = p.get_library_dirs()[0]; print(p.__version__, p.get_include(), f, \
      glob.glob(f + '/libarrow.so.*')[0], glob.glob(f + '/libparquet.so.*')[0], sep=';')"
    OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE code)
  list(LENGTH found parts)
  if(code EQUAL 0 AND parts EQUAL 5)
    list(GET found 0 GAPMC_PARQUET_STATE)
    list(GET found 1 arrow_include)
    list(GET found 2 arrow_folder)
    list(SUBLIST found 3 2 arrow_libraries)
  endif()
endforeach()
if(NOT GAPMC_PARQUET_STATE STREQUAL "absent")
  gapmc_table_module(parquet INCLUDES "${arrow_include}" LIBRARIES ${arrow_libraries} FOLDERS "${arrow_folder}")
endif()

# netCDF-4, by Debian's library.
find_path(GAPMC_NETCDF_INCLUDE netcdf.h)
find_library(GAPMC_NETCDF_LIBRARY netcdf)
mark_as_advanced(GAPMC_NETCDF_INCLUDE GAPMC_NETCDF_LIBRARY)
if(GAPMC_NETCDF_INCLUDE AND GAPMC_NETCDF_LIBRARY)
  set(GAPMC_NETCDF_STATE "present")
  gapmc_table_module(netcdf INCLUDES "${GAPMC_NETCDF_INCLUDE}" LIBRARIES "${GAPMC_NETCDF_LIBRARY}")
endif()
set(GAPMC_WRITERS "Parquet ${GAPMC_PARQUET_STATE}, netCDF ${GAPMC_NETCDF_STATE}" PARENT_SCOPE)
