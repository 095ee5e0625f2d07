// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <bit>
#include <chrono>
#include <cmath>
#include <limits>

#include "config_test.hpp"
#include "host/config/parse_toml.hpp"
#include "host/config/study_schema.hpp"
#include "host/config/toml_text.hpp"
#include "host/config/write_study.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

std::string resolved(std::string const& text, std::vector<std::string> const& overrides = {}) {
    ReadResult const result = read_study(text, "s.toml", overrides);
    EXPECT_TRUE(result.ok()) << problems_of(result);
    return resolved_toml(result.study, result.request);
}

TEST(RoundTrip, TheResolvedTextIsAFixedPoint) {
    for (std::string const& text : {base_text(), study_template()}) {
        std::string const once = resolved(text);
        EXPECT_EQ(resolved(once), once);
        ReadResult const again = read_study(once, "s.toml");
        EXPECT_TRUE(again.ok()) << problems_of(again);
        EXPECT_EQ(count_warnings(again.problems), 0u) << problems_of(again);
    }
}

TEST(RoundTrip, EveryFamilyAndTextSurvives) {
    std::vector<std::string> const values{
        "{ dist = 'normal', mean = 0.3, sd = 0.1, truncate = { min = 0 } }",
        "{ dist = 'lognormal', median = 0.3, sigma = 0.1, truncate = [0.1, 0.5] }",
        "{ dist = 'pert', min = 0, mode = 0.1, max = 0.2 }",
        "{ dist = 'gamma', shape = 2, scale = 3 }",
        "{ dist = 'student_t', location = 0, scale = 0.1, nu = 4 }",
        "{ p10 = 1, p90 = 2 }",
        "{ p025 = 0.1, p25 = 0.2, p975 = 0.5 }",
        "{ dist = 'empirical', values = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0.1, 0.2] }",
        "{ p05 = 1, p50 = 2, p95 = 3.5, unit = 'percent/yr', note = \"a \\\"b\\\" \\\\ \\n\\t ü\" }",
    };
    for (auto const& value : values) {
        std::string const once = resolved(base_text(), {"drivers.compute.us.growth=" + value});
        EXPECT_EQ(resolved(once), once) << value;
    }
}

//! Tables of base.toml in reverse order, keys of its lists too where order says nothing.
std::string reversed(std::string const& text) {
    std::vector<std::string> blocks;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('[') || blocks.empty()) blocks.emplace_back();
        blocks.back() += line + "\n";
    }
    std::string result;
    for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) result += *block;
    return result;
}

TEST(RoundTrip, OrderAndUnitsAndLayoutDoNotMatter) {
    std::string const text = base_text();
    std::string const once = resolved(text);
    EXPECT_NE(reversed(text), text);
    // But for the first declared contrast, which is the one shown.
    EXPECT_EQ(resolved(reversed(text), {"report.contrast=gap"}), once);
    EXPECT_NE(resolved(reversed(text)), once);
    EXPECT_EQ(resolved(with(text, "growth = { p05 = 0.3, p95 = 0.7 }",
                            "growth = { unit = 'percent/yr', p95 = 70, p05 = 30 }")),
              once);
    EXPECT_EQ(
        resolved(with(text, "ends = [\"controls\", \"response\"]", "ends = [\"response\", \"controls\"]")),
        once);
    EXPECT_EQ(resolved(with(text, "between = [\"compute.us\", \"compute.cn\"]",
                            "between = ['compute.cn', 'compute.us']")),
              once);
    EXPECT_EQ(resolved(with(text, "volatility = 0.2\n", "volatility = 2.0e-1 # same\n")), once);
    std::string windows = text;
    for (std::size_t at = 0; (at = windows.find('\n', at)) != std::string::npos; at += 2)
        windows.insert(at, "\r");
    EXPECT_EQ(resolved(windows), once);
}

