// SPDX-License-Identifier: Apache-2.0
//! gapmc_gpu_oracle: what a device counts against cuRAND and Thrust on the same device. Run by
//! scripts/gpu-check from the root of the tree. Ends with `N passed, N failed, N skipped`; exit code 69 where
//! no device is visible.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>

#include "kernels/api/environment.hpp"
#include "tests/cuda/gpu_oracle.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/sorted_oracle.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

struct Report {
    int passed = 0;
    int failed = 0;

    void check(bool holds, std::string const& what) {
        ++(holds ? passed : failed);
        std::printf("%s %s\n", holds ? "ok  " : "FAIL", what.c_str());
        std::fflush(stdout);
    }
};

void check_words(Report& report) {
    constexpr std::uint64_t addresses = 1 << 24;
    std::uint64_t const different = words_unlike_curand(addresses, 0);
    report.check(different == 0, "words: " + std::to_string(different) + " of " + std::to_string(addresses) +
                                     " addresses differ from cuRAND");
    std::uint64_t const control = words_unlike_curand(addresses, 1);
    report.check(control > addresses - 1000, "control: of the next words " + std::to_string(control));
}

//! Counts of one study, row by row.
void check_study(Report& report, std::string const& study, std::uint64_t n) {
    Plan const plan = plan_of(load(study));
    auto const engine = make_cuda_backend({});
    std::vector<std::int32_t> const observations = observe(plan, 0, n, *engine);
    Tally const tally = run(plan, 0, n, *engine);
    SortedOracle const oracle{plan.spec, tally};
    int rows = 0, sorted = 0, moments = 0, histograms = 0, quantiles = 0, probabilities = 0, noticed = 0;
    for (int q = 0; q < static_cast<int>(plan.rows.size()); ++q)
        for (int y = 0; y < plan.spec.years; ++y, ++rows) {
            ThrustRow found = thrust_row(observations.data() + static_cast<std::size_t>(rows) * n,
                                         static_cast<std::size_t>(n));
            SortedRow const row{q, y, std::move(found.sorted), found.sum,
                                (Int128{found.high} << 32) + found.low};
            sorted += std::is_sorted(row.values.begin(), row.values.end());
            moments += oracle.moments(row);
            histograms += oracle.histogram(row);
            quantiles += oracle.quantiles(row);
            probabilities += oracle.probabilities(row);
            noticed += !oracle.agrees(with_one_moved(row, 1));
        }
    std::string const of =
        " of " + std::to_string(rows) + " rows, " + study + ", " + std::to_string(n) + " trajectories";
    report.check(sorted == rows, "the oracle itself: sorted are " + std::to_string(sorted) + of);
    report.check(moments == rows, "moments: " + std::to_string(moments) + of);
    report.check(histograms == rows, "histograms: " + std::to_string(histograms) + of);
    report.check(quantiles == rows, "quantiles within their bin: " + std::to_string(quantiles) + of);
    report.check(probabilities == rows, "probabilities: " + std::to_string(probabilities) + of);
    report.check(noticed == rows,
                 "control: one observation moved by one unit shows in " + std::to_string(noticed) + of);
}

}  // namespace
}  // namespace gapmc::support

int main() {
    using namespace gapmc;
    CudaEnvironment const environment = cuda_environment();
    if (environment.devices.empty()) {
        std::printf("%s\n0 passed, 0 failed, 1 skipped\n", environment.absence.c_str());
        return 69;
    }
    support::Report report;
    try {
        support::check_words(report);
        support::check_study(report, "configs/reference-2x3x11.toml", 1 << 20);
        support::check_study(report, "configs/us-china-ai-index.toml", 1 << 17);
    } catch (std::exception const& e) {
        report.check(false, e.what());
    }
    std::printf("%d passed, %d failed, 0 skipped\n", report.passed, report.failed);
    return report.failed == 0 ? 0 : 1;
}
