// SPDX-License-Identifier: Apache-2.0
#include "host/charts/events_svg.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/charts/chart.hpp"
#include "host/charts/svg.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/text_grid.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

constexpr std::size_t most_years = 12;

std::string share_text(double share) {
    double const percent = in_percent * share;
    if (share > 0 && percent < 0.5) return "<1";
    if (share < 1 && percent >= 99.5) return ">99";
    return fixed_decimals(percent, 0);
}

std::string named(EventSummary const& event) { return event.name.empty() ? event.id : event.name; }

std::string description(std::vector<EventSummary> const& events) {
    std::string text = "Mean share of each year in which an event is active, in percent.";
    for (EventSummary const& e : events) {
        if (e.years.empty()) continue;
        EventYear const& first = e.years.front();
        EventYear const& last = e.years.back();
        text += " " + named(e) + ": " + share_text(first.active_share.value) + " in " +
                std::to_string(first.year) + ", " + share_text(last.active_share.value) + " in " +
                std::to_string(last.year) + ", an onset by then with " + one(last.happened, in_percent) +
                " %.";
    }
    return text;
}

}  // namespace

std::string events_svg(Results const& results, ChartPage const& page) {
    std::vector<int> years;
    if (!results.events.empty())
        for (EventYear const& year : results.events.front().years) years.push_back(year.year);
    if (years.empty()) return "";
    Palette const& colours = *page.colours;
    double const em = page.font;
    bool const wide = !page.is_narrow();
    double const size = wide ? em : 0.8 * em;  // of numbers in cells
    double const left = wide ? 27 * em : 0;
    double const right = page.width - (wide ? 7.5 * em : 0);
    // As many as have room for their numbers.
    years = spread_years(years, std::clamp<std::size_t>(
                                    static_cast<std::size_t>((right - left) / (2.5 * size)), 2, most_years));
    double const cell = (right - left) / static_cast<double>(years.size());
    double const row = (wide ? 1.9 : 3.1) * em;
    double const top = 1.8 * em;
    double const height = top + row * static_cast<double>(results.events.size()) + 0.3 * em;
    SvgWriter svg;
    svg.begin({page.width, height}, "events" + std::string{page.id_suffix}, "Events by year",
              description(results.events), page.ground);
    for (std::size_t k = 0; k < years.size(); ++k) {
        std::string const year = std::to_string(years[k]);
        std::string const shown = text_width(year, size) < cell ? year : "\u2019" + year.substr(2);
        svg.text({left + (static_cast<double>(k) + 0.5) * cell, top - 0.6 * em}, shown, size, "middle",
                 fill(colours.text));
    }
    if (wide)
        svg.text({page.width, top - 0.6 * em}, "onset by " + std::to_string(years.back()), em, "end",
                 fill(colours.text));
    for (std::size_t i = 0; i < results.events.size(); ++i) {
        EventSummary const& event = results.events[i];
        double const y = top + row * static_cast<double>(i) + (wide ? 0 : 1.3 * em);
        double const high = (wide ? row : 1.7 * em) - 2;
        if (wide)
            svg.text({left - 0.8 * em, y + 1.25 * em}, fitted(named(event), left - 0.8 * em, em), em, "end",
                     fill(colours.ink));
        else
            svg.text({0, y - 0.3 * em}, fitted(named(event), page.width, em), em, "start", fill(colours.ink));
        for (std::size_t k = 0; k < years.size(); ++k) {
            auto const found = std::find_if(event.years.begin(), event.years.end(),
                                            [&](EventYear const& e) { return e.year == years[k]; });
            if (found == event.years.end()) continue;
            double const share = std::clamp(found->active_share.value, 0.0, 1.0);
            double const x = left + static_cast<double>(k) * cell;
            svg.rectangle({x, y}, cell - 1.5, high,
                          fill(colours.bands[1]) + " fill-opacity=\"" + pixels(0.06 + 0.94 * share) + "\"");
            svg.text({x + (cell - 1.5) / 2, y + high / 2 + 0.35 * size},
                     share_text(found->active_share.value), size, "middle", fill(colours.ink));
        }
        if (wide && !event.years.empty())
            svg.text({page.width, y + 1.25 * em}, one(event.years.back().happened, in_percent) + " %", em,
                     "end", fill(colours.ink));
    }
    svg.end();
    return svg.content();
}

}  // namespace gapmc
