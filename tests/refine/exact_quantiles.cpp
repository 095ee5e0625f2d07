// SPDX-License-Identifier: Apache-2.0
//! Quantiles of a run and further passes against a full sort of all observations of as many trajectories as
//! are asked for: gapmc_exact_quantiles [STUDY [TRAJECTORIES]]. A row in a year takes four bytes a
//! trajectory: ten million of the flagship take two to three gigabytes.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "tests/support/exact_oracle.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

constexpr std::uint64_t chunk = 1 << 16;

//! Observations of rows that are made exact, by row and year.
using Columns = std::map<std::pair<std::size_t, int>, std::vector<std::int32_t>>;

Columns observed(Session const& session, std::uint64_t n, Backend& backend) {
    Plan const& plan = session.plan();
    auto const years = static_cast<std::size_t>(plan.spec.years);
    Columns columns;
    for (std::uint64_t first = 0; first < n; first += chunk) {
        std::uint64_t const last = std::min(first + chunk, n);
        std::vector<std::int32_t> const all = observe(plan, first, last, backend);
        for (std::size_t r = 0; r < plan.rows.size(); ++r) {
            if (!is_made_exact(plan, r, Exact::scores)) continue;
            for (std::size_t y = 0; y < years; ++y) {
                auto& column = columns[{r, static_cast<int>(y)}];
                auto const begin =
                    all.begin() + static_cast<std::ptrdiff_t>((r * years + y) * (last - first));
                column.insert(column.end(), begin, begin + static_cast<std::ptrdiff_t>(last - first));
            }
        }
    }
    return columns;
}

int main_of(std::string const& path, std::uint64_t n) {
    RequestOptions options;
    options.trajectories = n;
    Progress progress;
    auto const backend = cpu("", 0, 0);
    Session const session{open_study({source_text(path), {}}, path, options), *backend, progress};
    Record record = record_of(session, *backend);
    SortedCount before, after;
    Columns columns = observed(session, n, *backend);
    Record const first = record;
    session.refine(record, Exact::scores, *backend, progress);
    for (auto& [place, values] : columns) {
        auto const [row, year] = place;
        compare_with_sorted(session.study(), session.plan(), first, row, year, values, before);
        compare_with_sorted(session.study(), session.plan(), record, row, year, values, after);
        values = {};
    }
    std::printf("## Exact quantiles\n\n");
    std::printf(
        "`%s`, %llu trajectories: of %llu quantiles of contrasts and scores %llu differ from a full sort of "
        "all observations after the further passes, and %llu before them.\n\n",
        path.c_str(), static_cast<unsigned long long>(n), static_cast<unsigned long long>(after.quantiles),
        static_cast<unsigned long long>(after.different), static_cast<unsigned long long>(before.different));
    bool const holds = after.quantiles > 0 && after.different == 0 && after.not_exact == 0;
    bool const control = before.different > before.quantiles / 4;
    int const passed = (holds ? 1 : 0) + (control ? 1 : 0);
    std::printf("%d passed, %d failed\n", passed, 2 - passed);
    return passed == 2 ? 0 : 1;
}

}  // namespace
}  // namespace gapmc::support

int main(int count, char** words) {
    std::string const study = count > 1 ? words[1] : "configs/us-china-ai-index.toml";
    std::uint64_t const n = count > 2 ? std::strtoull(words[2], nullptr, 10) : 10'000'000;
    return gapmc::support::main_of(study, n);
}
