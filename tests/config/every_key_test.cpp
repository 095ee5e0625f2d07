// SPDX-License-Identifier: Apache-2.0
//! A key is written once, in the schema: reader, writer and collector of quantities follow from its member.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "config_test.hpp"
#include "host/config/all_quantities.hpp"
#include "host/config/parse_toml.hpp"
#include "host/config/schema.hpp"
#include "host/config/write_study.hpp"

namespace gapmc {
namespace {

using config::Key;
using config::Kind;
using config::Node;
using config::TableSpec;

//! Visits every key with its path, `*` for names of the study's own; keys inside of quantities are not keys
//! of the study.
template<class Visit>
void every_path(TableSpec const& spec, std::string const& path, Visit const& visit) {
    auto const descend = [&](Key const& key, std::string const& name) {
        std::string const here = path.empty() ? name : path + "." + name;
        visit(key, here);
        bool const table = key.kind == Kind::table || key.kind == Kind::tables || key.kind == Kind::loading;
        if (table) every_path(*key.table, here, visit);
    };
    for (Key const& key : spec.keys) descend(key, std::string{key.name});
    if (spec.entry != nullptr) descend(*spec.entry, "*");
}

bool matches(std::string_view path, std::string_view pattern) {
    while (true) {
        std::string_view const part = path.substr(0, path.find('.'));
        std::string_view const wanted = pattern.substr(0, pattern.find('.'));
        if (wanted != "*" && wanted != part) return false;
        bool const path_ends = part.size() == path.size();
        bool const pattern_ends = wanted.size() == pattern.size();
        if (path_ends || pattern_ends) return path_ends && pattern_ends;
        path.remove_prefix(part.size() + 1);
        pattern.remove_prefix(wanted.size() + 1);
    }
}

//! Nodes of a study under a pattern.
std::vector<Node const*> nodes_at(Node const& root, std::string_view pattern) {
    std::vector<Node const*> found;
    std::string_view const part = pattern.substr(0, pattern.find('.'));
    bool const last = part.size() == pattern.size();
    auto const take = [&](Node const& node) {
        if (last) {
            found.push_back(&node);
            return;
        }
        auto const inner = nodes_at(node, pattern.substr(part.size() + 1));
        found.insert(found.end(), inner.begin(), inner.end());
    };
    for (Node const& item : root.items) {
        auto const inner = nodes_at(item, pattern);
        found.insert(found.end(), inner.begin(), inner.end());
    }
    for (auto const& entry : root.entries) {
        if (part == "*" || part == entry.name) take(entry.value);
    }
    return found;
}

struct Studied {
    Study study;
    Node given;
    std::string resolved;
    Node written;
};

Studied every_key() {
    std::string const text = source_text("tests/config/every_key.toml");
    ReadResult const result = read_study(text, "every_key.toml");
    EXPECT_TRUE(result.ok()) << problems_of(result);
    std::vector<Problem> problems;
    Studied studied;
    studied.study = result.study;
    studied.given = config::parse_toml(text, "every_key.toml", problems).value();
    studied.resolved = resolved_toml(result.study, result.request);
    studied.written = config::parse_toml(studied.resolved, "resolved.toml", problems).value();
    return studied;
}

//! Where the schema has a key that is no member: lists of structs, tables of them, and forms inside of a
//! value.
std::set<std::string> const by_hand{"study",
                                    "actors",
                                    "drivers",
                                    "shocks",
                                    "shocks.tail_groups",
                                    "shocks.pair",
                                    "dependence",
                                    "dependence.pair",
                                    "couplings",
                                    "events",
                                    "index",
                                    "index.dimensions",
                                    "index.dimensions.*.loadings.*.weight",
                                    "index.dimensions.*.loadings.*.lag",
                                    "contrasts",
                                    "report",
                                    "report.quantities",
                                    "report.statements",
                                    "scenarios",
                                    "plausible"};

TEST(EveryKey, IsBoundToAMemberUnlessItIsAList) {
    std::set<std::string> unbound;
    int bound = 0;
    every_path(config::study_spec(), "", [&](Key const& key, std::string const& path) {
        if (key.name.empty()) return;  // entries: the map or list around them is bound
        if (key.member.at == nullptr) unbound.insert(path);
        bound += key.member.at != nullptr;
    });
    EXPECT_EQ(unbound, by_hand);
    EXPECT_GT(bound, 100);
}

TEST(EveryKey, StandsInTheStudyThatTheTestsBelowUse) {
    Studied const studied = every_key();
    every_path(config::study_spec(), "", [&](Key const&, std::string const& path) {
        bool const other_way = path == "drivers.*.ratio.growth_per_year";  // excluded by growth
        EXPECT_EQ(nodes_at(studied.given, path).empty(), other_way) << path;
    });
}

TEST(EveryKey, IsWrittenWithItsValue) {
    Studied const studied = every_key();
    every_path(config::study_spec(), "", [&](Key const&, std::string const& path) {
        bool const as_growth = path.ends_with("growth_per_year");
        EXPECT_EQ(nodes_at(studied.written, path).empty(), as_growth) << path;
    });
    // Reading what was written gives the same study, and that the same text.
    ReadResult const again = read_study(studied.resolved, "resolved.toml");
    EXPECT_TRUE(again.ok()) << problems_of(again);
    EXPECT_EQ(resolved_toml(again.study, again.request), studied.resolved);
    auto const before = all_quantities(studied.study);
    auto const after = all_quantities(again.study);
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        EXPECT_EQ(before[i]->path, after[i]->path);
        EXPECT_EQ(before[i]->family, after[i]->family) << before[i]->path;
        EXPECT_EQ(before[i]->levels, after[i]->levels) << before[i]->path;
        EXPECT_EQ(before[i]->parameters, after[i]->parameters) << before[i]->path;
        EXPECT_EQ(before[i]->source, after[i]->source) << before[i]->path;
    }
}

TEST(EveryKey, EveryQuantityOfTheSchemaIsReadWrittenAndCollected) {
    Studied const studied = every_key();
    std::map<std::string, Quantity const*> collected;
    for (Quantity const* const quantity : all_quantities(studied.study)) {
        EXPECT_TRUE(collected.emplace(quantity->path, quantity).second)
            << quantity->path << " is there twice";
    }
    auto const found = [&](std::string const& pattern) {
        return std::any_of(collected.begin(), collected.end(),
                           [&](auto const& entry) { return matches(entry.first, pattern); });
    };
    std::set<Node const*> written;  // once each: a pattern with * meets `ratio` too
    int patterns = 0;
    every_path(config::study_spec(), "", [&](Key const& key, std::string const& path) {
        if (key.kind != Kind::quantity && key.kind != Kind::fixed) return;
        for (Node const* const node : nodes_at(studied.written, path)) written.insert(node);
        bool const as_growth = path.ends_with("growth_per_year");
        if (as_growth) return;
        ++patterns;
        EXPECT_TRUE(found(path)) << path << " is not collected";
    });
    EXPECT_GT(patterns, 35);
    EXPECT_EQ(collected.size(), written.size())
        << "the collector returns exactly the quantities that are written";
    EXPECT_FALSE(found("events.*.no_such_key"));
    // Each has the numbers that the file gives it: no two keys are mixed up.
    std::set<double> numbers;
    std::size_t count = 0;
    for (auto const& [path, quantity] : collected) {
        if (quantity->defaulted) continue;
        numbers.insert(quantity->parameters.begin(), quantity->parameters.end());
        count += quantity->parameters.size();
        for (Node const* const node : nodes_at(studied.given, path)) {
            for (auto const& entry : node->entries) {
                if (config::level_of(entry.name) == 0) continue;
                bool const points = quantity->unit == "1" && path.find(".base.") != std::string::npos;
                double const stored = points ? entry.value.real / 100 : entry.value.real;
                EXPECT_EQ(std::count(quantity->parameters.begin(), quantity->parameters.end(), stored), 1)
                    << path << "." << entry.name;
            }
        }
    }
    EXPECT_EQ(numbers.size(), count) << "the study gives a number twice";
}

}  // namespace
}  // namespace gapmc
