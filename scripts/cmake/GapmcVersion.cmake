# The commit, for the run card only: results never depend on it.
set(GAPMC_COMMIT "unknown")
find_package(Git QUIET)
if(GIT_FOUND)
  execute_process(COMMAND "${GIT_EXECUTABLE}" -C "${PROJECT_SOURCE_DIR}" rev-parse --short=12 HEAD
                  OUTPUT_VARIABLE GAPMC_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(failed)
    set(GAPMC_COMMIT "unknown")
  endif()
endif()
configure_file("${PROJECT_SOURCE_DIR}/host/facts/version.hpp.in" "${PROJECT_BINARY_DIR}/generated/gapmc_version.hpp" @ONLY)
