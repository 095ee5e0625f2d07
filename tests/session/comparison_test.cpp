// SPDX-License-Identifier: Apache-2.0
//! A study beside its scenarios: what is simulated, counted and said of them, held against runs of each alone
//! and against their raw trajectories.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <memory>
#include <numeric>

#include "host/outputs/bands_csv.hpp"
#include "host/record/record_bytes.hpp"
#include "host/results/summarise.hpp"
#include "kernels/base/error.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

constexpr std::uint64_t n = 3000;  // no multiple of a batch

// Of a study with events, monthly steps, two linear contrasts (`lead` has no parity) and, added here, a
// ratio.
std::string const scenarios = R"(
[contrasts.relative]
kind = "ratio"
of = "us"
to = "cn"
thresholds = [1.2]
[scenarios.eased]
title = "Controls are eased"
overrides = ["events.export_controls.rate=0.01"]
[scenarios.faster]
overrides = ["drivers.compute.cn.growth=0.8", "drivers.compute.us.growth=0.2"]
[scenarios.same]
overrides = ["events.export_controls.enabled=true"]
)";

std::string study_text_with(std::string const& tables) {
    return source_text("tests/oracle/studies/04-events.toml") + tables;
}

OpenedStudies opened(std::vector<std::string> const& names, std::string const& text,
                     std::vector<std::string> const& words = {}) {
    RequestOptions options;
    options.trajectories = n;
    OpenedStudies all{open_study({text, words}, "test.toml", options), {}};
    for (std::string const& name : names)
        all.compared.push_back(open_study({text, words, name}, "test.toml", options));
    return all;
}

Session compared(std::vector<std::string> const& names, std::string const& text = study_text_with(scenarios),
                 std::vector<std::string> const& words = {}) {
    Progress progress;
    return {opened(names, text, words), *cpu(), progress};
}

//! A row of a plan with all its raw values, by world.
std::vector<std::int32_t> row_of(Plan const& plan, std::vector<std::int32_t> const& values, std::size_t row) {
    std::size_t const size = static_cast<std::size_t>(plan.spec.years) * n;
    return {values.begin() + static_cast<std::ptrdiff_t>(row * size),
            values.begin() + static_cast<std::ptrdiff_t>((row + 1) * size)};
}

//! The same value and error, or for the same reason none.
bool same(Estimate const& a, Estimate const& b) {
    auto const equal = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
    return equal(a.value, b.value) && equal(a.mcse, b.mcse) && a.missing == b.missing;
}

class Comparisons : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        session_ = std::make_unique<Session>(compared({"eased", "faster", "same"}));
        Progress progress;
        record_ = std::make_unique<Record>(session_->run(*cpu(), progress).record);
        results_ = std::make_unique<Results>(session_->results(*record_));
        values_ = std::make_unique<std::vector<std::int32_t>>(observe(session_->plan(), 0, n, *cpu()));
    }
    static void TearDownTestSuite() { session_.reset(), record_.reset(), results_.reset(), values_.reset(); }

    static Plan const& plan() { return session_->plan(); }
    static std::vector<std::int32_t> row(std::size_t r) { return row_of(plan(), *values_, r); }

    static std::unique_ptr<Session> session_;
    static std::unique_ptr<Record> record_;
    static std::unique_ptr<Results> results_;
    static std::unique_ptr<std::vector<std::int32_t>> values_;
};
std::unique_ptr<Session> Comparisons::session_;
std::unique_ptr<Record> Comparisons::record_;
std::unique_ptr<Results> Comparisons::results_;
std::unique_ptr<std::vector<std::int32_t>> Comparisons::values_;