TEST(RoundTrip, TheFirstDeclaredContrastIsShown) {
    auto const shown = [](std::string const& tables, std::vector<std::string> const& words = {}) {
        std::string text = base_text();
        text.erase(text.find("[contrasts.gap]"), text.find("[report]") - text.find("[contrasts.gap]"));
        ReadResult const result = read_study(text + "\n" + tables, "s.toml", words);
        EXPECT_TRUE(result.ok()) << problems_of(result);
        std::string const once = resolved_toml(result.study, result.request);
        EXPECT_EQ(read_study(once, "s.toml").study.shown_contrast, result.study.shown_contrast);
        return result.study.shown_contrast;
    };
    std::string const a = "[contrasts.a]\ncoefficients = { us = 1 }\n";
    std::string const z = "[contrasts.z]\ncoefficients = { cn = 1 }\n";
    std::string const gap = "[contrasts.gap]\ncoefficients = { us = 1, cn = -1 }\n";
    EXPECT_EQ(shown(""), "gap");
    EXPECT_EQ(shown(z), "z");
    EXPECT_EQ(shown(z + a + gap), "z");
    EXPECT_EQ(shown(gap + z), "gap");
    EXPECT_EQ(shown("[contrasts]\nz.coefficients.us = 1\na.coefficients.us = 1\n"), "z");
    EXPECT_EQ(shown(z + a, {"report.contrast=a"}), "a");
    EXPECT_EQ(shown("", {"+contrasts.z={ coefficients.us = 1 }", "+contrasts.b={ coefficients.us = 1 }"}),
              "b");
}

TEST(RoundTrip, LagsAreWholeNumbersOfSteps) {
    auto const lag = [](std::string const& years) {
        ReadResult const result = read_study(
            base_text(), "s.toml", {"study.step=1 month", "couplings.compute.us.power.us.lag=" + years});
        if (!result.ok()) return -1.0;
        for (Coupling const& coupling : result.study.couplings) {
            if (coupling.strength.path == "couplings.compute.us.power.us") return coupling.lag;
        }
        return -2.0;
    };
    EXPECT_EQ(lag("0.0833"), 1.0 / 12);
    EXPECT_EQ(lag("0.083"), 1.0 / 12);
    EXPECT_EQ(lag("1 month"), 1.0 / 12);
    EXPECT_EQ(lag("18 months"), 1.5);
    EXPECT_EQ(lag("0.583"), 7.0 / 12);
    EXPECT_EQ(lag("0.08"), -1.0);  // 0.96 of a month
    EXPECT_EQ(lag("0.1"), -1.0);
    EXPECT_EQ(lag("0.0001"), -1.0) << "a lag that is positive is not none";
}

TEST(RoundTrip, OrderOfActorsMatters) {
    std::string const swapped = with(base_text(), "actors = [\"us\", \"cn\"]", "actors = [\"cn\", \"us\"]");
    EXPECT_NE(resolved(swapped), resolved(base_text()));
    EXPECT_EQ(read_study(swapped, "s.toml").study.actors[0].id, "cn");
}

