// SPDX-License-Identifier: Apache-2.0
//! Keys of [index.dimensions], from the leaves up.
#include <array>

#include "host/config/cursor.hpp"
#include "host/config/schema_tables.hpp"
#include "host/config/write_parts.hpp"

namespace gapmc::config {
namespace {

//! driver = weight, or driver = { weight, lag }.
void read_loadings(Cursor const& table, Key const& key, void* object) {
    Cursor const drivers = table.table(key.name);
    for (auto const& driver : drivers.names()) {
        Loading loading;
        loading.driver = driver;
        loading.place = drivers.place_of(driver);
        if (auto const weight = drivers.entry_number(driver)) {
            loading.weight = *weight;
        } else {
            Cursor const entry = drivers.entry(driver);
            loading.weight = entry.number("weight");
            loading.lag = entry.number("lag");
        }
        static_cast<Dimension*>(object)->loadings.push_back(loading);
    }
}
void write_loadings(TomlText& out, std::string const& name, void const* object) {
    for (Loading const& loading : static_cast<Dimension const*>(object)->loadings) {
        out.number(joined(joined(name, loading.driver), "weight"), loading.weight);
        out.number(joined(joined(name, loading.driver), "lag"), loading.lag);
    }
}
constexpr Irregular loadings_of_drivers{read_loadings, write_loadings};

constexpr std::array loading_keys{
    Key{.name = "weight",
        .kind = Kind::number,
        .required = true,
        .bounds = positive,
        .doc = "weight of the driver"},
    Key{.name = "lag",
        .kind = Kind::number,
        .fallback = "0",
        .measure = Measure::time,
        .bounds = lag_years,
        .doc = "years"},
};
constexpr TableSpec loading_table{.keys = loading_keys};
constexpr Key loading{.kind = Kind::loading,
                      .bounds = positive,
                      .table = &loading_table,
                      .sample = "0.5",
                      .doc = "weight, or weight and lag"};
constexpr TableSpec loadings_table{.entry = &loading, .entry_names = Names::driver, .min_entries = 1};

constexpr Key path_value{.kind = Kind::number, .doc = "value of the reference, in link units"};
constexpr TableSpec path_table{.entry = &path_value, .entry_names = Names::year};

constexpr Key dimension_base{.kind = Kind::quantity,
                             .scale = Scale::logit,
                             .measure = Measure::score,
                             .bounds = score_fraction,
                             .sample = "{ p05 = 55, p95 = 75 }",
                             .doc = "the actor's dimension score at base"};
constexpr TableSpec base_table{.entry = &dimension_base, .entry_names = Names::actor};

constexpr std::array base_contrast_keys{
    Key{.name = "first",
        .kind = Kind::reference,
        .member = member<&BaseContrast::first>,
        .required = true,
        .names = Names::actor,
        .doc = "actor"},
    Key{.name = "second",
        .kind = Kind::reference,
        .member = member<&BaseContrast::second>,
        .required = true,
        .names = Names::actor,
        .doc = "actor"},
    Key{.name = "points",
        .kind = Kind::quantity,
        .member = member<&BaseContrast::points>,
        .required = true,
        .measure = Measure::score,
        .bounds = {.low = -99, .high = 99},
        .doc = "first minus second at base"},
};
constexpr TableSpec base_contrast_table{.keys = base_contrast_keys};

constexpr std::array dimension_keys{
    Key{.name = "name",
        .member = member<&Dimension::name>,
        .sample = "\"Shown name\"",
        .doc = "name for people"},
    Key{.name = "weight",
        .kind = Kind::number,
        .member = member<&Dimension::weight>,
        .required = true,
        .bounds = positive,
        .sample = "1.0",
        .doc = "weight in the total; all dimensions' add up to 1"},
    Key{.name = "steepness",
        .kind = Kind::quantity,
        .member = member<&Dimension::steepness>,
        .fallback = "1",
        .scale = Scale::log,
        .bounds = positive,
        .doc = "logits of score per link unit"},
    Key{.name = "reference",
        .kind = Kind::word,
        .member = member<&Dimension::reference>,
        .fallback = "\"frontier\"",
        .words = "frontier|mean|outside",
        .doc = "what the goalposts follow"},
    Key{.name = "outside",
        .kind = Kind::table,
        .member = member<&Dimension::outside>,
        .table = &path_table,
        .doc = "path of an outside reference, by year"},
    Key{.name = "loadings",
        .kind = Kind::table,
        .member = irregular<Dimension, loadings_of_drivers>,
        .required = true,
        .table = &loadings_table,
        .doc = "weights of the drivers; they add up to 1"},
    Key{.name = "base",
        .kind = Kind::table,
        .member = member<&Dimension::base>,
        .table = &base_table,
        .doc = "dimension scores at base, by actor"},
    Key{.name = "base_contrast",
        .kind = Kind::table,
        .member = member<&Dimension::base_contrast>,
        .table = &base_contrast_table,
        .doc = "a known difference between two actors at base"},
};
constexpr TableSpec dimension_table{.keys = dimension_keys};
constexpr Key dimension_entry{.kind = Kind::table, .table = &dimension_table, .doc = "a dimension"};

}  // namespace

constexpr TableSpec dimensions_table{.entry = &dimension_entry,
                                     .entry_names = Names::dimension,
                                     .defines = true,
                                     .min_entries = 1,
                                     .max_entries = max_dimensions};

}  // namespace gapmc::config
