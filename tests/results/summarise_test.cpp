// SPDX-License-Identifier: Apache-2.0
//! A summary says what the trajectories say: every figure against the raw observations.
#include "host/results/results.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "kernels/base/error.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

std::string label_of(QuantitySummary const& q) { return support::label_of(q.target, q.id); }

class Summarised : public ::testing::TestWithParam<char const*> {
  protected:
    static constexpr std::uint64_t n = 2000;
    Progress progress;
    Session session = session_of(source_text(GetParam()), n);
    Study const& study = session.study();
    Sample raw{
        make_plan(study, session.opened().assumptions(), session.request().seed, *cpu(), progress), n, {}};
    Results results;

    void SetUp() override {
        raw.values = observe(raw.plan, 0, n, *cpu());
        results = session.results(record_of(session, *cpu()));
    }
    //! Values of a quantity in a year, in its own unit, sorted.
    std::vector<double> values(std::string const& label, int year) const {
        double const unit = raw.plan.rows[raw.find(label)].units;
        std::int32_t const* const row = raw.row(label, year);
        std::vector<double> x;
        for (std::uint64_t i = 0; i < n; ++i) x.push_back(row[i] / unit);
        return x;
    }
    ContrastKind kind_of(std::string const& id) const {
        for (Contrast const& c : study.contrasts)
            if (c.id == id) return c.kind;
        return ContrastKind::linear;
    }
    //! What a number of the study is among the row's observations: the walk holds it as float32.
    double nearest(std::string const& label, double x) const {
        double const units = raw.plan.rows[raw.find(label)].units;
        return std::nearbyint(static_cast<double>(static_cast<float>(x)) * units) / units;
    }
    bool is_linear(std::string const& id) const { return kind_of(id) == ContrastKind::linear; }
};

TEST_P(Summarised, QuantitiesAreThoseOfTheObservations) {
    ASSERT_FALSE(results.quantities.empty());
    for (QuantitySummary const& q : results.quantities)
        for (YearSummary const& year : q.years) {
            auto x = values(label_of(q), year.year - study.base - 1);
            std::sort(x.begin(), x.end());
            double mean = 0;
            for (double const v : x) mean += v / static_cast<double>(n);
            double squares = 0;
            for (double const v : x) squares += (v - mean) * (v - mean);
            ASSERT_NEAR(year.mean.value, mean, 1e-9 * (1 + std::fabs(mean))) << label_of(q);
            ASSERT_NEAR(year.sd.value, std::sqrt(squares / static_cast<double>(n - 1)),
                        1e-8 * (1 + std::fabs(mean)));
            EXPECT_EQ(year.outside, 0u) << label_of(q) << " " << year.year;
            for (QuantileEstimate const& p : year.quantiles) {
                double const exact =
                    x[static_cast<std::size_t>(std::ceil(p.level * static_cast<double>(n) - 1e-6)) - 1];
                // Levels come from link space, and what they are compared with is rounded to a unit.
                double const rounding =
                    q.target == Target::driver_level ? 0.5 / raw.plan.rows[raw.find(label_of(q))].units : 0.0;
                ASSERT_NEAR(p.estimate.value, exact, year.bin_width + rounding)
                    << label_of(q) << " " << p.level;
                // Whole hundredths have bins of one integer.
                if (q.target == Target::contrast_published &&
                    raw.plan.rows[raw.find(label_of(q))].units == 100) {
                    ASSERT_DOUBLE_EQ(p.estimate.value, exact);
                }
            }
            auto const share = [&](auto holds) {
                return static_cast<double>(std::count_if(x.begin(), x.end(), holds)) / static_cast<double>(n);
            };
            for (CdfEstimate const& c : year.cdf)
                ASSERT_DOUBLE_EQ(c.estimate.value, share([&](double v) {
                                     return v <= nearest(label_of(q), c.threshold) + 1e-12;
                                 }))
                    << label_of(q) << " " << c.threshold;
            ASSERT_EQ(year.narrower.has_value(), is_contrast(q.target));
            if (!year.narrower) continue;
            double const start = q.target == Target::contrast_published && is_linear(q.id)
                                     ? std::nearbyint(q.start * 100) / 100
                                     : nearest(label_of(q), q.start);
            // Nearer to parity: of a ratio, between X(0) and its inverse.
            bool const ratio = kind_of(q.id) == ContrastKind::ratio;
            double const far = ratio ? std::max(start, 1 / start) : std::fabs(start);
            ASSERT_DOUBLE_EQ(year.narrower->value, share([&](double v) {
                                 return ratio ? v < far && v > 1 / far : std::fabs(v) < far;
                             }))
                << label_of(q);
            ASSERT_DOUBLE_EQ(year.below_start->value, share([&](double v) { return v < start; }))
                << label_of(q);
        }
}

