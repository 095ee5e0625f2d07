// SPDX-License-Identifier: Apache-2.0
#include "host/plan/quantity_rows.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

#include "host/exact/integer_moments.hpp"
#include "host/plan/bins.hpp"
#include "host/plan/level_steps.hpp"
#include "host/plan/pilot_range.hpp"
#include "host/plan/row_weights.hpp"
#include "host/plan/some_rows.hpp"
#include "host/plan/term_rows.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr int quantity_bits = 28;  // of a widened range: saturation is 8 times as far

//! The order of `Over` is that of Derived::Over.
constexpr std::int32_t derived_over(Over over) { return static_cast<std::int32_t>(over); }
static_assert(derived_over(Over::each_year) == Derived::each_year &&
              derived_over(Over::maximum) == Derived::largest &&
              derived_over(Over::minimum) == Derived::smallest &&
              derived_over(Over::year_of_maximum) == Derived::year_of_largest &&
              derived_over(Over::year_of_minimum) == Derived::year_of_smallest);

bool wants_largest(Over over) { return over == Over::maximum || over == Over::year_of_maximum; }

class QuantityRows {
  public:
    QuantityRows(Plan& plan, std::size_t world, Study const& study, Backend& backend, Progress& progress)
        : plan_{plan}, world_{world}, study_{study}, years_{static_cast<std::size_t>(plan.spec.years)} {
        // Of all quantities at once: a walk for each would take longer.
        for (ReportedQuantity const& q : study.quantities)
            for (StatementTerm const& term : q.terms) {
                if (std::string const reason = coarse_steps(plan, world, study, term); !reason.empty())
                    throw StudyError("report.quantities." + q.id + ".of: " + reason);
                sources_.push_back(row_of(term));
            }
        observed_ = observe_pilot(plan, sources_, backend, progress);
    }

    void add() {
        std::size_t source = 0;
        for (std::size_t q = 0; q < study_.quantities.size(); ++q) {
            add(study_.quantities[q], static_cast<std::int32_t>(q), source);
            source += study_.quantities[q].terms.size();
        }
    }

  private:
    std::size_t row_of(StatementTerm const& term) const {
        return plan_.row_of(level_target(study_, term), term.id, world_);
    }

