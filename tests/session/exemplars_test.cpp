// SPDX-License-Identifier: Apache-2.0
//! Trajectories that stand for many, held against a search of raw trajectories.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/charts/fan_svg.hpp"
#include "host/record/record_bytes.hpp"
#include "kernels/base/error.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

constexpr std::uint64_t n = 3000;
char const* const study = "tests/oracle/studies/04-events.toml";

class Paths {
  public:
    Paths(Plan const& plan, Target target, std::string const& id, std::size_t world = 0)
        : plan_{plan}, row_{plan.row_of(target, id, world)}, values_{observe(plan, 0, n, *cpu())} {}
    double at(int year, std::size_t i) const {
        auto const years = static_cast<std::size_t>(plan_.spec.years);
        return values_[(row_ * years + static_cast<std::size_t>(year)) * n + i] / plan_.rows[row_].units;
    }
    int years() const { return plan_.spec.years; }
    double mean(int year) const {
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum += at(year, i);
        return sum / n;
    }
    double median(int year) const {
        std::vector<double> all;
        for (std::size_t i = 0; i < n; ++i) all.push_back(at(year, i));
        std::sort(all.begin(), all.end());
        return all[n / 2 - 1];
    }
    template<class Centre>
    double distance(std::size_t i, Centre const& centre) const {
        double sum = 0;
        for (int y = 0; y < years(); ++y) sum += std::fabs(at(y, i) - centre(y));
        return sum / years();
    }

  private:
    Plan const& plan_;
    std::size_t row_;
    std::vector<std::int32_t> values_;
};

ExemplarSummary const& find(std::vector<ExemplarSummary> const& all, ExemplarKind kind, std::string const& id,
                            std::optional<double> threshold = {}) {
    for (ExemplarSummary const& e : all)
        if (e.kind == kind && e.id == id && e.threshold == threshold) return e;
    throw std::out_of_range("no such exemplar");
}

//! The number with the least key, the first of several.
template<class Key>
std::uint64_t least(Key const& key) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < n; ++i)
        if (key(i) < key(best)) best = i;
    return best;
}

TEST(Exemplars, AreWhatASearchFinds) {
    Session const session = session_of(source_text(study), n);
    Record const record = record_of(session, *cpu("", 2));
    Results const results = session.results(record);
    Paths const gap{session.plan(), Target::contrast, "gap"};
    std::vector<double> means, medians;
    for (int y = 0; y < gap.years(); ++y) means.push_back(gap.mean(y)), medians.push_back(gap.median(y));
    auto const near_mean = [&](std::size_t i) {
        return gap.distance(i, [&](int y) { return means[static_cast<std::size_t>(y)]; });
    };
    ExemplarSummary const& mean = find(results.exemplars, ExemplarKind::mean_path, "gap");
    EXPECT_EQ(mean.trajectory, least(near_mean));
    EXPECT_NEAR(*mean.distance, near_mean(mean.trajectory), 1e-6);
    // The median that is reported is off by less than a bin.
    auto const near_median = [&](std::size_t i) {
        return gap.distance(i, [&](int y) { return medians[static_cast<std::size_t>(y)]; });
    };
    ExemplarSummary const& median = find(results.exemplars, ExemplarKind::median_path, "gap");
    EXPECT_NEAR(near_median(median.trajectory), near_median(least(near_median)), 0.01);
    EXPECT_NEAR(*median.distance, near_median(median.trajectory), 0.01);
    int const last = gap.years() - 1;
    EXPECT_EQ(find(results.exemplars, ExemplarKind::highest, "gap").trajectory,
              least([&](std::size_t i) { return -gap.at(last, i); }));
    EXPECT_EQ(find(results.exemplars, ExemplarKind::lowest, "gap").trajectory,
              least([&](std::size_t i) { return gap.at(last, i); }));
    int passed = 0;
    for (Contrast const& contrast : session.study().contrasts) {
        if (contrast.id != "gap") continue;
        for (double const threshold : contrast.thresholds) {
            auto const passage = [&](std::size_t i) {
                for (int y = 0; y < gap.years(); ++y)
                    if (gap.at(y, i) <= threshold) return 1000.0 * y + gap.at(y, i);
                return 1e9;
            };
            std::uint64_t const first = least(passage);
            if (passage(first) == 1e9) {
                EXPECT_THROW(find(results.exemplars, ExemplarKind::earliest, "gap", threshold),
                             std::out_of_range);
                continue;
            }
            ++passed;
            EXPECT_EQ(find(results.exemplars, ExemplarKind::earliest, "gap", threshold).trajectory, first);
        }
    }
    EXPECT_GT(passed, 0);
    for (ExemplarSummary const& e : results.exemplars) {
        EXPECT_EQ(e.of, n);
        Paths const own{session.plan(), e.target, e.id};
        for (int y = 0; y < own.years(); ++y)
            EXPECT_EQ(e.values.at(session.study().base + 1 + y), own.at(y, e.trajectory));
    }
}

