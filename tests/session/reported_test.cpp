// SPDX-License-Identifier: Apache-2.0
//! Quantities and statements that a study reports of its own, held against raw trajectories judged one by
//! one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/outputs/bands_csv.hpp"
#include "kernels/cpu/instance.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

constexpr std::uint64_t n = 3000;
constexpr int first_year = 2025;

std::string const tables = R"(
[report.quantities.half_lead]
of = "score.us - 0.5 * score.cn"
[report.quantities.peak]
title = "Largest gap"
of = "gap"
over = "maximum"
[report.quantities.low_year]
of = "gap"
over = "year_of_minimum"
[report.quantities.more_compute]
of = "compute.us - compute.cn"
over = "minimum"
[report.quantities.published_gap]
of = "gap.published"
[report.statements.early_low]
title = "Low early"
holds = "low_year@2029 < 2027.5 and peak@2029 > 21"
[report.statements.controls]
holds = "export_controls happened by 2027"
[report.statements.given_peak]
holds = "gap@2029 < 15 given first peak >= 21 by 2027"
[scenarios.off]
overrides = ["events.export_controls.enabled=false"]
[scenarios.faster]
overrides = ["drivers.compute.cn.growth=0.8"]
)";

std::string text() {
    return source_text("tests/oracle/studies/04-events.toml") + "[index.measurement]\nsd = 0.3\n" + tables;
}

OpenedStudy opened(std::string const& scenario = {}) {
    RequestOptions options;
    options.trajectories = n;
    return open_study({text(), {}, scenario}, "test.toml", options);
}

//! Raw observations of a session in units of rows.
class Raw {
  public:
    explicit Raw(Plan const& plan) : plan_{plan}, values_{observe(plan, 0, n, *cpu())} {}
    std::int32_t integer(std::size_t row, int y, std::size_t i) const {
        return values_[(row * static_cast<std::size_t>(plan_.spec.years) + static_cast<std::size_t>(y)) * n +
                       i];
    }
    double value(Target target, std::string const& id, int y, std::size_t i, std::size_t world = 0) const {
        std::size_t const row = plan_.row_of(target, id, world);
        return integer(row, y, i) / plan_.rows[row].units;
    }
    Plan const& plan() const { return plan_; }

  private:
    Plan const& plan_;
    std::vector<std::int32_t> values_;
};

QuantitySummary const& summary(std::vector<QuantitySummary> const& all, std::string const& id) {
    return *std::find_if(all.begin(), all.end(), [&](QuantitySummary const& q) {
        return q.target == Target::quantity && q.id == id;
    });
}

TEST(Reported, QuantitiesAreWhatTheTrajectoriesMakeOfThem) {
    Progress progress;
    Session const session{opened(), *cpu(), progress};
    Record const record = session.count(*cpu(), progress);
    Results const results = session.results(record);
    Raw const raw{session.plan()};
    int const years = session.plan().spec.years;
    double largest_error = 0;
    for (std::size_t i = 0; i < n; ++i) {
        double peak = -1e9, least = 1e9, least_compute = 1e99;
        int low_year = 0;
        for (int y = 0; y < years; ++y) {
            double const gap = raw.value(Target::contrast, "gap", y, i);
            peak = std::max(peak, gap);
            if (gap < least) least = gap, low_year = first_year + y;
            ASSERT_EQ(raw.value(Target::quantity, "peak", y, i), peak);
            ASSERT_EQ(raw.value(Target::quantity, "low_year", y, i), low_year);
            ASSERT_EQ(raw.value(Target::quantity, "published_gap", y, i),
                      raw.value(Target::contrast_published, "gap", y, i));
            double const lead =
                raw.value(Target::score, "us", y, i) - 0.5 * raw.value(Target::score, "cn", y, i);
            // One rounding to the row's own unit.
            ASSERT_NEAR(
                raw.value(Target::quantity, "half_lead", y, i), lead,
                0.5 / session.plan().rows[session.plan().row_of(Target::quantity, "half_lead")].units);
            double const us = raw.value(Target::driver_level, "compute.us", y, i);
            double const cn = raw.value(Target::driver_level, "compute.cn", y, i);
            least_compute = std::min(least_compute, us - cn);
            largest_error = std::max(
                largest_error,
                std::fabs(raw.value(Target::quantity, "more_compute", y, i) - least_compute) / (us + cn));
        }
    }
    EXPECT_LT(largest_error, 0x1p-20);
    // Means and quantiles are those of these values.
    for (std::string const id : {"half_lead", "peak", "low_year", "more_compute"}) {
        QuantitySummary const& q = summary(results.quantities, id);
        ASSERT_EQ(q.years.size(), static_cast<std::size_t>(years));
        for (int y = 0; y < years; ++y) {
            std::vector<double> values;
            for (std::size_t i = 0; i < n; ++i) values.push_back(raw.value(Target::quantity, id, y, i));
            std::sort(values.begin(), values.end());
            YearSummary const& year = q.years[static_cast<std::size_t>(y)];
            double const mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
            EXPECT_NEAR(year.mean.value, mean, 1e-9 * std::fabs(mean)) << id;
            for (QuantileEstimate const& p : year.quantiles) {
                double const order = values[static_cast<std::size_t>(std::ceil(n * p.level - 1e-9)) - 1];
                EXPECT_NEAR(p.estimate.value, order, year.bin_width) << id << " " << p.level;
                if (id == "low_year") {
                    EXPECT_EQ(p.estimate.value, order);
                }
            }
        }
    }
    EXPECT_EQ(summary(results.quantities, "peak").name, "Largest gap");
    EXPECT_EQ(summary(results.quantities, "low_year").name, "year of the smallest gap so far");
    EXPECT_EQ(summary(results.quantities, "low_year").unit, "year");
    EXPECT_EQ(summary(results.quantities, "half_lead").unit, "points");
    double const gap = session.study().actors[0].score - session.study().actors[1].score;
    EXPECT_NEAR(summary(results.quantities, "peak").start, gap, 1e-9);
}

