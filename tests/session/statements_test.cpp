// SPDX-License-Identifier: Apache-2.0
//! Statements, counted by an engine, against the raw trajectories judged one by one in their own units.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "host/results/statements.hpp"
#include "kernels/base/error.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

constexpr std::uint64_t n = 5000;

struct Asked {
    Session session;
    std::vector<StatementResult> answers;
};

Asked ask(std::vector<std::string> const& statements,
          std::string const& study = "tests/oracle/studies/04-events.toml", std::string const& simd = "",
          Shown const& shown = {}) {
    RequestOptions options;
    options.trajectories = n;
    options.statements = statements;
    options.shown = shown;
    Progress progress;
    auto const backend = cpu(simd, 2);
    Session session{open_study({source_text(study), {}}, "test.toml", options), *backend, progress};
    Record const record = session.count(*backend, progress);
    std::vector<StatementResult> answers = session.statements(record);
    return {std::move(session), std::move(answers)};
}

//! Values of the first n trajectories in their rows' own units.
class Judge {
  public:
    explicit Judge(Session const& session) : plan_{session.plan()}, base_{session.study().base} {
        values_ = observe(plan_, 0, n, *cpu());
    }
    double at(Target target, std::string const& id, int year, std::size_t i) const {
        std::size_t const row = plan_.row_of(target, id);
        std::size_t const place =
            (row * static_cast<std::size_t>(plan_.spec.years) + static_cast<std::size_t>(year - base_ - 1)) *
                n +
            i;
        return values_[place] / plan_.rows[row].units;
    }
    double gap(int year, std::size_t i) const { return at(Target::contrast, "gap", year, i); }
    bool happened(std::string const& event, int first, int last, std::size_t i) const {
        for (int y = first; y <= last; ++y)
            if (at(Target::event_onsets, event, y, i) > 0) return true;
        return false;
    }
    std::uint64_t count(std::function<bool(std::size_t)> const& holds) const {
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < n; ++i) number += holds(i);
        return number;
    }

  private:
    Plan const& plan_;
    int base_;
    std::vector<std::int32_t> values_;
};

TEST(Statements, HoldInAsManyTrajectoriesAsAJudgeFinds) {
    std::vector<std::string> const texts{
        "gap@2027 < 15",
        "gap@2027 < 15 and gap@2029 > 11",
        "gap@2029 - gap@2026 > 0.5 * gap@2025 - 10.25",
        "score.us@2029 <= score.cn@2029 + 17.5",
        "first gap <= 12 by 2028",
        "first gap <= 12 in 2028",
        "first gap > 22 before 2028",
        "export_controls happened by 2026",
        "not embargo happened in 2027 or lead@2028 > -9",
        "compute.us@2028 > 300",
        "compute.us@2028 - 2 * compute.cn@2028 > 0",
        "gap@2029 < 15 given treaty happened by 2027",
        "first gap <= 12 by 2028 given not (gap@2025 > 20 or export_controls happened in 2025)",
    };
    Asked const asked = ask(texts);
    Judge const judge{asked.session};
    auto const level = [&](char const* pair, int y, std::size_t i) {
        return judge.at(Target::driver_level, pair, y, i);
    };
    auto const passed = [&](int last, std::size_t i) {
        for (int y = 2025; y <= last; ++y)
            if (judge.gap(y, i) <= 12) return true;
        return false;
    };
    std::vector<std::function<bool(std::size_t)>> const holds{
        [&](std::size_t i) { return judge.gap(2027, i) < 15; },
        [&](std::size_t i) { return judge.gap(2027, i) < 15 && judge.gap(2029, i) > 11; },
        [&](std::size_t i) {
            return judge.gap(2029, i) - judge.gap(2026, i) > 0.5 * judge.gap(2025, i) - 10.25;
        },
        [&](std::size_t i) {
            return judge.at(Target::score, "us", 2029, i) <= judge.at(Target::score, "cn", 2029, i) + 17.5;
        },
        [&](std::size_t i) { return passed(2028, i); },
        [&](std::size_t i) { return passed(2028, i) && !passed(2027, i); },
        [&](std::size_t i) {
            return judge.gap(2025, i) > 22 || judge.gap(2026, i) > 22 || judge.gap(2027, i) > 22;
        },
        [&](std::size_t i) { return judge.happened("export_controls", 2025, 2026, i); },
        [&](std::size_t i) {
            return !judge.happened("embargo", 2027, 2027, i) ||
                   judge.at(Target::contrast, "lead", 2028, i) > -9;
        },
        [&](std::size_t i) { return std::exp(judge.at(Target::driver, "compute.us", 2028, i)) > 300; },
        [&](std::size_t i) { return level("compute.us", 2028, i) - 2 * level("compute.cn", 2028, i) > 0; },
        [&](std::size_t i) { return judge.gap(2029, i) < 15 && judge.happened("treaty", 2025, 2027, i); },
        [&](std::size_t i) {
            return passed(2028, i) &&
                   !(judge.gap(2025, i) > 20 || judge.happened("export_controls", 2025, 2025, i));
        },
    };
    ASSERT_EQ(asked.answers.size(), texts.size());
    for (std::size_t s = 0; s < texts.size(); ++s) {
        StatementResult const& answer = asked.answers[s];
        EXPECT_EQ(answer.fulfilled, judge.count(holds[s])) << texts[s];
        EXPECT_GT(answer.fulfilled, 0u) << texts[s] << ": says nothing";
        EXPECT_LT(answer.fulfilled, n) << texts[s] << ": says nothing";
        EXPECT_EQ(answer.text, texts[s]);
        bool const conditional = s >= 11;
        EXPECT_EQ(answer.conditional, conditional);
        std::uint64_t const conditions =
            s == 11   ? judge.count([&](std::size_t i) { return judge.happened("treaty", 2025, 2027, i); })
            : s == 12 ? judge.count([&](std::size_t i) {
                  return !(judge.gap(2025, i) > 20 || judge.happened("export_controls", 2025, 2025, i));
              })
                      : n;
        EXPECT_EQ(answer.conditions, conditions) << texts[s];
        EXPECT_EQ(answer.probability.value,
                  static_cast<double>(answer.fulfilled) / static_cast<double>(answer.conditions));
        double const p = (static_cast<double>(answer.fulfilled) + 1) / (static_cast<double>(conditions) + 2);
        EXPECT_NEAR(answer.probability.mcse, std::sqrt(p * (1 - p) / static_cast<double>(conditions)), 1e-12);
    }
}

