// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "host/config/read_parts.hpp"

namespace gapmc::config {
namespace {

//! 0 for what is no year, which is reported as out of range.
int year_of(std::int64_t value) { return value >= 0 && value <= 9999 ? static_cast<int>(value) : 0; }

void read_study_table(Cursor const& table, Study& study) {
    study.name = table.text("name");
    study.title = table.text("title");
    study.description = table.text("description");
    study.base = year_of(table.integer("base"));
    study.origin = table.date_if("origin").value_or(Date{});
    study.end = year_of(table.integer("end"));
    std::string const step = table.text("step");
    study.months_per_step = step == "1 month" ? 1 : step == "3 months" ? 3 : step == "6 months" ? 6 : 12;
    study.seed = static_cast<std::uint64_t>(table.integer("seed"));
    study.trajectories = static_cast<std::uint64_t>(table.integer("trajectories"));
}

Actor read_actor(Cursor const& table, std::string const& id) {
    Actor actor;
    actor.id = id;
    actor.name = table.text("name");
    actor.score_quantity = table.quantity("score");
    actor.score = actor.score_quantity.parameters[0];
    Cursor const history = table.table("history");
    for (auto const& year : history.names()) {
        if (auto const score = history.entry_number(year)) actor.history[std::stoi(year)] = *score;
    }
    actor.place = table.place();
    return actor;
}

void sort_unique(std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

Contrast read_contrast(Cursor const& table, std::string const& id) {
    Contrast contrast;
    contrast.id = id;
    std::string const kind = table.text("kind");
    contrast.kind = kind == "ratio"       ? ContrastKind::ratio
                    : kind == "log_ratio" ? ContrastKind::log_ratio
                                          : ContrastKind::linear;
    Cursor const coefficients = table.table("coefficients");
    for (auto const& actor : coefficients.names()) {
        double const coefficient = coefficients.entry_number(actor).value_or(0);
        if (coefficient != 0) contrast.coefficients[actor] = coefficient;
    }
    contrast.of = table.text("of");
    contrast.to = table.text("to");
    contrast.thresholds = table.numbers("thresholds");
    if (contrast.thresholds.empty()) contrast.thresholds = {contrast.kind == ContrastKind::ratio ? 1.0 : 0.0};
    sort_unique(contrast.thresholds);
    contrast.unit = table.text("unit");
    if (contrast.unit.empty()) contrast.unit = contrast.kind == ContrastKind::linear ? "points" : "1";
    contrast.place = table.place();
    return contrast;
}

void read_contrasts(Cursor const& tables, Study& study) {
    bool const gap_given = tables.has("gap");
    if (!gap_given) {
        Contrast gap;
        gap.id = "gap";
        if (study.actors.size() >= 2)
            gap.coefficients = {{study.actors[0].id, 1.0}, {study.actors[1].id, -1.0}};
        gap.thresholds = {0.0};
        gap.unit = "points";
        study.contrasts.push_back(gap);
    }
    for (auto const& id : tables.names()) study.contrasts.push_back(read_contrast(tables.entry(id), id));
    std::stable_partition(study.contrasts.begin(), study.contrasts.end(),
                          [](Contrast const& contrast) { return contrast.id == "gap"; });
}

void read_report(Cursor const& table, Study& study) {
    for (double const year : table.numbers("years")) {
        if (year >= 0 && year <= 9999) study.report_years.push_back(static_cast<int>(year));
    }
    std::sort(study.report_years.begin(), study.report_years.end());
    if (!table.has("years") && study.end - study.base <= max_horizon_years) {
        for (int year = study.base + 1; year <= study.end; ++year) study.report_years.push_back(year);
    }
    study.quantiles = table.numbers("quantiles");
    std::sort(study.quantiles.begin(), study.quantiles.end());
}

void read_plausible(Cursor const& table, Study& study) {
    auto const range = [&](std::string_view name) -> std::optional<std::pair<double, double>> {
        auto const ends = table.numbers(name);
        if (ends.size() != 2) return std::nullopt;
        return std::pair{ends[0], ends[1]};
    };
    Plausible& plausible = study.plausible;
    plausible.contrast = table.text("contrast");
    plausible.yearly_sd = range("yearly_sd");
    plausible.yearly_drift = range("yearly_drift");
    plausible.score_above_95 = table.number_if("score_above_95");
    plausible.saturated = table.number_if("saturated");
    plausible.capped = table.number_if("capped");
    plausible.narrows = range("narrows");
}

}  // namespace

void read_head(Cursor const& root, Study& study) {
    read_study_table(root.table("study"), study);
    Cursor const actors = root.table("actors");
    for (auto const& id : root.context().names.actors) {
        if (actors.has(id)) {
            study.actors.push_back(read_actor(actors.entry(id), id));
        } else {
            Place const place = root.table("study").place_of("actors");
            root.context().error(place, "actors." + id, "",
                                 "this table is required, for study.actors lists the actor",
                                 "Add [actors." + id + "] with its score");
            Actor actor;  // stands in, so that what follows can be checked
            actor.id = id;
            actor.score = 50;
            study.actors.push_back(actor);
        }
    }
    read_contrasts(root.table("contrasts"), study);
    read_report(root.table("report"), study);
    read_plausible(root.table("plausible"), study);
}

}  // namespace gapmc::config
