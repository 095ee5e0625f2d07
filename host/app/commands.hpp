// SPDX-License-Identifier: Apache-2.0
//! How each verb declares its options. What it returns gives the exit code, or throws an Error that has one.
#pragma once

#include "host/app/verb.hpp"

namespace gapmc {

Action declare_init(VerbOptions& verb);
Action declare_schema(VerbOptions& verb);
Action declare_validate(VerbOptions& verb);
Action declare_run(VerbOptions& verb);
Action declare_compare(VerbOptions& verb);
Action declare_ask(VerbOptions& verb);
Action declare_replay(VerbOptions& verb);
Action declare_refine(VerbOptions& verb);
Action declare_resume(VerbOptions& verb);
Action declare_merge(VerbOptions& verb);
Action declare_extend(VerbOptions& verb);
Action declare_verify(VerbOptions& verb);
Action declare_report(VerbOptions& verb);
Action declare_figure(VerbOptions& verb);
Action declare_compile(VerbOptions& verb);
Action declare_doctor(VerbOptions& verb);
Action declare_bench(VerbOptions& verb);
Action declare_plan(VerbOptions& verb);
Action declare_completion(VerbOptions& verb);
Action declare_man(VerbOptions& verb);

}  // namespace gapmc
