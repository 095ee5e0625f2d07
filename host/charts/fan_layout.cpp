// SPDX-License-Identifier: Apache-2.0
#include "host/charts/fan_layout.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "host/outputs/headline.hpp"
#include "host/outputs/lookup.hpp"
#include "host/study/published_history.hpp"
#include "host/text/numbers.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

// In font sizes: what the text of the base marker, and the label of the history, take.
constexpr double marker_room = 122.0 / 12;
constexpr double history_label = 78.0 / 12;

//! Days of the year before this date over the days of the year, in years after the end of the year before.
double position_of(Date const& date) {
    constexpr std::array before{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    bool const leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    int const day =
        before.at(static_cast<std::size_t>(date.month - 1)) + date.day + (leap && date.month > 2 ? 1 : 0);
    return date.year - 1 + static_cast<double>(day) / (leap ? 366 : 365);
}

//! Without values where some year lacks one of the quantiles.
FanBand band_of(QuantitySummary const& quantity, std::string const& percent, double low_level,
                double high_level) {
    FanBand band{percent, 0, {quantity.start}, {quantity.start}};
    for (auto const& year : quantity.years) {
        auto const low = find_quantile(year, low_level);
        auto const high = find_quantile(year, high_level);
        if (!low || !high || has_no_value(*low) || has_no_value(*high)) return {percent, 0, {}, {}};
        band.low.push_back(require_finite(low->value, "A quantile of " + quantity.id));
        band.high.push_back(require_finite(high->value, "A quantile of " + quantity.id));
    }
    return band;
}

int decimals_of(YearSummary const& last) {
    double largest = 0;
    for (auto const& quantile : last.quantiles) {
        if (quantile.estimate.mcse > largest) largest = quantile.estimate.mcse;
    }
    return decimals_for(largest, 2, 2);
}

}  // namespace

std::vector<FanBand> fan_bands(QuantitySummary const& quantity) {
    std::vector<FanBand> bands;
    for (auto const& quantile : quantity.years.back().quantiles) {
        if (quantile.level >= 0.5) continue;
        double const inside = 1.0 - 2.0 * quantile.level;
        FanBand band = band_of(quantity, shortest(std::round(inside * 1e12) / 1e10), quantile.level,
                               1.0 - quantile.level);
        if (!band.low.empty()) bands.push_back(std::move(band));
    }
    while (bands.size() > 3) bands.erase(bands.begin() + (bands[1].percent == "80" ? 2 : 1));
    for (std::size_t i = 0; i < bands.size(); ++i) bands[i].shade = static_cast<int>(bands.size() - 1 - i);
    return bands;
}

std::vector<double> fan_median(QuantitySummary const& quantity) {
    return band_of(quantity, "0", 0.5, 0.5).low;
}

namespace {

//! The exemplars of a contrast as lines of four kinds; of thresholds the lowest that was reached.
void add_exemplars(FanData& data, Results const& results, QuantitySummary const& quantity) {
    for (ExemplarSummary const& e : results.exemplars) {
        if (e.target != quantity.target || e.id != quantity.id || e.kind == ExemplarKind::mean_path) continue;
        FanPath path;
        switch (e.kind) {
            case ExemplarKind::median_path:
                path = {"nearest to the median path", "none", "solid", 0, {}};
                break;
            case ExemplarKind::highest:
                path = {
                    "highest in " + std::to_string(e.values.rbegin()->first), "8 3", "long dashes", 0, {}};
                break;
            case ExemplarKind::lowest:
                path = {"lowest", "3 3", "short dashes", 0, {}};
                break;
            default:
                path = {"first \u2264 " + shortest(*e.threshold), "8 3 1 3", "dashes and dots", 0, {}};
        }
        bool const again = std::any_of(data.exemplars.begin(), data.exemplars.end(),
                                       [&](FanPath const& p) { return p.dashes == path.dashes; });
        if (again) continue;
        path.trajectory = e.trajectory;
        path.values = {quantity.start};
        for (std::size_t i = 1; i < data.years.size(); ++i) path.values.push_back(e.values.at(data.years[i]));
        data.exemplars.push_back(std::move(path));
        data.exemplars_of = e.of;
    }
}

}  // namespace

