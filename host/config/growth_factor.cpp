// SPDX-License-Identifier: Apache-2.0
#include "host/config/growth_factor.hpp"

#include "host/config/cursor.hpp"
#include "host/exact/elementary.hpp"

namespace gapmc::config {
namespace {

//! A positive quantity's logarithm; nothing if it is of no family.
std::optional<Quantity> logarithm_of(Quantity quantity) {
    auto const logarithm = [](double value) { return exact::log(value); };
    switch (quantity.family) {
        case Family::constant:
        case Family::quantile2:
        case Family::quantile3:
            for (double& value : quantity.parameters) value = logarithm(value);
            break;
        case Family::lognormal:
            quantity.family = Family::normal;
            quantity.parameters[0] = logarithm(quantity.parameters[0]);
            break;
        case Family::choice:
            for (double& value : quantity.values) value = logarithm(value);
            break;
        default:
            return std::nullopt;
    }
    // What reaches down to 0 is not cut on the side of its logarithm.
    if (quantity.truncate_min && *quantity.truncate_min <= 0) quantity.truncate_min.reset();
    for (auto* bound : {&quantity.truncate_min, &quantity.truncate_max}) {
        if (*bound) **bound = logarithm(**bound);
    }
    quantity.link = Link::identity;
    return quantity;
}

void read(Cursor const& table, Key const& key, void* object) {
    if (!table.has(key.name)) return;
    Process& process = *static_cast<Process*>(object);
    Context& context = table.context();
    std::string const path = joined(table.path(), key.name);
    std::string const written = table.written(key.name);
    Place const place = table.place_of(key.name);
    if (table.has("growth")) {
        context.error(place, path, written,
                      "growth is given already, of which this is another way of writing",
                      "Give one of the two");
        return;
    }
    if (process.level.link != Link::log) {
        context.error(
            place, path, written,
            "a driver grows by a factor only on link = \"log\"; on this link a year adds to the level's "
            "transform",
            "Give growth, in link units per year");
        return;
    }
    Quantity const factor = table.quantity(key.name);
    if (context.reported(path)) return;
    auto growth = logarithm_of(factor);
    if (!growth) {
        context.error(place, path, written,
                      "the logarithm of this distribution is of no family that growth could have",
                      "Give quantiles, dist = \"lognormal\", a choice, or growth itself");
        return;
    }
    growth->path = process.growth.path;
    growth->written_as = path;
    growth->unit = process.growth.unit;
    process.growth = *growth;
}

void write(TomlText&, std::string const&, void const*) {}  // growth says it

}  // namespace

Irregular const growth_as_factor{read, write};

}  // namespace gapmc::config