// Every row of every world is what a run of that world alone observes, in the same scale.
TEST_F(Comparisons, WalkEachWorldAsIfItWereAlone) {
    std::string const text = study_text_with(scenarios);
    std::size_t first = 0;
    for (char const* const name : {"", "eased", "faster", "same"}) {
        Progress progress;
        RequestOptions options;
        options.trajectories = n;
        Session const alone{open_study({text, {}, name}, "test.toml", options), *cpu(), progress};
        std::vector<std::int32_t> const values = observe(alone.plan(), 0, n, *cpu());
        for (std::size_t r = 0; r < alone.plan().rows.size(); ++r) {
            Row const& own = alone.plan().rows[r];
            Row const& here = plan().rows[first + r];
            ASSERT_EQ(label_of(here), label_of(own));
            EXPECT_EQ(here.units, own.units) << name << " " << label_of(own);
            EXPECT_EQ(here.start, own.start);
            EXPECT_EQ(row(first + r), row_of(alone.plan(), values, r)) << name << " " << label_of(own);
        }
        first += alone.plan().rows.size();
    }
}

TEST_F(Comparisons, SubtractTrajectoryByTrajectory) {
    EXPECT_EQ(plan().pairs.size(), 3u * 5);  // three contrasts and two scores
    EXPECT_TRUE(plan().unpaired.empty());
    for (RowPair const& pair : plan().pairs) {
        Row const& own = plan().rows[static_cast<std::size_t>(pair.row)];
        Row const& base = plan().rows[static_cast<std::size_t>(pair.base)];
        Row const& difference = plan().rows[static_cast<std::size_t>(pair.difference)];
        ASSERT_EQ(label_of(own), label_of(base));
        EXPECT_EQ(base.world, 0);
        EXPECT_EQ(own.world, pair.world);
        EXPECT_TRUE(difference.difference);
        std::vector<std::int32_t> const a = row(static_cast<std::size_t>(pair.row));
        std::vector<std::int32_t> const b = row(static_cast<std::size_t>(pair.base));
        std::vector<std::int32_t> const d = row(static_cast<std::size_t>(pair.difference));
        double const finer = std::max(own.units, base.units);
        double const step = difference.units / finer;  // 1 where nothing is lost
        EXPECT_LE(step, 1);
        for (std::size_t i = 0; i < d.size(); ++i) {
            // In double every step is exact: 32 bits, powers of two.
            double const exact = a[i] * (finer / own.units) - b[i] * (finer / base.units);
            ASSERT_EQ(d[i], std::nearbyint(exact * step)) << label_of(own) << " " << i;
        }
    }
}

// Scores have one scale in every world, so that what is 0 is the same bit for bit.
TEST_F(Comparisons, LoseNothingOfScores) {
    int scores = 0;
    for (RowPair const& pair : plan().pairs) {
        Row const& own = plan().rows[static_cast<std::size_t>(pair.row)];
        if (own.target != Target::score) continue;
        ++scores;
        EXPECT_EQ(plan().rows[static_cast<std::size_t>(pair.difference)].units, own.units);
    }
    EXPECT_EQ(scores, 6);
}

TEST_F(Comparisons, SayOfTheBaselineWhatItSaysAlone) {
    Session const alone = session_of(study_text_with(scenarios), n);
    Record const record = record_of(alone, *cpu());
    Results const own = alone.results(record);
    std::string const expected = bands_csv(alone.study(), own);
    std::string const text = bands_csv(session_->study(), *results_);
    // The baseline's lines come first; they have one column more, which is empty.
    std::size_t at = text.find('\n') + 1, own_at = expected.find('\n') + 1;
    int lines = 0;
    while (own_at < expected.size()) {
        std::size_t const end = text.find('\n', at), own_end = expected.find('\n', own_at);
        ASSERT_EQ(text.substr(at, end - at), expected.substr(own_at, own_end - own_at) + ",NA");
        at = end + 1, own_at = own_end + 1;
        ++lines;
    }
    EXPECT_GT(lines, 100);
    EXPECT_EQ(results_->scenario, "baseline");
    ASSERT_EQ(results_->scenarios.size(), 3u);
    EXPECT_EQ(results_->scenarios[0].id, "eased");
    EXPECT_EQ(results_->scenarios[0].title, "Controls are eased");
    EXPECT_EQ(results_->scenarios[1].title, "faster");
}

