// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "host/config/members.hpp"
#include "host/config/read_parts.hpp"

namespace gapmc::config {
namespace {

//! Scale of the levels in a driver's tables; a missing link counts as log, so that what follows can be
//! checked.
LevelScale level_scale_of(Cursor const& driver) {
    std::string const link = driver.text("link");
    return {link == "logit"      ? Link::logit
            : link == "identity" ? Link::identity
                                 : Link::log,
            driver.text("unit")};
}

Driver read_driver(Cursor const& table, std::string const& id) {
    Context& context = table.context();
    Driver driver;
    driver.id = id;
    LevelScale const level = level_scale_of(table);
    read_members(table, driver, level);
    driver.link = level.link;
    if (driver.ratio) {
        driver.ratio->process.place = table.table("ratio").place();
        for (auto const& actor : table.names()) {
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
        read_members(table.entry(actor), driver.actors[actor], level);
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
