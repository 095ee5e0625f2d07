// SPDX-License-Identifier: Apache-2.0
//! Keys of [contrasts], [report] and [plausible], from the leaves up.
#include <array>

#include "host/config/schema_tables.hpp"

namespace gapmc::config {
namespace {

constexpr Key coefficient{.kind = Kind::number, .doc = "coefficient of the actor's score"};
constexpr TableSpec coefficients_table{.entry = &coefficient, .entry_names = Names::actor};
constexpr std::array contrast_keys{
    Key{.name = "kind",
        .kind = Kind::word,
        .fallback = "\"linear\"",
        .words = "linear|ratio|log_ratio",
        .sample = "\"linear\"",
        .doc = "how the scores are compared"},
    Key{.name = "coefficients",
        .kind = Kind::table,
        .table = &coefficients_table,
        .doc = "of a linear contrast, by actor"},
    Key{.name = "of", .kind = Kind::reference, .names = Names::actor, .doc = "numerator of a ratio"},
    Key{.name = "to", .kind = Kind::reference, .names = Names::actor, .doc = "denominator of a ratio"},
    Key{.name = "thresholds",
        .kind = Kind::numbers,
        .min_items = 1,
        .max_items = max_thresholds,
        .sample = "[0, 5, 10]",
        .doc = "for P(contrast <= c) and first passages; default 0, of a ratio 1"},
    Key{.name = "unit", .doc = "default: points, of a ratio 1"},
};
constexpr TableSpec contrast_table{.keys = contrast_keys};
constexpr Key contrast_entry{.kind = Kind::table, .table = &contrast_table, .doc = "a contrast"};

constexpr std::array report_keys{
    Key{.name = "years",
        .kind = Kind::years,
        .bounds = calendar_year,
        .min_items = 1,
        .max_items = 64,
        .doc = "default: every index year"},
    Key{.name = "quantiles",
        .kind = Kind::numbers,
        .fallback = "[0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975]",
        .bounds = inner_fraction,
        .min_items = 1,
        .max_items = max_quantiles,
        .doc = "levels"},
};

constexpr Key probability(std::string_view name, std::string_view doc) {
    return {.name = name, .kind = Kind::number, .bounds = fraction, .doc = doc};
}
constexpr std::array plausible_keys{
    Key{.name = "contrast",
        .kind = Kind::reference,
        .fallback = "\"gap\"",
        .names = Names::contrast,
        .doc = "the contrast that the ranges are about"},
    Key{.name = "yearly_sd",
        .kind = Kind::numbers,
        .bounds = not_negative,
        .min_items = 2,
        .max_items = 2,
        .doc = "sd of a year's change"},
    Key{.name = "yearly_drift",
        .kind = Kind::numbers,
        .min_items = 2,
        .max_items = 2,
        .doc = "mean of a year's change"},
    probability("score_above_95", "largest P(score > 95) of any actor at the end"),
    probability("saturated", "largest share of dimension scores outside 0.5 ... 99.5"),
    probability("capped", "largest share of hazards at max_rate"),
    Key{.name = "narrows",
        .kind = Kind::numbers,
        .bounds = fraction,
        .min_items = 2,
        .max_items = 2,
        .doc = "P(narrower) at the end"},
};

}  // namespace

constexpr TableSpec contrasts_table{
    .entry = &contrast_entry, .entry_names = Names::contrast, .defines = true, .max_entries = max_contrasts};
constexpr TableSpec report_table{.keys = report_keys};
constexpr TableSpec plausible_table{.keys = plausible_keys};

}  // namespace gapmc::config