TEST_F(Comparisons, SayOfEachScenarioWhatItSaysAlone) {
    std::string const text = study_text_with(scenarios);
    for (std::size_t s = 0; s < 3; ++s) {
        Progress progress;
        RequestOptions options;
        options.trajectories = n;
        Session const alone{open_study({text, {}, results_->scenarios[s].id}, "test.toml", options), *cpu(),
                            progress};
        Results const own = alone.results(alone.run(*cpu(), progress).record);
        EXPECT_EQ(own.scenario, results_->scenarios[s].id);
        ASSERT_EQ(own.quantities.size(), results_->scenarios[s].quantities.size());
        for (std::size_t q = 0; q < own.quantities.size(); ++q) {
            QuantitySummary const& a = own.quantities[q];
            QuantitySummary const& b = results_->scenarios[s].quantities[q];
            EXPECT_EQ(a.id, b.id);
            EXPECT_EQ(a.unit, b.unit);
            EXPECT_EQ(a.start, b.start);
            ASSERT_EQ(a.years.size(), b.years.size());
            for (std::size_t y = 0; y < a.years.size(); ++y) {
                EXPECT_TRUE(same(a.years[y].mean, b.years[y].mean));
                EXPECT_TRUE(same(a.years[y].sd, b.years[y].sd));
                EXPECT_EQ(a.years[y].central, b.years[y].central);
                ASSERT_EQ(a.years[y].quantiles.size(), b.years[y].quantiles.size());
                for (std::size_t k = 0; k < a.years[y].quantiles.size(); ++k) {
                    EXPECT_TRUE(same(a.years[y].quantiles[k].estimate, b.years[y].quantiles[k].estimate));
                }
            }
        }
        ASSERT_EQ(own.passages.size(), results_->scenarios[s].passages.size());
        for (std::size_t p = 0; p < own.passages.size(); ++p)
            EXPECT_EQ(own.passages[p].never.value, results_->scenarios[s].passages[p].never.value);
        ASSERT_EQ(own.events.size(), results_->scenarios[s].events.size());
        for (std::size_t e = 0; e < own.events.size(); ++e)
            EXPECT_EQ(own.events[e].years.back().happened.value,
                      results_->scenarios[s].events[e].years.back().happened.value);
    }
}