    //! Bits that sums have beyond what a row shall. Twice as far as the pilot went is what its widened range
    //! could be.
    int bits_to_leave(RowWeights const& w, std::size_t source) const {
        std::size_t const size = years_ * pilot_trajectories;
        std::int64_t reach = 1;
        for (std::size_t i = 0; i < size; ++i) {
            std::int64_t sum = 0;
            for (std::size_t t = 0; t < w.weights.size(); ++t)
                sum += w.weights[t] * observed_[(source + t) * size + i];
            reach = std::max(reach, std::abs(sum));
        }
        return std::max(
            0, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(reach))) + 1 - quantity_bits);
    }

    void add(ReportedQuantity const& q, std::int32_t index, std::size_t source) {
        std::vector<double> coefficients, units;
        for (std::size_t t = 0; t < q.terms.size(); ++t) {
            coefficients.push_back(q.terms[t].coefficient);
            units.push_back(plan_.rows[sources_[source + t]].units);
        }
        RowWeights const weights = weights_of(coefficients, units);
        int const lower = bits_to_leave(weights, source);

        Derived derived;
        derived.over = derived_over(q.over);
        derived.first_term = static_cast<std::int32_t>(plan_.spec.derived_terms.size());
        derived.terms = static_cast<std::int32_t>(q.terms.size());
        derived.lower = lower;
        derived.first_year = study_.base + 1;
        for (std::size_t t = 0; t < q.terms.size(); ++t)
            plan_.spec.derived_terms.push_back(
                {static_cast<std::int32_t>(sources_[source + t]), weights.weights[t]});
        plan_.spec.derived.push_back(derived);

        Row row;
        row.target = Target::quantity;
        row.index = index;
        row.world = static_cast<std::int32_t>(world_);
        row.id = q.id;
        row.units = is_year(q.over) ? 1 : std::ldexp(weights.units, -lower);
        count(row, derived, source);
        add_central(q, source);
        plan_.rows.push_back(std::move(row));
    }

    //! Moments, and a histogram for each year.
    void count(Row const& row, Derived const& derived, std::size_t source) {
        TallySpec& spec = plan_.spec;
        bool const is_a_year = derived.over >= Derived::year_of_largest;
        auto const place = static_cast<std::int32_t>(spec.rows.size());
        spec.rows.push_back({1, static_cast<std::int32_t>(spec.histograms.size())});
        std::vector<std::vector<std::int32_t>> by_year = pilot_values(derived, source);
        plan_.pilot_sds.push_back(sd(by_year.back()) / row.units);
        for (std::size_t y = 0; y < years_; ++y) {
            Histogram h;
            if (is_a_year) {
                h.lo = derived.first_year;
                h.bins = static_cast<std::uint32_t>(years_);
            } else {
                h = bins_of_made_row(range_of(by_year[y].data(), by_year[y].data() + pilot_trajectories));
            }
            h.row = place;
            h.year = static_cast<std::int32_t>(y);
            spec.histograms.push_back(h);
        }
    }

    //! What an engine makes of the row in the pilot. \return [year][trajectory]
    std::vector<std::vector<std::int32_t>> pilot_values(Derived derived, std::size_t source) const {
        auto const first = plan_.spec.derived_terms.begin() + derived.first_term;
        std::vector<RowTerm> terms{first, first + derived.terms};
        for (std::size_t t = 0; t < terms.size(); ++t) terms[t].row = static_cast<std::int32_t>(source + t);
        derived.first_term = 0;
        std::vector<std::vector<std::int32_t>> out(years_, std::vector<std::int32_t>(pilot_trajectories));
        for (std::size_t i = 0; i < pilot_trajectories; ++i)
            derive(
                derived, terms.data(), plan_.spec.years,
                [&](std::int32_t row, std::int32_t year) {
                    std::size_t const line =
                        static_cast<std::size_t>(row) * years_ + static_cast<std::size_t>(year);
                    return observed_[line * pilot_trajectories + i];
                },
                [&](std::int32_t year, std::int32_t x) { out[static_cast<std::size_t>(year)][i] = x; });
        return out;
    }

    static double sd(std::vector<std::int32_t> const& values) {
        Int128 first = 0;
        Int128 second = 0;
        for (std::int32_t const x : values) {
            first += x;
            second += std::int64_t{x} * x;
        }
        return mean_and_sd(values.size(), first, second).sd;
    }

    void add_central(ReportedQuantity const& q, std::size_t source) {
        std::vector<double> path(years_);
        for (std::size_t y = 0; y < years_; ++y)
            for (std::size_t t = 0; t < q.terms.size(); ++t)
                path[y] +=
                    q.terms[t].coefficient * plan_.central_of(sources_[source + t], static_cast<int>(y));
        std::size_t best = 0;
        for (std::size_t y = 0; y < years_; ++y) {
            if (wants_largest(q.over) ? path[y] > path[best] : path[y] < path[best]) best = y;
            plan_.central.push_back(q.over == Over::each_year ? path[y]
                                    : is_year(q.over)         ? study_.base + 1 + static_cast<double>(best)
                                                              : path[best]);
        }
    }

    Plan& plan_;
    std::size_t world_;
    Study const& study_;
    std::size_t years_;
    std::vector<std::size_t> sources_;    //!< rows of the terms of one quantity after the other
    std::vector<std::int32_t> observed_;  //!< [source][year][trajectory]
};

}  // namespace

void add_quantities(Plan& plan, std::size_t world, Study const& study, Backend& backend, Progress& progress) {
    if (!study.quantities.empty()) QuantityRows{plan, world, study, backend, progress}.add();
}

}  // namespace gapmc
