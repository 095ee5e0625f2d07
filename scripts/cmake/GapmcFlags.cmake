# Numeric and warning flags: one target, the same for every translation unit. Flags are part of the results here, so no
# other place may add -march, -ffast-math or contraction (instances of the walk: kernels/CMakeLists.txt).
add_library(gapmc_flags INTERFACE)
target_include_directories(gapmc_flags INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated")
target_compile_features(gapmc_flags INTERFACE cxx_std_20)
target_compile_definitions(gapmc_flags INTERFACE GAPMC_CHECKS=$<BOOL:${GAPMC_CHECKS}>)
target_compile_options(gapmc_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off;-fno-semantic-interposition;-Wall;-Wextra;-Wpedantic>
                       $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<BOOL:${GAPMC_WARNINGS_ARE_ERRORS}>>:-Werror>)
# GCC 12 sees an overlapping copy in std::string concatenation that is none (GCC bug 105651).
target_compile_options(gapmc_flags INTERFACE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict>)
if(GAPMC_SANITIZE)
  target_compile_options(gapmc_flags INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${GAPMC_SANITIZE};-fno-omit-frame-pointer;-fno-sanitize-recover=all>)
  target_link_options(gapmc_flags INTERFACE -fsanitize=${GAPMC_SANITIZE})
endif()
