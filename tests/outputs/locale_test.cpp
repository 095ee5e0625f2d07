// SPDX-License-Identifier: Apache-2.0
//! No locale has a say in a result's bytes: every writer, with a decimal comma and grouped digits as the
//! global C++ locale.
#include <gtest/gtest.h>

#include <locale>
#include <sstream>

#include "host/charts/fan_svg.hpp"
#include "host/outputs/bands_csv.hpp"
#include "host/outputs/result_json.hpp"
#include "host/outputs/table.hpp"
#include "tests/outputs/example.hpp"

namespace gapmc {
namespace {

class Comma : public std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

std::string all_written() {
    auto const study = testing::example_study();
    auto const results = testing::example_results(study);
    return bands_csv(study, results) + hub_csv(study, results) + result_json(study, results) +
           fan_svg(study, results, "gap", Outcome::constant) +
           bands_table(study, results, "gap", Outcome::constant);
}

TEST(Locale, HasNoSay) {
    std::string const before = all_written();
    std::locale const former = std::locale::global(std::locale{std::locale::classic(), new Comma});
    std::ostringstream stream;
    stream << 1234.5;
    std::string const after = all_written();
    std::locale::global(former);
    EXPECT_EQ(stream.str(), "1.234,5") << "the locale is in force";
    EXPECT_EQ(after, before);
}

}  // namespace
}  // namespace gapmc
