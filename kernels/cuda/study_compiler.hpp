// SPDX-License-Identifier: Apache-2.0
//! The walk compiled for one study, at run time, by NVIDIA's run-time compiler.
#pragma once

#include <string>

#include "kernels/api/code_store.hpp"

namespace gapmc {

//! Blocks of a processor that a compiled walk leaves room for: fewer registers a thread, but twice the warps
//! that hide each other's waiting.
inline constexpr int compiled_resident_blocks = 2;

/*!
 * Compile kernels/cuda/compiled_walk.cuh for a study's shape (study_source.hpp). Needs no device; takes from
 * one second to some ten, by the size of the study, and nothing the second time. For any thread.
 *
 * \param architecture     `sm_90` gives machine code for the device, or what compilable() says; `compute_90`
 * gives PTX
 * \param resident_blocks  of a multiprocessor, at least: the more, the fewer registers a thread may have
 * \throws BackendUnavailable if the compiler's library cannot be opened or the compilation fails
 * \see NVRTC (Runtime Compilation), CUDA Toolkit documentation
 */
WalkCode compile_study(std::string const& shape, std::string const& architecture,
                       int resident_blocks = compiled_resident_blocks);

//! Everything that decides what compile_study() gives, but for the release of the compiler that runs, which
//! need not be here: that of the toolkit of the build stands for it. Empty in a build without the compiler.
std::string code_identity(std::string const& shape, std::string const& architecture,
                          int resident_blocks = compiled_resident_blocks);

//! "NVRTC 13.0". \throws BackendUnavailable if the compiler's library cannot be opened
std::string study_compiler_version();

//! How walk_compiled is called in what compile_study() gives.
inline constexpr char const* compiled_walk_symbol = "_ZN5gapmc13walk_compiledENS_12WalkOnDeviceE";

}  // namespace gapmc