TEST(RoundTrip, EveryChangeShows) {
    std::string const once = resolved(base_text());
    for (char const* word : {"study.title=x",
                             "study.description=x",
                             "study.base=2025",
                             "study.origin=2025-07-01",
                             "study.end=2033",
                             "study.step=3 months",
                             "study.seed=8",
                             "study.trajectories=5",
                             "actors.us.name=x",
                             "actors.us.score.value=70.07",
                             "actors.us.score.source=x",
                             "actors.us.history.2022=68",
                             "drivers.power.name=x",
                             "drivers.power.unit=MW",
                             "drivers.power.us.level=21",
                             "drivers.power.us.growth_start={ value = 0.1 }",
                             "drivers.power.cn.reversion=0.2",
                             "drivers.power.cn.reversion_level=27",
                             "drivers.compute.us.capacity.smoothness=0.2",
                             "drivers.compute.us.capacity.by=power.cn",
                             "drivers.quality.ratio.split=0.4",
                             "shocks.nu=7",
                             "shocks.repair=nearest",
                             "shocks.tail_groups.money.nu=5",
                             "shocks.pair.0.rho=0.3",
                             "shocks.pair.1.note=x",
                             "dependence.repair=nearest",
                             "dependence.pair.0.spearman=0.4",
                             "couplings.compute.us.power.us.lag=1",
                             "couplings.compute.cn.talent.cn=0.2",
                             "events.truce.name=x",
                             "events.truce.kind=shock",
                             "events.truce.rate=0.06",
                             "events.truce.from=2026-01-01",
                             "events.truce.until=2030-01-01",
                             "events.truce.max_rate=11",
                             "events.truce.duration=6",
                             "events.truce.duration_kind=fixed",
                             "events.truce.adaptation_half_life=2",
                             "events.truce.refractory=1",
                             "events.truce.repeat=true",
                             "events.truce.restart=true",
                             "events.truce.initial_age=1",
                             "events.response.feedback.lag=1",
                             "events.response.feedback.contrast=other",
                             "events.controls.multipliers.response=1.6",
                             "events.truce.ends=['controls']",
                             "events.controls.growth.compute.cn.p05=-0.3",
                             "events.controls.recovery.compute.cn=3",
                             "events.response.ceiling.compute.us=0.5",
                             "index.phi=0.5",
                             "index.order=1",
                             "index.weight_concentration=51",
                             "index.base_spread=0.3",
                             "index.dimensions.capability.steepness=1",
                             "index.dimensions.capability.reference=mean",
                             "index.dimensions.capability.base.us.p95=81",
                             "index.dimensions.capability.loadings.quality.lag=1",
                             "index.dimensions.policy.outside.2029=0.2",
                             "index.dimensions.policy.base_contrast.points=5",
                             "index.revisions.common_sd=1",
                             "index.revisions.between=['cn', 'us']",
                             "index.measurement.sd=0.3",
                             "contrasts.gap.coefficients.cn=-2",
                             "contrasts.gap.thresholds=[1]",
                             "contrasts.gap.unit=x",
                             "contrasts.relative.kind=log_ratio",
                             "report.years=[2031]",
                             "report.quantiles=[0.4]",
                             "report.contrast=other",
                             "report.outcome=published",
                             "index.history_breaks=[2023]",
                             "events.truce.enabled=false",
                             "plausible.contrast=other",
                             "plausible.yearly_sd=[0, 1]",
                             "plausible.capped=0.1"}) {
        std::vector<std::string> words{"+contrasts.other={ coefficients.us = 1 }",
                                       "drivers.power.us.growth_half_life=1", "report.years=[2030]"};
        ReadResult const same = read_study(base_text(), "s.toml", words);
        words.emplace_back(word);
        ReadResult const result = read_study(base_text(), "s.toml", words);
        EXPECT_TRUE(result.ok()) << word << problems_of(result);
        EXPECT_NE(resolved_toml(result.study, result.request), resolved_toml(same.study, same.request))
            << word;
    }
}

TEST(RoundTrip, NumbersAreShortAndExact) {
    EXPECT_EQ(config::toml_number(5), "5.0");
    EXPECT_EQ(config::toml_number(-0.0), "0.0");
    EXPECT_EQ(config::toml_number(0.1), "0.1");
    EXPECT_EQ(config::toml_number(1e300), "1e+300");
    Lcg random{1};
    for (int i = 0; i < 20000; ++i) {
        double const value = std::bit_cast<double>(random.bits64());
        if (!std::isfinite(value)) continue;
        auto const node = config::parse_value(config::toml_number(value));
        ASSERT_TRUE(node);
        ASSERT_EQ(node->type, config::Node::Type::real);
        ASSERT_EQ(std::bit_cast<std::uint64_t>(node->real), std::bit_cast<std::uint64_t>(value + 0.0))
            << config::toml_number(value);
    }
}

TEST(RoundTrip, PointsOfFractionsComeBack) {
    for (int i = 1; i < 10000; ++i) {
        double const points = i / 100.0;
        EXPECT_EQ(config::points_of(points / 100), points);
    }
    Lcg random{2};
    for (int i = 0; i < 20000; ++i) {
        double const fraction =
            (0.5 + 99 * (static_cast<double>(random.next() % (1u << 30)) / (1u << 30))) / 100;
        double const once = config::points_of(fraction);
        EXPECT_EQ(config::points_of(once / 100), once);
        EXPECT_EQ(once / 100, fraction);
    }
}

