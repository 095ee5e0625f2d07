// SPDX-License-Identifier: Apache-2.0
//! From a study to a topology: dates, order, inputs, correlations.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/plan/digest.hpp"
#include "host/resolve/build_model.hpp"
#include "host/resolve/dates.hpp"
#include "host/resolve/dependence.hpp"
#include "kernels/base/error.hpp"
#include "kernels/model/inputs.hpp"
#include "kernels/model/store.hpp"
#include "kernels/rng/name_id.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

TEST(Dates, MonthsAreTwelfthsAndDaysTheirShare) {
    EXPECT_EQ(years_after_base(2024, {2025, 1, 1}), 0.0);
    EXPECT_EQ(years_after_base(2024, {2025, 7, 1}), 0.5);
    EXPECT_EQ(years_after_base(2024, {2024, 1, 1}), -1.0);
    EXPECT_DOUBLE_EQ(years_after_base(2024, {2026, 2, 15}), 1.0 + (1 + 14.0 / 28) / 12);
    EXPECT_DOUBLE_EQ(years_after_base(2024, {2028, 2, 29}), 3.0 + (1 + 28.0 / 29) / 12);
}

TEST(Dates, DayAfter) {
    EXPECT_EQ(day_after({2025, 1, 30}), (Date{2025, 1, 31}));
    EXPECT_EQ(day_after({2025, 12, 31}), (Date{2026, 1, 1}));
    EXPECT_EQ(day_after({2024, 2, 28}), (Date{2024, 2, 29}));
    EXPECT_EQ(day_after({2100, 2, 28}), (Date{2100, 3, 1})) << "no leap year";
    EXPECT_EQ(day_after({2000, 2, 28}), (Date{2000, 2, 29}));
    EXPECT_EQ(days_in_month(2023, 2), 28);
}

TEST(BuildModel, StepsOfTheCalendar) {
    auto const model = build_model(parse(study_text({"3 months", 2030}, one_driver("", ""))));
    Topology const& t = model->topology;
    EXPECT_EQ(t.steps, 24);
    EXPECT_EQ(t.steps_per_year, 4);
    EXPECT_EQ(t.years, 6);
    EXPECT_EQ(t.step, 0.25f);
    EXPECT_EQ(t.root_step, 0.5f);
    EXPECT_EQ(t.month_of_base, 12 * 2024 + 11);
}

// An event that is switched off leaves the model that the study without it has, bit for bit, whatever others
// say of it.
TEST(BuildModel, AnEventThatIsSwitchedOffIsNotThere) {
    std::string const path = "tests/oracle/studies/04-events.toml";
    Study const whole = load(path);
    std::string const all = model_digest(*build_model(whole));
    int removed = 0;
    for (Event const& event : whole.events) {
        std::vector<std::string> words{"~events." + event.id};
        for (Event const& other : whole.events) {
            if (other.id == event.id) continue;
            for (auto const& [acting, factor] : other.multipliers) {
                if (acting == event.id) words.push_back("~events." + other.id + ".multipliers." + event.id);
            }
            if (std::find(other.ends.begin(), other.ends.end(), event.id) == other.ends.end()) continue;
            std::string kept;
            for (std::string const& ended : other.ends) {
                if (ended != event.id) kept += (kept.empty() ? "'" : ", '") + ended + "'";
            }
            words.push_back("events." + other.id + ".ends=[" + kept + "]");
        }
        auto const off = build_model(load(path, {"events." + event.id + ".enabled=false"}));
        auto const without = build_model(load(path, words));
        EXPECT_EQ(model_digest(*off), model_digest(*without)) << event.id;
        EXPECT_NE(model_digest(*off), all) << event.id;
        EXPECT_EQ(off->event_names.size() + 1, whole.events.size());
        EXPECT_EQ(std::count(off->event_names.begin(), off->event_names.end(), event.id), 0);
        auto const before = build_model(whole);
        for (auto const& [id, name] : off->names_of_ids) {
            EXPECT_EQ(before->names_of_ids.count(id), 1u) << name << " is drawn from elsewhere";
            EXPECT_FALSE(name.starts_with("events." + event.id + "."));
        }
        ++removed;
    }
    EXPECT_GT(removed, 2);
}

