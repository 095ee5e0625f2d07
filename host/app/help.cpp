// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "host/app/verb.hpp"

namespace gapmc {
namespace {

constexpr std::size_t line_width = 100;

//! Words of a text, from a column onwards, in lines of at most line_width.
std::string wrapped(std::string_view text, std::size_t column) {
    std::string out;
    std::size_t at = column;
    while (!text.empty()) {
        std::size_t const end = std::min(text.find(' '), text.size());
        if (at > column && at + end > line_width) {
            out.back() = '\n';
            out += std::string(column, ' ');
            at = column;
        }
        out += text.substr(0, end);
        out += ' ';
        at += end + 1;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!out.empty()) out.back() = '\n';
    return out;
}

struct Row {
    std::string name;
    std::string help;
};

std::string rows_text(std::string_view title, std::vector<Row> const& rows) {
    if (rows.empty()) return "";
    std::size_t width = 0;
    for (Row const& row : rows) width = std::max(width, row.name.size());
    std::string text = fmt::format("\n{}:\n", title);
    for (Row const& row : rows)
        text += fmt::format("  {:<{}}  {}", row.name, width, wrapped(row.help, width + 4));
    return text;
}

std::string name_of(Declared const& declared) {
    std::string name = declared.argument        ? declared.name
                       : declared.brief.empty() ? "    " + declared.name
                                                : declared.brief + ", " + declared.name;
    if (!declared.value.empty()) name += " " + declared.value;
    return name;
}

}  // namespace

std::string usage_line(Verb const& verb, VerbOptions const& options) {
    std::string line = fmt::format("Usage: gapmc {}", verb.name);
    bool any = false;
    for (Declared const& declared : options.all()) {
        any = any || !declared.argument;
        if (!declared.argument) continue;
        std::string const word = declared.name + (declared.many ? "..." : "");
        line += declared.required ? " " + word : " [" + word + "]";
    }
    return line + (any ? " [options]" : "");
}

std::string program_help() {
    std::string text =
        "gapmc: probability distributions of the gap between composite-index scores, by Monte Carlo\n\n"
        "Usage: gapmc VERB ...\n";
    std::vector<Row> rows;
    for (Verb const& verb : verbs()) rows.push_back({std::string{verb.name}, std::string{verb.summary}});
    text += rows_text("Verbs", rows);
    text += rows_text("Options", {{"-h, --help", "This text; `gapmc VERB --help` explains a verb"},
                                  {"    --version", "Version, commit, compiler and build type"}});
    text += "\nExamples:\n";
    for (char const* const name : {"init", "validate", "run"})
        text += fmt::format("  {}\n", find_verb(name)->examples.front());
    return text;
}

std::string verb_help(Verb const& verb) {
    VerbOptions options;
    static_cast<void>(verb.declare(options));
    std::vector<Row> arguments, others;
    for (Declared const& declared : options.all())
        (declared.argument ? arguments : others).push_back({name_of(declared), declared.help});
    others.push_back({"-h, --help", "This text"});
    return fmt::format("gapmc {}: {}\n\n{}\n{}{}\nExamples:\n  {}\n", verb.name, verb.summary,
                       usage_line(verb, options), rows_text("Arguments", arguments),
                       rows_text("Options", others), fmt::join(verb.examples, "\n  "));
}

}  // namespace gapmc
