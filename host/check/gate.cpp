// SPDX-License-Identifier: Apache-2.0
#include "host/check/gate.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "host/exact/integer_moments.hpp"
#include "host/study/published_history.hpp"

namespace gapmc {
namespace {

//! Of the changes of one year.
struct Moves {
    double sd = 0;     //!< about their mean
    double rms = 0;    //!< root mean square
    double drift = 0;  //!< mean
};

//! Yearly moves of a row, in its unit.
Moves yearly_moves(PriorSample const& sample, std::size_t quantity) {
    double variance = 0, squares = 0;
    Int128 total = 0;
    for (int y = 0; y < sample.years(); ++y) {
        std::int32_t const* const now = sample.values(quantity, y);
        std::int32_t const* const before = y > 0 ? sample.values(quantity, y - 1) : nullptr;
        Int128 first = 0;
        Int128 second = 0;
        for (std::uint64_t i = 0; i < prior_trajectories; ++i) {
            std::int64_t const move = now[i] - (before != nullptr ? before[i] : sample.start(quantity));
            first += move;
            second += static_cast<Int128>(move) * move;
        }
        total += first;
        double const units = sample.units(quantity);
        double const sd = mean_and_sd(prior_trajectories, first, second).sd / units;
        variance += sd * sd;
        squares += static_cast<double>(second) / static_cast<double>(prior_trajectories) / (units * units);
    }
    double const mean =
        static_cast<double>(total) / static_cast<double>(prior_trajectories) / sample.units(quantity);
    return {std::sqrt(variance / sample.years()), std::sqrt(squares / sample.years()), mean / sample.years()};
}

double share_above(PriorSample const& sample, std::size_t quantity, double bound) {
    auto const limit = static_cast<std::int32_t>(bound * sample.units(quantity));
    std::int32_t const* const end = sample.values(quantity, sample.years() - 1);
    return static_cast<double>(
               std::count_if(end, end + prior_trajectories, [&](std::int32_t x) { return x > limit; })) /
           static_cast<double>(prior_trajectories);
}

double share_narrower(PriorSample const& sample, std::size_t quantity) {
    std::int64_t const limit = std::abs(std::int64_t{sample.start(quantity)});
    std::int32_t const* const end = sample.values(quantity, sample.years() - 1);
    return static_cast<double>(
               std::count_if(end, end + prior_trajectories,
                             [&](std::int32_t x) { return std::abs(std::int64_t{x}) < limit; })) /
           static_cast<double>(prior_trajectories);
}

//! A statistic of published steps; nothing where there are too few.
std::string published_text(std::optional<double> const& value, std::size_t steps, char const* form) {
    return value ? fmt::format(fmt::runtime(form), *value) +
                       fmt::format(" ({} {})", steps, steps == 1 ? "step" : "steps")
                 : "";
}

std::string range_text(std::optional<std::pair<double, double>> const& range) {
    return range ? fmt::format("{} to {}", range->first, range->second) : "";
}

bool within(std::optional<std::pair<double, double>> const& range, double value) {
    return !range || (value >= range->first && value <= range->second);
}

GateLine at_most(std::string const& what, double implied, std::optional<double> const& bound) {
    return {what, implied, "", bound ? fmt::format("at most {}", *bound) : "", !bound || implied <= *bound};
}

//! What the study implies of yearly moves, each statistic beside the same one of published steps.
void add_moves(GateReport& report, std::string const& of, std::string const& unit, Moves const& implied,
               PublishedMoves const& published) {
    std::string const in = unit.empty() ? "" : " [" + unit + "]";
    std::size_t const n = published.steps;
    report.lines.push_back({"yearly change of " + of + ", sd" + in, implied.sd,
                            published_text(published.sd, n, "{:.2f}"), "", true});
    report.lines.push_back({"yearly change of " + of + ", root mean square" + in, implied.rms,
                            published_text(published.rms, n, "{:.2f}"), "", true});
    report.lines.push_back({"yearly change of " + of + ", mean" + in, implied.drift,
                            published_text(published.drift, n, "{:+.2f}"), "", true});
}

}  // namespace

bool GateReport::holds() const {
    return std::all_of(lines.begin(), lines.end(), [](GateLine const& line) { return line.holds; });
}

GateReport run_gate(Study const& study, Plan const& plan, PriorSample const& sample, Backend& backend,
                    Progress& progress) {
    Model const& model = plan.model();
    RateCounts const rates = backend.diagnose(plan.job({0, prior_trajectories}), {{}, 1}, progress).rates;
    GateReport report{prior_trajectories, {}};
    Plausible const& p = study.plausible;

    for (std::size_t c = 0; c < model.contrast_names.size(); ++c) {
        std::string const& id = model.contrast_names[c];
        Contrast const& contrast = *std::find_if(study.contrasts.begin(), study.contrasts.end(),
                                                 [&](Contrast const& x) { return x.id == id; });
        if (contrast.kind != ContrastKind::linear) continue;
        bool const gated = id == p.contrast;
        double const start = model.contrast_starts[c];
        auto const quantity = sample.find(Target::contrast, id);
        Moves const moves = yearly_moves(sample, quantity);
        add_moves(report, id, contrast.unit, moves,
                  published_moves(published_history(study, contrast, start), study.index.history_breaks));
        if (gated) {
            auto const declare = [&](std::size_t back,
                                     std::optional<std::pair<double, double>> const& range) {
                GateLine& line = report.lines[report.lines.size() - back];
                line.declared = range_text(range);
                line.holds = within(range, line.implied);
            };
            declare(3, p.yearly_sd);
            declare(1, p.yearly_drift);
        }
        if (!compares(contrast) && !(gated && p.narrows)) continue;
        double const narrower = share_narrower(sample, quantity);
        report.lines.push_back({fmt::format("P(|{}| narrower in {})", id, study.end), narrower, "",
                                gated ? range_text(p.narrows) : "", !gated || within(p.narrows, narrower)});
    }
    for (std::size_t a = 0; a < model.actor_names.size(); ++a) {
        Actor const& actor = *std::find_if(study.actors.begin(), study.actors.end(),
                                           [&](Actor const& x) { return x.id == model.actor_names[a]; });
        auto const quantity = sample.find(Target::score, actor.id);
        Moves const moves = yearly_moves(sample, quantity);
        add_moves(report, "score " + actor.id, "points", moves,
                  published_moves(published_history(study, actor), study.index.history_breaks));
        report.lines.push_back(at_most(fmt::format("P(score {} > 95 in {})", actor.id, study.end),
                                       share_above(sample, quantity, 95.0), p.score_above_95));
    }
    auto const share = [](std::uint64_t met, std::uint64_t all) {
        return all == 0 ? 0.0 : static_cast<double>(met) / static_cast<double>(all);
    };
    report.lines.push_back(
        at_most("dimension scores outside 0.5 ... 99.5", share(rates.saturated, rates.scores), p.saturated));
    report.lines.push_back(at_most("hazards at max_rate", share(rates.capped, rates.hazards), p.capped));
    report.lines.push_back(at_most("base scores clipped", share(rates.clipped, rates.bases), std::nullopt));
    if (rates.capacities > 0)
        report.lines.push_back(
            at_most("years' ends above a capacity", share(rates.limited, rates.capacities), std::nullopt));
    if (rates.ceilings > 0)
        report.lines.push_back(at_most("steps that lose drift to a ceiling",
                                       share(rates.ceiling_bound, rates.ceilings), std::nullopt));
    return report;
}

std::string gate_table(GateReport const& report) {
    std::size_t width = 46;
    for (GateLine const& line : report.lines) width = std::max(width, line.what.size());
    std::string out =
        fmt::format("Prior predictive check, {} trajectories\n{:<{}} {:>9}  {:<24} {:<16}\n",
                    report.trajectories, "", width, "implied", "published", "declared plausible");
    for (GateLine const& line : report.lines)
        out += fmt::format("{:<{}} {:>9.4f}  {:<24} {:<16}{}\n", line.what, width, line.implied,
                           line.observed, line.declared, line.holds ? "" : "  NOT PLAUSIBLE");
    return out;
}

}  // namespace gapmc
