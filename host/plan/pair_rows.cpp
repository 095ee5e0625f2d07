// SPDX-License-Identifier: Apache-2.0
#include "host/plan/pair_rows.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "host/exact/integer_moments.hpp"
#include "host/plan/bins.hpp"
#include "host/plan/pilot_range.hpp"
#include "host/plan/row.hpp"
#include "host/plan/some_rows.hpp"
#include "host/study/named.hpp"

namespace gapmc {
namespace {

constexpr int difference_bits = 28;  // of a widened range: saturation is 8 times as far

bool is_paired(Target target) {
    return is_contrast(target) || target == Target::score || target == Target::quantity;
}

bool alike(ReportedQuantity const& a, ReportedQuantity const& b) {
    return a.of == b.of && a.over == b.over && a.unit == b.unit;
}

bool alike(Contrast const& a, Contrast const& b) {
    return a.kind == b.kind && a.coefficients == b.coefficients && a.of == b.of && a.to == b.to &&
           a.unit == b.unit;
}

//! log2 of a positive number that is a power of two.
int log_of(double power) { return std::ilogb(power); }

//! Whether one number of units is a power of two times another.
bool is_power_apart(double a, double b) {
    int exponent = 0;
    return std::frexp(a / b, &exponent) == 0.5;
}

//! Two rows, and how many bits each lies below the finer of their scales.
struct Scales {
    int raise_row = 0;
    int raise_base = 0;
    double finer = 1;  //!< units of the finer one

    Scales(Row const& row, Row const& base) : finer{std::max(row.units, base.units)} {
        raise_row = log_of(finer / row.units);
        raise_base = log_of(finer / base.units);
    }
    bool fit() const { return raise_row <= most_raised && raise_base <= most_raised; }
};

class Pairing {
  public:
    Pairing(Plan& plan, Study const& base, Study const& other, std::size_t world)
        : plan_{plan}, base_study_{base}, other_study_{other}, world_{world} {}

    //! Rows of the two worlds that are the same quantity.
    void match(Outcome outcome) {
        for (std::size_t r = 0; r < plan_.rows.size(); ++r) {
            Row const& row = plan_.rows[r];
            if (!is_compared(r, outcome, world_)) continue;
            auto const base = counterpart(row, outcome);
            std::string const obstacle =
                base ? obstacle_to(row, plan_.rows[*base]) : "the baseline does not have it";
            if (obstacle.empty())
                pairs_.push_back({r, *base});
            else
                leave(row, obstacle);
        }
        for (std::size_t r = 0; r < plan_.rows.size(); ++r)
            if (is_compared(r, outcome, 0) && !has(plan_.rows[r]))
                leave(plan_.rows[r], "only the baseline has it");
    }

    //! Observe the pairs in the first trajectories, subtract, and add what is counted.
    void add(Backend& backend, Progress& progress) {
        auto const years = static_cast<std::size_t>(plan_.spec.years);
        std::vector<std::size_t> rows;
        for (Places const& pair : pairs_) rows.push_back(pair.base);
        for (Places const& pair : pairs_) rows.push_back(pair.row);
        std::vector<std::int32_t> const values = observe_pilot(plan_, rows, backend, progress);
        auto const first = static_cast<std::int32_t>(plan_.rows.size());
        std::vector<std::int64_t> exact(years * pilot_trajectories);
        for (std::size_t p = 0; p < pairs_.size(); ++p) {
            Scales const scales{plan_.rows[pairs_[p].row], plan_.rows[pairs_[p].base]};
            std::int32_t const* const base = values.data() + p * exact.size();
            std::int32_t const* const row = base + pairs_.size() * exact.size();
            for (std::size_t i = 0; i < exact.size(); ++i)
                exact[i] = std::int64_t{row[i]} * (std::int64_t{1} << scales.raise_row) -
                           std::int64_t{base[i]} * (std::int64_t{1} << scales.raise_base);
            add_pair(pairs_[p], scales, exact);
        }
        auto const number = static_cast<std::int32_t>(plan_.rows.size()) - first;
        plan_.spec.unmoved.push_back({first, number, plan_.spec.years, 0});
    }

  private:
    struct Places {
        std::size_t row;
        std::size_t base;
    };

    //! Whether a row is one that worlds are compared by; of the baseline's contrasts that in the outcome.
    bool is_compared(std::size_t r, Outcome outcome, std::size_t world) const {
        Row const& row = plan_.rows[r];
        if (row.difference || row.world != static_cast<std::int32_t>(world) || !is_paired(row.target))
            return false;
        if (plan_.spec.rows[r].has_moments == 0) return false;  // it is observed for others alone
        return !is_contrast(row.target) || world != 0 || contrast_row(row.id, outcome) == r;
    }

    //! Of the baseline, the row in which it has an outcome of a contrast.
    std::optional<std::size_t> contrast_row(std::string const& id, Outcome outcome) const {
        std::optional<std::size_t> found;
        for (std::size_t r = 0; r < plan_.rows.size(); ++r) {
            Row const& row = plan_.rows[r];
            if (row.id == id && row.world == 0 && is_contrast(row.target) &&
                row.target <= contrast_in(outcome) && !row.difference &&
                (!found || row.target > plan_.rows[*found].target))
                found = r;
        }
        return found;
    }

    std::optional<std::size_t> counterpart(Row const& row, Outcome outcome) const {
        return is_contrast(row.target) ? contrast_row(row.id, outcome) : plan_.find_row(row.target, row.id);
    }

