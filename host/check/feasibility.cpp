// SPDX-License-Identifier: Apache-2.0
#include "host/check/feasibility.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "host/check/event_rates.hpp"
#include "host/check/implausible.hpp"
#include "host/check/without_effect.hpp"
#include "host/config/all_quantities.hpp"
#include "host/exact/conditioned.hpp"
#include "host/exact/linear.hpp"
#include "host/exact/transform.hpp"
#include "host/resolve/dependence.hpp"

namespace gapmc {
namespace {

constexpr double rounding = 1e-9;  // of exp(log), relative

class Checker {
  public:
    Checker(Study const& study, std::string const& file) : study_{study}, file_{file} {}

    void quantities() {
        for (Quantity const* q : all_quantities(study_))
            if (auto const why = exact::infeasible(*q)) {
                feasible_ = false;
                add(Severity::error, q->place, q->path, "", *why, "");
            }
    }
    bool feasible() const { return feasible_; }

    void dependence() {
        std::set<std::string> uncertain;
        std::set<std::string> discrete;
        for (Quantity const* q : all_quantities(study_)) {
            if (q->family == Family::choice)
                discrete.insert(q->path);
            else if (!q->is_constant())
                uncertain.insert(q->path);
        }
        bool known = true;
        for (RankPair const& pair : study_.rank_pairs)
            for (std::string const& path : {pair.first, pair.second}) {
                if (uncertain.count(path) > 0) continue;
                known = false;
                bool const is_choice = discrete.count(path) > 0;
                add(Severity::error, pair.place, "dependence.pair", path,
                    is_choice ? "a discrete input cannot be rank-correlated"
                              : "not an uncertain quantity of this study",
                    "Name two key paths that carry continuous distributions");
            }
        if (known)
            positive(dependence_matrix(study_), linked_inputs(study_), "dependence.pair",
                     study_.repair_dependence,
                     study_.rank_pairs.empty() ? Place{} : study_.rank_pairs.front().place);
    }

    void shocks() {
        positive(shock_matrix(study_), noisy_processes(study_), "shocks.pair", study_.repair_shocks,
                 study_.shock_pairs.empty() ? Place{} : study_.shock_pairs.front().place);
    }

    void couplings() {
        std::vector<std::string> names;
        for (Coupling const& c : study_.couplings)
            for (PairName const& pair : {c.to, c.from}) names.push_back(pair.text());
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        double const median = radius(names, 0.0);
        double const high = radius(names, 1.6448536269514722);
        Place const place = study_.couplings.empty() ? Place{} : study_.couplings.front().place;
        if (median >= 1.0)
            add(Severity::error, place, "couplings", fmt::format("spectral radius {:.3f}", median),
                "the couplings feed on themselves: their absolute values at the medians have a spectral "
                "radius of 1 or more",
                "Weaken the couplings that form a circle");
        else if (high >= 1.0)
            add(Severity::warning, place, "couplings", fmt::format("spectral radius {:.3f}", high),
                "with every coupling at its 95 % quantile the couplings feed on themselves",
                "Narrow the distributions of the couplings that form a circle");
    }

    //! Events in force at base of an uncertain, fixed duration: it is drawn given that it exceeds their age.
    void ages() {
        for (Event const& e : study_.events) {
            bool const aged = e.initial_age && e.duration_kind == DurationKind::fixed;
            if (!aged || e.duration->is_constant()) continue;
            double const above = exact::probability_above(*e.duration, *e.initial_age);
            std::string const key = "events." + e.id + ".initial_age";
            std::string const value = fmt::format("{}", *e.initial_age);
            if (!exact::given_above(*e.duration, *e.initial_age)) {
                feasible_ = false;
                add(Severity::error, e.place, key, value,
                    "the event cannot be in force at base: no part of its duration exceeds this age",
                    "Give a younger age or a longer duration, or leave the age out");
            } else if (above < 0.05) {
                add(Severity::warning, e.place, key, value,
                    fmt::format(
                        "a probability of {:.2g} is all that the duration gives to an age beyond this one, "
                        "and it is drawn from that part alone",
                        above),
                    "Check the age, or lengthen the duration");
            }
        }
    }

