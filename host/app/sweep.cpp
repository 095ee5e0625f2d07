// SPDX-License-Identifier: Apache-2.0
#include "host/app/sweep.hpp"

#include <algorithm>

#include "host/config/overrides.hpp"
#include "host/config/scenarios.hpp"
#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Parts between commas that are in no bracket, brace or quote.
std::vector<std::string> values_of(std::string const& list) {
    std::vector<std::string> values(1);
    int depth = 0;
    char quote = 0;
    for (char const c : list) {
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[' || c == '{') {
            ++depth;
        } else if (c == ']' || c == '}') {
            --depth;
        } else if (c == ',' && depth == 0) {
            values.emplace_back();
            continue;
        }
        values.back() += c;
    }
    return values;
}

struct Sweep {
    std::string key;
    std::vector<std::string> values;
};

Sweep parsed(std::string const& word) {
    std::size_t const equals = word.find('=');
    std::string const shown = "--sweep " + escaped_bytes(word);
    if (equals == 0 || equals == std::string::npos || word[0] == '~')
        throw UsageError{shown + ": not a sweep. Write a key and its values, e.g. index.phi=0.2,0.5,0.8"};
    std::string const why = config::why_no_assumption(config::overridden_table(word));
    if (!why.empty())
        throw UsageError{shown + ": a sweep cannot override " + why +
                         ". Override it for all worlds, without --sweep"};
    Sweep sweep{word.substr(0, equals), values_of(word.substr(equals + 1))};
    for (std::size_t i = 0; i < sweep.values.size(); ++i) {
        if (sweep.values[i].empty())
            throw UsageError{shown + ": a value is empty. Write key=a,b,c without blanks or a last comma"};
        if (std::find(sweep.values.begin(), sweep.values.begin() + static_cast<std::ptrdiff_t>(i),
                      sweep.values[i]) != sweep.values.begin() + static_cast<std::ptrdiff_t>(i))
            throw UsageError{shown + ": the value " + escaped_bytes(sweep.values[i]) + " stands twice"};
    }
    return sweep;
}

}  // namespace

std::vector<std::vector<std::string>> swept_words(std::vector<std::string> const& sweeps) {
    std::vector<std::vector<std::string>> worlds;
    std::vector<std::string> keys;
    for (std::string const& word : sweeps) {
        Sweep const sweep = parsed(word);
        if (std::find(keys.begin(), keys.end(), sweep.key) != keys.end())
            throw UsageError{"--sweep " + escaped_bytes(word) +
                             ": its key is swept already. Give all values at once"};
        keys.push_back(sweep.key);
        if (worlds.empty()) worlds.emplace_back();
        std::vector<std::vector<std::string>> finer;
        for (auto const& world : worlds)
            for (std::string const& value : sweep.values) {
                finer.push_back(world);
                finer.back().push_back(sweep.key + "=" + value);
            }
        worlds = std::move(finer);
        if (worlds.size() > 1000) throw UsageError{"--sweep: more than 1000 combinations. Give fewer values"};
    }
    return worlds;
}

}  // namespace gapmc
