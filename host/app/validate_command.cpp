// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/signals.hpp"
#include "host/app/talk.hpp"
#include "host/check/driver_paths.hpp"
#include "host/check/event_rates.hpp"
#include "host/check/gate.hpp"
#include "host/config/all_quantities.hpp"
#include "host/exact/transform.hpp"
#include "host/resolve/in_force.hpp"
#include "host/session/session.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! What is 0 but for rounding, beside the width of its distribution.
double unless_rounding(double value, double width) { return std::fabs(value) < 1e-12 * width ? 0.0 : value; }

//! What each distribution means in its own unit, for the analyst who gave quantiles.
std::string implied_table(Study const& study) {
    std::string out = fmt::format("{:<52} {:>11} {:>11} {:>11} {:>11}  {}\n", "Uncertain inputs: implied",
                                  "p05", "median", "mean", "p95", "unit");
    for (Quantity const* q : all_quantities(study)) {
        if (!is_drawn(study, *q)) continue;
        exact::Implied const i = exact::implied(*q);
        double const width = std::fabs(i.p95 - i.p05);
        out += fmt::format("{:<52} {:>11.5g} {:>11.5g} {:>11.5g} {:>11.5g}  {}\n", q->path,
                           unless_rounding(i.p05, width), unless_rounding(i.median, width),
                           unless_rounding(i.mean, width), unless_rounding(i.p95, width), q->unit);
    }
    return out;
}

std::string event_table(Study const& study) {
    if (study.events.empty()) return "";
    std::string out = fmt::format("{:<32} {:>9} {:>10} {:>14} {:>19}\n", "Events: at medians", "rate/yr",
                                  "escalated", "share of time", "all at p95: escalated");
    std::vector<EventRates> const high = event_rates(study, 1.6448536269514722);
    std::size_t i = 0;
    for (EventRates const& r : event_rates(study))
        out += fmt::format("{:<32} {:>9.3g} {:>10.3g} {:>14.3g} {:>21.3g}\n", r.event->id, r.base,
                           r.escalated, r.active_share, high[i++].escalated);
    return out + "A driver's growth is its growth without events: their mean effect comes on top.\n";
}

int validate_command(ValidateOptions const& options) {
    OpenedStudy opened = load_study(options);
    if (!opened.problems.empty()) say("{}", format_problems(opened.problems));
    if (!opened.ok()) return static_cast<int>(ExitCode::study_wrong);
    if (options.print_resolved) {
        print_data(opened.resolved());
        return 0;
    }
    print_data(fmt::format("{}: sound\n\n{}\n{}\n", opened.file, implied_table(as_drawn(opened.study)),
                           event_table(opened.study)));
    if (options.no_gate) return 0;
    auto const backend = engine_of(options, options.quiet).backend;
    Session const session{std::move(opened), *backend, program_progress()};
    PriorSample const sample = observe_prior(session.plan(), *backend, program_progress());
    std::vector<DriverPath> const paths = driver_paths(session.study(), session.plan(), sample);
    print_data(driver_path_table(paths) + "\n");
    require_finite(paths);
    GateReport const report = run_gate(session.study(), session.plan(), sample, *backend, program_progress());
    print_data(gate_table(report));
    return report.holds() ? 0 : 1;
}

}  // namespace

Action declare_validate(VerbOptions& verb) {
    auto const options = std::make_shared<ValidateOptions>();
    declare_study(verb, *options);
    declare_scenario(verb, *options);
    verb.flag("--print-resolved", "Print the study with everything explicit, and stop",
              options->print_resolved);
    verb.flag("--no-gate", "Leave out implied paths and the prior predictive gate, which simulate",
              options->no_gate)
        .not_beside({"--print-resolved"});
    declare_trajectories(verb, options->trajectories, "Number of trajectories that the study is to ask for");
    declare_seed(verb, *options);
    declare_engine(verb, *options, {"--no-gate", "--print-resolved"});
    return [options] { return validate_command(*options); };
}

}  // namespace gapmc
