// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <utility>

#include "host/config/members.hpp"
#include "host/config/read_parts.hpp"

namespace gapmc::config {
namespace {

Actor read_actor(Cursor const& table, std::string const& id) {
    Actor actor;
    actor.id = id;
    read_members(table, actor);
    actor.score = actor.score_quantity.parameters[0];
    return actor;
}

Contrast read_contrast(Cursor const& table, std::string const& id) {
    Contrast contrast;
    contrast.id = id;
    read_members(table, contrast);
    std::erase_if(contrast.coefficients, [](auto const& term) { return term.second == 0; });
    auto& thresholds = contrast.thresholds;
    if (thresholds.empty()) thresholds = {contrast.kind == ContrastKind::ratio ? 1.0 : 0.0};
    thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
    if (contrast.unit.empty()) contrast.unit = contrast.kind == ContrastKind::linear ? "points" : "1";
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

//! `report.contrast`, else the first table of [contrasts] in the file, then those of the command line by
//! name; else gap.
std::string shown_contrast(Cursor const& report, Cursor const& contrasts) {
    if (report.has("contrast")) return report.text("contrast");
    std::string first = "gap";
    auto least = std::pair{std::numeric_limits<int>::max(), std::numeric_limits<int>::max()};
    for (auto const& id : contrasts.names()) {
        Place const place = contrasts.entry(id).place();
        // Of the command line, line 0: behind the file, in the order of names, which these are in.
        auto const order =
            std::pair{place.line > 0 ? place.line : std::numeric_limits<int>::max() - 1, place.column};
        if (order < least) first = id, least = order;
    }
    return first;
}

void read_report(Cursor const& root, Study& study) {
    Cursor const table = root.table("report");
    read_members(table, study);
    for (auto const& id : table.table("quantities").names()) {
        ReportedQuantity& quantity = study.quantities.emplace_back();
        quantity.id = id;
        read_members(table.table("quantities").entry(id), quantity);
    }
    for (auto const& id : table.table("statements").names()) {
        ReportedStatement& statement = study.statements.emplace_back();
        statement.id = id;
        read_members(table.table("statements").entry(id), statement);
    }
    study.shown_contrast = shown_contrast(table, root.table("contrasts"));
    if (!table.has("years") && study.end - study.base <= max_horizon_years) {
        for (int year = study.base + 1; year <= study.end; ++year) study.report_years.push_back(year);
    }
}

}  // namespace

Request read_request(Cursor const& root) {
    Request request;
    read_members(root.table("study"), request);
    return request;
}

void read_head(Cursor const& root, Study& study) {
    read_members(root.table("study"), study);
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
    read_report(root, study);
    read_members(root.table("plausible"), study.plausible);
    Cursor const scenarios = root.table("scenarios");
    for (auto const& id : scenarios.names()) {
        Scenario scenario;
        scenario.id = id;
        read_members(scenarios.entry(id), scenario);
        study.scenarios.push_back(std::move(scenario));
    }
}

}  // namespace gapmc::config
