// SPDX-License-Identifier: Apache-2.0
#include "host/charts/fan_text.hpp"

#include <set>

#include "host/outputs/headline.hpp"
#include "host/outputs/lookup.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

constexpr std::size_t digest_shown = 12;

std::string with_unit(double value, int decimals, std::string const& unit) {
    // A pure number has the unit "1", which nobody reads aloud.
    return typographic(value, decimals) + (unit.empty() || unit == "1" ? "" : " " + unit);
}

std::string year_sentence(YearSummary const& year, FanData const& data) {
    std::string text = " " + std::to_string(year.year) + ":";
    if (auto const median = find_quantile(year, 0.5))
        text += " median " + with_unit(median->value, data.decimals, data.unit);
    if (auto const band = middle_band(year)) {
        text += ", " + band->percent + " % band " + typographic(band->low.value, data.decimals) + " to " +
                typographic(band->high.value, data.decimals);
    }
    return text + ", mean " + typographic(year.mean.value, data.decimals) + ".";
}

std::string description(Results const& results, FanData const& data) {
    std::vector<YearSummary> const& years = *data.summaries;
    std::string text = "Fan chart of " + data.name + ", " + data.outcome + ". Published: ";
    for (auto const& [year, value] : data.published) {
        text +=
            std::to_string(year) + ": " + with_unit(value, 2, data.unit) + (year == data.base ? "." : "; ");
    }
    text += " Simulation of " + trajectories_words(results) + ".";
    for (std::size_t const i : std::set<std::size_t>{0, (years.size() - 1) / 2, years.size() - 1}) {
        text += year_sentence(years[i], data);
    }
    return text;
}

std::string walk_note(FanData const& data) {
    if (!data.walk) return "";
    std::string const yearly = with_unit(data.walk->yearly_sd, 2, data.unit) + " a year";
    return " Dotted: the middle 95 % of a random walk from the base value, sd " + yearly +
           (data.walk->steps == 0
                ? " (the model\u2019s own in its first year, for want of published years)."
                : " (root mean square of " + std::to_string(data.walk->steps) + " published steps).");
}

//! Why the line of published values has gaps, if it has.
std::string break_note(FanData const& data) {
    std::string years;
    for (int const year : data.breaks)
        if (year > data.published.begin()->first && year <= data.base)
            years += (years.empty() ? "" : ", ") + std::to_string(year);
    return years.empty() ? ""
                         : " The published method changed in " + years +
                               ": the line is broken there, and such steps do not count.";
}

}  // namespace

FanText fan_text(Study const& study, Results const& results, FanData const& data) {
    FanText words;
    words.title = titled(study, results);
    words.subtitle = data.name + (data.unit.empty() || data.unit == "1" ? "" : ", " + data.unit) +
                     " \u00b7 " + data.outcome + " \u00b7 " + trajectories_words(results) + " \u00b7 seed " +
                     std::to_string(results.request.seed) + " \u00b7 result " +
                     results.result_digest.substr(0, digest_shown);
    words.description = description(results, data);
    std::string inside;
    for (auto band = data.bands.rbegin(); band != data.bands.rend(); ++band) {
        inside += (inside.empty()                         ? ""
                   : std::next(band) == data.bands.rend() ? " and "
                                                          : ", ") +
                  band->percent;
    }
    std::string const shaded = inside.empty() ? "" : "Shaded: the middle " + inside + " % of trajectories. ";
    words.notes = {shaded + "Thick line: median. Dashed: central path (inputs at their medians, no chance)." +
                       walk_note(data) + break_note(data),
                   "Source: gapmc, study " + study.name + ", base " + year_end(study.base) + ", origin " +
                       iso_date(study.origin) + "."};
    std::string lines;
    for (FanPath const& path : data.exemplars)
        lines += (lines.empty() ? "Thin lines, single trajectories: " : ", ") +
                 std::to_string(path.trajectory) + " " + path.what + " (" + path.dashes_in_words + ")";
    if (!lines.empty())
        words.notes.insert(words.notes.begin() + 1,
                           lines + ", of the first " + grouped(data.exemplars_of) + ".");
    return words;
}

}  // namespace gapmc
