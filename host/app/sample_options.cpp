// SPDX-License-Identifier: Apache-2.0
#include "host/app/sample_options.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "host/app/whole_number.hpp"
#include "host/config/statement_text.hpp"
#include "host/config/suggest.hpp"
#include "host/samples/chosen.hpp"
#include "host/samples/sample_file.hpp"
#include "host/study/request_limits.hpp"
#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

template<class Value>
struct Word {
    char const* word;
    Value value;
};
constexpr std::array parts{
    Word<SamplePart>{"contrasts", SamplePart::contrasts}, Word<SamplePart>{"scores", SamplePart::scores},
    Word<SamplePart>{"drivers", SamplePart::drivers}, Word<SamplePart>{"events", SamplePart::events},
    Word<SamplePart>{"inputs", SamplePart::inputs}};
constexpr std::array formats{Word<SampleFormat>{"parquet", SampleFormat::parquet},
                             Word<SampleFormat>{"csv", SampleFormat::csv},
                             Word<SampleFormat>{"csv-wide", SampleFormat::csv_wide},
                             Word<SampleFormat>{"netcdf", SampleFormat::netcdf}};

template<class Words>
std::vector<std::string> names_of(Words const& words) {
    std::vector<std::string> all;
    for (auto const& word : words) all.emplace_back(word.word);
    return all;
}

//! The values of words with commas between, each once. \throws UsageError
template<class Words>
auto listed(std::string const& option, std::string const& text, Words const& words) {
    std::vector<decltype(words.front().value)> values;
    for (std::size_t begin = 0; begin <= text.size();) {
        std::size_t const end = std::min(text.find(',', begin), text.size());
        std::string const word = text.substr(begin, end - begin);
        auto const found =
            std::find_if(words.begin(), words.end(), [&](auto const& w) { return word == w.word; });
        if (found == words.end()) {
            std::string const near = nearest_name(word, names_of(words));
            throw UsageError{fmt::format("{} {}: '{}' is not known. {}Give some of {}, with commas between",
                                         option, escaped_bytes(text), escaped_bytes(word),
                                         near.empty() ? "" : "Did you mean '" + near + "'? ",
                                         fmt::join(names_of(words), ", "))};
        }
        if (std::find(values.begin(), values.end(), found->value) == values.end())
            values.push_back(found->value);
        begin = end + 1;
    }
    return values;
}

//! What a text of an option means, or its fault as a usage error.
template<class Parse>
auto understood(std::string const& option, std::string const& text, Parse parse) {
    try {
        return parse();
    } catch (StatementFault const& fault) {
        throw UsageError{option + ": " + fault_text(text, fault)};
    }
}

}  // namespace

void declare_samples(VerbOptions& verb, SampleOptions& options) {
    verb.option("--samples", "N",
                "Keep N whole trajectories in files: the first ones, unless a choice is made",
                [&options](std::string const& text) {
                    options.number = parse_whole("--samples", text, {1, most_trajectories}, Writing::count);
                })
        .not_beside({"--dry-run"});
    verb.option("--samples-by", "Q", "Choose those at evenly spaced ranks of a quantity, e.g. 'gap@2035'",
                [&options](std::string const& text) { options.by = text; })
        .not_beside({"--dry-run", "--samples-where"});
    verb.option("--samples-where", "STATEMENT",
                "Choose those that fulfil a statement, e.g. 'gap@2030 < 15 and gap@2035 > 20'; without "
                "--samples all of them",
                [&options](std::string const& text) { options.where = text; })
        .not_beside({"--dry-run", "--samples-by"});
    verb.option("--samples-of", "PARTS",
                "What is told of each: contrasts, scores, drivers, events, inputs (default: all)",
                [&options](std::string const& text) {
                    auto const chosen = listed("--samples-of", text, parts);
                    options.parts = {chosen.begin(), chosen.end()};
                })
        .of(names_of(parts))
        .not_beside({"--dry-run"});
    verb.option(
            "--samples-as", "FORMATS", "parquet (default), csv, csv-wide or netcdf, several with commas",
            [&options](std::string const& text) { options.formats = listed("--samples-as", text, formats); })
        .of(names_of(formats))
        .not_beside({"--dry-run"});
}

std::vector<std::string> words_of(SampleOptions const& options) {
    std::vector<std::string> words;
    auto const add = [&](char const* name, std::string const& value) {
        if (value.empty()) return;
        words.emplace_back(name);
        words.push_back(value);
    };
    auto const among = [](auto const& chosen, auto const& known) {
        std::vector<std::string> names;
        for (auto const& one : known)
            if (std::find(chosen.begin(), chosen.end(), one.value) != chosen.end())
                names.emplace_back(one.word);
        return fmt::format("{}", fmt::join(names, ","));
    };
    if (options.number) add("--samples", std::to_string(*options.number));
    add("--samples-by", options.by);
    add("--samples-where", options.where);
    add("--samples-of", among(options.parts, parts));
    add("--samples-as", among(options.formats, formats));
    return words;
}

std::optional<SampleRequest> sample_request(SampleOptions const& options, Study const& study,
                                            Request const& request, std::uint64_t trajectories,
                                            std::string& notice) {
    if (!options.any()) return std::nullopt;
    if (!options.number && options.where.empty())
        throw UsageError{fmt::format(
            "{} has no effect without samples. Add --samples N, or --samples-where with a statement",
            !options.by.empty()      ? "--samples-by"
            : !options.parts.empty() ? "--samples-of"
                                     : "--samples-as")};
    if (options.number && *options.number > trajectories)
        throw UsageError{fmt::format("--samples {}: the run has {} {}. Give at most that, or raise -n",
                                     *options.number, trajectories,
                                     trajectories == 1 ? "trajectory" : "trajectories")};
    if (!options.by.empty() && trajectories > most_ranked)
        throw UsageError{
            fmt::format("--samples-by: {} trajectories are too many to be put in order. Use at most -n {}, "
                        "or choose by --samples-where",
                        trajectories, most_ranked)};
    SampleRequest asked;
    asked.number = options.number;
    Outcome const outcome = request.shown.outcome.value_or(study.outcome);
    if (!options.by.empty())
        asked.by =
            understood("--samples-by", options.by, [&] { return parse_term(options.by, study, outcome); });
    if (!options.where.empty()) {
        asked.where = understood("--samples-where", options.where,
                                 [&] { return parse_statement(options.where, study, outcome); });
        if (asked.where->given >= 0)
            throw UsageError{
                "--samples-where: a sample fulfils its statement as a whole, without `given`. Join both "
                "sides by and"};
    }
    asked.parts = options.parts;
    if (asked.parts.empty())
        for (auto const& part : parts) asked.parts.insert(part.value);
    asked.formats = options.formats;
    for (SampleFormat const format : asked.formats) require_format(format);
    if (asked.formats.empty()) {
        std::string why;
        asked.formats = {usual_format(why)};
        if (!why.empty()) notice = "samples are written as CSV: Parquet cannot be written (" + why + ")";
    }
    return asked;
}

}  // namespace gapmc
