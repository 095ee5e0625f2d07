// SPDX-License-Identifier: Apache-2.0
//! Six correlated geometric Brownian motions by QuantLib's multi-path generator, and the reference workload's
//! score map on them. No uncertain inputs and no events: less work than the reference workload asks for, so
//! its rate is an upper bound.
#include <ql/quantlib.hpp>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int argc, char** argv) {
    namespace ql = QuantLib;
    if (argc != 2) return 64;
    std::size_t const trajectories = std::strtoull(argv[1], nullptr, 10);
    constexpr std::size_t years = 11, pairs = 6, bins = 2000;
    double const growth[pairs] = {0.10, 0.30, 0.03, 0.125, 0.35, 0.07};
    double const volatility[pairs] = {0.283, 0.3, 0.049, 0.354, 0.371, 0.049};
    double const levels[pairs] = {110, 4500, 40, 20, 570, 30};
    double const steepness[3] = {0.5, 0.3, 1.0}, base[2] = {std::log(0.78 / 0.22), std::log(0.58 / 0.42)};
    ql::DayCounter const days = ql::Actual365Fixed();
    ql::Date const today(31, ql::December, 2024);
    ql::Settings::instance().evaluationDate() = today;
    auto const flat = [&](double rate) {
        return ql::Handle<ql::YieldTermStructure>(ql::ext::make_shared<ql::FlatForward>(today, rate, days));
    };
    std::vector<ql::ext::shared_ptr<ql::StochasticProcess1D>> processes;
    ql::Matrix correlation(pairs, pairs, 0.1);
    for (std::size_t i = 0; i < pairs; ++i) {
        ql::Handle<ql::BlackVolTermStructure> const vol(
            ql::ext::make_shared<ql::BlackConstantVol>(today, ql::NullCalendar(), volatility[i], days));
        ql::Handle<ql::Quote> const spot(ql::ext::make_shared<ql::SimpleQuote>(levels[i]));
        // The drift of the logarithm is growth[i].
        double const rate = growth[i] + 0.5 * volatility[i] * volatility[i];
        processes.push_back(
            ql::ext::make_shared<ql::BlackScholesMertonProcess>(spot, flat(0.0), flat(rate), vol));
        for (std::size_t j = 0; j < pairs; ++j)
            correlation[i][j] = i == j ? 1.0 : i / 3 == j / 3 ? 0.2 : i % 3 == j % 3 ? 0.3 : 0.1;
    }
    auto const process = ql::ext::make_shared<ql::StochasticProcessArray>(processes, correlation);
    ql::TimeGrid const grid(static_cast<double>(years), years);
    using Sequence = ql::PseudoRandom::rsg_type;
    ql::MultiPathGenerator<Sequence> generator(process, grid,
                                               ql::PseudoRandom::make_sequence_generator(pairs * years, 7));
    std::vector<std::size_t> histogram(years * bins);
    std::vector<double> sums(years), squares(years);
    auto const start = std::chrono::steady_clock::now();
    for (std::size_t n = 0; n < trajectories; ++n) {
        ql::MultiPath const& paths = generator.next().value;
        for (std::size_t y = 0; y < years; ++y) {
            double moved[pairs], score[2] = {0, 0};
            for (std::size_t i = 0; i < pairs; ++i) moved[i] = std::log(paths[i][y + 1] / levels[i]);
            for (std::size_t k = 0; k < 3; ++k) {
                double const now =
                    std::max(moved[k] + std::log(levels[k]), moved[3 + k] + std::log(levels[3 + k]));
                double const reference = 0.5 * (now - std::log(std::max(levels[k], levels[3 + k])));
                for (std::size_t a = 0; a < 2; ++a)
                    score[a] += 100.0 / 3.0 /
                                (1.0 + std::exp(-(base[a] + steepness[k] * (moved[3 * a + k] - reference))));
            }
            double const gap = score[0] - score[1];
            sums[y] += gap;
            squares[y] += gap * gap;
            auto const bin = static_cast<int>((gap + 100.0) * 10.0);
            ++histogram[y * bins +
                        static_cast<std::size_t>(std::min(std::max(bin, 0), static_cast<int>(bins) - 1))];
        }
    }
    double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf(
        "{\"name\": \"QuantLib multi-path generator, less work, 1 thread\", \"trajectories\": %zu, "
        "\"seconds\": %.6f, "
        "\"last_mean\": %.6f}\n",
        trajectories, seconds, sums[years - 1] / static_cast<double>(trajectories));
    return 0;
}
