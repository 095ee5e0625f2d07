// SPDX-License-Identifier: Apache-2.0
//! The reference workload by QuantLib's Monte Carlo framework: a stochastic process whose parameters are
//! drawn anew for each path and whose step holds the events, run by the multi-path generator with the
//! library's default generator (Mersenne Twister, normals by inversion). What QuantLib has not, gamma draws,
//! is the standard library's.
#include <ql/math/matrixutilities/choleskydecomposition.hpp>
#include <ql/math/randomnumbers/rngtraits.hpp>
#include <ql/methods/montecarlo/multipathgenerator.hpp>
#include <ql/stochasticprocess.hpp>
#include <ql/version.hpp>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <random>

#include "bench/peers/report.hpp"

namespace {

namespace ql = QuantLib;

constexpr std::size_t pairs = 6, drivers = 3, events = 2;  // pairs in the order [actor][driver]
constexpr double growth_ranges[pairs][2] = {{-0.05, 0.25}, {0.10, 0.50}, {-0.02, 0.08},
                                            {-0.05, 0.30}, {0.10, 0.60}, {0.00, 0.14}};
constexpr double volatility_ranges[pairs][2] = {{0.20, 0.40}, {0.20, 0.45}, {0.03, 0.08},
                                                {0.25, 0.50}, {0.25, 0.55}, {0.03, 0.08}};
constexpr double levels[pairs] = {110, 4500, 40, 20, 570, 30};
constexpr double size_ranges[events][2] = {{-0.8, -0.1}, {-1.0, -0.2}}, rates[events] = {0.15, 0.10};
constexpr std::size_t pair_of_event[events] = {4, 0};

//! Logarithms of the levels.
class ReferenceProcess : public ql::StochasticProcess {
  public:
    explicit ReferenceProcess(unsigned long seed)
        : uniform_(seed), normal_(ql::MersenneTwisterUniformRng(seed + 1)) {
        ql::Matrix correlation(pairs, pairs, 0.1);
        for (std::size_t i = 0; i < pairs; ++i) {
            start_[i] = std::log(levels[i]);
            for (std::size_t j = 0; j < pairs; ++j)
                correlation[i][j] = i == j ? 1.0 : i / 3 == j / 3 ? 0.2 : i % 3 == j % 3 ? 0.3 : 0.1;
        }
        cholesky_ = ql::CholeskyDecomposition(correlation);
    }

    //! Draw the inputs of the next path.
    void redraw() {
        for (std::size_t i = 0; i < pairs; ++i) {
            growth_[i] = through(growth_ranges[i][0], growth_ranges[i][1]);
            volatility_[i] =
                std::exp(through(std::log(volatility_ranges[i][0]), std::log(volatility_ranges[i][1])));
        }
        for (std::size_t e = 0; e < events; ++e) {
            size_[e] = through(size_ranges[e][0], size_ranges[e][1]);
            happened_[e] = false;
        }
    }

    ql::Size size() const override { return pairs; }
    ql::Array initialValues() const override { return start_; }
    ql::Array drift(ql::Time, ql::Array const&) const override { return growth_; }
    ql::Matrix diffusion(ql::Time, ql::Array const&) const override {
        ql::Matrix diffusion(cholesky_);
        for (std::size_t i = 0; i < pairs; ++i)
            for (std::size_t j = 0; j <= i; ++j) diffusion[i][j] *= volatility_[i];
        return diffusion;
    }
    ql::Array evolve(ql::Time, ql::Array const& x0, ql::Time dt, ql::Array const& dw) const override {
        ql::Array x(x0);
        for (std::size_t e = 0; e < events; ++e)
            if (!happened_[e] && -std::log(uniform_.nextReal()) < rates[e] * dt) {
                happened_[e] = true;
                x[pair_of_event[e]] += size_[e];
            }
        double const root = std::sqrt(dt);
        for (std::size_t i = 0; i < pairs; ++i) {
            double shock = 0;
            for (std::size_t j = 0; j <= i; ++j) shock += cholesky_[i][j] * dw[j];
            x[i] += growth_[i] * dt + volatility_[i] * root * shock;
        }
        return x;
    }

  private:
    double through(double p05, double p95) {
        return 0.5 * (p05 + p95) + (p95 - p05) / (2 * 1.6448536269514722) * normal_.next().value;
    }

    ql::MersenneTwisterUniformRng uniform_;
    ql::PseudoRandom::rng_type normal_;
    ql::Array start_ = ql::Array(pairs), growth_ = ql::Array(pairs);
    double volatility_[pairs] = {}, size_[events] = {};
    bool mutable happened_[events] = {};
    ql::Matrix cholesky_;
};

}  // namespace

int main(int argc, char** argv) {
    using namespace gapmc::bench;
    if (argc != 2) return 64;
    std::uint64_t const trajectories = std::strtoull(argv[1], nullptr, 10);
    constexpr std::size_t years = baseline_years;
    double const phi = 0.5, steepness[drivers] = {0.5, 0.3, 1.0};
    double const base[2] = {std::log(0.78 / 0.22), std::log(0.58 / 0.42)};
    auto const process = ql::ext::make_shared<ReferenceProcess>(11);
    ql::TimeGrid const grid(static_cast<double>(years), years);
    ql::MultiPathGenerator<ql::PseudoRandom::rsg_type> generator(
        process, grid, ql::PseudoRandom::make_sequence_generator(pairs * years, 7));
    std::mt19937_64 engine{13};
    std::gamma_distribution<double> gamma{20.0 / 3.0, 1.0};
    ql::Array const start_of = process->initialValues();

    GapTally tally;
    auto const start = std::chrono::steady_clock::now();
    for (std::uint64_t n = 0; n < trajectories; ++n) {
        double weight[drivers], total = 0;
        for (double& w : weight) total += w = gamma(engine);
        process->redraw();
        ql::MultiPath const& paths = generator.next().value;
        for (std::size_t y = 0; y < years; ++y) {
            double score[2] = {0, 0};
            for (std::size_t k = 0; k < drivers; ++k) {
                double const leader = std::max(paths[k][y + 1], paths[drivers + k][y + 1]);
                double const reference = phi * (leader - std::max(start_of[k], start_of[drivers + k]));
                for (std::size_t a = 0; a < 2; ++a) {
                    double const moved = paths[a * drivers + k][y + 1] - start_of[a * drivers + k];
                    score[a] += weight[k] / total * 100.0 /
                                (1.0 + std::exp(-(base[a] + steepness[k] * (moved - reference))));
                }
            }
            count_gap(tally, static_cast<int>(y), score[0] - score[1]);
        }
    }
    tally.trajectories = trajectories;
    double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    report("QuantLib " QL_VERSION ", double, multi-path generator", 1, seconds, tally);
    return 0;
}
