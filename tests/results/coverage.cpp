// SPDX-License-Identifier: Apache-2.0
//! How often value ± 1.96 mcse holds the true number: the estimators of host/results on rows of numbers whose
//! distribution is known, over many seeds. Prints the table of docs/validation.md.
//!
//!     gapmc_coverage [ROWS [DISTRIBUTION]]
//!
//! Up to 20,000 trajectories every number is drawn. Above, numbers beyond the outer 1,000 expected ones are
//! drawn and the sums of the rest are normal with the moments that the rest has: their number makes that
//! exact to within what 1,000 rows can show.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "host/exact/special.hpp"
#include "host/results/moments.hpp"
#include "host/results/quantile.hpp"

namespace gapmc {
namespace {

using Engine = std::mt19937_64;

struct Law {
    std::string name;
    double mean;
    double sd;
    bool symmetric;
    std::function<double(exact::Probability)> quantile;
    std::function<double(Engine&)> draw;
};

exact::Probability lower(double p) { return {p, 1 - p}; }
exact::Probability upper(double p) { return {1 - p, p}; }

Law student(double nu, char const* name) {
    return {name,
            0,
            std::sqrt(nu / (nu - 2)),
            true,
            [nu](exact::Probability p) { return exact::student_t_quantile(nu, p); },
            [d = std::student_t_distribution{nu}](Engine& e) mutable { return d(e); }};
}

Law lognormal(double sigma, char const* name) {
    double const mean = std::exp(sigma * sigma / 2);
    return {name,
            mean,
            mean * std::sqrt(std::expm1(sigma * sigma)),
            false,
            [sigma](exact::Probability p) { return std::exp(sigma * exact::normal_quantile(p)); },
            [sigma, d = std::normal_distribution{}](Engine& e) mutable { return std::exp(sigma * d(e)); }};
}

std::vector<Law> laws() {
    return {{"normal", 0, 1, true, [](exact::Probability p) { return exact::normal_quantile(p); },
             [d = std::normal_distribution{}](Engine& e) mutable { return d(e); }},
            {"uniform", 0.5, std::sqrt(1 / 12.0), true, [](exact::Probability p) { return p.lower; },
             [d = std::uniform_real_distribution{}](Engine& e) mutable { return d(e); }},
            {"exponential", 1, 1, false, [](exact::Probability p) { return -std::log(p.upper); },
             [d = std::exponential_distribution{}](Engine& e) mutable { return d(e); }},
            student(10, "Student 10"),
            student(6, "Student 6"),
            student(5, "Student 5"),
            student(4, "Student 4"),
            student(3, "Student 3"),
            student(2.5, "Student 2.5"),
            student(2.1, "Student 2.1"),
            lognormal(0.5, "lognormal 0.5"),
            lognormal(1, "lognormal 1"),
            lognormal(1.5, "lognormal 1.5"),
            lognormal(2, "lognormal 2")};
}

constexpr double unit = 1 << 20;  //!< integers in one sd
constexpr std::array<double, 5> levels{0.025, 0.25, 0.5, 0.75, 0.975};

//! Counters of one row of standardised numbers.
struct Row {
    std::vector<Int128> sums = std::vector<Int128>(2 * tally_groups);
    GroupSizes sizes{};
    IntegerRange seen{INT64_MAX, INT64_MIN};
    std::vector<std::uint64_t> counts;
    std::uint64_t below = 0, above = 0;

    //! 16 sds on either side, in 8,192 bins of 1/256 sd.
    static constexpr int shift = 12;
    static constexpr std::int64_t lo = -16 * (1 << 20);

    void add(std::uint64_t trajectory, double standardised) {
        auto const x = std::llround(standardised * unit);
        std::size_t const g = trajectory % tally_groups;
        ++sizes[g];
        sums[g] += x;
        sums[tally_groups + g] += static_cast<Int128>(x) * x;
        seen = {std::min<std::int64_t>(seen.least, x), std::max<std::int64_t>(seen.most, x)};
        std::int64_t const bin = (x - lo) >> shift;
        if (counts.empty()) return;
        ++(bin < 0                                          ? below
           : bin < static_cast<std::int64_t>(counts.size()) ? counts[static_cast<std::size_t>(bin)]
                                                            : above);
    }
};

Row drawn(Law const& law, std::uint64_t n, Engine& engine) {
    Row row;
    row.counts.resize(8192);
    Law copy = law;
    for (std::uint64_t i = 0; i < n; ++i) row.add(i, (copy.draw(engine) - law.mean) / law.sd);
    return row;
}

//! Numbers in the tails one by one, the others by the normal law of their sums.
class Mixed {
  public:
    Mixed(Law const& law, std::uint64_t n) : law_{law}, n_{n}, share_{1000.0 / static_cast<double>(n)} {
        constexpr int points = 200'000;
        double const low = law.symmetric ? share_ / 2 : 0;
        std::array<double, 5> power{};
        for (int i = 0; i < points; ++i) {
            double const p = low + (i + 0.5) / points * (1 - share_);
            double const x = (law.quantile(lower(p)) - law.mean) / law.sd;
            for (std::size_t k = 0; k < 5; ++k) power[k] += std::pow(x, static_cast<double>(k)) / points;
        }
        mean_ = {power[1], power[2]};
        first_ = std::sqrt(power[2] - power[1] * power[1]);
        slope_ = (power[3] - power[1] * power[2]) / first_;
        second_ = std::sqrt(std::max(0.0, power[4] - power[2] * power[2] - slope_ * slope_));
    }