TEST(BuildModel, DrawsAreNamedByWhatTheyFeed) {
    auto const model = build_model(load("tests/oracle/studies/04-events.toml"));
    auto const holds = [](std::vector<DrawName> const& draws, char const* name) {
        return std::count_if(draws.begin(), draws.end(), [&](DrawName draw) {
                   return draw.id == name_id(name) && draw.replicate == 0;
               }) == 1;
    };
    EXPECT_TRUE(holds(model->input_draws, "events.retaliation.multipliers.export_controls") == false)
        << "a constant draws nothing";
    EXPECT_TRUE(holds(model->input_draws, "events.export_controls.multipliers.retaliation"));
    EXPECT_TRUE(holds(model->shock_draws, "shock.compute.us"));
    EXPECT_TRUE(holds(model->onset_draws, "events.truce.onset"));
    EXPECT_TRUE(holds(model->duration_draws, "events.truce.lasts"));
}

TEST(BuildModel, ConstantsWithoutVolatilityDrawNoShock) {
    auto const model =
        build_model(parse(study_text({}, one_driver("", ", volatility = { p05 = 0.1, p95 = 0.2 }"))));
    EXPECT_EQ(model->shock_draws.size(), 1u);
    EXPECT_EQ(model->shock_draws[0].id, name_id("shock.x.cn"));
}

//! Values of an input at its quantiles: what the key says, through link and table.
TEST(BuildModel, InputsHaveTheirQuantiles) {
    Study const study = parse(
        study_text({},
                   "[drivers.x]\nunit = \"1\"\nlink = \"log\"\n"
                   "us = { level = { p05 = 8, p50 = 10, p95 = 16 }, growth = { p05 = -0.1, p95 = 0.3 } }\n"
                   "cn = { level = 5, growth = { dist = \"choice\", values = [0.1, 0.5, 0.3], weights = "
                   "[0.2, 0.5, 0.3] } }\n"
                   "[index]\nphi = { dist = \"beta\", alpha = 2, beta = 2 }\n"
                   "[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n"));
    Bench b{study};
    auto const at = [&](char const* path, float z) {
        b.draws.inputs.clear();
        b.draws.inputs[b.input(path)] = z;
        b.start();
        return b.slot(b.topology().inputs[b.input(path)].slot);
    };
    float const z95 = 1.64485363f;
    EXPECT_NEAR(at("drivers.x.us.level", -z95), std::log(8.0), 1e-6);  // held on the link
    EXPECT_NEAR(at("drivers.x.us.level", 0), std::log(10.0), 1e-6);
    EXPECT_NEAR(at("drivers.x.us.level", z95), std::log(16.0), 1e-6);
    EXPECT_NEAR(at("drivers.x.us.growth", z95), 0.3, 1e-6);
    EXPECT_NEAR(at("drivers.x.us.growth", 0), 0.1, 1e-6);
    EXPECT_NEAR(at("index.phi", 0), 0.5, 1e-6);
    EXPECT_NEAR(at("index.phi", -1.009990169f), 0.25, 1e-6);  // P = 0.15625 = 3x^2 - 2x^3
    // Choices in ascending order: 0.1 below the level 0.2, 0.3 below 0.5, then 0.5.
    EXPECT_EQ(at("drivers.x.cn.growth", -0.8417f), 0.1f);
    EXPECT_EQ(at("drivers.x.cn.growth", -0.8415f), 0.3f);
    EXPECT_EQ(at("drivers.x.cn.growth", -1e-6f), 0.3f);
    EXPECT_EQ(at("drivers.x.cn.growth", 1e-6f), 0.5f);
}