    //! Why two rows cannot be subtracted; empty if they can.
    std::string obstacle_to(Row const& row, Row const& base) const {
        if (is_contrast(row.target) &&
            !alike(contrast_of(base_study_, row.id), contrast_of(other_study_, row.id)))
            return "the two studies define it differently";
        if (row.target == Target::quantity &&
            !alike(base_study_.quantities[static_cast<std::size_t>(base.index)],
                   other_study_.quantities[static_cast<std::size_t>(row.index)]))
            return "the two studies define it differently";
        if (row.target != base.target) return "only one of the two has this outcome";
        if (!is_power_apart(row.units, base.units)) return "the two are counted in units of their own";
        return Scales{row, base}.fit() ? "" : "the two are too far apart in size";
    }

    bool has(Row const& base) const {
        return std::any_of(plan_.rows.begin(), plan_.rows.end(), [&](Row const& row) {
            return row.world == static_cast<std::int32_t>(world_) && !row.difference &&
                   is_paired(row.target) && is_contrast(row.target) == is_contrast(base.target) &&
                   (is_contrast(row.target) || row.target == base.target) && row.id == base.id;
        });
    }

    void leave(Row const& row, std::string const& why) {
        plan_.unpaired.push_back({static_cast<std::int32_t>(world_), row_label(row) + ": " + why});
    }

    //! \param exact  differences in the finer scale, [year][trajectory]
    void add_pair(Places const& places, Scales const& scales, std::vector<std::int64_t>& exact) {
        TallySpec& spec = plan_.spec;
        Row const own = plan_.rows[places.row];
        RowPair pair{static_cast<std::int32_t>(world_), static_cast<std::int32_t>(places.row),
                     static_cast<std::int32_t>(places.base), static_cast<std::int32_t>(plan_.rows.size())};
        auto const years = static_cast<std::size_t>(spec.years);
        double const sd = end_sd(exact) / scales.finer;
        std::vector<RowRange> ranges;
        std::int64_t reach = 1;
        for (std::size_t y = 0; y < years; ++y) {
            std::int64_t* const year = exact.data() + y * pilot_trajectories;
            ranges.push_back(range_of(year, year + pilot_trajectories));
            reach = std::max({reach, std::abs(ranges.back().low), std::abs(ranges.back().high)});
        }
        int const lower = std::max(
            0, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(reach))) - difference_bits);

        Row row;
        row.target = plan_.rows[places.base].target;
        row.index = plan_.rows[places.base].index;
        row.id = own.id;
        row.world = own.world;
        row.difference = true;
        row.units = std::ldexp(scales.finer, -lower);
        row.standing = static_cast<std::int32_t>(spec.standings.size());
        spec.standings.push_back({pair.difference, 0, 0, 0, 0});
        spec.differences.push_back({pair.row, pair.base, scales.raise_row, scales.raise_base, lower});
        spec.rows.push_back({1, static_cast<std::int32_t>(spec.histograms.size())});
        for (std::int32_t y = 0; y < spec.years; ++y) {
            RowRange const& range = ranges[static_cast<std::size_t>(y)];
            Histogram h = bins_of_made_row({range.low >> lower, (range.high >> lower) + 1});
            h.row = pair.difference;
            h.year = y;
            spec.histograms.push_back(h);
        }
        if (is_contrast(own.target)) compare_contrasts(pair, scales);
        plan_.pilot_sds.push_back(sd);
        for (std::size_t y = 0; y < years; ++y)
            plan_.central.push_back(central(pair.row, y) - central(pair.base, y));
        plan_.rows.push_back(std::move(row));
        plan_.pairs.push_back(pair);
    }

    double central(std::int32_t row, std::size_t year) const {
        return plan_.central_of(static_cast<std::size_t>(row), static_cast<int>(year));
    }

    static double end_sd(std::vector<std::int64_t> const& exact) {
        Int128 first = 0;
        Int128 second = 0;
        for (std::size_t i = exact.size() - pilot_trajectories; i < exact.size(); ++i) {
            first += exact[i];
            second += static_cast<Int128>(exact[i]) * exact[i];
        }
        return mean_and_sd(pilot_trajectories, first, second).sd;
    }

    void compare_contrasts(RowPair& pair, Scales const& scales) {
        TallySpec& spec = plan_.spec;
        Row const& own = plan_.rows[static_cast<std::size_t>(pair.row)];
        Row const& base = plan_.rows[static_cast<std::size_t>(pair.base)];
        Contrast const& contrast = contrast_of(base_study_, own.id);
        if (compares(contrast)) {
            pair.nearer = static_cast<std::int32_t>(spec.nearer.size());
            int const one = contrast.kind == ContrastKind::ratio ? log_of(scales.finer) : -1;
            for (std::int32_t y = 0; y < spec.years; ++y)
                spec.nearer.push_back({pair.row, pair.base, y, scales.raise_row, scales.raise_base, one, 0});
        }
        if (own.thresholds != base.thresholds)
            return leave(own, "the two have other thresholds, so that passages are not compared");
        pair.earlier = static_cast<std::int32_t>(spec.earlier.size());
        for (std::size_t k = 0; k < own.thresholds.size(); ++k)
            spec.earlier.push_back({pair.row, pair.base, value_of(own, k), value_of(base, k), spec.years, 0});
    }

    std::int32_t value_of(Row const& row, std::size_t threshold) const {
        return plan_.spec.thresholds[static_cast<std::size_t>(row.first_threshold) + threshold].value;
    }

    Plan& plan_;
    Study const& base_study_;
    Study const& other_study_;
    std::size_t world_;
    std::vector<Places> pairs_;
};

}  // namespace

void pair_rows(Plan& plan, std::vector<Study const*> const& studies, Outcome outcome, Backend& backend,
               Progress& progress) {
    for (std::size_t w = 1; w < studies.size(); ++w) {
        Pairing pairing{plan, *studies.front(), *studies[w], w};
        pairing.match(outcome);
        pairing.add(backend, progress);
    }
}

}  // namespace gapmc
