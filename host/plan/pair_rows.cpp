// SPDX-License-Identifier: Apache-2.0
#include "host/plan/pair_rows.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

#include "host/exact/integer_moments.hpp"
#include "host/plan/bins.hpp"
#include "host/plan/pilot_range.hpp"
#include "host/plan/row.hpp"
#include "host/study/named.hpp"

namespace gapmc {
namespace {

constexpr int difference_bits = 28;  // of a widened range: saturation is 8 times as far

bool is_paired(Target target) { return is_contrast(target) || target == Target::score; }

bool alike(Contrast const& a, Contrast const& b) {
    return a.kind == b.kind && a.coefficients == b.coefficients && a.of == b.of && a.to == b.to &&
           a.unit == b.unit;
}

//! log2 of a positive number that is a power of two.
int log_of(double power) { return std::ilogb(power); }

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

//! Of a world's rows, the one in which it has an outcome of a contrast.
ObservedRow const* row_in(std::vector<ObservedRow> const& rows, Outcome outcome, std::string const& id) {
    ObservedRow const* found = nullptr;
    for (ObservedRow const& r : rows)
        if (r.row.id == id && is_contrast(r.row.target) && r.row.target <= contrast_in(outcome) &&
            (found == nullptr || r.row.target > found->row.target))
            found = &r;
    return found;
}

ObservedRow const* score_in(std::vector<ObservedRow> const& rows, std::string const& id) {
    auto const at = std::find_if(rows.begin(), rows.end(), [&](ObservedRow const& r) {
        return r.row.target == Target::score && r.row.id == id;
    });
    return at != rows.end() ? &*at : nullptr;
}

class Pairing {
  public:
    Pairing(Plan& plan, WorldRows const& base, WorldRows const& other, std::int32_t world)
        : plan_{plan}, base_{base}, other_{other}, world_{world} {}

    //! Rows of the two worlds that are the same quantity: places among the rows of each.
    void match(Outcome outcome) {
        for (std::size_t b = 0; b < other_.rows.size(); ++b) {
            Row const& row = other_.rows[b].row;
            if (!is_paired(row.target)) continue;
            ObservedRow const* const base =
                is_contrast(row.target) ? row_in(base_.rows, outcome, row.id) : score_in(base_.rows, row.id);
            if (base == nullptr) {
                leave(row, "the baseline does not have it");
            } else if (is_contrast(row.target) &&
                       !alike(contrast_of(base_.study, row.id), contrast_of(other_.study, row.id))) {
                leave(row, "the two studies define it differently");
            } else if (row.target != base->row.target) {
                leave(row, "only one of the two has this outcome");
            } else if (!Scales{row, base->row}.fit()) {
                leave(row, "the two are too far apart in size");
            } else {
                pairs_.push_back({b, static_cast<std::size_t>(base - base_.rows.data())});
            }
        }
        for (ObservedRow const& r : base_.rows)
            if (r.row.target == Target::score || &r == row_in(base_.rows, outcome, r.row.id))
                if (!has(r.row)) leave(r.row, "only the baseline has it");
    }

    //! Observe the pairs in the first trajectories, subtract, and add what is counted.
    void add(Backend& backend, Progress& progress) {
        auto const years = static_cast<std::size_t>(plan_.spec.years);
        std::vector<std::int32_t> const values = observe(backend, progress);
        auto const first = static_cast<std::int32_t>(plan_.rows.size());
        std::vector<std::int64_t> exact(years * pilot_trajectories);
        for (std::size_t p = 0; p < pairs_.size(); ++p) {
            Scales const scales{other_.rows[pairs_[p].row].row, base_.rows[pairs_[p].base].row};
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

    bool has(Row const& row) const {
        return std::any_of(other_.rows.begin(), other_.rows.end(), [&](ObservedRow const& r) {
            return is_paired(r.row.target) && is_contrast(r.row.target) == is_contrast(row.target) &&
                   r.row.id == row.id;
        });
    }

    void leave(Row const& row, std::string const& why) {
        plan_.unpaired.push_back({world_, row_label(row) + ": " + why});
    }

    //! Of the baseline, then of the other world: [pair][year][trajectory].
    std::vector<std::int32_t> observe(Backend& backend, Progress& progress) const {
        TallySpec spec;
        spec.years = plan_.spec.years;
        spec.observed.resize(2);
        for (Places const& pair : pairs_) {
            spec.observed[0].push_back(base_.rows[pair.base].observed);
            spec.observed[1].push_back(other_.rows[pair.row].observed);
        }
        spec.rows.resize(2 * pairs_.size());
        Job const job{
            {&plan_.model().topology, &plan_.worlds[static_cast<std::size_t>(world_)].model->topology},
            spec,
            plan_.seed,
            {0, pilot_trajectories}};
        return backend.observe(job, progress);
    }

    //! \param exact  differences in the finer scale, [year][trajectory]
    void add_pair(Places const& places, Scales const& scales, std::vector<std::int64_t>& exact) {
        TallySpec& spec = plan_.spec;
        Row const& own = other_.rows[places.row].row;
        RowPair pair{world_, static_cast<std::int32_t>(other_.first + places.row),
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
        row.target = base_.rows[places.base].row.target;
        row.index = base_.rows[places.base].row.index;
        row.id = own.id;
        row.world = world_;
        row.difference = true;
        row.units = std::ldexp(scales.finer, -lower);
        row.standing = static_cast<std::int32_t>(spec.standings.size());
        spec.standings.push_back({pair.difference, 0, 0, 0, 0});
        spec.differences.push_back({pair.row, pair.base, scales.raise_row, scales.raise_base, lower});
        spec.rows.push_back({1, static_cast<std::int32_t>(spec.histograms.size())});
        for (std::int32_t y = 0; y < spec.years; ++y) {
            RowRange const& range = ranges[static_cast<std::size_t>(y)];
            Histogram h = bins_of_difference({range.low >> lower, (range.high >> lower) + 1});
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
        Contrast const& contrast = contrast_of(base_.study, own.id);
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
    WorldRows const& base_;
    WorldRows const& other_;
    std::int32_t world_;
    std::vector<Places> pairs_;
};

}  // namespace

void pair_rows(Plan& plan, std::vector<WorldRows> const& worlds, Outcome outcome, Backend& backend,
               Progress& progress) {
    for (std::size_t w = 1; w < worlds.size(); ++w) {
        Pairing pairing{plan, worlds.front(), worlds[w], static_cast<std::int32_t>(w)};
        pairing.match(outcome);
        pairing.add(backend, progress);
    }
}

}  // namespace gapmc
