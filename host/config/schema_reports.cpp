// SPDX-License-Identifier: Apache-2.0
//! Keys of [contrasts], [report] and [plausible], from the leaves up.
#include <array>

#include "host/config/schema_tables.hpp"
#include "host/config/write_parts.hpp"

namespace gapmc::config {
namespace {

//! Read after the contrasts are known (read_shown_contrast).
void read_shown(Cursor const&, Key const&, void*) {}
void write_shown(TomlText& out, std::string const& name, void const* object) {
    out.text(name, static_cast<Study const*>(object)->shown_contrast);
}
constexpr Irregular contrast_shown{read_shown, write_shown};

constexpr Key coefficient{.kind = Kind::number, .doc = "coefficient of the actor's score"};
constexpr TableSpec coefficients_table{.entry = &coefficient, .entry_names = Names::actor};
constexpr std::array contrast_keys{
    Key{.name = "kind",
        .kind = Kind::word,
        .member = member<&Contrast::kind>,
        .fallback = "\"linear\"",
        .words = "linear|ratio|log_ratio",
        .sample = "\"linear\"",
        .doc = "how the scores are compared"},
    Key{.name = "coefficients",
        .kind = Kind::table,
        .member = member<&Contrast::coefficients>,
        .table = &coefficients_table,
        .doc = "of a linear contrast, by actor"},
    Key{.name = "of",
        .kind = Kind::reference,
        .member = member<&Contrast::of>,
        .names = Names::actor,
        .doc = "numerator of a ratio"},
    Key{.name = "to",
        .kind = Kind::reference,
        .member = member<&Contrast::to>,
        .names = Names::actor,
        .doc = "denominator of a ratio"},
    Key{.name = "thresholds",
        .kind = Kind::numbers,
        .member = member<&Contrast::thresholds>,
        .measure = Measure::score,
        .min_items = 1,
        .max_items = max_thresholds,
        .sample = "[0, 5, 10]",
        .doc = "for P(contrast <= c) and first passages; default 0, of a ratio 1"},
    Key{.name = "unit", .member = member<&Contrast::unit>, .doc = "default: points, of a ratio 1"},
};
constexpr TableSpec contrast_table{.keys = contrast_keys};
constexpr Key contrast_entry{.kind = Kind::table, .table = &contrast_table, .doc = "a contrast"};

constexpr std::array quantity_keys{
    Key{.name = "title", .member = member<&ReportedQuantity::title>, .doc = "one line for people"},
    note_of<ReportedQuantity>,
    Key{.name = "of",
        .member = member<&ReportedQuantity::of>,
        .required = true,
        .sample = "\"gap\"",
        .doc = "sum of multiples of contrasts, scores and drivers: \"score.north - 0.5 * score.south\""},
    Key{.name = "over",
        .kind = Kind::word,
        .member = member<&ReportedQuantity::over>,
        .fallback = "\"each_year\"",
        .words = "each_year|maximum|minimum|year_of_maximum|year_of_minimum",
        .doc = "its value in each year, or what it has come to in the index years so far"},
};
constexpr TableSpec own_quantity_table{.keys = quantity_keys};
constexpr Key own_quantity{.kind = Kind::table, .table = &own_quantity_table, .doc = "a quantity"};
constexpr TableSpec own_quantities_table{.entry = &own_quantity,
                                         .entry_names = Names::quantity,
                                         .defines = true,
                                         .max_entries = max_reported_quantities};

constexpr std::array statement_keys{
    Key{.name = "title", .member = member<&ReportedStatement::title>, .doc = "one line for people"},
    note_of<ReportedStatement>,
    Key{.name = "holds",
        .member = member<&ReportedStatement::holds>,
        .required = true,
        .sample = "\"gap@2030 < 10\"",
        .doc = "statement about each trajectory, as `gapmc ask` takes it"},
};
constexpr TableSpec own_statement_table{.keys = statement_keys};
constexpr Key own_statement{.kind = Kind::table, .table = &own_statement_table, .doc = "a statement"};
constexpr TableSpec own_statements_table{.entry = &own_statement,
                                         .entry_names = Names::statement,
                                         .defines = true,
                                         .max_entries = max_reported_statements};

constexpr std::array report_keys{
    Key{.name = "years",
        .kind = Kind::years,
        .member = member<&Study::report_years>,
        .bounds = calendar_year,
        .min_items = 1,
        .max_items = 64,
        .doc = "index years of tables and files; default: every one"},
    Key{.name = "quantiles",
        .kind = Kind::numbers,
        .member = member<&Study::quantiles>,
        .fallback = "[0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975]",
        .bounds = inner_fraction,
        .min_items = 1,
        .max_items = max_quantiles,
        .doc = "levels of tables and files"},
    Key{.name = "contrast",
        .kind = Kind::reference,
        .member = irregular<Study, contrast_shown>,
        .names = Names::contrast,
        .doc = "contrast of chart and headline; default: the first of [contrasts] in the file, else gap"},
    Key{.name = "outcome",
        .kind = Kind::word,
        .member = member<&Study::outcome>,
        .fallback = "\"constant\"",
        .words = "constant|edition|published",
        .doc = "headline: constant method, later editions, or as published"},
    Key{.name = "quantities",
        .kind = Kind::table,
        .table = &own_quantities_table,
        .doc = "quantities of the study's own, with bands like any other"},
    Key{.name = "statements",
        .kind = Kind::table,
        .table = &own_statements_table,
        .doc = "statements whose probabilities are reported"},
};

constexpr Key probability(std::string_view name, Member where, std::string_view doc) {
    return {.name = name, .kind = Kind::number, .member = where, .bounds = fraction, .doc = doc};
}
constexpr std::array plausible_keys{
    Key{.name = "contrast",
        .kind = Kind::reference,
        .member = member<&Plausible::contrast>,
        .fallback = "\"gap\"",
        .names = Names::contrast,
        .doc = "the contrast that the ranges are about"},
    Key{.name = "yearly_sd",
        .kind = Kind::numbers,
        .member = member<&Plausible::yearly_sd>,
        .measure = Measure::score,
        .bounds = not_negative,
        .min_items = 2,
        .max_items = 2,
        .doc = "sd of a year's change"},
    Key{.name = "yearly_drift",
        .kind = Kind::numbers,
        .member = member<&Plausible::yearly_drift>,
        .measure = Measure::score,
        .min_items = 2,
        .max_items = 2,
        .doc = "mean of a year's change"},
    probability("score_above_95", member<&Plausible::score_above_95>,
                "largest P(score > 95) of any actor at the end"),
    probability("saturated", member<&Plausible::saturated>,
                "largest share of dimension scores outside 0.5 ... 99.5"),
    probability("capped", member<&Plausible::capped>, "largest share of hazards at max_rate"),
    Key{.name = "narrows",
        .kind = Kind::numbers,
        .member = member<&Plausible::narrows>,
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
