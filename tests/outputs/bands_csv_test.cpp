// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/bands_csv.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <map>
#include <sstream>

#include "kernels/base/error.hpp"
#include "tests/outputs/example.hpp"

namespace gapmc {
namespace {

using Row = std::map<std::string, std::string>;

//! Reads a CSV file without quoted cells.
std::vector<Row> parse(std::string const& text) {
    auto const cells = [](std::string const& line) {
        std::vector<std::string> list;
        std::stringstream stream{line + ','};
        for (std::string cell; std::getline(stream, cell, ',');) list.push_back(cell);
        return list;
    };
    std::stringstream stream{text};
    std::string line;
    std::getline(stream, line);
    auto const header = cells(line);
    std::vector<Row> rows;
    while (std::getline(stream, line)) {
        auto const values = cells(line);
        EXPECT_EQ(values.size(), header.size()) << line;
        Row row;
        for (std::size_t i = 0; i < header.size() && i < values.size(); ++i) row[header[i]] = values[i];
        rows.push_back(row);
    }
    return rows;
}

double number(std::string const& text) { return std::strtod(text.c_str(), nullptr); }

//! What a reader of distributions relies on; the first broken promise, or "".
std::string broken_promise(std::vector<Row> const& rows) {
    std::map<std::string, double> last;
    std::map<std::string, double> mass;
    for (auto const& row : rows) {
        std::string const& type = row.at("output_type");
        std::string const key =
            row.at("target") + "|" + row.at("contrast") + "|" + row.at("horizon") + "|" + type;
        double const value = number(row.at("value"));
        if (type == "quantile" || type == "cdf") {
            if (last.contains(key) && value < last[key]) return key + " falls";
            last[key] = value;
            if (type == "cdf" && (value < 0 || value > 1)) return key + " is no probability";
        }
        if (type == "pmf") mass[key] += value;
    }
    if (last.empty() || mass.empty()) return "nothing to look at";
    for (auto const& [key, sum] : mass) {
        if (std::fabs(sum - 1) > 1e-9) return key + " does not sum to 1";
    }
    return "";
}

TEST(BandsCsv, HeaderAndFirstRows) {
    auto const study = testing::example_study();
    std::string const text = bands_csv(study, testing::example_results(study));
    std::string const start =
        "origin_date,base_date,scenario_id,target,contrast,unit,horizon,target_date,output_type,output_type_"
        "id,value,mcse,output_type_level\n"
        "2025-11-30,2024-12-31,baseline,contrast,gap,points,1,2025-12-31,mean,NA,19.25,0.002,NA\n"
        "2025-11-30,2024-12-31,baseline,contrast,gap,points,1,2025-12-31,median,NA,19.25,";
    EXPECT_EQ(text.substr(0, start.size()), start);
    EXPECT_EQ(text.find('\r'), std::string::npos);
    EXPECT_EQ(text.back(), '\n');
}

TEST(BandsCsv, HubColumns) {
    auto const study = testing::example_study();
    std::string const text = hub_csv(study, testing::example_results(study));
    std::string const start =
        "origin_date,scenario_id,target,contrast,horizon,target_date,output_type,output_type_id,value\n"
        "2025-11-30,baseline,contrast,gap,31,2025-12-31,mean,NA,19.25\n";  // days from the origin
    EXPECT_EQ(text.substr(0, start.size()), start);
    using Names = std::array<std::string, 2>;
    EXPECT_EQ(hub_names(study),
              (Names{"hub/2025-11-30-gapmc-example.csv", "hub/gapmc-example/2025-11-30-gapmc-example.csv"}));
    Study hyphens = study;
    hyphens.name = "us-china-2";
    EXPECT_EQ(hub_names(hyphens)[1], "hub/gapmc-us_china_2/2025-11-30-gapmc-us_china_2.csv");
    EXPECT_EQ(parse(text).size(), parse(bands_csv(study, testing::example_results(study))).size());
}

TEST(BandsCsv, LevelsAreNumbersOrNothing) {
    auto const study = testing::example_study();
    std::string const text = bands_csv(study, testing::example_results(study));
    EXPECT_NE(text.find(",quantile,0.025,"), std::string::npos);
    std::size_t rows = 0;
    for (std::size_t at = text.find('\n') + 1, end; at < text.size(); at = end + 1, ++rows) {
        end = text.find('\n', at);
        std::vector<std::string> cells{""};
        for (char const c : text.substr(at, end - at)) {
            if (c == ',')
                cells.emplace_back();
            else
                cells.back() += c;
        }
        ASSERT_EQ(cells.size(), 13u);
        std::string const& id = cells[9];
        EXPECT_EQ(cells[12], id == "never" ? "NA" : id);
    }
    EXPECT_GT(rows, 100u);
}

//! Rows of a shard must not be taken for those of the run.
TEST(BandsCsv, APartSaysThatItIsOne) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    results.request.trajectories = 3'000'000;
    EXPECT_NE(bands_csv(study, results).find(",baseline (a part: 1000000 of 3000000 trajectories),contrast,"),
              std::string::npos);
}

TEST(BandsCsv, DistributionsHold) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    EXPECT_EQ(broken_promise(parse(bands_csv(study, results))), "");
    EXPECT_EQ(broken_promise(parse(hub_csv(study, results))), "");
    // The check itself can fail.
    auto crossed = results;
    std::swap(crossed.quantities[0].years[3].quantiles[2].estimate,
              crossed.quantities[0].years[3].quantiles[3].estimate);
    EXPECT_NE(broken_promise(parse(bands_csv(study, crossed))), "");
    auto lost = results;
    lost.passages[0].never.value -= 0.01;
    EXPECT_NE(broken_promise(parse(bands_csv(study, lost))), "");
}

