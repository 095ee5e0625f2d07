// SPDX-License-Identifier: Apache-2.0
//! gapmc_gpu_oracle: what a device counts against cuRAND and Thrust on the same device. Run by
//! scripts/gpu-check from the root of the tree. Ends with `N passed, N failed, N skipped`; exit code 69 where
//! no device is visible.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <numeric>
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

//! All of a plan's rows in all years, and whether the first is at most `bound` in the first year.
KeptSpec everything(Plan const& plan, std::int32_t bound) {
    KeptSpec spec;
    for (std::int32_t row = 0; row < static_cast<std::int32_t>(plan.rows.size()); ++row)
        for (std::int32_t year = 0; year < plan.spec.years; ++year) spec.lines.push_back({row, year});
    spec.statement = KeptStatement{{{0, 0, 1}}, {{AskedStep::at_most, 0, 1, 0, bound}}, 0, 1};
    return spec;
}

//! Trajectories that a device chooses by their first value, against the processor.
void check_choices(Report& report, KeptColumns& kept, std::size_t statement,
                   std::vector<std::int32_t> const& first_row, std::int32_t bound, std::string const& study) {
    std::vector<std::uint64_t> order(first_row.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint64_t a, std::uint64_t b) { return first_row[a] < first_row[b]; });
    std::vector<std::uint64_t> ranks, at_ranks, holding;
    for (std::uint64_t rank = 0; rank < order.size(); rank += 997) ranks.push_back(rank);
    for (std::uint64_t const rank : ranks) at_ranks.push_back(order[rank]);
    for (std::uint64_t i = 0; i < first_row.size(); ++i)
        if (first_row[i] <= bound) holding.push_back(i);
    report.check(kept.ranked(0, ranks) == at_ranks, "trajectories at ranks, " + study);
    report.check(kept.holding(statement) == holding,
                 "the " + std::to_string(holding.size()) + " trajectories that fulfil a statement, " + study);
}

//! Counts of one study, row by row.
void check_study(Report& report, std::string const& study, std::uint64_t n) {
    Plan const plan = plan_of(load(study));
    auto const engine = make_cuda_backend({});
    std::vector<std::int32_t> const observations = observe(plan, 0, n, *engine);
    std::vector<std::int32_t> const first_row(observations.begin(),
                                              observations.begin() + static_cast<std::ptrdiff_t>(n));
    std::int32_t const bound = first_row[n / 2];
    KeptSpec const wanted = everything(plan, bound);
    auto const kept = engine->keep(wanted, n);
    if (kept == nullptr) throw DeviceError("the device has no memory for the columns of " + study);
    Job job = plan.job({0, n}, {{{0, n}}, {}});
    job.kept = kept.get();
    Progress progress;
    Tally const tally = engine->run(job, progress);
    check_choices(report, *kept, wanted.lines.size(), first_row, bound, study);
    SortedOracle const oracle{plan.spec, tally};
    int kept_rows = 0;
    int rows = 0, sorted = 0, moments = 0, histograms = 0, quantiles = 0, probabilities = 0, noticed = 0;
    for (int q = 0; q < static_cast<int>(plan.rows.size()); ++q)
        for (int y = 0; y < plan.spec.years; ++y, ++rows) {
            ThrustRow found = thrust_row(observations.data() + static_cast<std::size_t>(rows) * n,
                                         static_cast<std::size_t>(n));
            kept_rows += kept->between(static_cast<std::size_t>(rows), INT32_MIN, INT32_MAX) == found.sorted;
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
    report.check(kept_rows == rows,
                 "values kept by a run and sorted by CUB: " + std::to_string(kept_rows) + of);
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
