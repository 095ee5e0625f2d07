// SPDX-License-Identifier: Apache-2.0
#include "host/results/described.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "host/plan/term_rows.hpp"
#include "host/results/own_unit.hpp"

namespace gapmc {
namespace {

template<class Items>
auto const& find_id(Items const& items, std::string const& id) {
    return *std::find_if(items.begin(), items.end(), [&](auto const& item) { return item.id == id; });
}

std::string link_prefix(Link link) { return link == Link::log ? "ln " : link == Link::logit ? "logit " : ""; }

std::string name_of(Study const& study, std::string const& actor) {
    std::string const& name = find_id(study.actors, actor).name;
    return name.empty() ? actor : name;
}

Described describe_driver(Study const& study, Plan const& plan, Row const& row) {
    auto const index = static_cast<std::size_t>(row.index);
    PairName const& pair = plan.model().pair_names[index];
    Driver const& driver = find_id(study.drivers, pair.driver);
    double const start = plan.central_starts()[index];
    std::string const name =
        (driver.name.empty() ? driver.id : driver.name) + ", " + name_of(study, pair.actor);
    if (row.target == Target::driver) return {name, link_prefix(driver.link) + driver.unit, start};
    return {name, driver.unit, level_of(plan.model().pair_levels[index], start)};
}

//! "United States minus China", "United States over China", "China minus 0.5 times Japan": which actor stands
//! where.
std::string contrast_words(Study const& study, Contrast const& contrast) {
    if (contrast.kind != ContrastKind::linear) {
        std::string const ratio = name_of(study, contrast.of) + " over " + name_of(study, contrast.to);
        return contrast.kind == ContrastKind::ratio ? ratio : "logarithm of " + ratio;
    }
    auto terms = std::vector<std::pair<std::string, double>>{contrast.coefficients.begin(),
                                                             contrast.coefficients.end()};
    // What is added first, then what is taken away.
    std::stable_partition(terms.begin(), terms.end(), [](auto const& term) { return term.second > 0; });
    std::string text;
    for (auto const& [actor, coefficient] : terms) {
        if (coefficient < 0)
            text += text.empty() ? "minus " : " minus ";
        else if (!text.empty())
            text += " plus ";
        double const size = std::fabs(coefficient);
        if (size != 1) text += fmt::format("{} times ", size);
        text += name_of(study, actor);
    }
    return text;
}

//! At base the sum is what its terms were then, and the only year that has come is the base.
Described describe_quantity(Study const& study, Plan const& plan, ReportedQuantity const& quantity) {
    double start = 0;
    for (StatementTerm const& term : quantity.terms) {
        // A plan of differences has no such row, and a difference starts at 0.
        if (auto const row = plan.find_row(level_target(study, term), term.id))
            start += term.coefficient * describe(study, plan, plan.rows[*row]).start;
    }
    return {quantity.title.empty() ? quantity_words(quantity) : quantity.title, quantity.unit,
            is_year(quantity.over) ? study.base : start};
}

}  // namespace

std::string quantity_words(ReportedQuantity const& quantity) {
    switch (quantity.over) {
        case Over::maximum:
            return "largest " + quantity.of + " so far";
        case Over::minimum:
            return "smallest " + quantity.of + " so far";
        case Over::year_of_maximum:
            return "year of the largest " + quantity.of + " so far";
        case Over::year_of_minimum:
            return "year of the smallest " + quantity.of + " so far";
        default:
            return quantity.of;
    }
}

Described describe(Study const& study, Plan const& plan, Row const& row) {
    switch (row.target) {
        case Target::score: {
            Actor const& actor = find_id(study.actors, row.id);
            return {name_of(study, row.id), "points", actor.score};
        }
        case Target::driver:
        case Target::driver_level:
            return describe_driver(study, plan, row);
        case Target::event_onsets:
            return {find_id(study.events, row.id).name, "1/yr", 0};
        case Target::event_active:
            return {find_id(study.events, row.id).name, "1", 0};
        case Target::quantity:
            return describe_quantity(study, plan, find_id(study.quantities, row.id));
        default:
            return {contrast_words(study, find_id(study.contrasts, row.id)),
                    find_id(study.contrasts, row.id).unit,
                    plan.model().contrast_starts[static_cast<std::size_t>(row.index)]};
    }
}

}  // namespace gapmc
