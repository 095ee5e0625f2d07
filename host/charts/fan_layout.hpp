// SPDX-License-Identifier: Apache-2.0
//! What the fan chart shows, as numbers, and where things go. Drawing is fan_svg.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/charts/chart.hpp"
#include "host/charts/page.hpp"
#include "host/charts/random_walk.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! A band by year, the base year (where it has no width) first.
struct FanBand {
    std::string percent;  //!< share of trajectories inside: "90"
    int shade = 0;        //!< from 0, the innermost
    std::vector<double> low;
    std::vector<double> high;
};

/*!
 * The bands that the reported quantiles make, widest first, three at most: the widest, the narrowest, and one
 * between, which is that of 80 % where there is one.
 */
std::vector<FanBand> fan_bands(QuantitySummary const& quantity);
//! By year, the base year first; empty when not reported.
std::vector<double> fan_median(QuantitySummary const& quantity);

//! A trajectory among the bands.
struct FanPath {
    std::string what;             //!< "nearest to the median path"
    std::string dashes;           //!< of its line, and ...
    std::string dashes_in_words;  //!< ... as the notes say it
    std::uint64_t trajectory = 0;
    std::vector<double> values;  //!< by year, the base year first
};

struct FanData {
    std::string name;
    std::string unit;
    std::string outcome;  //!< in words
    int base = 0;
    double origin = 0;           //!< index-year scale: Y is the end of year Y
    std::vector<int> years;      //!< base year first
    std::vector<FanBand> bands;  //!< widest first; those the study reports
    std::vector<double> median;  //!< empty when not reported
    std::vector<double> central;
    std::map<int, double> published;  //!< base year last
    std::vector<int> breaks;          //!< years in which the published method changed
    double start = 0;                 //!< at base
    std::optional<RandomWalk> walk;
    std::vector<FanPath> exemplars;                       //!< none unless they are asked for
    std::uint64_t exemplars_of = 0;                       //!< so many trajectories were looked at for them
    std::vector<YearSummary> const* summaries = nullptr;  //!< of the index years, in the results
    int decimals = 2;  //!< that the Monte Carlo error of the last year leaves meaningful
};

//! \throws UsageError, DataError, StudyError as fan_svg.
FanData fan_data(Study const& study, Results const& results, std::string const& contrast, Outcome outcome);

//! The page and its plot, in pixels.
struct FanFrame {
    double width = 0;
    double height = 0;
    double font = 12;
    double left = 0;
    double right = 0;
    double top = 0;
    double bottom = 0;
    Scale x;
    Scale y;
    bool history_is_short = false;  //!< too short to carry its label, which then stands to its left
    bool values_at_end = true;      //!< there is room for numbers beside the names at the right
};

/*!
 * Axes that hold the fan, the history, and as much of the random walk as leaves the fan at least two thirds
 * of the height; zero when it is near. The history has room for its label.
 */
FanFrame fan_frame(FanData const& data, ChartPage const& page);

}  // namespace gapmc
