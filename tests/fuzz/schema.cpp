// SPDX-License-Identifier: Apache-2.0
//! Overrides made from the schema: each names a key that it describes, with a value of that key's kind and
//! range.
#include "host/config/schema.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <vector>

#include "host/config/toml_text.hpp"
#include "tests/fuzz/round_trip.hpp"

using namespace gapmc;
using config::Key;
using config::Kind;
using config::Names;

namespace {

std::string base_study() {
    std::ifstream file{GAPMC_SOURCE_DIR "/tests/bad_input/base.toml"};
    fuzz::require(file.good(), "tests/bad_input/base.toml is there");
    return std::string{std::istreambuf_iterator<char>{file}, {}};
}

//! A key that the reader does not know, rather than an entry that is not in the study.
bool unknown(Problem const& problem) {
    return problem.reason.starts_with("unknown key") &&
           problem.reason.find("nothing of that name") == std::string::npos;
}

//! Names of base.toml, where a key speaks of them.
std::string name_of(Names names, FuzzedDataProvider& choice) {
    static std::array<char const*, 2> const actors{"us", "cn"};
    static std::array<char const*, 4> const drivers{"compute", "power", "talent", "quality"};
    static std::array<char const*, 3> const events{"controls", "response", "truce"};
    static std::array<char const*, 2> const dimensions{"capability", "policy"};
    static std::array<char const*, 2> const contrasts{"gap", "relative"};
    switch (names) {
        case Names::actor:
            return choice.PickValueInArray(actors);
        case Names::driver:
            return choice.PickValueInArray(drivers);
        case Names::event:
            return choice.PickValueInArray(events);
        case Names::dimension:
            return choice.PickValueInArray(dimensions);
        case Names::contrast:
            return choice.PickValueInArray(contrasts);
        case Names::tail_group:
            return "money";
        case Names::scenario:
            return "tighter";
        case Names::pair:
            return std::string{choice.PickValueInArray(drivers)} + "." + choice.PickValueInArray(actors);
        case Names::path:
            return "drivers.power.us.growth";
        case Names::year:
            return std::to_string(choice.ConsumeIntegralInRange(2020, 2036));
        case Names::none:
            break;
    }
    return "anything";
}

std::string number(Key const& key, FuzzedDataProvider& choice) {
    double const low = std::max(key.bounds.low, -1e3);
    double const high = std::max(low, std::min(key.bounds.high, 1e4));
    double value = choice.ConsumeFloatingPointInRange(low, high);
    if (!key.bounds.admits(value)) value = low + (high - low) / 2;
    return config::toml_number(key.kind == Kind::integer || key.kind == Kind::years ? std::floor(value)
                                                                                    : value);
}

std::string list_of(FuzzedDataProvider& choice, Key const& key, auto const& item) {
    std::string text = "[";
    std::size_t const most = std::min<std::size_t>(key.max_items, 4);
    for (std::size_t n = choice.ConsumeIntegralInRange(std::min(key.min_items, most), most); n > 0; --n)
        text += item() + (n > 1 ? ", " : "");
    return text + "]";
}

//! A fixed value, or any family with numbers for its parameters.
std::string quantity(Key const& key, FuzzedDataProvider& choice) {
    auto const families = config::families();
    auto const& family = families[choice.ConsumeIntegralInRange<std::size_t>(0, families.size() - 1)];
    if (choice.ConsumeBool()) return number(key, choice);
    std::string text = family.dist.empty() ? "{" : "{ dist = \"" + std::string{family.dist} + "\",";
    for (std::string_view const name : family.required) {
        bool const list = name == "values";
        text += " " + std::string{name} + " = " +
                (list ? "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]" : number(key, choice)) + ",";
    }
    text.back() = ' ';
    return text + "}";
}

std::string value_of(Key const& key, FuzzedDataProvider& choice) {
    auto const a_number = [&] { return number(key, choice); };
    auto const a_name = [&] { return config::toml_text(name_of(key.names, choice)); };
    switch (key.kind) {
        case Kind::text:
            return config::toml_text(choice.ConsumeRandomLengthString(12));
        case Kind::word: {
            auto const words = config::words_of(key.words);
            return config::toml_text(words[choice.ConsumeIntegralInRange<std::size_t>(0, words.size() - 1)]);
        }
        case Kind::name:
            return "\"another-name\"";
        case Kind::reference:
            return a_name();
        case Kind::boolean:
            return choice.ConsumeBool() ? "true" : "false";
        case Kind::date:
            return std::to_string(choice.ConsumeIntegralInRange(2020, 2036)) + "-06-30";
        case Kind::references:
            return list_of(choice, key, a_name);
        case Kind::texts:
            return list_of(choice, key, [] { return std::string{"\"events.controls.rate=0.3\""}; });
        case Kind::numbers:
        case Kind::years:
            return list_of(choice, key, a_number);
        case Kind::range:
            return "[" + a_number() + ", " + a_number() + "]";
        case Kind::fixed:
        case Kind::quantity:
            return quantity(key, choice);
        default:
            return a_number();
    }
}

//! `path=value` of a key that the walk down the tables comes to; empty where a table has no key.
std::string override_of(FuzzedDataProvider& choice) {
    std::string path;
    config::TableSpec const* table = &config::study_spec();
    while (true) {
        std::size_t const fixed = table->keys.size();
        std::size_t const ways = fixed + (table->entry != nullptr ? 1 : 0);
        if (ways == 0) return {};
        std::size_t const way = choice.ConsumeIntegralInRange<std::size_t>(0, ways - 1);
        Key const& key = way < fixed ? table->keys[way] : *table->entry;
        path += (path.empty() ? "" : ".") +
                (way < fixed ? std::string{key.name} : name_of(table->entry_names, choice));
        if (key.kind == Kind::tables) path += ".0";
        bool const descends = key.kind == Kind::table || key.kind == Kind::tables;
        if (!descends || key.table == nullptr) return path + "=" + value_of(key, choice);
        table = key.table;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static std::string const base = base_study();
    FuzzedDataProvider choice{data, size};
    std::vector<std::string> words;
    do {
        words.push_back((choice.ConsumeBool() ? "+" : "") + override_of(choice));
    } while (words.size() < 6 && choice.remaining_bytes() > 0);
    ReadResult result;
    if (!fuzz::accepted([&] { result = read_study(base, "base.toml", words); })) return 0;
    for (Problem const& problem : result.problems)
        fuzz::require(!unknown(problem), "the reader knows each key of the schema", format_problem(problem));
    if (result.ok()) fuzz::require_round_trip(result.study, result.request);
    return 0;
}