TEST(BuildModel, WeightsAddUpToOneAndAreMeansAtLargeConcentration) {
    std::string text = one_driver("", "");
    text.replace(text.find("weight = 1"), 10, "weight = 0.3");
    Bench b{parse(study_text({}, text + "[index.dimensions.other]\nweight = 0.7\nloadings = { x = 1.0 "
                                        "}\n[index]\nweight_concentration = 1e6\n"))};
    auto const weights = [&] {
        b.start();
        auto s = b.store();
        return std::pair{value_of(s, b.topology().dimension[0].weight),
                         value_of(s, b.topology().dimension[1].weight)};
    };
    auto const [first, second] = weights();
    EXPECT_NEAR(first, 0.3, 1e-5);
    EXPECT_NEAR(second, 0.7, 1e-5);
    b.draws.inputs[b.input("index.dimensions.only.weight")] = 3.0f;
    auto const [more, less] = weights();
    EXPECT_GT(more, 0.3 + 3 * 0.0003);
    EXPECT_NEAR(more + less, 1.0, 1e-6);
}

TEST(Dependence, MatrixOfTheNormalsFromRankCorrelations) {
    Study const study = parse(
        study_text({}, one_driver(", growth = { p05 = 0, p95 = 1 }", ", growth = { p05 = 0, p95 = 1 }") +
                           "[[dependence.pair]]\nbetween = [\"drivers.x.us.growth\", "
                           "\"drivers.x.cn.growth\"]\nspearman = -0.6\n"));
    auto const matrix = dependence_matrix(study);
    EXPECT_NEAR(matrix.at(0, 1), -2 * std::sin(M_PI * 0.6 / 6), 1e-15);
    Bench b{study};
    std::int32_t const us = b.input("drivers.x.us.growth");
    std::int32_t const cn = b.input("drivers.x.cn.growth");
    b.draws.inputs = {{cn, 1.64485363f}};
    b.start();
    double const r = 2 * std::sin(M_PI * 0.6 / 6);
    EXPECT_NEAR(b.slot(b.topology().inputs[cn].slot), 1.0, 1e-6) << "first by name: its own normal";
    EXPECT_NEAR(b.slot(b.topology().inputs[us].slot), 0.5 - 0.5 * r, 1e-6);
}

TEST(BuildModel, RefusesAnIndefiniteCorrelationUnlessRepaired) {
    std::string const text =
        "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nus = { level = 1, volatility = 1 }\ncn = { level = 1, "
        "volatility = 1 }\n"
        "[drivers.y]\nunit = \"1\"\nlink = \"log\"\nus = { level = 1, volatility = 1 }\ncn = { level = 1 }\n"
        "[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n"
        "[[shocks.pair]]\nbetween = [\"x.us\", \"x.cn\"]\nrho = 0.9\n[[shocks.pair]]\nbetween = [\"x.us\", "
        "\"y.us\"]\nrho = 0.9\n"
        "[[shocks.pair]]\nbetween = [\"x.cn\", \"y.us\"]\nrho = -0.9\n";
    ReadResult const refused = read_study(study_text({}, text), "test.toml");
    ASSERT_TRUE(refused.ok()) << format_problems(refused.problems);
    EXPECT_THROW(build_model(refused.study), StudyError);
    EXPECT_TRUE(any_error(check_feasibility(refused.study, "test.toml")));
    ReadResult const repaired =
        read_study(study_text({}, text + "[shocks]\nrepair = \"nearest\"\n"), "test.toml");
    ASSERT_TRUE(repaired.ok()) << format_problems(repaired.problems);
    auto const model = build_model(repaired.study);
    for (ProcessNode const& p : model->processes) {
        double squares = 0;
        for (std::int32_t j = p.shock.begin; j < p.shock.end; ++j)
            squares += std::pow(model->mixtures[static_cast<std::size_t>(j)].coefficient, 2);
        if (p.noisy != 0) {
            EXPECT_NEAR(squares, 1.0, 1e-6) << "unit variance is kept";
        }
    }
}

}  // namespace
}  // namespace gapmc::support
