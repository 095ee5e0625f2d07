// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/options.hpp"
#include "host/app/signals.hpp"
#include "host/app/talk.hpp"
#include "host/bench/measure.hpp"
#include "host/folder/named_file.hpp"
#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

double parse_seconds(std::string const& text) {
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value) || value < 0)
        throw UsageError{"--seconds " + escaped_bytes(text) + ": not a time. Give e.g. 5"};
    return value;
}

std::vector<std::string> workload_names() {
    std::vector<std::string> names;
    for (Workload const& workload : bench_workloads()) names.push_back(workload.name);
    return names;
}

int bench_command(BenchOptions const& options) {
    std::vector<Workload> const workloads = choose_workloads(options.workloads);
    BenchSurroundings const surroundings{
        [&] {
            EngineOptions engine = options;
            engine.falls_back = false;  // a rate is of the device that it names
            engine.compile = "first";   // and of the walk that long runs use
            ChosenEngine chosen = engine_of(engine, options.quiet);
            return std::pair{std::move(chosen.backend), std::move(chosen.why)};
        },
        [&](std::string const& line) {
            if (!options.quiet) say(line);
        },
        program_progress()};
    BenchReport const report = measure_workloads(
        {options.device, options.batch, options.trajectories, options.seconds}, workloads, surroundings);
    std::string const json = bench_json(report);
    if (!options.out.empty()) {
        HoldsFiles const holding;
        write_named_file(options.out, json);
    }
    settle_outcome();
    print_data(options.json ? json : bench_table(report));
    return report.right() ? 0 : 1;
}

}  // namespace

Action declare_bench(VerbOptions& verb) {
    auto const options = std::make_shared<BenchOptions>();
    verb.argument("WORKLOAD", "reference, flagship, flagship-quarterly (default: all)",
                  [options](std::string const& text) { options->workloads.push_back(text); })
        .of(workload_names())
        .repeated()
        .optional();
    declare_trajectories(verb, options->trajectories,
                         "Trajectories of each repetition (default: chosen by time)");
    verb.option("--seconds", "S", "Least time of repetitions, for each workload (default: 5)",
                [options](std::string const& text) { options->seconds = parse_seconds(text); });
    declare_engine(verb, *options);
    verb.option("--out", "FILE", "File for the JSON",
                [options](std::string const& text) { options->out = text; })
        .offers(Offer::files);
    verb.flag("--json", "JSON on stdout instead of the table", options->json);
    declare_quiet(verb, options->quiet);
    return [options] { return bench_command(*options); };
}

}  // namespace gapmc
