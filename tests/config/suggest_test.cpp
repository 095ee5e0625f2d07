// SPDX-License-Identifier: Apache-2.0
#include "host/config/suggest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "host/config/schema.hpp"

namespace gapmc {
namespace {

using config::Key;
using config::Kind;
using config::TableSpec;

TEST(EditDistance, KnownPairs) {
    EXPECT_EQ(edit_distance("", ""), 0);
    EXPECT_EQ(edit_distance("abc", ""), 3);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
    EXPECT_EQ(edit_distance("seed", "sede"), 1);  // a swap is one edit
    EXPECT_EQ(edit_distance("ca", "abc"), 3);     // no part is edited twice
}

TEST(NearestName, ForgivesCaseDashesZerosAndEndings) {
    EXPECT_EQ(nearest_name("Growth-Start", {"growth", "growth_start"}), "growth_start");
    EXPECT_EQ(nearest_name("p5", {"p05", "p50", "p95"}), "p05");
    EXPECT_EQ(nearest_name("traj", {"trajectories", "title"}), "trajectories");
    EXPECT_EQ(nearest_name("colour", {"seed", "title"}), "");
    EXPECT_EQ(nearest_name("eu", {"us", "cn"}), "");
    EXPECT_EQ(nearest_name("xy", {"us", "cn"}), "");
    EXPECT_EQ(nearest_name("", {"us"}), "");
}

void visit(TableSpec const& spec, std::set<TableSpec const*>& seen) {
    if (!seen.insert(&spec).second) return;
    for (Key const& key : spec.keys) {
        if (key.table != nullptr) visit(*key.table, seen);
    }
    if (spec.entry != nullptr && spec.entry->table != nullptr) visit(*spec.entry->table, seen);
}

std::vector<std::string> single_edits(std::string const& word) {
    std::string const letters = "abcdefghijklmnopqrstuvwxyz_0123456789";
    std::vector<std::string> edits;
    for (std::size_t i = 0; i <= word.size(); ++i) {
        for (char const letter : letters) {
            edits.push_back(word.substr(0, i) + letter + word.substr(i));
            if (i < word.size()) edits.push_back(word.substr(0, i) + letter + word.substr(i + 1));
        }
        if (i < word.size()) edits.push_back(word.substr(0, i) + word.substr(i + 1));
        if (i + 1 < word.size()) {
            std::string swapped = word;
            std::swap(swapped[i], swapped[i + 1]);
            edits.push_back(swapped);
        }
    }
    return edits;
}

TEST(NearestName, FindsTheKeyAfterOneEdit) {
    std::set<TableSpec const*> specs;
    visit(config::study_spec(), specs);
    visit(config::quantity_spec(), specs);
    int right = 0, all = 0, keys = 0;
    for (TableSpec const* const spec : specs) {
        auto candidates = spec->key_names();
        if (spec->entry_names == config::Names::actor) candidates.insert(candidates.end(), {"us", "cn"});
        for (Key const& key : spec->keys) {
            ++keys;
            std::string const name{key.name};
            for (auto const& word : single_edits(name)) {
                if (std::find(candidates.begin(), candidates.end(), word) != candidates.end()) continue;
                ++all;
                right += nearest_name(word, candidates) == name ? 1 : 0;
            }
        }
    }
    double const rate = static_cast<double>(right) / all;
    std::printf("%d keys, %d edits, %.4f suggested rightly\n", keys, all, rate);
    EXPECT_GT(keys, 120);
    EXPECT_GE(rate, 0.95);
}

}  // namespace
}  // namespace gapmc
