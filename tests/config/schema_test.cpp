// SPDX-License-Identifier: Apache-2.0
#include "host/config/schema.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "config_test.hpp"
#include "host/config/parse_toml.hpp"
#include "host/config/study_schema.hpp"

namespace gapmc {
namespace {

using config::Key;
using config::Kind;
using config::TableSpec;

template<class Visit>
void every_key(TableSpec const& spec, std::set<TableSpec const*>& seen, Visit const& visit) {
    if (!seen.insert(&spec).second) return;
    for (Key const& key : spec.keys) {
        visit(key);
        if (key.table != nullptr) every_key(*key.table, seen, visit);
    }
    if (spec.entry != nullptr && spec.entry->table != nullptr) every_key(*spec.entry->table, seen, visit);
}

TEST(Schema, DefaultsFitTheirOwnBoundsAndTypes) {
    std::set<TableSpec const*> seen;
    int defaults = 0;
    every_key(config::study_spec(), seen, [&](Key const& key) {
        EXPECT_FALSE(key.doc.empty()) << key.name;
        EXPECT_FALSE(key.required && !key.fallback.empty()) << key.name;
        if (key.fallback.empty()) return;
        ++defaults;
        auto const value = config::parse_value(key.fallback);
        ASSERT_TRUE(value) << key.name;
        EXPECT_TRUE(!value->is_number() || key.bounds.admits(value->real)) << key.name;
        EXPECT_TRUE(key.kind != Kind::word || key.words.find(value->text) != std::string_view::npos)
            << key.name;
    });
    EXPECT_GT(defaults, 25);
}

TEST(Schema, TheFormatIsDocumented) {
    std::string const readme = source_text("configs/README.md");
    ASSERT_FALSE(readme.empty());
    std::set<TableSpec const*> seen;
    every_key(config::study_spec(), seen, [&](Key const& key) {
        EXPECT_NE(readme.find(key.name), std::string::npos)
            << "configs/README.md does not mention " << key.name;
    });
}

TEST(Schema, TheTemplateReadsAndNamesEveryKey) {
    std::string const text = study_template();
    ReadResult const result = read_study(text, "template.toml");
    EXPECT_TRUE(result.problems.empty()) << problems_of(result);
    EXPECT_EQ(result.study.actors.size(), 2u);
    EXPECT_EQ(result.study.drivers.size(), 2u);
    EXPECT_EQ(result.study.events.size(), 1u);
    EXPECT_EQ(result.study.index.dimensions.size(), 1u);
    std::set<TableSpec const*> seen{&config::quantity_spec()};
    every_key(config::study_spec(), seen, [&](Key const& key) {
        if (key.name == "lag" || key.name == "weight") return;  // forms inside a value
        EXPECT_NE(text.find(key.name), std::string::npos) << key.name;
    });
}

// A line of the template that is uncommented must at least be a known key with a value of the right type.
TEST(Schema, CommentedLinesOfTheTemplateAreWellFormed) {
    std::string const text = study_template();
    std::istringstream lines{text};
    int tried = 0;
    std::size_t at = 0;
    for (std::string line; std::getline(lines, line); at += line.size() + 1) {
        if (!line.starts_with("# ") || line.starts_with("# {") || line.find(" = ") == std::string::npos ||
            line.find("DRIVER") != std::string::npos)
            continue;
        std::string changed = text;
        changed.erase(at, 2);
        ReadResult const result = read_study(changed, "template.toml");
        std::string const said = problems_of(result);
        bool const parsed = said.find("not TOML") == std::string::npos;
        ++tried;
        EXPECT_TRUE(parsed && said.find("is needed") == std::string::npos) << line << "\n" << said;
    }
    EXPECT_GT(tried, 60);
}

TEST(Schema, IsJsonSchemaOfDraftFour) {
    auto const schema = nlohmann::json::parse(study_schema());
    EXPECT_EQ(schema["$schema"], "http://json-schema.org/draft-04/schema#");
    EXPECT_EQ(schema["additionalProperties"], false);
    auto const& study = schema["properties"]["study"];
    EXPECT_EQ(study["properties"]["trajectories"]["maximum"].get<std::int64_t>(), std::int64_t{1} << 62);
    EXPECT_EQ(study["properties"]["step"]["enum"].size(), 4u);
    // Draft 4 writes open bounds as a flag beside the bound.
    EXPECT_EQ(schema["properties"]["shocks"]["properties"]["nu"]["exclusiveMinimum"], true);
    EXPECT_EQ(schema["properties"]["shocks"]["properties"]["nu"]["minimum"], 2.0);
    for (char const* newer : {"\"const\"", "\"if\"", "\"$defs\"", "\"propertyNames\"", "\"contains\""}) {
        EXPECT_EQ(study_schema().find(newer), std::string::npos) << newer;
    }
}

}  // namespace
}  // namespace gapmc