// Every paired figure against a naive count over the raw trajectories of both worlds.
TEST_F(Comparisons, CountThePairs) {
    int const years = plan().spec.years;
    for (std::size_t s = 0; s < 3; ++s) {
        std::vector<bool> moved(n, false);
        std::size_t next = 0;
        for (RowPair const& pair : plan().pairs) {
            if (pair.world != static_cast<std::int32_t>(s) + 1) continue;
            PairedQuantity const& q = results_->scenarios[s].differences[next++];
            Row const& own = plan().rows[static_cast<std::size_t>(pair.row)];
            Row const& base = plan().rows[static_cast<std::size_t>(pair.base)];
            double const units = plan().rows[static_cast<std::size_t>(pair.difference)].units;
            ASSERT_EQ(q.id, own.id);
            std::vector<std::int32_t> const a = row(static_cast<std::size_t>(pair.row));
            std::vector<std::int32_t> const b = row(static_cast<std::size_t>(pair.base));
            std::vector<std::int32_t> const d = row(static_cast<std::size_t>(pair.difference));
            bool const ratio = own.id == "relative";
            for (int y = 0; y < years; ++y) {
                PairedYear const& year = q.years[static_cast<std::size_t>(y)];
                long double sum = 0, square = 0, sum_a = 0, square_a = 0, sum_b = 0, square_b = 0;
                int below = 0, nearer = 0, as_near = 0;
                for (std::size_t i = 0; i < n; ++i) {
                    std::size_t const at = static_cast<std::size_t>(y) * n + i;
                    moved[i] = moved[i] || d[at] != 0;
                    sum += d[at], square += static_cast<long double>(d[at]) * d[at];
                    long double const x = a[at] / own.units, z = b[at] / base.units;
                    sum_a += x, square_a += x * x, sum_b += z, square_b += z * z;
                    below += d[at] < 0;
                    long double const far = ratio ? std::fabs(std::log(x)) : std::fabs(x);
                    long double const far_base = ratio ? std::fabs(std::log(z)) : std::fabs(z);
                    bool const equal = x == z;
                    as_near += equal;
                    nearer += !equal && far < far_base;
                }
                EXPECT_EQ(year.difference.year, session_->study().base + 1 + y);
                EXPECT_NEAR(year.difference.mean.value, static_cast<double>(sum / n / units), 1e-9);
                auto const variance = [](long double total, long double squares) {
                    return (squares - total * total / n) / (n - 1);
                };
                long double const sd = std::sqrt(variance(sum, square)) / units;
                EXPECT_NEAR(year.difference.sd.value, static_cast<double>(sd),
                            1e-9 * (1 + static_cast<double>(sd)));
                ASSERT_EQ(year.narrower.has_value(), own.target != Target::score && own.id != "lead");
                ASSERT_EQ(year.as_narrow.has_value(), year.narrower.has_value());
                EXPECT_NEAR(year.difference.below_start->value, below / static_cast<double>(n), 1e-12);
                EXPECT_FALSE(year.difference.narrower);
                if (year.narrower) {
                    EXPECT_NEAR(year.narrower->value, nearer / static_cast<double>(n), 1e-12) << own.id;
                    EXPECT_NEAR(year.as_narrow->value, as_near / static_cast<double>(n), 1e-12) << own.id;
                }
                ASSERT_EQ(year.variance_saved.has_value(), sd > 0);
                if (sd > 0) {
                    double const saved = static_cast<double>(
                        (variance(sum_a, square_a) + variance(sum_b, square_b)) / (sd * sd));
                    EXPECT_NEAR(*year.variance_saved / saved, 1, 1e-6);
                    EXPECT_GT(saved, 1) << "shared draws make pairs alike";
                }
            }
        }
        EXPECT_EQ(next, 5u);
        auto const same = static_cast<double>(std::count(moved.begin(), moved.end(), false));
        EXPECT_NEAR(results_->scenarios[s].unmoved.value, same / static_cast<double>(n), 1e-12);
    }
    // Controls that seldom come leave some trajectories as they are, other growth none; the same world all.
    EXPECT_GT(results_->scenarios[0].unmoved.value, 0);
    EXPECT_LT(results_->scenarios[0].unmoved.value, 1);
    EXPECT_EQ(results_->scenarios[1].unmoved.value, 0);
    EXPECT_EQ(results_->scenarios[2].unmoved.value, 1);
}

