// SPDX-License-Identifier: Apache-2.0
//! The verbs. Each returns its exit code, or throws an Error that main turns into one.
#pragma once

#include "host/app/options.hpp"

namespace gapmc {

int run_command(RunOptions const& options);
int validate_command(ValidateOptions const& options);
int replay_command(ReplayOptions const& options);
int verify_command(VerifyOptions const& options);
int doctor_command();
int bench_command(BenchOptions const& options);
int schema_command();
int init_command();

}  // namespace gapmc
