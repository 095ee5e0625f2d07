// SPDX-License-Identifier: Apache-2.0
#include "host/config/write_parts.hpp"

#include <fmt/format.h>

#include "host/config/toml_text.hpp"

namespace gapmc::config {
namespace {

void write_shocks(TomlText& out, Study const& study) {
    out.table("shocks");
    for (TailGroup const& group : study.tail_groups) {
        if (group.id == "default") out.number("nu", group.nu);
    }
    out.text("repair", study.repair_shocks ? "nearest" : "none");
    for (TailGroup const& group : study.tail_groups) {
        if (group.id == "default") continue;
        out.table("shocks.tail_groups." + group.id);
        out.number("nu", group.nu);
        std::vector<std::string> members;
        for (PairName const& member : group.members) members.push_back(member.text());
        out.line("members", toml_list(members));
    }
    for (ShockPair const& pair : study.shock_pairs) {
        out.tables("shocks.pair");
        out.line("between", toml_list({pair.first.text(), pair.second.text()}));
        out.number("rho", pair.rho);
        out.text_if("source", pair.source);
        out.text_if("note", pair.note);
    }
}

void write_effects(TomlText& out, std::string_view kind, std::map<PairName, Quantity> const& effects) {
    for (auto const& [pair, effect] : effects) out.quantity(fmt::format("{}.{}", kind, pair.text()), effect);
}

void write_dimension(TomlText& out, Dimension const& dimension) {
    out.table("index.dimensions." + dimension.id);
    out.text_if("name", dimension.name);
    out.number("weight", dimension.weight);
    out.quantity("steepness", dimension.steepness);
    out.text("reference", dimension.reference == Reference::mean      ? "mean"
                          : dimension.reference == Reference::outside ? "outside"
                                                                      : "frontier");
    for (auto const& [year, value] : dimension.outside) out.number(fmt::format("outside.{}", year), value);
    for (Loading const& loading : dimension.loadings) {
        out.number(fmt::format("loadings.{}.weight", loading.driver), loading.weight);
        out.number(fmt::format("loadings.{}.lag", loading.driver), loading.lag);
    }
    for (auto const& [actor, score] : dimension.base) out.points("base." + actor, score);
    if (!dimension.base_contrast) return;
    out.text("base_contrast.first", dimension.base_contrast->first);
    out.text("base_contrast.second", dimension.base_contrast->second);
    out.quantity("base_contrast.points", dimension.base_contrast->points);
}

}  // namespace

void write_relations(TomlText& out, Study const& study) {
    write_shocks(out, study);
    out.table("dependence");
    out.text("repair", study.repair_dependence ? "nearest" : "none");
    for (RankPair const& pair : study.rank_pairs) {
        out.tables("dependence.pair");
        out.line("between", toml_list({pair.first, pair.second}));
        out.number("spearman", pair.spearman);
        out.text_if("source", pair.source);
        out.text_if("note", pair.note);
    }
    if (study.couplings.empty()) return;
    out.table("couplings");
    for (Coupling const& coupling : study.couplings) {
        std::string const key = fmt::format("{}.{}", coupling.to.text(), coupling.from.text());
        out.quantity(key, coupling.strength);
        out.number(key + ".lag", coupling.lag);
    }
}

void write_event(TomlText& out, Event const& event) {
    out.table("events." + event.id);
    out.text_if("name", event.name);
    out.text_if("kind", event.kind);
    out.text_if("by", event.by);
    out.text_if("on", event.on);
    out.text_if("source", event.source);
    out.text_if("note", event.note);
    out.quantity("rate", event.rate);
    if (event.from) out.line("from", toml_date(*event.from));
    if (event.until) out.line("until", toml_date(*event.until));
    out.number("max_rate", event.max_rate);
    if (event.duration) {
        out.quantity("duration", event.duration);
        out.text("duration_kind", event.duration_kind == DurationKind::fixed ? "fixed" : "exponential");
    }
    out.quantity("adaptation_half_life", event.adaptation_half_life);
    out.quantity("refractory", event.refractory);
    out.flag("repeat", event.repeat);
    out.flag("restart", event.restart);
    out.number("initial_age", event.initial_age);
    if (event.feedback) {
        out.quantity("feedback.strength", event.feedback->strength);
        out.text("feedback.contrast", event.feedback->contrast);
        out.number("feedback.lag", event.feedback->lag);
    }
    for (auto const& [other, multiplier] : event.multipliers)
        out.quantity("multipliers." + other, multiplier);
    if (!event.ends.empty()) out.line("ends", toml_list(event.ends));
    write_effects(out, "growth", event.growth);
    write_effects(out, "level", event.level);
    write_effects(out, "recovery", event.recovery);
    write_effects(out, "volatility", event.volatility);
    write_effects(out, "ceiling", event.ceiling);
}

void write_index(TomlText& out, Index const& index) {
    out.table("index");
    out.quantity("phi", index.phi);
    out.quantity("order", index.order);
    out.number("weight_concentration", index.weight_concentration);
    out.number("base_spread", index.base_spread);
    for (Dimension const& dimension : index.dimensions) write_dimension(out, dimension);
    if (index.revisions) {
        Revisions const& revisions = *index.revisions;
        out.table("index.revisions");
        out.quantity("probability", revisions.probability);
        out.quantity("common_mean", revisions.common_mean);
        out.quantity("common_sd", revisions.common_sd);
        out.quantity("difference_mean", revisions.difference_mean);
        out.quantity("difference_sd", revisions.difference_sd);
        out.line("between", toml_list({revisions.first, revisions.second}));
    }
    if (index.measurement) {
        out.table("index.measurement");
        out.quantity("sd", index.measurement->sd);
    }
}

}  // namespace gapmc::config