TEST_F(Comparisons, CountWhoPassesFirst) {
    std::uint64_t moved = 0;
    for (std::size_t s = 0; s < 3; ++s) {
        ScenarioResults const& scenario = results_->scenarios[s];
        ASSERT_EQ(scenario.paired_passages.size(), 5u);
        std::size_t next = 0;
        for (RowPair const& pair : plan().pairs) {
            Row const& own = plan().rows[static_cast<std::size_t>(pair.row)];
            if (pair.world != static_cast<std::int32_t>(s) + 1 || !is_contrast(own.target)) continue;
            double const base_units = plan().rows[static_cast<std::size_t>(pair.base)].units;
            std::vector<std::int32_t> const a = row(static_cast<std::size_t>(pair.row));
            std::vector<std::int32_t> const b = row(static_cast<std::size_t>(pair.base));
            for (double const threshold : own.thresholds) {
                auto const first = [&](std::vector<std::int32_t> const& values, double units, std::size_t i) {
                    int y = 0;
                    while (y < plan().spec.years &&
                           values[static_cast<std::size_t>(y) * n + i] / units > threshold)
                        ++y;
                    return y;
                };
                std::uint64_t earlier = 0, later = 0;
                for (std::size_t i = 0; i < n; ++i) {
                    int const here = first(a, own.units, i), there = first(b, base_units, i);
                    earlier += here<there, later += here> there;
                }
                PairedPassage const& p = scenario.paired_passages[next++];
                EXPECT_EQ(p.contrast, own.id);
                EXPECT_EQ(p.threshold, threshold);
                EXPECT_NEAR(p.earlier.value, static_cast<double>(earlier) / n, 1e-12) << own.id << threshold;
                EXPECT_NEAR(p.later.value, static_cast<double>(later) / n, 1e-12) << own.id << threshold;
                moved += earlier + later;
                if (scenario.id == "same") {
                    EXPECT_EQ(earlier + later, 0u);
                }
            }
        }
        EXPECT_EQ(next, 5u);
    }
    EXPECT_GT(moved, 0u);
}

TEST_F(Comparisons, HaveOneRecordWhateverTheThreadsAndBatches) {
    Progress progress;
    std::string const digest = result_digest(*record_);
    EXPECT_EQ(result_digest(session_->run(*cpu("scalar", 3, 64), progress).record), digest);
    EXPECT_EQ(results_->result_digest, digest);
    std::vector<RunFile> const files = session_->files(*record_);
    auto const has = [&](char const* name) {
        return std::any_of(files.begin(), files.end(), [&](RunFile const& f) { return f.name == name; });
    };
    EXPECT_TRUE(has("comparison.svg"));
    EXPECT_TRUE(has("comparison.md"));
}

TEST_F(Comparisons, ComeBackFromTheBytesOfTheirRecord) {
    std::string const bytes = write_record(*record_, {output_version, {"study.toml"}});
    RecordHead const head = read_record_head(bytes);
    ASSERT_EQ(head.compared.size(), 3u);
    EXPECT_EQ(head.compared, record_->compared);
    EXPECT_EQ(head.compared[0].scenario, "eased");
    EXPECT_EQ(head.compared[0].text, head.given.text);
    // The text stands there once.
    std::size_t found = 0;
    for (std::size_t at = 0; (at = bytes.find("[scenarios.eased]", at)) != std::string::npos; ++at) ++found;
    EXPECT_EQ(found, 1u);
    Progress progress;
    Session const again{open_studies(head, "study.toml"), *cpu(), progress};
    EXPECT_EQ(again.plan().digest, plan().digest);
    EXPECT_EQ(result_digest(read_record(bytes, again.plan())), result_digest(*record_));
}

// The order of worlds is a part of the plan, their names are not.
TEST(Comparison, OfOneWorldOrTheOtherHasAnotherPlan) {
    EXPECT_NE(compared({"eased", "faster"}).plan().digest, compared({"faster", "eased"}).plan().digest);
    EXPECT_NE(compared({"eased"}).plan().digest, compared({"faster"}).plan().digest);
    EXPECT_NE(compared({"eased"}).plan().digest, session_of(study_text_with(scenarios), n).plan().digest);
}

TEST(Comparison, WithAnotherStudyPairsWhatBothDefineAlike) {
    std::string const base = study_text_with(scenarios);
    std::string other = base;
    // Another contrast of the same name, one that only it has, and another end of one threshold.
    std::string const relative = "kind = \"ratio\"\nof = \"us\"\nto = \"cn\"";
    other.replace(other.find(relative), relative.size(), "kind = \"ratio\"\nof = \"cn\"\nto = \"us\"");
    other += "[contrasts.sum]\nkind = \"linear\"\ncoefficients = { us = 1, cn = 1 }\n";
    RequestOptions options;
    options.trajectories = n;
    Progress progress;
    OpenedStudies both{open_study({base, {}}, "a.toml", options),
                       {open_study({other, {}}, "b.toml", options)}};
    Session const session{std::move(both), *cpu(), progress};
    ASSERT_EQ(session.plan().unpaired.size(), 2u);
    EXPECT_EQ(session.plan().unpaired[0].what, "contrast relative: the two studies define it differently");
    EXPECT_EQ(session.plan().unpaired[1].what, "contrast sum: the baseline does not have it");
    EXPECT_EQ(session.plan().pairs.size(), 4u);
    Results const results = session.results(session.run(*cpu(), progress).record);
    EXPECT_EQ(results.scenarios[0].unmoved.value, 1);  // what both have is the same
}

