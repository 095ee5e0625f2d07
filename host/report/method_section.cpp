// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "host/outputs/lookup.hpp"
#include "host/report/calibrated.hpp"
#include "host/report/parts.hpp"
#include "host/report/sections.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

Markup reading(ReportSubject const& s) {
    Markup items;
    auto const item = [&](std::string const& words) { items += element("li", words); };
    item(
        "A trajectory is one possible course of all drivers, events and scores, drawn from the assumptions. "
        "A "
        "band of 90 % holds the middle 90 of 100 trajectories: five lie above it and five below.");
    item(std::string{calibrated_scale()});
    item(fmt::format(
        "A score of 31 December {} and later can be meant in three ways. \u201cConstant method\u201d "
        "is the index by the method of {}; \u201cedition\u201d is what later methods would make of it; "
        "\u201cas published\u201d adds measurement error and rounding. Which one a number speaks of is "
        "said beside it.",
        s.study.base + 1, s.study.base));
    item(
        "A number behind \u00b1 is a standard error: how far the number may be off because only so many "
        "trajectories were drawn. It says nothing about whether the assumptions hold.");
    item(
        "The central path has every input at its median, no chance and no new event. It is no forecast: the "
        "median of the trajectories may lie elsewhere.");
    return element("h3", "How to read it") + element("ul", items);
}

Markup fact(std::string_view name, Markup const& value) { return element("dt", name) + element("dd", value); }

Markup computed(ReportSubject const& s) {
    Results const& r = s.results;
    Markup facts;
    facts += fact("Study", text(s.study.name));
    facts += fact("World", text(r.scenario));
    if (!r.overrides.empty()) {
        Markup words;
        for (std::string const& word : r.overrides) words += element("code", word) + text(" ");
        facts += fact("Overrides", words);
    }
    facts += fact("Trajectories", text(trajectories_words(r)));
    facts += fact("Seed", text(std::to_string(r.request.seed)));
    facts += fact("Base, origin, end",
                  text(fmt::format("{}, {}, {}", s.study.base, iso_date(s.study.origin), s.study.end)));
    if (std::string const line = exact_line(r); !line.empty()) facts += fact("Quantiles", text(line));
    facts += fact("Result digest", element("code", r.result_digest));
    if (!r.exact_digest.empty()) facts += fact("Exact digest", element("code", r.exact_digest));
    facts += fact("Study digest", element("code", r.study_digest));
    facts += fact("Plan digest", element("code", r.plan_digest));
    facts += fact("Stream version", text(std::to_string(s.record.identity.stream)));
    return element("h3", "How it was computed") + element("dl", facts) +
           paragraph(
               "gapmc drew the trajectories and counted them in whole numbers, so that the same study, seed "
               "and number of trajectories give the same digest on every machine, processor and GPU. When "
               "and where it ran, how long it took and with which version of the program is in run.json "
               "beside this page.");
}

Markup checking() {
    return element("h3", "How to check it") +
           element("p",
                   text("In the folder of this page, ") + element("code", "gapmc verify .") +
                       text(" makes every file again from the record, draws random blocks of trajectories "
                            "anew and compares; ") +
                       element("code", "gapmc replay . --trajectory 0") +
                       text(" shows a single trajectory in full. resolved.toml beside this page has every "
                            "assumption, defaults too."));
}

}  // namespace

Markup method_section(ReportSubject const& s) { return reading(s) + computed(s) + checking(); }

}  // namespace gapmc