TEST(Statements, AreTheSameOnEveryInstance) {
    std::vector<std::string> const texts{"gap@2027 < 15 and not gap@2029 > 20", "first gap <= 12 in 2028",
                                         "gap@2029 - gap@2026 > 1.5 given export_controls happened by 2027"};
    std::vector<StatementResult> const expected = ask(texts).answers;
    for (char const* const simd : {"scalar", "avx2"}) {
        try {
            std::vector<StatementResult> const answers =
                ask(texts, "tests/oracle/studies/04-events.toml", simd).answers;
            for (std::size_t s = 0; s < texts.size(); ++s) {
                EXPECT_EQ(answers[s].fulfilled, expected[s].fulfilled) << simd;
                EXPECT_EQ(answers[s].conditions, expected[s].conditions) << simd;
            }
        } catch (UsageError const&) {
            // an instance that this processor does not run
        }
    }
}

// P(X <= c) of the tables and the statement X <= c are one number, whatever the threshold.
TEST(Statements, AgreeWithTheThresholdsOfTheStudy) {
    for (char const* const study : {"configs/us-china-ai-index.toml", "configs/three-actors.toml"}) {
        Asked const plain = ask({}, study);
        std::vector<std::string> texts;
        std::vector<std::uint64_t> counts;
        Progress progress;
        Record const record = plain.session.count(*cpu(), progress);
        for (Row const& row : plain.session.plan().rows) {
            std::string const outcome = row.target == Target::contrast           ? ".constant"
                                        : row.target == Target::contrast_edition ? ".edition"
                                                                                 : ".published";
            for (std::size_t k = 0; k < row.thresholds.size(); ++k) {
                Threshold const& t =
                    plain.session.plan().spec.thresholds[static_cast<std::size_t>(row.first_threshold) + k];
                int const y = plain.session.plan().spec.years - 1;
                std::string const id = row.id + outcome + "@" + std::to_string(plain.session.study().end);
                std::string const value = std::to_string(row.thresholds[k]);
                texts.push_back(id + " <= " + value);
                counts.push_back(record.tally.counts[t.at_most(y)]);
                texts.push_back(id + " > " + value);
                counts.push_back(n - record.tally.counts[t.at_most(y)]);
            }
        }
        ASSERT_GT(texts.size(), 10u);
        std::vector<StatementResult> const answers = ask(texts, study).answers;
        for (std::size_t s = 0; s < texts.size(); ++s) EXPECT_EQ(answers[s].fulfilled, counts[s]) << texts[s];
    }
}

