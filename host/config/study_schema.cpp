// SPDX-License-Identifier: Apache-2.0
#include "host/config/study_schema.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "host/config/schema.hpp"

namespace gapmc {
namespace config {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view name_pattern = "^[a-z][a-z0-9_]{0,31}$";
constexpr std::string_view pair_pattern = "^[a-z][a-z0-9_]{0,31}\\.[a-z][a-z0-9_]{0,31}$";
constexpr std::string_view year_pattern = "^[0-9]{4}$";
constexpr std::string_view level_pattern = "^p(?:0[1-9]|[1-9][0-9]|[0-9]{2}[1-9])$";
constexpr std::string_view number_text_pattern = "^[-+]?[0-9.eE]+ ?(?:%|percent|months?|years?|yr)$";

Json table_schema(TableSpec const& spec, TableSpec const* more = nullptr);

//! A level may be a share, which the schema cannot know.
Measure of_share(Key const& key) { return key.measure == Measure::level ? Measure::pure : key.measure; }

void add_bounds(Json& schema, Bounds const& bounds) {
    if (std::isfinite(bounds.low)) {
        schema["minimum"] = bounds.low;
        if (bounds.low_open) schema["exclusiveMinimum"] = true;
    }
    if (std::isfinite(bounds.high)) {
        schema["maximum"] = bounds.high;
        if (bounds.high_open) schema["exclusiveMaximum"] = true;
    }
}

Json integer_schema(Bounds const& bounds) {
    Json schema{{"type", "integer"}};
    // Whole bounds as integers; 2^63 is the type's own and no integer here.
    if (std::isfinite(bounds.low)) schema["minimum"] = static_cast<std::int64_t>(bounds.low);
    if (bounds.high < 0x1p63) schema["maximum"] = static_cast<std::int64_t>(bounds.high);
    return schema;
}

Json number_schema(Bounds const& bounds) {
    Json schema{{"type", "number"}};
    add_bounds(schema, bounds);
    return schema;
}

//! A number, or a text that says one with its unit (read_number_texts).
Json number_or_text(Json number, Measure measure) {
    bool const takes = measure == Measure::pure || measure == Measure::rate ||
                       measure == Measure::volatility || measure == Measure::time;
    if (!takes) return number;
    Json text{{"type", "string"}, {"pattern", number_text_pattern}};
    return {{"anyOf", Json::array({std::move(number), std::move(text)})}};
}

Json text_schema(Names names) {
    Json schema{{"type", "string"}};
    if (names == Names::pair) {
        schema["pattern"] = pair_pattern;
    } else if (names == Names::actor || names == Names::event || names == Names::contrast ||
               names == Names::scenario) {
        schema["pattern"] = name_pattern;
    }
    return schema;
}

Json list_schema(Json const& items, Key const& key) {
    Json schema{{"type", "array"}, {"items", items}};
    if (key.min_items > 0) schema["minItems"] = key.min_items;
    if (key.max_items < 100000) schema["maxItems"] = key.max_items;
    return schema;
}

Json value_schema(Key const& key) {
    switch (key.kind) {
        case Kind::text:
            // A bare TOML date reaches a JSON Schema as a string too.
            return {{"type", "string"}, {"maxLength", max_text_bytes}};
        case Kind::word:
            return {{"type", "string"}, {"enum", words_of(key.words)}};
        case Kind::name:
            return {{"type", "string"}, {"pattern", "^[a-z0-9-]{1,64}$"}};
        case Kind::reference:
            return text_schema(key.names);
        case Kind::boolean:
            return {{"type", "boolean"}};
        case Kind::integer:
            return integer_schema(key.bounds);
        case Kind::number:
            return number_or_text(number_schema(key.bounds), key.measure);
        case Kind::numbers:
            return list_schema(number_or_text(number_schema(key.bounds), key.measure), key);
        case Kind::years:
            return list_schema({{"type", "integer"}}, key);
        case Kind::date:
            return {{"type", "string"}, {"format", "date"}};
        case Kind::references:
            return list_schema(text_schema(key.names), key);
        case Kind::texts:
            return list_schema({{"type", "string"}, {"maxLength", max_text_bytes}}, key);
        case Kind::fixed:
        case Kind::quantity: {
            Json const table = key.table != nullptr ? table_schema(quantity_spec(), key.table)
                                                    : Json{{"$ref", "#/definitions/quantity"}};
            return {{"anyOf", Json::array({number_or_text({{"type", "number"}}, of_share(key)), table})}};
        }
        case Kind::range:
            return {{"anyOf", Json::array({Json{{"type", "array"},
                                                {"items", {{"type", "number"}}},
                                                {"minItems", 2},
                                                {"maxItems", 2}},
                                           table_schema(*key.table)})}};
        case Kind::loading:
            return {{"anyOf", Json::array({number_or_text(number_schema(key.bounds), key.measure),
                                           table_schema(*key.table)})}};
        case Kind::table:
            return table_schema(*key.table);
        case Kind::tables:
            return list_schema(table_schema(*key.table), key);
    }
    return {};
}

Json documented(Key const& key) {
    Json schema = value_schema(key);
    if (!key.doc.empty()) schema["description"] = key.doc;
    return schema;
}

void add_keys(Json& properties, Json& required, TableSpec const& spec) {
    for (Key const& key : spec.keys) {
        properties[std::string{key.name}] = documented(key);
        if (key.required) required.push_back(key.name);
    }
}

//! Names of entries, less the fixed keys: all patterns that match a name apply to it.
std::string entry_pattern(TableSpec const& spec) {
    if (spec.entry_names == Names::year) return std::string{year_pattern};
    if (spec.entry_names == Names::level) return std::string{level_pattern};
    std::string pattern{name_pattern};
    if (spec.keys.empty()) return pattern;
    std::string keys;
    for (Key const& key : spec.keys) keys += (keys.empty() ? "" : "|") + std::string{key.name};
    return pattern.insert(1, "(?!(?:" + keys + ")$)");
}

Json table_schema(TableSpec const& spec, TableSpec const* more) {
    Json schema{{"type", "object"}};
    Json properties = Json::object();
    Json required = Json::array();
    add_keys(properties, required, spec);
    if (more != nullptr) add_keys(properties, required, *more);
    if (!properties.empty()) schema["properties"] = properties;
    if (!required.empty()) schema["required"] = required;
    if (spec.entry != nullptr) {
        schema["patternProperties"] = {{entry_pattern(spec), documented(*spec.entry)}};
    }
    schema["additionalProperties"] = false;
    if (spec.min_entries > 0 && spec.keys.empty()) schema["minProperties"] = spec.min_entries;
    if (spec.max_entries < 100000 && spec.keys.empty()) schema["maxProperties"] = spec.max_entries;
    return schema;
}

}  // namespace
}  // namespace config

std::string study_schema() {
    using config::Json;
    Json schema{{"$schema", "http://json-schema.org/draft-04/schema#"}, {"title", "gapmc study, format 1"}};
    schema["definitions"] = {{"quantity", config::table_schema(config::quantity_spec())}};
    schema.update(config::table_schema(config::study_spec()));
    return schema.dump(2) + "\n";
}

}  // namespace gapmc
