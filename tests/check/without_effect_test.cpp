// SPDX-License-Identifier: Apache-2.0
//! Keys that change nothing are said, and those that change something are not.
#include "host/check/without_effect.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

std::string said(std::string const& body) {
    return format_problems(keys_without_effect(parse(study_text({}, body)), "test.toml"));
}

std::string const noisy = ", volatility = 0.1";

//! What is said of a body with a key that has no effect; the control, where it has one, is silent.
void expect_said(std::string const& vain, std::string const& key, std::string const& control) {
    EXPECT_NE(said(vain).find("warning: " + key), std::string::npos) << key << "\n" << said(vain);
    EXPECT_EQ(said(control), "");
}

TEST(WithoutEffect, TimesOfEvents) {
    std::string const drivers = one_driver(noisy, "");
    std::string const event = "[events.e]\nrate = 0.2\nduration = 1\ngrowth.x.us = 0.1\n";
    expect_said(drivers + event + "repeat = false\nrefractory = 1\n", "events.e.refractory",
                drivers + event + "refractory = 1\n");
    std::string const jump =
        "[events.e]\nrate = 0.2\nduration = 1\nlevel.x.us = 0.1\nadaptation_half_life = 1\n";
    expect_said(drivers + jump, "events.e.adaptation_half_life",
                drivers + event + "adaptation_half_life = 1\n");
    EXPECT_EQ(
        said(drivers + jump + "[events.f]\nrate = 0.1\nduration = 1\ngrowth.x.us = 0.1\nmultipliers.e = 2\n"),
        "")
        << "the multiplier wears off";
    std::string const recovers = "level.x.us = -0.5\nrecovery.x.us = 1\n";
    expect_said(drivers + "[events.e]\nrate = 0.2\nduration = 1\ninitial_age = 1\n" + recovers,
                "events.e.recovery.x.us", drivers + "[events.e]\nrate = 0.2\nduration = 1\n" + recovers);
}

TEST(WithoutEffect, ShocksOfWhatHasNoVolatility) {
    std::string const still = one_driver("", "");
    std::string const both = one_driver(noisy, noisy);
    std::string const pair = "[[shocks.pair]]\nbetween = [\"x.us\", \"x.cn\"]\nrho = 0.5\n";
    expect_said(still + pair, "shocks.pair.between = x.us", both + pair);
    expect_said(one_driver(noisy, "") + pair, "shocks.pair.between = x.cn", both + pair);
    expect_said(still + "[shocks]\nnu = 5\n", "shocks.nu", one_driver(noisy, "") + "[shocks]\nnu = 5\n");
    std::string const group = "[shocks.tail_groups.g]\nnu = 5\nmembers = [\"x.cn\"]\n";
    expect_said(one_driver(noisy, "") + group, "shocks.tail_groups.g", both + group);
    std::string const event = "[events.e]\nrate = 0.2\nduration = 1\nvolatility.x.us = 2\n";
    expect_said(still + event, "events.e.volatility.x.us", both + event);
}

TEST(WithoutEffect, ReversionOfWhatDoesNotDepart) {
    std::string const reverts = ", reversion = 0.3";
    expect_said(one_driver(reverts, ""), "drivers.x.us.reversion", one_driver(reverts + noisy, ""));
    EXPECT_EQ(said(one_driver(reverts + ", reversion_level = 12", "")), "");
}

TEST(WithoutEffect, AReferenceThatNothingIsDrawnTo) {
    std::string path;
    for (int year = 2025; year <= 2034; ++year)
        path += (path.empty() ? "\"" : ", \"") + std::to_string(year) + "\" = 1";
    auto const study = [&](std::string const& phi) {
        return "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nus = { level = 10 }\ncn = { level = 5 "
               "}\n[index]\n" +
               phi +
               "[index.dimensions.d]\nweight = 1\nloadings = { x = 1.0 }\nreference = \"outside\"\noutside = "
               "{ " +
               path + " }\n";
    };
    expect_said(study(""), "index.dimensions.d.reference", study("phi = 0.5\n"));
}

TEST(WithoutEffect, NothingIsSaidOfTheShippedStudies) {
    for (std::string const& path : all_studies()) {
        if (path.starts_with("tests/")) continue;
        ReadResult const result = read_study(source_text(path), path);
        EXPECT_EQ(format_problems(keys_without_effect(result.study, path)), "") << path;
    }
}

}  // namespace
}  // namespace gapmc::support
