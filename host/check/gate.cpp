// SPDX-License-Identifier: Apache-2.0
#include "host/check/gate.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "host/exact/integer_moments.hpp"
#include "host/plan/observed.hpp"

namespace gapmc {
namespace {

//! Raw observations of the gate's trajectories, in points.
class Sample {
  public:
    Sample(Plan const& plan, std::vector<std::int32_t> values) : plan_{plan}, values_{std::move(values)} {}

    std::int32_t const* row(std::int32_t quantity, std::int32_t year) const {
        return values_.data() +
               static_cast<std::size_t>(quantity * plan_.spec.years + year) * gate_trajectories;
    }
    std::int32_t find(Observable what, std::int32_t index) const {
        auto const& observed = plan_.spec.observed;
        auto const at = std::find_if(observed.begin(), observed.end(),
                                     [&](Observed const& o) { return o.what == what && o.index == index; });
        return static_cast<std::int32_t>(at - observed.begin());
    }
    int years() const { return plan_.spec.years; }

  private:
    Plan const& plan_;
    std::vector<std::int32_t> values_;
};

struct Moves {
    double sd = 0;
    double drift = 0;
};

//! Yearly sd and drift of a quantity that starts at `start`, in points.
Moves yearly_moves(Sample const& sample, std::int32_t quantity, double start) {
    auto const start_units =
        static_cast<std::int64_t>(std::nearbyint(start * static_cast<double>(fine_unit)));
    double variance = 0;
    Int128 total = 0;
    for (int y = 0; y < sample.years(); ++y) {
        std::int32_t const* const now = sample.row(quantity, y);
        std::int32_t const* const before = y > 0 ? sample.row(quantity, y - 1) : nullptr;
        Int128 first = 0;
        Int128 second = 0;
        for (std::uint64_t i = 0; i < gate_trajectories; ++i) {
            std::int64_t const move = now[i] - (before != nullptr ? before[i] : start_units);
            first += move;
            second += static_cast<Int128>(move) * move;
        }
        total += first;
        double const sd = mean_and_sd(gate_trajectories, first, second).sd / static_cast<double>(fine_unit);
        variance += sd * sd;
    }
    double const mean =
        static_cast<double>(total) / static_cast<double>(gate_trajectories) / static_cast<double>(fine_unit);
    return {std::sqrt(variance / sample.years()), mean / sample.years()};
}

double share_above(Sample const& sample, std::int32_t quantity, double bound) {
    auto const limit = static_cast<std::int32_t>(bound * static_cast<double>(fine_unit));
    std::int32_t const* const end = sample.row(quantity, sample.years() - 1);
    return static_cast<double>(
               std::count_if(end, end + gate_trajectories, [&](std::int32_t x) { return x > limit; })) /
           static_cast<double>(gate_trajectories);
}

double share_narrower(Sample const& sample, std::int32_t quantity, double start) {
    auto const limit = static_cast<std::int64_t>(std::fabs(start) * static_cast<double>(fine_unit));
    std::int32_t const* const end = sample.row(quantity, sample.years() - 1);
    return static_cast<double>(
               std::count_if(end, end + gate_trajectories,
                             [&](std::int32_t x) { return std::abs(std::int64_t{x}) < limit; })) /
           static_cast<double>(gate_trajectories);
}

//! Observed yearly moves of a history that ends at the base: mean, and sd of steps per square root of a year.
std::string observed_moves(std::map<int, double> history, int base, double start, bool sd) {
    history[base] = start;
    if (history.size() < 2) return "";
    double const years = base - history.begin()->first;
    double const drift = (start - history.begin()->second) / years;
    if (!sd) return fmt::format("{:+.2f} ({} to {})", drift, history.begin()->first, base);
    if (history.size() < 3) return "";
    double squares = 0;
    for (auto a = history.begin(), b = std::next(a); b != history.end(); ++a, ++b)
        squares += (b->second - a->second) * (b->second - a->second) / (b->first - a->first);
    return fmt::format("{:.2f} ({} steps)", std::sqrt(squares / static_cast<double>(history.size() - 1)),
                       history.size() - 1);
}

std::map<int, double> contrast_history(Study const& study, Contrast const& contrast) {
    std::map<int, double> sum;
    std::map<int, std::size_t> seen;
    for (auto const& [id, coefficient] : contrast.coefficients)
        for (Actor const& actor : study.actors)
            if (actor.id == id)
                for (auto const& [year, score] : actor.history) {
                    sum[year] += coefficient * score;
                    ++seen[year];
                }
    std::erase_if(sum, [&](auto const& entry) { return seen[entry.first] != contrast.coefficients.size(); });
    return sum;
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

}  // namespace

bool GateReport::holds() const {
    return std::all_of(lines.begin(), lines.end(), [](GateLine const& line) { return line.holds; });
}

GateReport run_gate(Study const& study, Plan const& plan, Backend& backend) {
    Model const& model = *plan.model;
    Job const job{model.topology, plan.spec, plan.seed, 0, gate_trajectories};
    Sample const sample{plan, backend.observe(job)};
    RateCounts const rates = backend.diagnose(job, {}, 1).rates;
    GateReport report{gate_trajectories, {}};
    Plausible const& p = study.plausible;

    for (std::size_t c = 0; c < model.contrast_names.size(); ++c) {
        std::string const& id = model.contrast_names[c];
        Contrast const& contrast = *std::find_if(study.contrasts.begin(), study.contrasts.end(),
                                                 [&](Contrast const& x) { return x.id == id; });
        if (contrast.kind != ContrastKind::linear) continue;
        bool const gated = id == p.contrast;
        double const start = model.contrasts[c].start;
        auto const quantity = sample.find(Observable::contrast, static_cast<std::int32_t>(c));
        Moves const moves = yearly_moves(sample, quantity, start);
        auto const history = contrast_history(study, contrast);
        report.lines.push_back(
            {"yearly sd of " + id, moves.sd, observed_moves(history, study.base, start, true),
             gated ? range_text(p.yearly_sd) : "", !gated || within(p.yearly_sd, moves.sd)});
        report.lines.push_back(
            {"yearly drift of " + id, moves.drift, observed_moves(history, study.base, start, false),
             gated ? range_text(p.yearly_drift) : "", !gated || within(p.yearly_drift, moves.drift)});
        double const narrower = share_narrower(sample, quantity, start);
        report.lines.push_back({fmt::format("P(|{}| narrower in {})", id, study.end), narrower, "",
                                gated ? range_text(p.narrows) : "", !gated || within(p.narrows, narrower)});
    }
    for (std::size_t a = 0; a < model.actor_names.size(); ++a) {
        Actor const& actor = *std::find_if(study.actors.begin(), study.actors.end(),
                                           [&](Actor const& x) { return x.id == model.actor_names[a]; });
        auto const quantity = sample.find(Observable::score, static_cast<std::int32_t>(a));
        Moves const moves = yearly_moves(sample, quantity, actor.score);
        report.lines.push_back({"yearly sd of score " + actor.id, moves.sd,
                                observed_moves(actor.history, study.base, actor.score, true), "", true});
        report.lines.push_back({"yearly drift of score " + actor.id, moves.drift,
                                observed_moves(actor.history, study.base, actor.score, false), "", true});
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
    std::string out = fmt::format("Prior predictive check, {} trajectories\n{:<42} {:>9}  {:<24} {:<16}\n",
                                  report.trajectories, "", "implied", "observed", "declared plausible");
    for (GateLine const& line : report.lines)
        out += fmt::format("{:<42} {:>9.4f}  {:<24} {:<16}{}\n", line.what, line.implied, line.observed,
                           line.declared, line.holds ? "" : "  NOT PLAUSIBLE");
    return out;
}

}  // namespace gapmc