FanData fan_data(Study const& study, Results const& results, std::string const& contrast, Outcome outcome) {
    auto const& quantity = find_outcome(results.quantities, outcome, contrast);
    if (quantity.years.empty()) throw DataError{"The result has no index year of " + contrast + "."};
    FanData data;
    data.name = quantity.name.empty() ? contrast : quantity.name;
    data.unit = quantity.unit;
    data.outcome = outcome_words(outcome, study);
    data.base = study.base;
    data.start = quantity.start;
    data.origin = position_of(study.origin);
    data.summaries = &quantity.years;
    data.years = {study.base};
    data.central = {require_finite(quantity.start, "The start of " + contrast)};
    for (auto const& year : quantity.years) {
        data.years.push_back(year.year);
        data.central.push_back(require_finite(year.central, "The central path of " + contrast));
    }
    data.bands = fan_bands(quantity);
    data.median = fan_median(quantity);
    auto const declared = std::find_if(study.contrasts.begin(), study.contrasts.end(),
                                       [&](Contrast const& c) { return c.id == contrast; });
    if (declared == study.contrasts.end())
        throw UsageError{"The study has no contrast \"" + contrast + "\"."};
    data.published = published_history(study, *declared, quantity.start);
    data.breaks = study.index.history_breaks;
    data.walk = random_walk(data.published, data.breaks, quantity);
    if (data.walk) require_finite(data.walk->yearly_sd, "The yearly sd of the random walk of " + contrast);
    data.decimals = decimals_of(quantity.years.back());
    if (results.request.shown.exemplars) add_exemplars(data, results, quantity);
    return data;
}

namespace {

//! Where the plot is on the page.
FanFrame empty_frame(ChartPage const& page) {
    double const em = page.font;
    FanFrame frame;
    frame.width = page.width;
    frame.font = em;
    frame.values_at_end = !page.is_narrow();
    frame.left = (page.is_narrow() ? 3.5 : 5) * em;
    frame.right = page.width - (frame.values_at_end ? 18 : 8) * em;
    frame.top = page.alone ? 112.0 / 12 * em : 2.5 * em;
    frame.bottom = frame.top + page.plot_height;
    frame.height = page.alone ? frame.bottom + 9.5 * em : frame.bottom + 2.5 * em;
    return frame;
}

}  // namespace

FanFrame fan_frame(FanData const& data, ChartPage const& page) {
    double low = data.start;
    double high = data.start;
    auto const include = [&](double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    };
    for (auto const& band : data.bands) {
        for (double const value : band.low) include(value);
        for (double const value : band.high) include(value);
    }
    for (double const value : data.median) include(value);
    for (double const value : data.central) include(value);
    for (auto const& entry : data.published) include(entry.second);
    if (!(high > low)) include(low + 1);
    double const allowance = (high - low) / 4;
    if (data.walk) {
        double const reach = data.walk->half_width(data.years.back() - data.base);
        include(std::min(data.start + reach, high + allowance));
        include(std::max(data.start - reach, low - allowance));
    }
    double const span = high - low;
    if (low > 0 && low < 0.1 * span) low = 0;
    if (high < 0 && high > -0.1 * span) high = 0;
    double const margin = 0.075 * (high - low);

    FanFrame frame = empty_frame(page);
    double const plot = frame.right - frame.left;
    double const last = data.years.back();
    double const ahead = last - data.base;
    double const earliest = data.published.begin()->first;
    double const marker = marker_room * page.font;
    double const label = history_label * page.font;
    // On a narrow page the base marker's text begins at the axis and may reach beyond the base.
    double const room = frame.values_at_end ? ahead * marker / (plot - marker) : 0;
    frame.x = {std::min(data.base - room, earliest - 0.02 * ahead), last, frame.left, frame.right};
    frame.history_is_short = frame.x(data.base) - frame.x(earliest) < label;
    if (frame.values_at_end && frame.history_is_short && frame.x(earliest) - frame.left < label + page.font) {
        frame.x.from_low = earliest - (last - earliest) * (label + page.font) / (plot - label - page.font);
    }
    frame.y = {low - margin, high + margin, frame.bottom, frame.top};
    return frame;
}

}  // namespace gapmc