    void events() {
        double const step = study_.months_per_step / 12.0;
        for (EventRates const& r : event_rates(study_)) {
            Event const& e = *r.event;
            std::string const key = "events." + e.id + ".rate";
            if (r.amplification > 10.0 || r.escalated > e.max_rate * (1 + rounding))
                add(Severity::error, e.place, key,
                    fmt::format("{:.3g} 1/yr, escalated {:.3g} 1/yr", r.base, r.escalated),
                    r.amplification > 10.0
                        ? "the events run away: multipliers raise this hazard more than tenfold"
                        : "the escalated hazard exceeds max_rate",
                    "Weaken the multipliers that act on it, shorten durations, or raise max_rate");
            else if (r.amplification > 3.0)
                add(Severity::warning, e.place, key,
                    fmt::format("{:.3g} 1/yr, escalated {:.3g} 1/yr", r.base, r.escalated),
                    "multipliers raise this hazard more than threefold at the medians",
                    "Check that the escalation is meant");
            if (r.escalated * step > 0.2)
                add(Severity::warning, e.place, key, fmt::format("{:.3g} per step", r.escalated * step),
                    "more than 0.2 onsets are expected in a step, of which at most one is taken",
                    fmt::format("Use a finer step{}", finer_step(r.escalated)));
            if (e.feedback) {
                double const z = 1.6448536269514722;
                double const low = std::fabs(exact::exact_quantile_on_link(e.feedback->strength, -z));
                double const high = std::fabs(exact::exact_quantile_on_link(e.feedback->strength, z));
                if (std::max(low, high) * 20.0 > 2.0)
                    add(Severity::warning, e.feedback->strength.place, e.feedback->strength.path,
                        fmt::format("{:.3g}", std::max(low, high)),
                        "a move of 20 points changes the hazard more than sevenfold at the 95 % quantile",
                        "Check that so strong a feedback is meant");
            }
        }
    }

    void add(std::vector<Problem> const& more) {
        problems_.insert(problems_.end(), more.begin(), more.end());
    }

    std::vector<Problem> take() {
        sort_problems(problems_);
        return std::move(problems_);
    }

  private:
    void add(Severity severity, Place place, std::string const& key, std::string const& value,
             std::string const& reason, std::string const& remedy) {
        Problem p;
        p.file = file_;
        p.place = place;
        p.key = key;
        p.value = value;
        p.reason = reason;
        p.remedy = remedy;
        p.severity = severity;
        problems_.push_back(p);
    }

    //! Refuse a correlation matrix that is not positive semi-definite, or report what its repair changes.
    void positive(exact::SquareMatrix const& matrix, std::vector<std::string> const& names,
                  std::string const& key, bool repair, Place place) {
        if (exact::cholesky_psd(matrix)) return;
        double const eigenvalue = exact::smallest_eigenvalue(matrix);
        std::string worst;
        if (auto const triple = exact::worst_triple(matrix))
            worst = fmt::format("; worst triple: {}, {}, {}",
                                names[static_cast<std::size_t>(triple->variables[0])],
                                names[static_cast<std::size_t>(triple->variables[1])],
                                names[static_cast<std::size_t>(triple->variables[2])]);
        std::string const value = fmt::format("smallest eigenvalue {:.4g}{}", eigenvalue, worst);
        if (repair)
            add(Severity::warning, place, key, value,
                "the correlations are not positive semi-definite and were repaired",
                fmt::format("The nearest correlation matrix changes an entry by up to {:.4g}",
                            exact::nearest_correlation(matrix).largest_change));
        else
            add(Severity::error, place, key, value,
                "the correlations are not positive semi-definite: no shocks have them",
                "Weaken the correlations of the named triple, or set repair = \"nearest\"");
    }

    double radius(std::vector<std::string> const& names, double z) const {
        exact::SquareMatrix matrix(static_cast<int>(names.size()));
        auto const row = [&](PairName const& pair) {
            return static_cast<int>(std::lower_bound(names.begin(), names.end(), pair.text()) -
                                    names.begin());
        };
        for (Coupling const& c : study_.couplings) {
            double const low = std::fabs(exact::exact_quantile_on_link(c.strength, -z));
            double const high = std::fabs(exact::exact_quantile_on_link(c.strength, z));
            matrix.at(row(c.to), row(c.from)) += std::max(low, high);
        }
        return names.empty() ? 0.0 : exact::spectral_radius_nonnegative(matrix);
    }

    std::string finer_step(double rate) const {
        for (int const months : {6, 3, 1})
            if (months < study_.months_per_step && rate * months / 12.0 <= 0.2)
                return fmt::format(": step = \"{} month{}\" brings it to {:.2g}", months,
                                   months == 1 ? "" : "s", rate * months / 12.0);
        return " or split the event into rarer, stronger ones";
    }

    Study const& study_;
    std::string const& file_;
    bool feasible_ = true;
    std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> check_feasibility(Study const& study, std::string const& file) {
    Checker checker{study, file};
    checker.quantities();
    checker.dependence();
    checker.shocks();
    if (checker.feasible()) {  // what follows reads quantiles
        checker.couplings();
        checker.ages();
    }
    if (checker.feasible()) {
        checker.events();
        checker.add(implausible_inputs(study, file));
        checker.add(keys_without_effect(study, file));
    }
    return checker.take();
}

}  // namespace gapmc
