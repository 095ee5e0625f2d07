// SPDX-License-Identifier: Apache-2.0
#include "host/samples/columns.hpp"

#include <bit>
#include <limits>

#include "host/exact/elementary.hpp"
#include "host/results/described.hpp"
#include "host/study/named.hpp"
#include "kernels/base/error.hpp"
#include "kernels/observe/difference.hpp"

namespace gapmc {
namespace {

SamplePart part_of(Target target) {
    switch (target) {
        case Target::score:
            return SamplePart::scores;
        case Target::driver:
        case Target::driver_level:
            return SamplePart::drivers;
        case Target::event_onsets:
        case Target::event_active:
            return SamplePart::events;
        default:
            return SamplePart::contrasts;
    }
}

std::string on_scale(Link link) { return link == Link::log ? ".ln" : link == Link::logit ? ".logit" : ""; }

std::string name_of(Study const& study, Row const& row) {
    switch (row.target) {
        case Target::contrast_edition:
            return row.id + ".edition";
        case Target::contrast_published:
            return row.id + ".published";
        case Target::score:
            return "score." + row.id;
        case Target::driver:
            return row.id + on_scale(driver_of(study, row.id).link);
        case Target::event_onsets:
            return "event." + row.id + ".onsets";
        case Target::event_active:
            return "event." + row.id + ".active";
        default:
            return row.id;
    }
}

std::string described(Study const& study, Row const& row, std::string const& name) {
    switch (row.target) {
        case Target::contrast:
            return name + ", by the method of " + std::to_string(study.base) + ", at the year's end";
        case Target::contrast_edition:
            return name + ", by later methods, at the year's end";
        case Target::contrast_published:
            return name + ", as published, at the year's end";
        case Target::score:
            return "score of " + name + ", by the method of " + std::to_string(study.base) +
                   ", at the year's end";
        case Target::event_onsets:
            return "onsets of " + name + " in the year";
        case Target::event_active:
            return "share of the year in which " + name + " is active";
        default:
            return name + ", at the year's end";
    }
}

//! A driver's level by the row on whose scale the driver moves: the row of levels has steps that suit its
//! largest values, which after years of growth may be more than all that there was at first.
QuantityColumn from_link(QuantityColumn column, Plan const& plan, Row const& row) {
    column.row = plan.row_of(Target::driver, row.id);
    column.units = plan.rows[column.row].units;
    column.level = plan.model().pair_levels[static_cast<std::size_t>(row.index)];
    return column;
}

InputColumn input_column(InputName const& input, std::size_t index) {
    InputColumn c;
    c.column = {input.path, CellType::real, input.unit, "uncertain input " + input.path};
    c.input = index;
    c.link = input.link;
    if (input.link == Link::logit && input.unit == "points") c.factor = 100;  // stored as a fraction
    if (input.normal) c.column.description += ", as the standard normal number behind it";
    if (input.unit == "1/yr" && input.link == Link::identity)
        c.column.description += ", continuously compounded where it is a growth";
    return c;
}

}  // namespace

double QuantityColumn::value(std::int32_t observed) const {
    if (!is_saturated(observed)) return level_of(level, observed / units);
    constexpr double beyond = std::numeric_limits<double>::infinity();
    if (level == PairLevel::none) return observed > 0 ? beyond : -beyond;
    if (observed < 0) return 0;
    return level == PairLevel::logistic ? 1 : beyond;
}

double InputColumn::value(std::int32_t bits) const {
    auto const held = static_cast<double>(std::bit_cast<float>(bits));
    if (link == Link::log) return factor * exact::exp(held);
    return link == Link::logit ? factor * exact::logistic(held) : held;
}

SampleColumns sample_columns(Study const& study, Plan const& plan, std::set<SamplePart> const& parts) {
    SampleColumns columns{study.base + 1, plan.spec.years, {}, {}};
    std::set<std::string> names;
    for (std::size_t r = 0; r < plan.rows.size(); ++r) {
        Row const& row = plan.rows[r];
        if (row.world != 0 || row.difference || !parts.contains(part_of(row.target))) continue;
        Described const what = describe(study, plan, row);
        std::string const name = name_of(study, row);
        if (!names.insert(name).second)
            throw StudyError("two quantities would be the column " + name +
                             " of the samples. Rename a contrast, a driver or an actor");
        QuantityColumn column{
            {name, CellType::real, what.unit, described(study, row, what.name)}, r, row.units};
        if (row.target == Target::driver_level) column = from_link(std::move(column), plan, row);
        columns.quantities.push_back(std::move(column));
    }
    if (!parts.contains(SamplePart::inputs)) return columns;
    auto const& inputs = plan.model().input_names;
    for (std::size_t i = 0; i < inputs.size(); ++i) columns.inputs.push_back(input_column(inputs[i], i));
    return columns;
}

}  // namespace gapmc
