// SPDX-License-Identifier: Apache-2.0
//! Keys of [index], from the leaves up.
#include <array>

#include "host/config/schema_tables.hpp"

namespace gapmc::config {
namespace {

constexpr std::array loading_keys{
    Key{.name = "weight",
        .kind = Kind::number,
        .required = true,
        .bounds = positive,
        .doc = "weight of the driver"},
    Key{.name = "lag", .kind = Kind::number, .fallback = "0", .bounds = lag_years, .doc = "years"},
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
                             .doc = "the actor's dimension score at base"};
constexpr TableSpec base_table{.entry = &dimension_base, .entry_names = Names::actor};

constexpr std::array base_contrast_keys{
    Key{.name = "first", .kind = Kind::reference, .required = true, .names = Names::actor, .doc = "actor"},
    Key{.name = "second", .kind = Kind::reference, .required = true, .names = Names::actor, .doc = "actor"},
    Key{.name = "points",
        .kind = Kind::quantity,
        .required = true,
        .measure = Measure::score,
        .bounds = {.low = -99, .high = 99},
        .doc = "first minus second at base"},
};
constexpr TableSpec base_contrast_table{.keys = base_contrast_keys};

constexpr std::array dimension_keys{
    Key{.name = "name", .sample = "\"Shown name\"", .doc = "name for people"},
    Key{.name = "weight",
        .kind = Kind::number,
        .required = true,
        .bounds = positive,
        .sample = "1.0",
        .doc = "weight in the total; all dimensions' add up to 1"},
    Key{.name = "steepness",
        .kind = Kind::quantity,
        .fallback = "1",
        .scale = Scale::log,
        .bounds = positive,
        .doc = "logits of score per link unit"},
    Key{.name = "reference",
        .kind = Kind::word,
        .fallback = "\"frontier\"",
        .words = "frontier|mean|outside",
        .doc = "what the goalposts follow"},
    Key{.name = "outside",
        .kind = Kind::table,
        .table = &path_table,
        .doc = "path of an outside reference, by year"},
    Key{.name = "loadings",
        .kind = Kind::table,
        .required = true,
        .table = &loadings_table,
        .doc = "weights of the drivers; they add up to 1"},
    Key{.name = "base",
        .kind = Kind::table,
        .table = &base_table,
        .doc = "dimension scores at base, by actor"},
    Key{.name = "base_contrast",
        .kind = Kind::table,
        .table = &base_contrast_table,
        .doc = "a known difference between two actors at base"},
};
constexpr TableSpec dimension_table{.keys = dimension_keys};
constexpr Key dimension_entry{.kind = Kind::table, .table = &dimension_table, .doc = "a dimension"};
constexpr TableSpec dimensions_table{.entry = &dimension_entry,
                                     .entry_names = Names::dimension,
                                     .defines = true,
                                     .min_entries = 1,
                                     .max_entries = max_dimensions};

constexpr Key points_mean(std::string_view name, std::string_view doc) {
    return {.name = name, .kind = Kind::quantity, .fallback = "0", .measure = Measure::score, .doc = doc};
}
constexpr Key points_sd(std::string_view name, std::string_view doc) {
    return {.name = name,
            .kind = Kind::quantity,
            .fallback = "0",
            .scale = Scale::log,
            .measure = Measure::score,
            .bounds = not_negative,
            .doc = doc};
}

constexpr std::array revisions_keys{
    Key{.name = "probability",
        .kind = Kind::quantity,
        .required = true,
        .scale = Scale::logit,
        .bounds = fraction,
        .doc = "of a revision in a calendar year"},
    points_mean("common_mean", "jump of all scores, mean"),
    points_sd("common_sd", "jump of all scores, standard deviation"),
    points_mean("difference_mean", "jump of the difference, mean: not 0 makes the gap drift"),
    points_sd("difference_sd", "jump of the difference, standard deviation"),
    Key{.name = "between",
        .kind = Kind::references,
        .names = Names::actor,
        .min_items = 2,
        .max_items = 2,
        .doc = "two actors; default: the first two"},
};
constexpr TableSpec revisions_table{.keys = revisions_keys};

constexpr std::array measurement_keys{
    Key{.name = "sd",
        .kind = Kind::quantity,
        .required = true,
        .scale = Scale::log,
        .measure = Measure::score,
        .bounds = not_negative,
        .doc = "error of a published score"},
};
constexpr TableSpec measurement_table{.keys = measurement_keys};

constexpr std::array index_keys{
    Key{.name = "phi",
        .kind = Kind::quantity,
        .fallback = "0",
        .scale = Scale::logit,
        .bounds = fraction,
        .sample = "{ p05 = 0.2, p95 = 0.8 }",
        .doc = "share of the reference's move that is taken off: how far the goalposts follow"},
    Key{.name = "order",
        .kind = Kind::quantity,
        .fallback = "1",
        .bounds = {.low = -2, .high = 2},
        .doc = "of the generalised mean: 1 arithmetic, 0 geometric"},
    Key{.name = "weight_concentration",
        .kind = Kind::number,
        .bounds = {.low = 0, .high = 1e6, .low_open = true},
        .doc = "how sure the weights are (Dirichlet); absent: fixed"},
    Key{.name = "base_spread",
        .kind = Kind::number,
        .fallback = "0",
        .bounds = {.low = 0, .high = 5},
        .doc = "sd on the logit scale of dimension scores that are not given"},
    Key{.name = "dimensions",
        .kind = Kind::table,
        .required = true,
        .table = &dimensions_table,
        .doc = "the dimensions"},
    Key{.name = "revisions",
        .kind = Kind::table,
        .table = &revisions_table,
        .doc = "changes of the index method"},
    Key{.name = "measurement",
        .kind = Kind::table,
        .table = &measurement_table,
        .doc = "error of published scores"},
};

}  // namespace

constexpr TableSpec index_table{.keys = index_keys};

}  // namespace gapmc::config
