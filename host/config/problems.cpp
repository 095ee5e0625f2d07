// SPDX-License-Identifier: Apache-2.0
#include "host/config/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <tuple>

namespace gapmc {

std::string shown(std::string_view text, std::size_t limit) {
    std::size_t end = std::min(text.size(), limit);
    // Never cut a UTF-8 sequence in two.
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
    std::string safe;
    for (char const character : text.substr(0, end)) {
        auto const byte = static_cast<unsigned char>(character);
        if (byte < 0x20 || byte == 0x7F) {
            safe += fmt::format("\\x{:02X}", byte);
        } else {
            safe += character;
        }
    }
    if (end < text.size()) safe += "...";
    return safe;
}

namespace {

//! With one full stop, whether or not the text brings its own.
std::string sentence(std::string const& text) { return text.ends_with('.') ? text : text + "."; }

}  // namespace

std::string format_problem(Problem const& problem) {
    std::string text;
    if (!problem.file.empty()) {
        text += shown(problem.file, 400);
        if (problem.place.line > 0) {
            text += fmt::format(":{}:{}", problem.place.line, problem.place.column);
        }
    } else {
        text += "command line";
    }
    text += ": ";
    if (problem.severity == Severity::warning) text += "warning: ";
    if (problem.severity == Severity::note) text += "note: ";
    if (!problem.key.empty()) {
        text += shown(problem.key, 300);
        if (!problem.value.empty()) text += " = " + shown(problem.value);
        text += ": ";
    }
    text += sentence(problem.reason);
    if (!problem.suggestion.empty()) text += fmt::format(" Did you mean '{}'?", shown(problem.suggestion));
    if (!problem.remedy.empty()) text += " " + sentence(problem.remedy);
    if (!problem.marked.empty()) text += "\n" + problem.marked;
    return text;
}

std::string format_problems(std::vector<Problem> const& problems, std::size_t limit) {
    // What must be mended comes before what is worth a look.
    std::vector<Problem const*> ordered;
    for (Problem const& problem : problems) ordered.push_back(&problem);
    std::stable_partition(ordered.begin(), ordered.end(),
                          [](Problem const* p) { return p->severity == Severity::error; });
    std::string text;
    for (std::size_t i = 0; i < std::min(ordered.size(), limit); ++i) {
        if (i > 0) text += "\n";
        text += format_problem(*ordered[i]) + "\n";
    }
    if (problems.size() > limit) text += fmt::format("\n... and {} more.\n", problems.size() - limit);
    return text;
}

void sort_problems(std::vector<Problem>& problems) {
    auto const order = [](Problem const& problem) {
        int const line = problem.place.line > 0 ? problem.place.line : std::numeric_limits<int>::max();
        return std::tuple{line, problem.place.column};
    };
    std::stable_sort(problems.begin(), problems.end(),
                     [&](Problem const& a, Problem const& b) { return order(a) < order(b); });
}

std::size_t count_warnings(std::vector<Problem> const& problems) {
    return static_cast<std::size_t>(
        std::count_if(problems.begin(), problems.end(),
                      [](Problem const& problem) { return problem.severity == Severity::warning; }));
}

bool any_error(std::vector<Problem> const& problems) {
    return std::any_of(problems.begin(), problems.end(),
                       [](Problem const& problem) { return problem.severity == Severity::error; });
}

}  // namespace gapmc