//! A driver is reported on its link and, where that is not its own unit, in its own.
TEST_P(Summarised, DriversNameTheirUnits) {
    for (QuantitySummary const& q : results.quantities) {
        if (q.target != Target::driver && q.target != Target::driver_level) continue;
        Driver const& driver =
            *std::find_if(study.drivers.begin(), study.drivers.end(),
                          [&](Driver const& d) { return q.id == d.id || q.id.starts_with(d.id + "."); });
        bool const on_link = q.target == Target::driver && driver.link != Link::identity;
        std::string const prefix = !on_link ? "" : driver.link == Link::log ? "ln " : "logit ";
        EXPECT_EQ(q.unit, prefix + driver.unit) << label_of(q);
        if (q.target != Target::driver_level) continue;
        auto const link = std::find_if(
            results.quantities.begin(), results.quantities.end(),
            [&](auto const& other) { return other.target == Target::driver && other.id == q.id; });
        ASSERT_NE(link, results.quantities.end());
        double const level =
            driver.link == Link::log ? std::exp(link->start) : 1 / (1 + std::exp(-link->start));
        EXPECT_NEAR(q.start, level, 1e-6 * std::fabs(level)) << label_of(q);
    }
}

TEST_P(Summarised, PassagesAddUpAndAgreeWithTheCdf) {
    ASSERT_FALSE(results.passages.empty());
    for (PassageSummary const& p : results.passages) {
        double first = p.never.value;
        double lasting = p.lasting_never.value;
        double reached = 0;
        for (auto const& [year, e] : p.first) {
            first += e.value;
            reached += e.value;
            EXPECT_NEAR(p.reached.at(year).value, reached, 1e-12) << year;
        }
        for (auto const& [year, e] : p.lasting) lasting += e.value;
        EXPECT_NEAR(first, 1.0, 1e-12);
        EXPECT_NEAR(lasting, 1.0, 1e-12);
        for (QuantitySummary const& q : results.quantities) {
            if (q.target != p.target || q.id != p.contrast) continue;
            double above = 0;
            for (YearSummary const& y : q.years)
                for (CdfEstimate const& c : y.cdf)
                    if (c.threshold == p.threshold)
                        above += (1 - c.estimate.value) / static_cast<double>(q.years.size());
            EXPECT_NEAR(p.share_above.value, above, 1e-12);
            for (CdfEstimate const& c : q.years.front().cdf)
                if (c.threshold == p.threshold) {
                    EXPECT_DOUBLE_EQ(p.first.begin()->second.value, c.estimate.value);
                }
            for (CdfEstimate const& c : q.years.back().cdf)
                if (c.threshold == p.threshold) {
                    EXPECT_NEAR(1 - p.lasting_never.value, c.estimate.value, 1e-12);
                }
        }
    }
}

TEST_P(Summarised, EventsAreThoseOfTheObservations) {
    for (EventSummary const& e : results.events)
        for (EventYear const& year : e.years) {
            int const y = year.year - study.base - 1;
            double const share_unit = raw.plan.rows[raw.find("active " + e.id)].units;
            double onsets = 0, active = 0, happened = 0;
            std::int32_t const* const onset = raw.row("onsets " + e.id, 0);  // years follow each other
            std::int32_t const* const share = raw.row("active " + e.id, y);
            for (std::uint64_t i = 0; i < n; ++i) {
                onsets += onset[static_cast<std::uint64_t>(y) * n + i];
                active += share[i] / share_unit;
                int sum = 0;
                for (int before = 0; before <= y; ++before)
                    sum += onset[static_cast<std::uint64_t>(before) * n + i];
                happened += sum > 0;
            }
            ASSERT_NEAR(year.onsets.value, onsets / static_cast<double>(n), 1e-12) << e.id;
            ASSERT_NEAR(year.active_share.value, active / static_cast<double>(n), 1e-9) << e.id;
            ASSERT_NEAR(year.happened.value, happened / static_cast<double>(n), 1e-12) << e.id;
            ASSERT_GE(year.active_share.value, 0.0);
            ASSERT_LE(year.active_share.value, 1.0 + 1e-6);
        }
}

INSTANTIATE_TEST_SUITE_P(Studies, Summarised,
                         ::testing::Values("tests/oracle/studies/07-method.toml", "configs/three-actors.toml",
                                           "tests/oracle/studies/09-tails.toml"),
                         [](auto const& study) { return "number_" + std::to_string(study.index); });

//! Shares whose uncertain levels leave no rest in some trajectories: not a number, and said so.
TEST(Summarise, RefusesValuesThatAreNotFinite) {
    std::string const text =
        study_text({"1 year", 2026},
                   "[drivers.x]\nunit = \"1\"\nlink = \"logit\"\nshare_group = true\n"
                   "us.level = { p05 = 0.3, p95 = 0.7 }\ncn.level = { p05 = 0.2, p95 = 0.6 }\n"
                   "[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n");
    Session const session = session_of(text, 4096);
    try {
        record_of(session, *cpu());
        FAIL() << "accepted";
    } catch (StudyError const& error) {
        std::string const message = error.what();
        EXPECT_NE(message.find("driver x.us"), std::string::npos) << message;
        EXPECT_NE(message.find("first in trajectory"), std::string::npos) << message;
    }
}

}  // namespace
}  // namespace gapmc::support