TEST(Statements, TakeEqualityExactly) {
    // Nothing moves: the gap is at its start in every year.
    std::string const study = "tests/oracle/studies/04-events.toml";
    std::vector<std::string> still;
    Session const plain = session_of(source_text(study), n);
    for (Driver const& d : plain.study().drivers)
        for (auto const& [actor, process] : d.actors) {
            still.push_back("drivers." + d.id + "." + actor + ".growth=0");
            still.push_back("drivers." + d.id + "." + actor + ".volatility=0");
        }
    for (Event const& e : plain.study().events) still.push_back("events." + e.id + ".enabled=false");
    RequestOptions options;
    options.trajectories = n;
    options.statements = {"gap@2027 <= 20.6", "gap@2027 < 20.6",    "gap@2027 >= 20.6",
                          "gap@2027 > 20.6",  "-gap@2027 >= -20.6", "2 * gap@2027 - gap@2028 <= gap@2029"};
    Progress progress;
    Session const session{open_study({source_text(study), still}, "test.toml", options), *cpu(), progress};
    std::vector<StatementResult> const answers = session.statements(session.count(*cpu(), progress));
    std::vector<std::uint64_t> const expected{n, 0, n, 0, n, n};  // 78.6 - 58.0 as it is written
    for (std::size_t s = 0; s < answers.size(); ++s)
        EXPECT_EQ(answers[s].fulfilled, expected[s]) << answers[s].text;
}

// Sums of numbers are those of their decimals, as they are written.
TEST(Statements, AddNumbersAsTheyAreWritten) {
    Shown shown;
    shown.outcome = Outcome::published;
    Asked const asked = ask({"2 * gap@2030 >= 5.28 + 3.59 + 8.87", "gap@2030 >= 8.87",
                             "gap@2030 <= 8.37 + 4.27", "gap@2030 <= 12.64"},
                            "configs/three-actors.toml", "", shown);
    EXPECT_EQ(asked.answers[0].fulfilled, asked.answers[1].fulfilled);
    EXPECT_EQ(asked.answers[2].fulfilled, asked.answers[3].fulfilled);
}

TEST(Statements, DoNotAskForLevelsThatNobodyKnows) {
    for (char const* const text :
         {"quality.one@2025 < 3", "2 * quality.one@2025 < 6", "first quality.two < 1 by 2026"})
        try {
            ask({text}, "configs/closed-form/shares.toml");
            FAIL() << text;
        } catch (UsageError const& error) {
            EXPECT_NE(std::string{error.what()}.find("only a ratio is known"), std::string::npos)
                << error.what();
        }
}

TEST(Statements, ClaimNoErrorUnderARareCondition) {
    Asked const asked = ask({"gap@2029 > 0 given gap@2029 > 1000", "gap@2029 > 0 given gap@2025 < 6"});
    EXPECT_EQ(asked.answers[0].conditions, 0u);
    EXPECT_TRUE(std::isnan(asked.answers[0].probability.value));
    EXPECT_EQ(asked.answers[0].probability.missing, Missing::few);
    ASSERT_LT(asked.answers[1].conditions, least_conditions);
    ASSERT_GT(asked.answers[1].conditions, 0u);
    EXPECT_TRUE(std::isnan(asked.answers[1].probability.mcse));
    EXPECT_FALSE(std::isnan(asked.answers[1].probability.value));
}

TEST(Statements, ChangeNoDigestWhereThereAreNone) {
    std::string const text = source_text("tests/oracle/studies/04-events.toml");
    EXPECT_EQ(ask({}).session.plan().digest, session_of(text, n).plan().digest);
    EXPECT_NE(ask({"gap@2027 < 15"}).session.plan().digest, session_of(text, n).plan().digest);
    EXPECT_NE(ask({"gap@2027 < 15"}).session.plan().digest, ask({"gap@2027 < 16"}).session.plan().digest);
}

}  // namespace
}  // namespace gapmc::support
