// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "host/config/read_parts.hpp"

namespace gapmc::config {
namespace {

//! Keys of a process, in an actor's table or in a ratio's.
Process read_process(Cursor const& table, Driver const& driver) {
    Process process;
    process.level = table.quantity("level", driver.link, driver.unit);
    process.growth = table.quantity("growth");
    process.growth_start = table.quantity_if("growth_start");
    process.growth_half_life = table.quantity_if("growth_half_life");
    process.volatility = table.quantity("volatility");
    process.reversion = table.quantity_if("reversion");
    process.reversion_level = table.quantity_if("reversion_level", driver.link, driver.unit);
    process.place = table.place();
    return process;
}

Capacity read_capacity(Cursor const& table) {
    Capacity capacity;
    capacity.by = pair_of(table.text("by"));
    capacity.utilisation = table.quantity("utilisation");
    capacity.efficiency_growth = table.quantity("efficiency_growth");
    capacity.smoothness = table.number("smoothness");
    capacity.place = table.place();
    return capacity;
}

RatioSpec read_ratio(Cursor const& table, Driver const& driver) {
    RatioSpec ratio;
    ratio.of = table.text("of");
    ratio.to = table.text("to");
    ratio.split = table.number("split");
    ratio.process = read_process(table, driver);
    return ratio;
}

Driver read_driver(Cursor const& table, std::string const& id) {
    Context& context = table.context();
    Driver driver;
    driver.id = id;
    driver.place = table.place();
    driver.name = table.text("name");
    driver.unit = table.text("unit");
    std::string const link = table.text("link");
    driver.link = link == "logit" ? Link::logit : link == "identity" ? Link::identity : Link::log;
    driver.share_group = table.flag("share_group");
    auto const given = table.names();
    if (table.has("ratio")) {
        driver.ratio = read_ratio(table.table("ratio"), driver);
        for (auto const& actor : given) {
            context.error(table.entry(actor).place(), joined(table.path(), actor), "",
                          "a driver known as a ratio has no tables of actors", "Remove this table, or ratio");
        }
        return driver;
    }
    for (auto const& actor : context.names.actors) {
        if (!table.has(actor)) {
            context.error(table.place(), joined(table.path(), actor), "",
                          "every actor needs a table in every driver",
                          fmt::format("Add [{}.{}] with level", table.path(), actor));
            continue;
        }
        Cursor const entry = table.entry(actor);
        Process process = read_process(entry, driver);
        if (entry.has("capacity")) process.capacity = read_capacity(entry.table("capacity"));
        driver.actors[actor] = process;
    }
    return driver;
}

}  // namespace

PairName pair_of(std::string const& text) {
    std::size_t const dot = text.find('.');
    if (dot == std::string::npos) return {};
    return {text.substr(0, dot), text.substr(dot + 1)};
}

void read_drivers(Cursor const& root, Study& study) {
    Cursor const drivers = root.table("drivers");
    for (auto const& id : drivers.names()) study.drivers.push_back(read_driver(drivers.entry(id), id));
}

}  // namespace gapmc::config
