// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "host/config/check_study.hpp"
#include "host/config/suggest.hpp"

namespace gapmc::config {
namespace {

//! Scores up to 100 times a coefficient stay apart by float32's own spacing within these.
constexpr double least_coefficient = 1e-6;
constexpr double largest_coefficient = 1e6;

void check_actors(Cursor const& root, Study const& study) {
    Context& context = root.context();
    Cursor const table = root.table("study");
    Place const place = table.place_of("actors");
    std::set<std::string> seen;
    auto const driver_keys = study_spec().fixed("drivers")->table->entry->table->key_names();
    for (auto const& actor : table.texts("actors")) {
        if (!is_name(actor)) {
            context.error(
                place, "study.actors", "\"" + actor + "\"", "this cannot name an actor",
                "Names are lower-case letters, digits and _, start with a letter and have at most 32");
        } else if (!seen.insert(actor).second) {
            context.error(place, "study.actors", table.written("actors"),
                          fmt::format("actor {} is named twice", actor), "Name each actor once");
        } else if (std::find(driver_keys.begin(), driver_keys.end(), actor) != driver_keys.end()) {
            context.error(place, "study.actors", "\"" + actor + "\"",
                          "this is a key of drivers and cannot name an actor", "Choose another name");
        }
    }
    for (Actor const& actor : study.actors) {
        for (auto const& [year, score] : actor.history) {
            if (year < study.base || context.reported("study.base")) continue;
            context.error(actor.place, fmt::format("actors.{}.history.{}", actor.id, year),
                          fmt::format("{}", score),
                          fmt::format("history is before base, which is {}", study.base),
                          "Remove it; the base year's score is the key score");
        }
    }
}

void check_dates(Cursor const& root, Study const& study) {
    Context& context = root.context();
    Cursor const table = root.table("study");
    if (!table.has("base") || !table.has("end") || context.reported("study.base") ||
        context.reported("study.end"))
        return;
    if (study.end <= study.base) {
        context.error(table.place_of("end"), "study.end", table.written("end"),
                      fmt::format("the horizon ends before it starts: base is {}", study.base),
                      "Give a later end");
    } else if (study.end > study.base + max_horizon_years) {
        context.error(table.place_of("end"), "study.end", table.written("end"),
                      fmt::format("the horizon is longer than {} years", max_horizon_years),
                      fmt::format("Give at most {}", study.base + max_horizon_years));
    }
    if (!table.date_if("origin")) return;
    if (study.origin < Date{study.base, 1, 1}) {
        context.error(
            table.place_of("origin"), "study.origin", table.written("origin"),
            fmt::format("the forecast was made before the base year {}, whose scores it uses", study.base),
            "Give a later origin or an earlier base");
    } else if (study.origin > Date{study.end, 12, 31} && study.end > study.base) {
        context.error(table.place_of("origin"), "study.origin", table.written("origin"),
                      "the forecast was made after its own end", "Give an earlier origin or a later end");
    }
}

void check_contrast(Context& context, Cursor const& table, Contrast const& contrast, Study const& study) {
    std::string const path = "contrasts." + contrast.id;
    for (std::string_view const suffix : {"_edition", "_published"}) {
        if (!contrast.id.ends_with(suffix)) continue;
        context.error(contrast.place, path, "",
                      fmt::format("names that end in {} are taken by outcomes", suffix),
                      "Choose another name");
    }
    bool const linear = contrast.kind == ContrastKind::linear;
    auto const stray = [&](std::string_view key) {
        if (!table.has(key)) return;
        context.error(
            table.place_of(key), joined(path, key), table.written(key),
            fmt::format("this key does not belong to a {} contrast", linear ? "linear" : "ratio"),
            linear ? "Give coefficients, or kind = \"ratio\"" : "Give of and to, or kind = \"linear\"");
    };
    if (linear) {
        stray("of");
        stray("to");
        if (contrast.coefficients.empty()) {
            context.error(
                contrast.place, joined(path, "coefficients"), "",
                "a linear contrast needs a coefficient that is not 0",
                fmt::format("Add coefficients.{} = 1", study.actors.empty() ? "ACTOR" : study.actors[0].id));
        }
        for (auto const& [actor, coefficient] : contrast.coefficients) {
            if (std::fabs(coefficient) >= least_coefficient && std::fabs(coefficient) <= largest_coefficient)
                continue;
            context.error(
                contrast.place, joined(path, "coefficients." + actor), fmt::format("{}", coefficient),
                "the contrast leaves the range of single precision, in which scores are compared",
                fmt::format("Give a coefficient of {} to {}", least_coefficient, largest_coefficient));
        }
        return;
    }
    stray("coefficients");
    for (std::string_view const key : {"of", "to"}) {
        if (table.has(key)) continue;
        context.error(contrast.place, joined(path, key), "", "a ratio needs this key", "Name an actor");
    }
    if (!contrast.of.empty() && contrast.of == contrast.to) {
        context.error(table.place_of("to"), joined(path, "to"), table.written("to"),
                      "the contrast compares an actor with itself", "Name two actors");
    }
    if (contrast.kind == ContrastKind::ratio) {
        for (double const threshold : contrast.thresholds) {
            if (threshold > 0) continue;
            context.error(table.place_of("thresholds"), joined(path, "thresholds"),
                          table.written("thresholds"), "a ratio of scores is always positive",
                          "Give thresholds above 0");
        }
    }
}

void check_report(Cursor const& root, Study const& study) {
    Context& context = root.context();
    Cursor const table = root.table("report");
    auto const report = [&](std::string_view key, std::string const& reason, std::string const& remedy) {
        context.error(table.place_of(key), joined("report", key), table.written(key), reason, remedy);
    };
    bool const horizon_known = study.base < study.end;
    for (int const year : study.report_years) {
        if (!horizon_known || (year > study.base && year <= study.end)) continue;
        report("years", fmt::format("{} is no index year", year),
               fmt::format("Give years {} ... {}", study.base + 1, study.end));
    }
    if (std::adjacent_find(study.report_years.begin(), study.report_years.end()) !=
        study.report_years.end()) {
        report("years", "a year is given twice", "Give each once");
    }
    // Levels are found to nine decimals.
    if (std::adjacent_find(study.quantiles.begin(), study.quantiles.end(), [](double a, double b) {
            return std::fabs(a - b) < 2e-9;
        }) != study.quantiles.end()) {
        report("quantiles", "a level is given twice", "Give each once");
    }
}

//! The headline must be a quantity that the study has.
void check_outcome(Cursor const& root, Study const& study) {
    Cursor const table = root.table("report");
    auto const lacks = [&](std::string_view missing, std::string_view word) {
        root.context().error(table.place_of("outcome"), "report.outcome", table.written("outcome"),
                             fmt::format("the study has no {} that would make this outcome", missing),
                             fmt::format("Add [index.{}], or set outcome = \"constant\"", word));
    };
    if (study.outcome == Outcome::edition && !study.index.revisions) lacks("method revisions", "revisions");
    if (study.outcome == Outcome::published && !study.index.measurement)
        lacks("error of measurement", "measurement");
}

void check_plausible(Cursor const& root, Study const& study) {
    Cursor const table = root.table("plausible");
    for (Contrast const& contrast : study.contrasts) {
        if (contrast.id != study.plausible.contrast || contrast.kind == ContrastKind::linear ||
            !table.has("contrast"))
            continue;
        root.context().error(table.place_of("contrast"), "plausible.contrast", table.written("contrast"),
                             "ranges are declared of a linear contrast", "Name one with coefficients");
    }
    for (std::string_view const key : {"yearly_sd", "yearly_drift", "narrows"}) {
        auto const ends = table.numbers(key);
        if (ends.size() != 2 || ends[0] <= ends[1]) continue;
        root.context().error(table.place_of(key), joined("plausible", key), table.written(key),
                             "the range goes from a larger to a smaller number", "Swap its ends");
    }
}

}  // namespace

void check_head(Cursor const& root, Study const& study) {
    check_actors(root, study);
    check_dates(root, study);
    Cursor const contrasts = root.table("contrasts");
    for (Contrast const& contrast : study.contrasts) {
        if (contrasts.has(contrast.id))
            check_contrast(root.context(), contrasts.entry(contrast.id), contrast, study);
    }
    check_report(root, study);
    check_outcome(root, study);
    check_plausible(root, study);
}

}  // namespace gapmc::config
