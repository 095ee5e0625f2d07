// SPDX-License-Identifier: Apache-2.0
//! How far the walk in float32 strays from the same walk in double, fed with the same words.
#include "tests/support/double_walk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "kernels/model/walk.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

//! The contrast at the end of the last year, constant method.
struct LastContrast {
    Topology const& m;
    std::int32_t contrast;
    double value = 0;  //!< [points]

    template<class Store>
    void year(std::int32_t, Store& s) {
        value = contrast_of(m, m.contrasts[contrast], slot_score, s);
    }
};

//! The gap at the end in double, trajectories first ... last-1.
void walk_in_double(Topology const& m, std::int32_t contrast, std::uint64_t first, std::uint64_t last,
                    double* out) {
    std::vector<double> slots(static_cast<std::size_t>(m.slots));
    for (std::uint64_t i = first; i < last; ++i) {
        AddressedDraws<double> const draws{m, 1, i};
        PackedStore<double> store{slots.data()};
        LastContrast observe{m, contrast};
        NoRates rates;
        walk(m, draws, store, observe, rates);
        out[i] = observe.value;
    }
}

//! |float - double| of the gap at the end, sorted; the float walk is the one that runs take, read in units of
//! 2^-20.
std::vector<double> differences(Study const& study, std::uint64_t trajectories) {
    Sample const narrow = sample(study, trajectories);
    Topology const& m = narrow.plan.model().topology;
    std::int32_t const contrast = index_of(narrow.plan.model().contrast_names, "gap");
    std::vector<double> out(trajectories);
    std::uint64_t const half = trajectories / 2;
    {
        std::jthread const other{[&] { walk_in_double(m, contrast, half, trajectories, out.data()); }};
        walk_in_double(m, contrast, 0, half, out.data());
    }
    std::int32_t const* const observed = narrow.row("contrast gap", m.years - 1);
    for (std::uint64_t i = 0; i < trajectories; ++i) out[i] = std::fabs(observed[i] / 1048576.0 - out[i]);
    std::sort(out.begin(), out.end());
    return out;
}

double percentile(std::vector<double> const& sorted, double p) {
    return sorted[static_cast<std::size_t>(p * static_cast<double>(sorted.size() - 1))];
}

void record(std::vector<double> const& d) {
    for (auto const& [name, p] :
         {std::pair{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}, {"p999", 0.999}, {"max", 1.0}})
        ::testing::Test::RecordProperty(name, std::to_string(percentile(d, p) * 1e6) + "e-6");
}

TEST(DoubleWalk, FlagshipWithinAThousandthOfAPoint) {
    auto const d = differences(load("configs/us-china-ai-index.toml"), 20'000);
    record(d);
    EXPECT_LE(percentile(d, 0.5), 5e-5);
    EXPECT_LE(percentile(d, 0.999), 1e-3);
}

//! Shorter steps add more roundings up.
TEST(DoubleWalk, FlagshipInQuartersWithinAThousandthOfAPoint) {
    auto const d = differences(load("configs/us-china-ai-index.toml", {"study.step=3 months"}), 4'000);
    record(d);
    EXPECT_LE(percentile(d, 0.5), 1e-4);
    EXPECT_LE(percentile(d, 0.999), 1e-3);
}

TEST(DoubleWalk, ReferenceStudyWithinAThousandthOfAPoint) {
    auto const d = differences(load("configs/reference-2x3x11.toml"), 20'000);
    record(d);
    EXPECT_LE(percentile(d, 0.5), 5e-5);
    EXPECT_LE(percentile(d, 0.999), 1e-3);
}

}  // namespace
}  // namespace gapmc::support