// Random damage: whatever the text, the reader returns or refuses, and what it accepts survives the round
// trip.
TEST(RoundTrip, DamagedStudiesAreSurvived) {
    std::string const text = base_text();
    Lcg random{3};
    int accepted = 0, refused = 0;
    for (int i = 0; i < 1500; ++i) {
        std::string damaged = text;
        for (std::size_t n = 1 + random.below(3); n > 0; --n) {
            std::size_t const at = random.below(damaged.size());
            switch (random.below(4)) {
                case 0:
                    damaged[at] = static_cast<char>(random.below(256));
                    break;
                case 1:
                    damaged.erase(at, 1 + random.below(20));
                    break;
                case 2:
                    damaged.insert(at, 1, "[]{}=.,\"'0-#\n"[random.below(13)]);
                    break;
                default:
                    damaged.insert(at, text.substr(random.below(text.size()), random.below(40)));
                    break;
            }
        }
        try {
            ReadResult const result = read_study(damaged, "s.toml");
            EXPECT_TRUE(result.ok() || !format_problems(result.problems).empty());
            accepted += result.ok() ? 1 : 0;
            refused += result.ok() ? 0 : 1;
            if (!result.ok()) continue;
            std::string const once = resolved_toml(result.study, result.request);
            ReadResult const again = read_study(once, "s.toml");
            EXPECT_EQ(resolved_toml(again.study, again.request), once);
        } catch (StudyError const&) {
            ++refused;
        }
    }
    EXPECT_GT(accepted, 10);
    EXPECT_GT(refused, 500);
}

//! A study of the largest shape with notes, some 60 kB.
std::string large_study() {
    std::string text =
        "[study]\nformat = 1\nname = \"large\"\nbase = 2024\norigin = 2025-06-30\nend = 2034\nactors = [";
    std::string const note =
        ", source = \"a report of some length and its address, page 12, table 3\", note = \"why this value "
        "and no other one was taken\"";
    for (int a = 0; a < 8; ++a) text += "\"a" + std::to_string(a) + "\", ";
    text += "]\n";
    for (int a = 0; a < 8; ++a)
        text += "[actors.a" + std::to_string(a) + "]\nscore = { value = 50" + note + " }\n";
    for (int d = 0; d < 8; ++d) {
        std::string const driver = "d" + std::to_string(d);
        text += "[drivers." + driver + "]\nunit = \"1\"\nlink = \"log\"\n";
        for (int a = 0; a < 8; ++a) {
            text += "[drivers." + driver + ".a" + std::to_string(a) + "]\n";
            for (char const* key : {"level", "growth", "volatility", "reversion"}) {
                text += std::string{key} + " = { p05 = 0.1, p50 = 0.2, p95 = 0.35" + note + " }\n";
            }
        }
    }
    for (int e = 0; e < 16; ++e) {
        text += "[events.e" + std::to_string(e) + "]\nrate = { p05 = 0.1, p95 = 0.3" + note + " }\n";
        for (int a = 0; a < 8; ++a)
            text += "growth.d0.a" + std::to_string(a) + " = { p05 = -0.1, p95 = 0.1 }\n";
    }
    for (int k = 0; k < 8; ++k) {
        text += "[index.dimensions.k" + std::to_string(k) + "]\nweight = 0.125\n";
        for (int d = 0; d < 8; ++d) text += "loadings.d" + std::to_string(d) + " = 0.125\n";
    }
    return text;
}

TEST(Reader, IsFast) {
    std::string const text = large_study();
    EXPECT_GT(text.size(), 50000u);
    double best = 1e9;
    for (int i = 0; i < 10; ++i) {
        auto const start = std::chrono::steady_clock::now();
        ReadResult const result = read_study(text, "s.toml");
        std::chrono::duration<double, std::milli> const time = std::chrono::steady_clock::now() - start;
        ASSERT_TRUE(result.ok()) << problems_of(result);
        best = std::min(best, time.count());
    }
    std::printf("%zu bytes in %.2f ms\n", text.size(), best);
    EXPECT_LT(best, 200);  // milliseconds; some 5 are needed, the rest is for sanitizers and busy machines
}

}  // namespace
}  // namespace gapmc
