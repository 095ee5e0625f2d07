// SPDX-License-Identifier: Apache-2.0
//! The table of verbs. A new one is a row here, a line in commands.hpp and a file of its own.
#include "host/app/commands.hpp"
#include "host/app/verb.hpp"

namespace gapmc {

std::span<Verb const> verbs() {
    // The examples are one session: each may use what those before it made.
    static constexpr Verb table[] = {
        {"init",
         "Print a commented study to start from",
         {"gapmc init > my-study.toml", "gapmc init | grep -v '^#' > short.toml"},
         declare_init},
        {"schema",
         "Print the JSON Schema of studies, for editors",
         {"gapmc schema > study.schema.json", "gapmc schema | head -n 5"},
         declare_schema},
        {"validate",
         "Check a study: every problem at once, then the prior predictive gate",
         {"gapmc validate my-study.toml", "gapmc validate my-study.toml index.phi=0.5 --print-resolved"},
         declare_validate},
        {"run",
         "Simulate, reduce, write results",
         {"gapmc run my-study.toml -n 200k --out results/first",
          "gapmc run my-study.toml -n 4M --until 'mcse(gap.p50@2030)<=0.1' --out results/until"},
         declare_run},
        {"compare",
         "Simulate scenarios beside the study itself, on the same draws: paired differences",
         {"gapmc compare my-study.toml --sweep index.phi=0.2,0.8 -n 100k --out results/phi",
          "gapmc compare results/phi -n 200k --out results/phi-longer"},
         declare_compare},
        {"ask",
         "Say how probable a statement is, such as 'gap@2030 < 15 and gap@2035 > 20'",
         {"gapmc ask my-study.toml 'gap@2030 < 10' 'first gap <= 5 by 2028' -n 200k",
          "gapmc ask results/first 'gap@2030 < gap@2027 given embargo happened by 2027'"},
         declare_ask},
        {"replay",
         "Show one trajectory in full, from its number",
         {"gapmc replay results/first --trajectory 17",
          "gapmc replay my-study.toml --trajectory 17 --json > trajectory-17.json"},
         declare_replay},
        {"refine",
         "Make the quantiles of a finished run exact: order statistics of all its trajectories",
         {"gapmc refine results/first", "gapmc refine results/first --drivers"},
         declare_refine},
        {"merge",
         "Add parts of a run, made by --shard on any machines, to the run that they are of",
         {"for i in 1 2; do gapmc run my-study.toml -n 200k --shard $i/2 --out results/part-$i; done; "
          "gapmc merge results/part-? --out results/merged",
          "gapmc merge results/part-2 --partial --out results/half"},
         declare_merge},
        {"extend",
         "Give a finished run more trajectories: only those that are missing are simulated",
         {"gapmc extend results/first -n 250k", "gapmc extend results/merged -n 250k --quiet"},
         declare_extend},
        {"verify",
         "Check the hashes of a run and simulate random blocks of it again",
         {"gapmc verify results/first", "gapmc verify results/first --all --device cpu"},
         declare_verify},
        {"compile",
         "Compile a study's walk ahead of runs on CUDA devices, which need not be here",
         {"gapmc compile my-study.toml --arch sm_90 --out walks",
          "gapmc compile my-study.toml --arch sm_90,sm_100 --out walks"},
         declare_compile},
        {"doctor",
         "Say what this machine offers, and test every engine on it",
         {"gapmc doctor", "gapmc doctor > machine.txt"},
         declare_doctor},
        {"bench",
         "Measure how fast this machine is at fixed workloads, answers checked",
         {"gapmc bench reference --seconds 1 --out bench.json",
          "gapmc bench flagship --device cpu --threads 1 --seconds 0 --json"},
         declare_bench},
        {"completion",
         "Print what lets a shell complete verbs, options, files and study keys",
         {"source <(gapmc completion bash)", "gapmc completion zsh > _gapmc"},
         declare_completion},
        {"man", "Print a manual page", {"gapmc man > gapmc.1", "gapmc man run > gapmc-run.1"}, declare_man},
    };
    return table;
}

}  // namespace gapmc