TEST(Reported, StatementsAreCountedInEveryWorldAndComparedInPairs) {
    Progress progress;
    OpenedStudies all{opened(), {opened("faster"), opened("off")}};
    Session const session{std::move(all), *cpu(), progress};
    Record const record = session.count(*cpu(), progress);
    Results const results = session.results(record);
    Raw const raw{session.plan()};
    auto const early_low = [&](std::size_t i, std::size_t world) {
        return raw.value(Target::quantity, "low_year", 4, i, world) < 2027.5 &&
               raw.value(Target::quantity, "peak", 4, i, world) > 21;
    };
    auto const controls = [&](std::size_t i, std::size_t world) {
        if (!session.plan().find_row(Target::event_onsets, "export_controls", world)) return false;
        for (int y = 0; y < 3; ++y)
            if (raw.value(Target::event_onsets, "export_controls", y, i, world) > 0) return true;
        return false;
    };
    auto const condition = [&](std::size_t i, std::size_t world) {
        return raw.value(Target::quantity, "peak", 2, i, world) >= 21;
    };
    auto const given_peak = [&](std::size_t i, std::size_t world) {
        return condition(i, world) && raw.value(Target::contrast, "gap", 4, i, world) < 15;
    };
    ASSERT_FALSE(session.plan().find_row(Target::event_onsets, "export_controls", 2));
    for (std::size_t world = 0; world < 3; ++world) {
        auto const& answers = world == 0 ? results.statements : results.scenarios[world - 1].statements;
        ASSERT_EQ(answers.size(), 3u);  // in the order of names
        auto const check = [&](StatementResult const& answer, auto const& holds) {
            double number = 0, gained = 0, lost = 0;
            for (std::size_t i = 0; i < n; ++i) {
                number += holds(i, world);
                gained += holds(i, world) && !holds(i, 0);
                lost += holds(i, 0) && !holds(i, world);
            }
            EXPECT_EQ(answer.fulfilled, static_cast<std::uint64_t>(number)) << answer.id << " " << world;
            EXPECT_EQ(answer.difference.has_value(), world > 0 && !answer.conditional);
            if (!answer.difference) return;
            EXPECT_EQ(answer.difference->value, (gained - lost) / n);
            // The variance of a difference of indicators, which takes -1, 0 and 1.
            double const mean = (gained - lost) / n;
            double const sd = std::sqrt((gained + lost) / n - mean * mean);
            EXPECT_NEAR(answer.difference->mcse, sd / std::sqrt(static_cast<double>(n)), 1.5 / n);
        };
        EXPECT_EQ(answers[0].id, "controls");
        check(answers[0], controls);
        EXPECT_EQ(answers[1].id, "early_low");
        EXPECT_EQ(answers[1].title, "Low early");
        check(answers[1], early_low);
        check(answers[2], given_peak);
    }
    EXPECT_GT(results.statements[0].fulfilled, 0u);
    EXPECT_EQ(results.scenarios[1].statements[0].fulfilled, 0u);  // the event is switched off
    // Quantities of two worlds are subtracted as integers.
    Plan const& plan = session.plan();
    int compared = 0;
    for (RowPair const& pair : plan.pairs) {
        Row const& row = plan.rows[static_cast<std::size_t>(pair.row)];
        if (row.target != Target::quantity || row.id == "more_compute") continue;
        ++compared;
        for (std::size_t i = 0; i < n; ++i)
            for (int y = 0; y < plan.spec.years; ++y)
                ASSERT_NEAR(raw.integer(static_cast<std::size_t>(pair.difference), y, i) /
                                plan.rows[static_cast<std::size_t>(pair.difference)].units,
                            raw.integer(static_cast<std::size_t>(pair.row), y, i) / row.units -
                                raw.integer(static_cast<std::size_t>(pair.base), y, i) /
                                    plan.rows[static_cast<std::size_t>(pair.base)].units,
                            1e-6)
                    << row.id;
    }
    EXPECT_EQ(compared, 2 * 4);
    // gap.published is observed in the other worlds for published_gap alone, and reported of none of them.
    for (ScenarioResults const& s : results.scenarios)
        for (QuantitySummary const& q : s.quantities) EXPECT_NE(q.target, Target::contrast_published);
    std::string const csv = bands_csv(session.study(), results);
    EXPECT_NE(csv.find(",faster,difference_statement,early_low,1,NA,NA,mean,NA,"), std::string::npos);
    EXPECT_NE(csv.find(",off,statement,controls,1,NA,NA,mean,NA,0,"), std::string::npos);
}

TEST(Reported, CountsDoNotHangOnInstanceThreadsOrBatch) {
    Progress progress;
    Session const session{OpenedStudies{opened(), {opened("faster")}}, *cpu(), progress};
    Tally const expected = session.count(*cpu(), progress).tally;
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        for (int const batch : {64, 512})
            EXPECT_TRUE(session.count(*cpu(instance->name, 2, batch), progress).tally == expected)
                << instance->name;
    }
}

}  // namespace
}  // namespace gapmc::support