    Row operator()(Engine& engine) const {
        Row row;
        std::normal_distribution<double> normal;
        std::uniform_real_distribution<double> uniform;
        std::poisson_distribution<int> number{static_cast<double>(n_) * share_};
        for (int k = number(engine); k > 0; --k) {
            double const p = (1 - uniform(engine)) * share_;
            bool const left = law_.symmetric && uniform(engine) < 0.5;
            double const x =
                law_.symmetric ? law_.quantile(left ? lower(p / 2) : upper(p / 2)) : law_.quantile(upper(p));
            row.add(engine(), (x - law_.mean) / law_.sd);
        }
        if (!law_.symmetric)
            row.seen.least = std::llround((law_.quantile(lower(1.0 / static_cast<double>(n_))) - law_.mean) /
                                          law_.sd * unit);
        for (std::size_t g = 0; g < tally_groups; ++g) {
            std::uint64_t const rest = n_ / tally_groups - row.sizes[g];
            double const root = std::sqrt(static_cast<double>(rest));
            double const a = normal(engine);
            double const b = normal(engine);
            double const sum = static_cast<double>(rest) * mean_[0] + root * first_ * a;
            double const squares = static_cast<double>(rest) * mean_[1] + root * (slope_ * a + second_ * b);
            row.sums[g] += static_cast<Int128>(sum * unit);
            row.sums[tally_groups + g] += static_cast<Int128>(squares * unit * unit);
            row.sizes[g] += rest;
        }
        return row;
    }

  private:
    Law const& law_;
    std::uint64_t n_;
    double share_;
    std::array<double, 2> mean_{};
    double first_ = 0, slope_ = 0, second_ = 0;
};

struct Coverage {
    int rows = 0, stated = 0, held = 0;

    void add(Estimate const& e, double truth) {
        ++rows;
        if (std::isnan(e.mcse)) return;
        ++stated;
        held += std::fabs(e.value - truth) <= 1.96 * e.mcse;
    }
    //! "95.1", with the share of rows that have an error where it is not all: "95.1 (82)".
    std::string text() const {
        if (stated == 0) return "NA";
        char cell[64];
        double const percent = 100.0 * held / stated;
        if (stated == rows)
            std::snprintf(cell, sizeof cell, "%.1f", percent);
        else
            std::snprintf(cell, sizeof cell, "%.1f (%.1f)", percent, 100.0 * stated / rows);
        return cell;
    }
};

void study(Law const& law, std::uint64_t n, int rows) {
    Engine engine{n};
    Coverage mean, sd;
    std::array<Coverage, levels.size()> quantiles;
    bool const all_drawn = n <= 20'000;
    std::optional<Mixed> mixed;
    if (!all_drawn) mixed.emplace(law, n);
    for (int i = 0; i < rows; ++i) {
        Row const row = all_drawn ? drawn(law, n, engine) : (*mixed)(engine);
        MomentEstimates const m =
            estimate_moments({row.sums.data(), row.sums.data() + tally_groups, row.sizes, row.seen, 0}, unit);
        mean.add(m.mean, 0);
        sd.add(m.sd, 1);
        if (!all_drawn) continue;
        RankedHistogram const ranked{
            {Row::lo, Row::shift, row.counts, row.below, row.above, 0}, row.seen, std::nullopt, unit};
        for (std::size_t k = 0; k < levels.size(); ++k)
            quantiles[k].add(ranked.quantile(levels[k]),
                             (law.quantile(lower(levels[k])) - law.mean) / law.sd);
    }
    std::printf("| %s | %llu | %s | %s |", law.name.c_str(), static_cast<unsigned long long>(n),
                mean.text().c_str(), sd.text().c_str());
    for (Coverage const& q : quantiles) std::printf(" %s |", all_drawn ? q.text().c_str() : "");
    std::printf("\n");
    std::fflush(stdout);
}

}  // namespace
}  // namespace gapmc

int main(int argc, char** argv) {
    int const rows = argc > 1 ? std::atoi(argv[1]) : 1000;
    std::string const only = argc > 2 ? argv[2] : "";
    std::printf(
        "| distribution | trajectories | mean | sd | 2.5 %% | 25 %% | 50 %% | 75 %% | 97.5 %% "
        "|\n|---|---|---|---|---|---|---|---|---|\n");
    for (gapmc::Law const& law : gapmc::laws())
        for (std::uint64_t const n :
             {200ull, 512ull, 2048ull, 20'000ull, 200'000ull, 2'000'000ull, 10'000'000ull})
            if (only.empty() || law.name == only) gapmc::study(law, n, rows);
}
