// SPDX-License-Identifier: Apache-2.0
#include "bench/std_baseline.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace gapmc::bench {
namespace {

constexpr int actors = 2;   // us, cn
constexpr int drivers = 3;  // investment, compute, talent
constexpr int pairs = actors * drivers;

// The study's numbers; pairs in the order [actor][driver].
struct Range {
    double p05, p95;
};
constexpr Range growth_ranges[pairs] = {{-0.05, 0.25}, {0.10, 0.50}, {-0.02, 0.08},
                                        {-0.05, 0.30}, {0.10, 0.60}, {0.00, 0.14}};
constexpr Range volatility_ranges[pairs] = {{0.20, 0.40}, {0.20, 0.45}, {0.03, 0.08},
                                            {0.25, 0.50}, {0.25, 0.55}, {0.03, 0.08}};
constexpr double levels[pairs] = {110, 4500, 40, 20, 570, 30};
constexpr double totals[actors] = {78.0, 58.0};
constexpr double phi = 0.5;
constexpr double order = 1.0;
constexpr double steepness[drivers] = {0.5, 0.3, 1.0};
constexpr double concentration = 20.0;

struct Event {
    double rate;
    int pair;  // that loses its size
    Range size;
};
constexpr Event events[] = {{0.15, 1 * drivers + 1, {-0.8, -0.1}},  // controls: compute.cn
                            {0.10, 0, {-1.0, -0.2}}};               // bust: investment.us

//! Correlation of two pairs' shocks: 0.2 within an actor, 0.3 between the actors' drivers of one kind, else
//! 0.1.
double correlation(int i, int j) {
    if (i == j) return 1.0;
    if (i / drivers == j / drivers) return 0.2;
    return i % drivers == j % drivers ? 0.3 : 0.1;
}

struct Normal {
    double mean, sd;
};
Normal normal_through(double p05, double p95) {
    constexpr double z95 = 1.6448536269514722;
    return {0.5 * (p05 + p95), (p95 - p05) / (2.0 * z95)};
}

double logit(double p) { return std::log(p / (1.0 - p)); }
double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }

class Program {
  public:
    explicit Program(std::uint64_t seed) : engine_{seed} {
        for (int i = 0; i < pairs; ++i) {
            growth_[i] = normal_through(growth_ranges[i].p05, growth_ranges[i].p95);
            log_volatility_[i] =
                normal_through(std::log(volatility_ranges[i].p05), std::log(volatility_ranges[i].p95));
            start_[i] = std::log(levels[i]);
            for (int j = 0; j <= i; ++j) {
                double sum = correlation(i, j);
                for (int k = 0; k < j; ++k) sum -= cholesky_[i][k] * cholesky_[j][k];
                cholesky_[i][j] = i == j ? std::sqrt(sum) : sum / cholesky_[j][j];
            }
        }
        for (int k = 0; k < drivers; ++k) frontier_[k] = std::max(start_[k], start_[drivers + k]);
        for (int e = 0; e < 2; ++e) size_[e] = normal_through(events[e].size.p05, events[e].size.p95);
        for (int a = 0; a < actors; ++a) base_[a] = logit(totals[a] / 100.0);
    }

    template<Baseline form>
    void trajectory(GapTally& tally) {
        double growth[pairs], volatility[pairs], size[2], weight[drivers];
        for (int i = 0; i < pairs; ++i) growth[i] = draw(growth_[i]);
        for (int i = 0; i < pairs; ++i) volatility[i] = std::exp(draw(log_volatility_[i]));
        for (int e = 0; e < 2; ++e) size[e] = draw(size_[e]);
        double sum = 0;
        for (double& w : weight) sum += w = gamma_(engine_);
        for (double& w : weight) w /= sum;

        double anchor[actors] = {};
        if constexpr (form == Baseline::general) {
            double const none[drivers] = {};
            for (int a = 0; a < actors; ++a)
                anchor[a] = base_[a] - logit(mean_score(a, none, none, weight) / 100.0);
        }
        double x[pairs];
        for (int i = 0; i < pairs; ++i) x[i] = start_[i];
        bool happened[2] = {};
        for (int year = 0; year < baseline_years; ++year) {
            for (int e = 0; e < 2; ++e)
                if (!happened[e] && exponential_(engine_) < events[e].rate) {
                    happened[e] = true;
                    x[events[e].pair] += size[e];
                }
            double z[pairs];
            for (double& one : z) one = normal_(engine_);
            for (int i = 0; i < pairs; ++i) {
                double shock = 0;
                for (int j = 0; j <= i; ++j) shock += cholesky_[i][j] * z[j];
                x[i] += growth[i] + volatility[i] * shock;
            }
            double reference[drivers];
            for (int k = 0; k < drivers; ++k)
                reference[k] = phi * (std::max(x[k], x[drivers + k]) - frontier_[k]);
            double score[actors];
            for (int a = 0; a < actors; ++a) {
                double moved[drivers];
                for (int k = 0; k < drivers; ++k) moved[k] = x[a * drivers + k] - start_[a * drivers + k];
                if constexpr (form == Baseline::general) {
                    score[a] =
                        100.0 * logistic(logit(mean_score(a, moved, reference, weight) / 100.0) + anchor[a]);
                } else {
                    score[a] = 0;
                    for (int k = 0; k < drivers; ++k)
                        score[a] += weight[k] * dimension_score(a, k, moved, reference);
                }
            }
            double const gap = score[0] - score[1];
            tally.sum[year] += gap;
            tally.squares[year] += gap * gap;
            int const bin = std::clamp(static_cast<int>((gap + 100.0) * 10.0), 0, GapTally::bins - 1);
            ++tally.histogram[year * GapTally::bins + bin];
        }
        ++tally.trajectories;
    }

  private:
    double draw(Normal const& n) { return n.mean + n.sd * normal_(engine_); }

    double dimension_score(int a, int k, double const* moved, double const* reference) const {
        return 100.0 * logistic(base_[a] + steepness[k] * (moved[k] - reference[k]));
    }
    //! Generalised mean of the dimension scores.
    double mean_score(int a, double const* moved, double const* reference, double const* weight) const {
        double sum = 0;
        for (int k = 0; k < drivers; ++k)
            sum += weight[k] * std::pow(dimension_score(a, k, moved, reference), order_);
        return std::pow(sum, 1.0 / order_);
    }

    std::mt19937_64 engine_;
    std::normal_distribution<double> normal_;
    std::exponential_distribution<double> exponential_;
    std::gamma_distribution<double> gamma_{concentration / drivers, 1.0};
    double volatile const any_order_ =
        order;  // else the compiler would drop the powers that `general` stands for
    double order_ = any_order_;
    Normal growth_[pairs], log_volatility_[pairs], size_[2];
    double cholesky_[pairs][pairs] = {};
    double start_[pairs], frontier_[drivers], base_[actors];
};

}  // namespace

double GapTally::mean(int year) const { return sum[year] / static_cast<double>(trajectories); }

double GapTally::sd(int year) const {
    double const n = static_cast<double>(trajectories);
    return std::sqrt((squares[year] - sum[year] * sum[year] / n) / (n - 1.0));
}

void run_baseline(Baseline form, std::uint64_t seed, std::uint64_t trajectories, GapTally& tally) {
    Program program{seed};
    for (std::uint64_t i = 0; i < trajectories; ++i) {
        if (form == Baseline::general)
            program.trajectory<Baseline::general>(tally);
        else
            program.trajectory<Baseline::tailored>(tally);
    }
}

}  // namespace gapmc::bench