TEST(BandsCsv, EveryNumberIsThere) {
    auto const study = testing::example_study();
    auto const results = testing::example_results(study);
    auto const rows = parse(bands_csv(study, results));
    std::map<std::string, int> by_target;
    for (auto const& row : rows) ++by_target[row.at("target")];
    int const years = 11;
    int const bands = years * (1 + 1 + 9 + 2);  // mean, median, quantiles, cdf
    EXPECT_EQ(by_target, (std::map<std::string, int>{{"contrast", bands},
                                                     {"contrast_edition", bands},
                                                     {"contrast_published", bands},
                                                     {"score", bands},
                                                     {"driver", bands},
                                                     {"contrast_narrower", years},
                                                     {"contrast_edition_narrower", years},
                                                     {"contrast_published_narrower", years},
                                                     {"contrast_below_start", years},
                                                     {"contrast_edition_below_start", years},
                                                     {"contrast_published_below_start", years},
                                                     {"first_passage <= 0", years + 1},
                                                     {"first_passage_edition <= 0", years + 1},
                                                     {"lasting_passage <= 0", years + 1},
                                                     {"lasting_passage_edition <= 0", years + 1}}));
    for (auto const& row : rows) {
        bool const pmf = row.at("output_type") == "pmf";
        EXPECT_EQ(row.at("horizon") == "NA", pmf);
        EXPECT_EQ(row.at("target_date") == "NA", pmf);
        EXPECT_EQ(row.at("output_type_id") == "NA",
                  row.at("output_type") == "mean" || row.at("output_type") == "median");
        if (!pmf) {
            EXPECT_EQ(row.at("target_date"),
                      std::to_string(2024 + std::atoi(row.at("horizon").c_str())) + "-12-31");
        }
    }
}

TEST(BandsCsv, ValuesReadBackExactly) {
    auto const study = testing::example_study();
    auto const results = testing::example_results(study);
    auto const rows = parse(bands_csv(study, results));
    auto const& year = results.quantities[0].years[0];
    EXPECT_EQ(number(rows[0].at("value")), year.mean.value);
    EXPECT_EQ(number(rows[0].at("mcse")), year.mean.mcse);
    for (std::size_t i = 0; i < year.quantiles.size(); ++i) {
        EXPECT_EQ(number(rows[2 + i].at("output_type_id")), year.quantiles[i].level);
        EXPECT_EQ(number(rows[2 + i].at("value")), year.quantiles[i].estimate.value);
        EXPECT_EQ(number(rows[2 + i].at("mcse")), year.quantiles[i].estimate.mcse);
    }
}

TEST(BandsCsv, UndefinedErrorIsMissingAndUndefinedValueIsAnError) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    results.quantities[0].years[0].mean.mcse = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(parse(bands_csv(study, results))[0].at("mcse"), "NA");
    results.quantities[0].years[0].mean.value = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(bands_csv(study, results), StudyError);
}

TEST(BandsCsv, AValueThatIsMissingForAReasonIsSaidAndNotSubmitted) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    auto const submitted = parse(hub_csv(study, results)).size();
    results.quantities[0].years[0].mean = no_estimate(Missing::saturated);
    auto const row = parse(bands_csv(study, results))[0];
    EXPECT_EQ(row.at("value"), "NA");
    EXPECT_EQ(row.at("mcse"), "NA");
    EXPECT_EQ(parse(hub_csv(study, results)).size(), submitted - 1) << "Hubverse values are numbers";
}

TEST(BandsCsv, TextsOfTheStudyStayText) {
    auto study = testing::example_study();
    auto results = testing::example_results(study);
    results.quantities[0].unit = "=1+1,\"x\"";
    results.scenario = "@home";
    std::string const text = bands_csv(study, results);
    EXPECT_NE(text.find(",\"'@home\",contrast,gap,\"'=1+1,\"\"x\"\"\",1,"), std::string::npos);
}

}  // namespace
}  // namespace gapmc
