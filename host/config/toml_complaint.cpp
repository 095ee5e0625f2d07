// SPDX-License-Identifier: Apache-2.0
#include "host/config/toml_complaint.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gapmc::config {
namespace {

struct Diagnosis {
    std::string reason;
    std::string remedy;
};

bool digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
    std::size_t const begin = std::min(text.find_first_not_of(" \t\r"), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

std::size_t digits_at(std::string_view text, std::size_t at) {
    std::size_t count = 0;
    while (at + count < text.size() && digit(text[at + count])) ++count;
    return count;
}

//! A number with a comma for its point at the start of a text; empty if there is none.
std::string_view comma_number(std::string_view text) {
    std::size_t const sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    std::size_t const whole = digits_at(text, sign);
    std::size_t const comma = sign + whole;
    if (whole == 0 || comma >= text.size() || text[comma] != ',') return {};
    std::size_t const rest = digits_at(text, comma + 1);
    return rest == 0 ? std::string_view{} : text.substr(0, comma + 1 + rest);
}

class Line {
  public:
    Line(std::string_view line, std::size_t offset, std::string_view words)
        : line_{line}, offset_{std::min(offset, line.size())}, words_{words} {
        std::size_t const equals = line.substr(0, offset_ + 1).rfind('=');
        if (equals != std::string_view::npos) value_ = trimmed(line.substr(equals + 1));
        word_ = value_.substr(0, value_.find_first_of(" \t,]}#"));
    }

    Diagnosis diagnose() const {
        if (says("redefin")) return {};
        if (auto const comma = with_comma(); !comma.empty()) {
            std::string point{comma};
            point[point.find(',')] = '.';
            return {fmt::format("{} has a decimal comma", comma), fmt::format("Write a point: {}", point)};
        }
        if (value_.starts_with("\xE2\x88\x92")) {
            return {"the minus sign is a typographic one", "Write the sign of the keyboard: -"};
        }
        if (auto const percentage = bare_percentage(); !percentage.empty())
            return {fmt::format("{} has no quotes", percentage),
                    fmt::format("Write \"{}\", or a fraction", percentage)};
        if (says("control characters")) return {"a text is not closed on its line", "Close it with a quote"};
        if (says("64 bits"))
            return {fmt::format("{} is a whole number over 64 bits", word_), "Write a smaller number"};
        if (says("could not be interpreted"))
            return {fmt::format("{} is beyond the range of numbers", word_), "Write a smaller number"};
        if (says("leading zero"))
            return {fmt::format("{} begins with a zero", word_), "Leave out the leading zero"};
        if (says("parsing date") || std::count(word_.begin(), word_.end(), '.') > 1)
            return {fmt::format("{} is no date ({})", word_, own_words()),
                    "Write year-month-day with two digits each: 2025-06-30"};
        if (says("floating-point") && says("expected decimal digit"))
            return {fmt::format("{} is no number ({})", word_, own_words()),
                    "Give a number digits on both sides of its point: 0.5"};
        return of_structure();
    }

  private:
    std::string_view line_;
    std::size_t offset_;
    std::string_view words_;
    std::string_view value_;  //!< behind the last = before the place
    std::string_view word_;   //!< its first word

    bool says(std::string_view part) const { return words_.find(part) != std::string_view::npos; }

    //! In a list `0,5` are two numbers, but `0,05` cannot be.
    std::string_view with_comma() const {
        if (auto const number = comma_number(value_); !number.empty()) return number;
        if (!value_.starts_with('[') || !says("leading zero")) return {};
        for (std::size_t at = 0; at + 3 < value_.size(); ++at) {
            if (digit(value_[at]) && value_[at + 1] == ',' && value_[at + 2] == '0' && digit(value_[at + 3]))
                return comma_number(value_.substr(at));
        }
        return {};
    }

    std::string_view bare_percentage() const {
        std::size_t const end = value_.find('%');
        if (end == std::string_view::npos || value_.find_first_of("\"'#") < end) return {};
        std::string_view const before = trimmed(value_.substr(0, end));
        bool const number =
            !before.empty() && before.find_first_not_of("+-.0123456789") == std::string_view::npos;
        return number ? value_.substr(0, end + 1) : std::string_view{};
    }

    Diagnosis of_structure() const {
        if (says("could not determine value type") || says("parsing boolean")) return of_a_bare_word();
        if (says("dangling comma")) return {"a comma stands before the closing }", "Remove the comma"};
        if (says("inline table"))
            return {"a table in braces is not closed on its line",
                    "Close it with }, or write its keys below a [table] of its own"};
        if (says("parsing array")) return {"a list is not closed", "Close it with ]"};
        if (says("table header")) return {"a table's name is not closed", "Write it as [drivers.compute.us]"};
        if (says("expected '='")) {
            bool const colon = line_.find(':') != std::string_view::npos;
            return {colon ? "there is : where TOML has =" : "a key without =", "Write key = value"};
        }
        if (says("expected value")) return {"there is no value behind =", "Write one, or remove the line"};
        if (says("expected a comment or whitespace"))
            return {fmt::format("'{}' stands behind the value", shown(trimmed(line_.substr(offset_)))),
                    "Put text in quotes, and one key on a line"};
        if (says("expected keys") || says("parsing key:"))
            return {fmt::format("a line cannot begin so: '{}'", shown(trimmed(line_))),
                    "Write key = value or [table]; names have letters, digits, _ and -"};
        return {own_words(), "Correct this line"};
    }

    Diagnosis of_a_bare_word() const {
        constexpr std::string_view flags[] = {"True", "False", "TRUE", "FALSE", "yes",
                                              "no",   "Yes",   "No",   "on",    "off"};
        bool const flag = std::find(std::begin(flags), std::end(flags), word_) != std::end(flags);
        if (flag) return {fmt::format("{} is no value", word_), "Write true or false"};
        return {fmt::format("{} is no value", shown(value_)), "Put text in quotes"};
    }

    //! The parser's, without "Error while parsing X: ".
    std::string own_words() const {
        std::size_t const colon =
            words_.starts_with("Error while") ? words_.find(": ") : std::string_view::npos;
        return shown(colon == std::string_view::npos ? words_ : words_.substr(colon + 2), 300);
    }
};

}  // namespace

Problem toml_complaint(std::string const& file, Place place, std::string_view line, std::size_t offset,
                       std::string_view words) {
    Diagnosis const diagnosis = Line{line, offset, words}.diagnose();
    if (diagnosis.reason.empty()) {
        return {file,
                place,
                "",
                "",
                "a key or table is defined twice: " + shown(words, 300),
                "Remove one of the two"};
    }
    return {file,
            place,
            "",
            "",
            "this is not TOML: " + diagnosis.reason,
            diagnosis.remedy + "; the rest of the file was not read"};
}

}  // namespace gapmc::config
