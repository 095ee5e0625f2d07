// SPDX-License-Identifier: Apache-2.0
#include "host/config/read_parts.hpp"

namespace gapmc::config {
namespace {

std::vector<Loading> read_loadings(Cursor const& table) {
    std::vector<Loading> loadings;
    for (auto const& driver : table.names()) {
        Loading loading;
        loading.driver = driver;
        loading.place = table.place_of(driver);
        if (auto const weight = table.entry_number(driver)) {
            loading.weight = *weight;
        } else {
            Cursor const entry = table.entry(driver);
            loading.weight = entry.number("weight");
            loading.lag = entry.number("lag");
        }
        loadings.push_back(loading);
    }
    return loadings;
}

BaseContrast read_base_contrast(Cursor const& table) {
    BaseContrast contrast;
    contrast.first = table.text("first");
    contrast.second = table.text("second");
    contrast.points = table.quantity("points");
    contrast.place = table.place();
    return contrast;
}

Dimension read_dimension(Cursor const& table, std::string const& id) {
    Dimension dimension;
    dimension.id = id;
    dimension.name = table.text("name");
    dimension.weight = table.number("weight");
    dimension.steepness = table.quantity("steepness");
    std::string const reference = table.text("reference");
    dimension.reference = reference == "mean"      ? Reference::mean
                          : reference == "outside" ? Reference::outside
                                                   : Reference::frontier;
    Cursor const outside = table.table("outside");
    for (auto const& year : outside.names()) {
        if (auto const value = outside.entry_number(year)) dimension.outside[std::stoi(year)] = *value;
    }
    dimension.loadings = read_loadings(table.table("loadings"));
    Cursor const base = table.table("base");
    for (auto const& actor : base.names()) dimension.base[actor] = base.entry_quantity(actor);
    if (table.has("base_contrast"))
        dimension.base_contrast = read_base_contrast(table.table("base_contrast"));
    dimension.place = table.place();
    return dimension;
}

Revisions read_revisions(Cursor const& table) {
    Revisions revisions;
    revisions.probability = table.quantity("probability");
    revisions.common_mean = table.quantity("common_mean");
    revisions.common_sd = table.quantity("common_sd");
    revisions.difference_mean = table.quantity("difference_mean");
    revisions.difference_sd = table.quantity("difference_sd");
    auto between = table.texts("between");
    if (!table.has("between")) between = table.context().names.actors;
    if (between.size() >= 2) {
        revisions.first = between[0];
        revisions.second = between[1];
    }
    revisions.place = table.place();
    return revisions;
}

}  // namespace

void read_index(Cursor const& root, Study& study) {
    Cursor const table = root.table("index");
    Index& index = study.index;
    index.phi = table.quantity("phi");
    index.order = table.quantity("order");
    index.weight_concentration = table.number_if("weight_concentration");
    index.base_spread = table.number("base_spread");
    Cursor const dimensions = table.table("dimensions");
    for (auto const& id : dimensions.names())
        index.dimensions.push_back(read_dimension(dimensions.entry(id), id));
    if (table.has("revisions")) index.revisions = read_revisions(table.table("revisions"));
    if (table.has("measurement")) {
        Cursor const measurement = table.table("measurement");
        index.measurement = Measurement{measurement.quantity("sd"), measurement.place()};
    }
    index.place = table.place();
}

}  // namespace gapmc::config
