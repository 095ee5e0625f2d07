// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/load_study.hpp"
#include "host/check/event_rates.hpp"
#include "host/check/gate.hpp"
#include "host/config/all_quantities.hpp"
#include "host/config/write_study.hpp"
#include "host/exact/transform.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! What each distribution means in its own unit, for the analyst who gave quantiles.
std::string implied_table(Study const& study) {
    std::string out = fmt::format("{:<52} {:>11} {:>11} {:>11} {:>11}  {}\n", "Uncertain inputs: implied",
                                  "p05", "median", "mean", "p95", "unit");
    for (Quantity const* q : all_quantities(study)) {
        if (q->is_constant()) continue;
        exact::Implied const i = exact::implied(*q);
        out += fmt::format("{:<52} {:>11.5g} {:>11.5g} {:>11.5g} {:>11.5g}  {}\n", q->path, i.p05, i.median,
                           i.mean, i.p95, q->unit);
    }
    return out;
}

std::string event_table(Study const& study) {
    if (study.events.empty()) return "";
    std::string out = fmt::format("{:<32} {:>9} {:>10} {:>14}\n", "Events: medians", "rate/yr", "escalated",
                                  "share of time");
    for (EventRates const& r : event_rates(study))
        out += fmt::format("{:<32} {:>9.3g} {:>10.3g} {:>14.3g}\n", r.event->id, r.base, r.escalated,
                           r.active_share);
    return out + "Growth m is growth without events: it is not net of their mean effect.\n";
}

}  // namespace

int validate_command(ValidateOptions const& options) {
    LoadedStudy const loaded = load_study(options);
    if (!loaded.problems.empty()) fmt::print(stderr, "{}\n", format_problems(loaded.problems));
    if (!loaded.ok()) return 78;
    std::string const resolved = resolved_toml(loaded.study);
    if (options.print_resolved) {
        fmt::print("{}", resolved);
        return 0;
    }
    fmt::print("{}: sound\n\n{}\n{}\n", loaded.file, implied_table(loaded.study), event_table(loaded.study));
    if (!options.gate) return 0;
    auto const backend = choose_backend(options).backend;
    Plan const plan = make_plan(loaded.study, resolved, {0, loaded.study.trajectories}, *backend);
    GateReport const report = run_gate(loaded.study, plan, *backend);
    fmt::print("{}", gate_table(report));
    return report.holds() ? 0 : 1;
}

}  // namespace gapmc