TEST(Exemplars, EachScenarioHasItsOwn) {
    std::string const text =
        source_text(study) + "[scenarios.faster]\noverrides = [\"drivers.compute.cn.growth=0.8\"]\n";
    RequestOptions options;
    options.trajectories = n;
    Progress progress;
    Session const session{OpenedStudies{open_study({text, {}}, "test.toml", options),
                                        {open_study({text, {}, "faster"}, "test.toml", options)}},
                          *cpu(), progress};
    Record const record = session.run(*cpu(), progress).record;
    Results const results = session.results(record);
    Paths const gap{session.plan(), Target::contrast, "gap", 1};
    ExemplarSummary const& e = find(results.scenarios[0].exemplars, ExemplarKind::mean_path, "gap");
    std::vector<double> means;
    for (int y = 0; y < gap.years(); ++y) means.push_back(gap.mean(y));
    EXPECT_EQ(e.trajectory, least([&](std::size_t i) {
                  return gap.distance(i, [&](int y) { return means[static_cast<std::size_t>(y)]; });
              }));
    EXPECT_NE(e.trajectory, find(results.exemplars, ExemplarKind::mean_path, "gap").trajectory);
    // Those of the baseline are what it has alone.
    Session const alone{open_study({text, {}}, "test.toml", options), *cpu(), progress};
    Results const own = alone.results(alone.run(*cpu(), progress).record);
    ASSERT_EQ(own.exemplars.size(), results.exemplars.size());
    for (std::size_t i = 0; i < own.exemplars.size(); ++i) {
        EXPECT_EQ(own.exemplars[i].trajectory, results.exemplars[i].trajectory);
        EXPECT_EQ(own.exemplars[i].values, results.exemplars[i].values);
    }
}

TEST(Exemplars, AreDrawnWhereTheyAreAskedFor) {
    RequestOptions options;
    options.trajectories = n;
    Progress progress;
    auto const chart = [&](bool drawn) {
        options.shown.exemplars = drawn;
        Session const session{open_study({source_text(study), {}}, "test.toml", options), *cpu(), progress};
        Record const record = session.run(*cpu(), progress).record;
        Results const results = session.results(record);
        ExemplarSummary const& highest = find(results.exemplars, ExemplarKind::highest, "gap");
        std::string const svg = fan_svg(session.study(), results, "gap", Outcome::constant);
        EXPECT_EQ(svg.find(std::to_string(highest.trajectory) + " highest in ") != std::string::npos, drawn);
        int lines = 0;
        for (std::size_t at = svg.find("class=\"exemplar\""); at != std::string::npos;
             at = svg.find("class=\"exemplar\"", at + 1))
            ++lines;
        // No note lies below the page.
        double const height = std::stod(svg.substr(svg.find(" height=\"") + 9));
        for (std::size_t at = svg.find("<text"); at != std::string::npos; at = svg.find("<text", at + 1))
            EXPECT_LT(std::stod(svg.substr(svg.find(" y=\"", at) + 4)), height - 5);
        return lines;
    };
    EXPECT_EQ(chart(false), 0);
    EXPECT_EQ(chart(true), 4);
}

TEST(Exemplars, APartOfARunHasNone) {
    RequestOptions options;
    options.trajectories = n;
    options.shard = {1, 2};
    Progress progress;
    Session const session{open_study({source_text(study), {}}, "test.toml", options), *cpu(), progress};
    Record const record = session.run(*cpu(), progress).record;
    EXPECT_TRUE(record.exemplars.empty());
    EXPECT_TRUE(session.results(record).exemplars.empty());
}

TEST(Exemplars, AreKeptInTheRecordAndCheckedWhereTheyAreRead) {
    Session const session = session_of(source_text(study), 500);
    Record record = record_of(session, *cpu());
    ASSERT_FALSE(record.exemplars.empty());
    auto const again = [&] { return read_record(write_record(record, {1, {}}), session.plan()); };
    EXPECT_TRUE(again().exemplars == record.exemplars);
    EXPECT_EQ(result_digest(again()), result_digest(record)) << "they are no part of what was counted";
    std::vector<Exemplar> const sound = record.exemplars;
    record.exemplars[0].trajectory = 500;
    EXPECT_THROW(again(), DataError);
    record.exemplars = sound;
    record.exemplars[0].row = static_cast<std::int32_t>(session.plan().row_of(Target::score, "us"));
    EXPECT_THROW(again(), DataError);
    record.exemplars = sound;
    record.exemplars[0].threshold = 1000;
    EXPECT_THROW(again(), DataError);
    // Another path is not seen by the reader, but by the search that verify makes again.
    record.exemplars = sound;
    record.exemplars[0].path[0] += 1;
    Progress progress;
    EXPECT_FALSE(session.exemplars(again(), *cpu(), progress) == again().exemplars);
    EXPECT_TRUE(session.exemplars(again(), *cpu(), progress) == sound);
}

}  // namespace
}  // namespace gapmc::support
