// SPDX-License-Identifier: Apache-2.0
#include "host/config/write_study.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/config/members.hpp"
#include "host/config/schema_tables.hpp"

namespace gapmc {
namespace config {
namespace {

void write_head(TomlText& out, Study const& study, Request const* request) {
    out.table("study");
    write_members(out, study_table, study);
    if (request != nullptr) write_members(out, study_table, *request);
    auto actors = study.actors;
    std::sort(actors.begin(), actors.end(), [](Actor const& a, Actor const& b) { return a.id < b.id; });
    for (Actor const& actor : actors) {
        out.table("actors." + actor.id);
        write_members(out, entries_of(actors_table), actor);
    }
}

void write_driver(TomlText& out, Driver const& driver) {
    TableSpec const& spec = entries_of(drivers_table);
    std::string const path = "drivers." + driver.id;
    out.table(path);
    write_members(out, spec, driver);
    write_sections(out, path, spec, driver);
    for (auto const& [actor, process] : driver.actors) {
        out.table(joined(path, actor));
        write_members(out, entries_of(spec), process);
    }
}

void write_report(TomlText& out, Study const& study) {
    for (Contrast const& contrast : study.contrasts) {
        out.table("contrasts." + contrast.id);
        write_members(out, entries_of(contrasts_table), contrast);
    }
    out.table("report");
    write_members(out, report_table, study);
    for (ReportedQuantity const& quantity : study.quantities) {
        out.table("report.quantities." + quantity.id);
        write_members(out, entries_of(*report_table.fixed("quantities")->table), quantity);
    }
    for (ReportedStatement const& statement : study.statements) {
        out.table("report.statements." + statement.id);
        write_members(out, entries_of(*report_table.fixed("statements")->table), statement);
    }
    out.table("plausible");
    write_members(out, plausible_table, study.plausible);
}

void write_scenarios(TomlText& out, Study const& study) {
    for (Scenario const& scenario : study.scenarios) {
        out.table("scenarios." + scenario.id);
        write_members(out, entries_of(scenarios_table), scenario);
    }
}

std::string write_study(Study const& study, Request const* request) {
    TomlText out;
    write_head(out, study, request);
    for (Driver const& driver : study.drivers) write_driver(out, driver);
    write_relations(out, study);
    for (Event const& event : study.events) write_event(out, event);
    write_index(out, study.index);
    write_report(out, study);
    // Worlds that differ are no part of what this one assumes.
    if (request != nullptr) write_scenarios(out, study);
    return out.take();
}

}  // namespace
}  // namespace config

std::string resolved_toml(Study const& study, Request const& request) {
    return config::write_study(study, &request);
}
std::string assumptions_toml(Study const& study) { return config::write_study(study, nullptr); }

}  // namespace gapmc