TEST(Comparison, OfWhatHasNothingInCommonSaysNothingOfIt) {
    std::string const base = study_text_with(scenarios);
    std::string other = base;
    for (std::string const& name : {std::string{"us"}, std::string{"cn"}})
        for (std::size_t at = 0; (at = other.find(name, at)) != std::string::npos; at += 3) {
            auto const letter = [&](std::size_t i) {
                return i < other.size() &&
                       (std::isalnum(static_cast<unsigned char>(other[i])) || other[i] == '_');
            };
            if (at > 0 && !letter(at - 1) && !letter(at + name.size()))
                other.replace(at, name.size(), name + "x");
        }
    RequestOptions options;
    options.trajectories = n;
    Progress progress;
    Session const session{OpenedStudies{open_study({base, {}}, "a.toml", options),
                                        {open_study({other, {}}, "b.toml", options)}},
                          *cpu(), progress};
    EXPECT_TRUE(session.plan().pairs.empty());
    Results const results = session.results(session.run(*cpu(), progress).record);
    EXPECT_TRUE(has_no_value(results.scenarios[0].unmoved));
    EXPECT_GT(results.unpaired.size(), 4u);
}

TEST(Comparison, OfOtherYearsIsRefused) {
    RequestOptions options;
    options.trajectories = n;
    Progress progress;
    std::string const text = study_text_with(scenarios);
    OpenedStudies both{open_study({text, {}}, "a.toml", options),
                       {open_study({text, {"study.end=2028"}}, "b.toml", options)}};
    try {
        Session const session{std::move(both), *cpu(), progress};
        FAIL() << "they were compared";
    } catch (StudyError const& error) {
        EXPECT_NE(std::string{error.what()}.find("only the same years can be compared"), std::string::npos);
    }
}

TEST(Comparison, TakesTheOutcomeThatIsShown) {
    std::string const tables = scenarios + R"(
[index.measurement]
sd = 0.4
[scenarios.exact]
overrides = ["~index.measurement"]
)";
    RequestOptions options;
    options.trajectories = n;
    options.shown.outcome = Outcome::published;
    Progress progress;
    std::string const text = study_text_with(tables);
    OpenedStudies both{open_study({text, {}}, "a.toml", options),
                       {open_study({text, {}, "eased"}, "a.toml", options),
                        open_study({text, {}, "exact"}, "a.toml", {{}, n})}};
    Session const session{std::move(both), *cpu(), progress};
    for (RowPair const& pair : session.plan().pairs) {
        if (pair.world != 1) continue;
        Target const target = session.plan().rows[static_cast<std::size_t>(pair.row)].target;
        EXPECT_TRUE(target == Target::contrast_published || target == Target::score);
    }
    // Without measurement there is nothing published to subtract, be it in hundredths or not.
    for (char const* const contrast : {"gap", "lead", "relative"}) {
        std::string const expected =
            std::string{"contrast "} + contrast + ": only one of the two has this outcome";
        EXPECT_TRUE(std::any_of(session.plan().unpaired.begin(), session.plan().unpaired.end(),
                                [&](Unpaired const& u) { return u.world == 2 && u.what == expected; }))
            << contrast;
    }
}

}  // namespace
}  // namespace gapmc::support
