// SPDX-License-Identifier: Apache-2.0
#include "host/plan/pilot.hpp"

#include <algorithm>
#include <cmath>

#include "host/exact/integer_moments.hpp"
#include "host/plan/central_path.hpp"
#include "host/plan/pilot_range.hpp"

namespace gapmc {
namespace {

constexpr int trial_bits = 20;  // of the central path's reach in the first try
constexpr int range_bits = 28;  // of the widened range: saturation is 8 times as far
constexpr int level_bits = 20;  // the same of levels, whose tails reach much farther
constexpr int most_tries = 12;
constexpr int largest = 90;  // exponent of a scale
// Observations of a try must use more bits than this, and stay below saturation.
constexpr std::int64_t too_coarse = std::int64_t{1} << 16;

//! Observations of the pilot, and the ranges of its rows.
struct PilotRows {
    std::vector<std::int32_t> values;
    std::vector<RowRange> ranges;  //!< [row][year]
};

class Runner {
  public:
    Runner(Model const& model, std::vector<ObservedRow>& rows, std::uint64_t seed, Backend& backend,
           Progress& progress)
        : model_{model},
          rows_{rows},
          seed_{seed},
          backend_{backend},
          progress_{progress},
          years_{static_cast<std::size_t>(model.topology.years)} {}

    Pilot run() {
        first_scales();
        PilotRows values = observe();
        for (int i = 0; i < most_tries && rescale(values); ++i) values = observe();
        return finish(values);
    }

  private:
    std::vector<Observed> observed() const {
        std::vector<Observed> all;
        for (ObservedRow const& row : rows_) all.push_back(row.observed);
        return all;
    }

    PilotRows observe() const {
        TallySpec spec;
        spec.years = model_.topology.years;
        spec.observed = {observed()};
        spec.rows.resize(rows_.size());
        Job const job{{&model_.topology}, spec, seed_, {0, pilot_trajectories}};
        PilotRows pilot{backend_.observe(job, progress_), std::vector<RowRange>(rows_.size() * years_)};
        for (std::size_t r = 0; r < rows_.size(); ++r)
            for (std::size_t y = 0; y < years_; ++y) {
                std::int32_t* const row = pilot.values.data() + (r * years_ + y) * pilot_trajectories;
                pilot.ranges[r * years_ + y] = range_of(row, row + pilot_trajectories);
            }
        return pilot;
    }

    //! So that the central path has 2^20 units, or one has where the path is 0.
    void first_scales() {
        std::vector<float> const central = central_values(model_, observed());
        exponents_.resize(rows_.size());
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            if (rows_[r].bounds) continue;
            double reach = 0;
            for (std::size_t y = 0; y < years_; ++y) {
                double const value = static_cast<double>(central[r * years_ + y]);
                if (std::isfinite(value)) reach = std::max(reach, std::fabs(value));
            }
            exponents_[r] = reach > 0 ? exponent_within(reach, trial_bits) : trial_bits;
            set_scale(rows_[r], exponents_[r]);
        }
    }

    //! Largest value of a row's ranges in all years.
    std::int64_t reach(PilotRows const& pilot, std::size_t row) const {
        std::int64_t most = 0;
        for (std::size_t y = 0; y < years_; ++y) {
            RowRange const& range = pilot.ranges[row * years_ + y];
            most = std::max({most, std::abs(range.low), std::abs(range.high)});
        }
        return most;
    }

    int bits_of_range(std::size_t row) const {
        Observable const what = rows_[row].observed.what;
        return what == Observable::level_of_log || what == Observable::level_of_logit ? level_bits
                                                                                      : range_bits;
    }

    //! Nothing but zeros, at this scale.
    static bool is_empty(std::int64_t reach) { return reach <= 1; }

    //! Change scales by which values saturate, or say nothing. \return whether any was
    bool rescale(PilotRows const& values) {
        bool changed = false;
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            if (rows_[r].bounds) continue;
            std::int64_t const most = reach(values, r);
            int const wanted = most >= saturated_at ? exponents_[r] - 10
                               : is_empty(most)     ? largest
                               : most < too_coarse  ? exponents_[r] + 10
                                                    : exponents_[r];
            int const possible = std::clamp(wanted, -largest, largest);
            if (possible == exponents_[r]) continue;
            exponents_[r] = possible;
            set_scale(rows_[r], possible);
            changed = true;
        }
        return changed;
    }

    Pilot finish(PilotRows const& values) {
        Pilot pilot;
        for (std::size_t r = 0; r < rows_.size(); ++r) pilot.end_sds.push_back(end_sd(values, r));
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            int raise = 0;
            if (!rows_[r].bounds) {
                std::int64_t const most = reach(values, r);
                int const wanted = is_empty(most) ? trial_bits
                                                  : exponents_[r] + exponent_within(static_cast<double>(most),
                                                                                    bits_of_range(r));
                raise = std::clamp(wanted, -largest, largest) - exponents_[r];
                set_scale(rows_[r], exponents_[r] + raise);
            }
            for (std::size_t y = 0; y < years_; ++y) {
                RowRange const& range = values.ranges[r * years_ + y];
                pilot.ranges.push_back({raised(range.low, raise), raised(range.high, raise)});
            }
        }
        return pilot;
    }

    static std::int64_t raised(std::int64_t x, int bits) {
        if (bits < 0) return bits < -62 ? 0 : x / (std::int64_t{1} << -bits);
        return x * (std::int64_t{1} << std::min(bits, range_bits));
    }

    double end_sd(PilotRows const& values, std::size_t row) const {
        std::int32_t const* const x = values.values.data() + ((row + 1) * years_ - 1) * pilot_trajectories;
        Int128 first = 0;
        Int128 second = 0;
        for (std::uint64_t i = 0; i < pilot_trajectories; ++i) {
            first += x[i];
            second += std::int64_t{x[i]} * x[i];
        }
        return mean_and_sd(pilot_trajectories, first, second).sd / rows_[row].row.units;
    }

    Model const& model_;
    std::vector<ObservedRow>& rows_;
    std::uint64_t seed_;
    Backend& backend_;
    Progress& progress_;
    std::size_t years_;
    std::vector<int> exponents_;
};

}  // namespace

Pilot run_pilot(Model const& model, std::vector<ObservedRow>& rows, std::uint64_t seed, Backend& backend,
                Progress& progress) {
    return Runner{model, rows, seed, backend, progress}.run();
}

}  // namespace gapmc
