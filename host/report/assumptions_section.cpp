// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "host/config/all_quantities.hpp"
#include "host/exact/transform.hpp"
#include "host/report/parts.hpp"
#include "host/report/sections.hpp"
#include "host/resolve/in_force.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

constexpr int digits = 3;

//! A number, or the 5 %, 50 % and 95 % points of a distribution.
std::string value_words(Quantity const& q) {
    if (q.is_constant()) return shortest(q.parameters.front());
    exact::Implied const i = exact::implied(q);
    return fmt::format("{} \u2026 {} \u2026 {}", significant(i.p05, digits), significant(i.median, digits),
                       significant(i.p95, digits));
}

bool is_judgement(Quantity const& q) { return q.source == "judgement" || q.note.starts_with("judgement"); }

Markup source_cell(Quantity const& q) {
    Markup cell;
    if (q.defaulted) cell += element("span", "default", {{"class", "tag"}});
    if (is_judgement(q)) cell += element("span", "judgement", {{"class", "tag"}});
    if (!q.source.empty() && q.source != "judgement")
        cell += text(cell.empty() ? "" : " ") + linked(q.source);
    if (!q.note.empty()) {
        std::string const note = q.note.starts_with("judgement:") ? q.note.substr(10) : q.note;
        cell += element("div", linked(note), {{"class", "note"}});
    }
    return cell;
}

//! "drivers" of "drivers.compute.us.growth"
std::string group_of(std::string const& path) { return path.substr(0, path.find('.')); }

//! The path without its group, with places to break it.
Markup path_cell(std::string const& path) {
    std::size_t const dot = path.find('.');
    std::string const rest = dot == std::string::npos ? path : path.substr(dot + 1);
    Markup cell;
    for (std::size_t at = 0; at < rest.size();) {
        std::size_t const end = std::min(rest.find('.', at), rest.size() - 1) + 1;
        cell += text(rest.substr(at, end - at)) + Markup::trusted("<wbr>");
        at = end;
    }
    return cell;
}

Markup rows_of(std::vector<Quantity const*> const& quantities) {
    Markup rows;
    for (Quantity const* const q : quantities)
        rows +=
            element("tr", element("th", path_cell(q->path), {{"scope", "row"}}) +
                              element("td", value_words(*q)) + element("td", q->unit) +
                              element("td", q->as_of) + element("td", source_cell(*q), {{"class", "words"}}));
    return rows;
}

Markup heads() {
    Markup cells;
    for (char const* const head :
         {"Input", "Value, or 5 % \u2026 50 % \u2026 95 %", "Unit", "As of", "Source and note"})
        cells += element("th", head, {{"scope", "col"}});
    return element("thead", element("tr", cells));
}

Markup relation_row(std::string const& first, std::string const& second, double value,
                    std::string const& source, std::string const& note) {
    Markup words = linked(source);
    if (!note.empty()) words += element("div", linked(note), {{"class", "note"}});
    return element("tr", element("th", first, {{"scope", "row"}}) + element("td", second) +
                             element("td", shortest(value)) + element("td", words, {{"class", "words"}}));
}

Markup relation_table(std::string const& caption, Markup const& rows) {
    if (rows.empty()) return {};
    Markup cells;
    for (char const* const head : {"One", "Other", "Value", "Source and note"})
        cells += element("th", head, {{"scope", "col"}});
    return scrolled(
        element("table",
                element("caption", caption) + element("thead", element("tr", cells)) + element("tbody", rows),
                {{"class", "inputs"}}),
        caption);
}

//! What moves together.
Markup relations(Study const& study) {
    Markup shocks, inputs;
    for (ShockPair const& p : study.shock_pairs)
        shocks += relation_row(p.first.text(), p.second.text(), p.rho, p.source, p.note);
    for (RankPair const& p : study.rank_pairs)
        inputs += relation_row(p.first, p.second, p.spearman, p.source, p.note);
    return relation_table("Correlations of yearly shocks", shocks) +
           relation_table("Rank correlations of inputs (Spearman)", inputs);
}

//! Events by what they say of themselves.
Markup event_notes(Study const& study) {
    Markup items;
    for (Event const& event : study.events) {
        if (!event.enabled || (event.note.empty() && event.source.empty())) continue;
        items += element(
            "li", element("strong", event.name.empty() ? event.id : event.name) +
                      (event.source.empty() ? Markup{} : text(" (") + linked(event.source) + text(")")) +
                      (event.note.empty() ? Markup{} : text(": ") + linked(event.note)));
    }
    return items.empty() ? Markup{} : element("h3", "Events") + element("ul", items);
}

}  // namespace

Markup assumptions_section(ReportSubject const& s) {
    Study const drawn = as_drawn(s.study);
    std::map<std::string, std::vector<Quantity const*>> groups;
    std::size_t all = 0, judged = 0, unsourced = 0, uncertain = 0;
    for (Quantity const* const q : all_quantities(drawn)) {
        if (is_switched_off(drawn, *q)) continue;
        groups[group_of(q->path)].push_back(q);
        ++all;
        judged += is_judgement(*q) ? 1 : 0;
        unsourced += q->source.empty() && !is_judgement(*q) ? 1 : 0;
        uncertain += q->is_constant() ? 0 : 1;
    }
    Markup body =
        paragraph(fmt::format("The study has {} inputs, of which {} are uncertain. {} are called judgement, "
                              "without a published figure "
                              "behind them, and {} name no source at all. An uncertain input is given by the "
                              "points that 5, 50 and 95 "
                              "of 100 draws lie below.",
                              all, uncertain, judged, unsourced));
    for (auto const& [group, quantities] : groups) {
        std::string const caption = "Inputs under " + group;
        body += scrolled(
            element("table", element("caption", caption) + heads() + element("tbody", rows_of(quantities)),
                    {{"class", "inputs"}}),
            caption);
    }
    body += relations(s.study);
    body += event_notes(s.study);
    return body;
}

}  // namespace gapmc
