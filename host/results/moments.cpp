// SPDX-License-Identifier: Apache-2.0
#include "host/results/moments.hpp"

#include <algorithm>
#include <cmath>

#include "host/exact/integer_moments.hpp"

namespace gapmc {
namespace {

constexpr std::uint64_t least_in_group = 8;
constexpr std::uint64_t least_of_mean = 20;
//! Times the largest value's own share that a tail is taken to hold beyond it.
constexpr double beyond_largest = 3.0;

//! Distances of the extremes from the mean, in standard deviations.
struct Reach {
    double up = 0;
    double down = 0;
    double farthest() const { return std::max(up, down); }
};

//! A row's sums in units of one observation.
class Row {
  public:
    explicit Row(MomentCounters const& c) : counters_{c} {
        Int128 first = 0;
        Int128 second = 0;
        for (int g = 0; g < tally_groups; ++g) {
            n_ += trajectories(g);
            first += c.sums[g];
            second += c.squares[g];
        }
        all_ = mean_and_sd(n_, first, second);
        if (n_ > 0) centre_ = first / static_cast<Int128>(n_);
    }

    std::uint64_t n() const { return n_; }
    double number() const { return static_cast<double>(n_); }
    double mean() const { return all_.mean; }
    double sd() const { return all_.sd; }

    bool groups_are_large() const {
        auto const& sizes = counters_.trajectories;
        return *std::min_element(sizes.begin(), sizes.end()) >= least_in_group;
    }

    Reach reach() const {
        if (!counters_.seen) return {};
        return {(static_cast<double>(counters_.seen->most) - all_.mean) / all_.sd,
                (all_.mean - static_cast<double>(counters_.seen->least)) / all_.sd};
    }

    //! Standard error of the variance over the variance: a ratio of two sums over groups.
    double relative_error_of_variance() const {
        double const variance = all_.sd * all_.sd;
        double spread = 0;
        for (int g = 0; g < tally_groups; ++g) {
            double const excess = squares_about_mean(g) / variance - static_cast<double>(trajectories(g));
            spread += excess * excess;
        }
        return std::sqrt(spread * tally_groups / (tally_groups - 1)) / number();
    }

  private:
    std::uint64_t trajectories(int g) const { return counters_.trajectories[static_cast<std::size_t>(g)]; }

    //! Moved to the integer next to the mean before anything is rounded.
    double squares_about_mean(int g) const {
        Int128 const size = static_cast<Int128>(trajectories(g));
        Int128 const first = counters_.sums[g] - size * centre_;
        Int128 const second =
            counters_.squares[g] - 2 * centre_ * counters_.sums[g] + size * centre_ * centre_;
        double const offset = all_.mean - static_cast<double>(centre_);
        return static_cast<double>(second) - 2.0 * offset * static_cast<double>(first) +
               static_cast<double>(size) * offset * offset;
    }

    MomentCounters const& counters_;
    std::uint64_t n_ = 0;
    Int128 centre_ = 0;
    MeanAndSd all_;
};

//! Whether the largest value says that the sum of squares is carried by few trajectories.
bool tails_are_heavy(double farthest, double relative_error, double n) {
    double const square = farthest * farthest;
    // A relative error r of the variance stands for a mean fourth power of r^2·N + 1, in sds.
    double const fourth_powers = (relative_error * relative_error * n + 1.0) * n;
    return farthest * square > n / 8.0 + 64.0 && square * square > fourth_powers / 20.0;
}

//! 97.5 % quantile of Student's distribution over the normal's: Cornish and Fisher's expansion, within 10^-5
//! from 19 degrees of freedom on. \see Abramowitz and Stegun (1964), 26.7.5
double student_95(double freedom) {
    constexpr double z = normal_95;
    constexpr double z2 = z * z;
    double const r = 1.0 / freedom;
    return 1.0 + r * ((z2 + 1) / 4 + r * (((5 * z2 + 16) * z2 + 3) / 96 +
                                          r * ((((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384)));
}

//! Of values that are all the same.
Estimate error_of_equal(double value, bool may_move) {
    return may_move ? without_error(value, Missing::unmoved) : Estimate{value, 0.0};
}

Estimate sd_of(Row const& row, double unit, bool may_move) {
    double const value = row.sd() / unit;
    if (!(row.sd() > 0)) return error_of_equal(value, may_move);
    if (!row.groups_are_large()) return without_error(value, Missing::few);
    double const n = row.number();
    double const relative = row.relative_error_of_variance();
    double const farthest = row.reach().farthest();
    if (tails_are_heavy(farthest, relative, n)) return without_error(value, Missing::heavy_tails);
    double const beyond = beyond_largest * farthest * farthest / n;
    return {value, 0.5 * value * std::sqrt(relative * relative + beyond * beyond)};
}

Estimate mean_of(Row const& row, double unit, bool may_move) {
    double const value = row.mean() / unit;
    if (!(row.sd() > 0)) return error_of_equal(value, may_move);
    if (row.n() < least_of_mean) return without_error(value, Missing::few);
    double const n = row.number();
    Reach const reach = row.reach();
    double const beyond = beyond_largest * (reach.up - reach.down) / n;
    return {value, row.sd() / unit * std::sqrt(1.0 / n + beyond * beyond) * student_95(n - 1)};
}

}  // namespace

MomentEstimates estimate_moments(MomentCounters const& counters, double unit) {
    if (counters.saturated > 0) return {no_estimate(Missing::saturated), no_estimate(Missing::saturated)};
    Row const row{counters};
    if (row.n() == 0) return {no_estimate(Missing::few), no_estimate(Missing::few)};
    if (row.n() == 1) return {without_error(row.mean() / unit, Missing::few), no_estimate(Missing::few)};
    return {mean_of(row, unit, counters.may_move), sd_of(row, unit, counters.may_move)};
}

Estimate estimate_mean(MomentCounters const& counters, double unit) {
    if (counters.saturated > 0) return no_estimate(Missing::saturated);
    Row const row{counters};
    if (row.n() == 0) return no_estimate(Missing::few);
    if (row.n() == 1) return without_error(row.mean() / unit, Missing::few);
    double const sd = row.sd() / unit;
    return {row.mean() / unit, std::sqrt((sd * sd + 1.0 / row.number()) / row.number())};
}

Estimate estimate_mean(std::uint64_t n, std::uint64_t sum, std::uint64_t squares) {
    if (n == 0) return no_estimate(Missing::few);
    MeanAndSd const m = mean_and_sd(n, static_cast<Int128>(sum), static_cast<Int128>(squares));
    if (n == 1) return without_error(m.mean, Missing::few);
    double const number = static_cast<double>(n);
    return {m.mean, std::sqrt((m.sd * m.sd + 1.0 / number) / number)};
}

Estimate estimate_probability(std::uint64_t n, std::uint64_t count) {
    if (n == 0) return no_estimate(Missing::few);
    double const number = static_cast<double>(n);
    double const p = (static_cast<double>(count) + 1.0) / (number + 2.0);
    return {static_cast<double>(count) / number, std::sqrt(p * (1.0 - p) / number)};
}

}  // namespace gapmc
