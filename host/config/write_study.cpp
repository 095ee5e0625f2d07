// SPDX-License-Identifier: Apache-2.0
#include "host/config/write_study.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/config/toml_text.hpp"
#include "host/config/write_parts.hpp"

namespace gapmc {
namespace config {
namespace {

std::string_view link_word(Link link) {
    return link == Link::log ? "log" : link == Link::logit ? "logit" : "identity";
}

void write_head(TomlText& out, Study const& study) {
    out.table("study");
    out.line("format", "1");
    out.text("name", study.name);
    out.text_if("title", study.title);
    out.text_if("description", study.description);
    std::vector<std::string> ids;
    for (Actor const& actor : study.actors) ids.push_back(actor.id);
    out.line("actors", toml_list(ids));
    out.line("base", std::to_string(study.base));
    out.line("origin", toml_date(study.origin));
    out.line("end", std::to_string(study.end));
    int const months = study.months_per_step;
    out.text("step", months == 12 ? "1 year" : months == 1 ? "1 month" : fmt::format("{} months", months));
    out.line("seed", std::to_string(study.seed));
    out.line("trajectories", std::to_string(study.trajectories));
    auto actors = study.actors;
    std::sort(actors.begin(), actors.end(), [](Actor const& a, Actor const& b) { return a.id < b.id; });
    for (Actor const& actor : actors) {
        out.table("actors." + actor.id);
        out.text_if("name", actor.name);
        out.quantity("score", actor.score_quantity);
        for (auto const& [year, score] : actor.history) out.number(fmt::format("history.{}", year), score);
    }
}

void write_process(TomlText& out, Process const& process) {
    out.quantity("level", process.level);
    out.quantity("growth", process.growth);
    out.quantity("growth_start", process.growth_start);
    out.quantity("growth_half_life", process.growth_half_life);
    out.quantity("volatility", process.volatility);
    out.quantity("reversion", process.reversion);
    out.quantity("reversion_level", process.reversion_level);
    if (!process.capacity) return;
    Capacity const& capacity = *process.capacity;
    out.text("capacity.by", capacity.by.text());
    out.quantity("capacity.utilisation", capacity.utilisation);
    out.quantity("capacity.efficiency_growth", capacity.efficiency_growth);
    out.number("capacity.smoothness", capacity.smoothness);
}

void write_driver(TomlText& out, Driver const& driver) {
    out.table("drivers." + driver.id);
    out.text_if("name", driver.name);
    out.text("unit", driver.unit);
    out.text("link", link_word(driver.link));
    out.flag("share_group", driver.share_group);
    if (driver.ratio) {
        out.table(fmt::format("drivers.{}.ratio", driver.id));
        out.text("of", driver.ratio->of);
        out.text("to", driver.ratio->to);
        out.number("split", driver.ratio->split);
        write_process(out, driver.ratio->process);
    }
    for (auto const& [actor, process] : driver.actors) {
        out.table(fmt::format("drivers.{}.{}", driver.id, actor));
        write_process(out, process);
    }
}

void write_contrast(TomlText& out, Contrast const& contrast) {
    out.table("contrasts." + contrast.id);
    bool const linear = contrast.kind == ContrastKind::linear;
    out.text("kind", linear ? "linear" : contrast.kind == ContrastKind::ratio ? "ratio" : "log_ratio");
    if (linear) {
        for (auto const& [actor, coefficient] : contrast.coefficients)
            out.number("coefficients." + actor, coefficient);
    } else {
        out.text("of", contrast.of);
        out.text("to", contrast.to);
    }
    out.line("thresholds", toml_list(contrast.thresholds));
    out.text("unit", contrast.unit);
}

void write_report(TomlText& out, Study const& study) {
    out.table("report");
    out.line("years", fmt::format("[{}]", fmt::join(study.report_years, ", ")));
    out.line("quantiles", toml_list(study.quantiles));
    Plausible const& plausible = study.plausible;
    out.table("plausible");
    out.text("contrast", plausible.contrast);
    auto const range = [&](std::string const& key, std::optional<std::pair<double, double>> const& ends) {
        if (ends) out.line(key, toml_list(std::vector<double>{ends->first, ends->second}));
    };
    range("yearly_sd", plausible.yearly_sd);
    range("yearly_drift", plausible.yearly_drift);
    out.number("score_above_95", plausible.score_above_95);
    out.number("saturated", plausible.saturated);
    out.number("capped", plausible.capped);
    range("narrows", plausible.narrows);
}

}  // namespace
}  // namespace config

std::string resolved_toml(Study const& study) {
    config::TomlText out;
    config::write_head(out, study);
    for (Driver const& driver : study.drivers) config::write_driver(out, driver);
    config::write_relations(out, study);
    for (Event const& event : study.events) config::write_event(out, event);
    config::write_index(out, study.index);
    for (Contrast const& contrast : study.contrasts) config::write_contrast(out, contrast);
    config::write_report(out, study);
    return out.take();
}

}  // namespace gapmc
