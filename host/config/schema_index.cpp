// SPDX-License-Identifier: Apache-2.0
//! Keys of [index], from the leaves up.
#include <array>

#include "host/config/cursor.hpp"
#include "host/config/schema_tables.hpp"
#include "host/config/toml_text.hpp"
#include "host/config/write_parts.hpp"

namespace gapmc::config {
namespace {

//! Two actors, by default the study's first two.
void read_between(Cursor const& table, Key const& key, void* object) {
    Revisions& revisions = *static_cast<Revisions*>(object);
    auto const between = table.has(key.name) ? table.texts(key.name) : table.context().names.actors;
    if (between.size() < 2) return;
    revisions.first = between[0];
    revisions.second = between[1];
}
void write_between(TomlText& out, std::string const& name, void const* object) {
    Revisions const& revisions = *static_cast<Revisions const*>(object);
    out.line(name, toml_list({revisions.first, revisions.second}));
}
constexpr Irregular between_actors{read_between, write_between};

constexpr Key points_mean(std::string_view name, Member where, std::string_view doc) {
    return {.name = name,
            .kind = Kind::quantity,
            .member = where,
            .fallback = "0",
            .measure = Measure::score,
            .doc = doc};
}
constexpr Key points_sd(std::string_view name, Member where, std::string_view doc) {
    return {.name = name,
            .kind = Kind::quantity,
            .member = where,
            .fallback = "0",
            .scale = Scale::log,
            .measure = Measure::score,
            .bounds = not_negative,
            .doc = doc};
}

constexpr std::array revisions_keys{
    Key{.name = "probability",
        .kind = Kind::quantity,
        .member = member<&Revisions::probability>,
        .required = true,
        .scale = Scale::logit,
        .bounds = fraction,
        .doc = "of a revision in a calendar year"},
    points_mean("common_mean", member<&Revisions::common_mean>, "jump of all scores, mean"),
    points_sd("common_sd", member<&Revisions::common_sd>, "jump of all scores, standard deviation"),
    points_mean("difference_mean", member<&Revisions::difference_mean>,
                "jump of the difference, mean: not 0 makes the gap drift"),
    points_sd("difference_sd", member<&Revisions::difference_sd>,
              "jump of the difference, standard deviation"),
    Key{.name = "between",
        .kind = Kind::references,
        .member = irregular<Revisions, between_actors>,
        .names = Names::actor,
        .min_items = 2,
        .max_items = 2,
        .doc = "two actors; default: the first two"},
};
constexpr TableSpec revisions_table{.keys = revisions_keys};

constexpr std::array measurement_keys{
    Key{.name = "sd",
        .kind = Kind::quantity,
        .member = member<&Measurement::sd>,
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
        .member = member<&Index::phi>,
        .fallback = "0",
        .scale = Scale::logit,
        .bounds = fraction,
        .sample = "{ p05 = 0.2, p95 = 0.8 }",
        .doc = "share of the reference's move that is taken off: how far the goalposts follow"},
    Key{.name = "order",
        .kind = Kind::quantity,
        .member = member<&Index::order>,
        .fallback = "1",
        .bounds = {.low = -2, .high = 2},
        .doc = "of the generalised mean: 1 arithmetic, 0 geometric"},
    Key{.name = "weight_concentration",
        .kind = Kind::number,
        .member = member<&Index::weight_concentration>,
        .measure = Measure::plain,
        .bounds = {.low = 0, .high = 1e6, .low_open = true},
        .doc = "how sure the weights are (Dirichlet); absent: fixed"},
    Key{.name = "base_spread",
        .kind = Kind::number,
        .member = member<&Index::base_spread>,
        .fallback = "0",
        .measure = Measure::plain,
        .bounds = {.low = 0, .high = 5},
        .doc = "sd on the logit scale of dimension scores that are not given"},
    Key{.name = "history_breaks",
        .kind = Kind::years,
        .member = member<&Index::history_breaks>,
        .bounds = calendar_year,
        .max_items = 100,
        .doc = "years whose published scores are not comparable with the year before"},
    Key{.name = "dimensions",
        .kind = Kind::table,
        .required = true,
        .table = &dimensions_table,
        .doc = "the dimensions"},
    Key{.name = "revisions",
        .kind = Kind::table,
        .member = member<&Index::revisions>,
        .table = &revisions_table,
        .section = true,
        .doc = "changes of the index method"},
    Key{.name = "measurement",
        .kind = Kind::table,
        .member = member<&Index::measurement>,
        .table = &measurement_table,
        .section = true,
        .doc = "error of published scores"},
};

}  // namespace

constexpr TableSpec index_table{.keys = index_keys};

}  // namespace gapmc::config
