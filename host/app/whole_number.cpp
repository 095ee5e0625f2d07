// SPDX-License-Identifier: Apache-2.0
#include "host/app/whole_number.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr int exponent_limit = 100'000;  // beyond it every number is 0 or too large, or not whole
constexpr int most_digits = 20;          // of 2^64 - 1

//! digits * 10^exponent, no zero at either end of the digits
struct Decimal {
    bool negative = false;
    std::string digits;
    int exponent = 0;
};

std::string_view taken(std::string_view& text, std::string_view characters) {
    std::size_t const end = std::min(text.find_first_not_of(characters), text.size());
    std::string_view const part = text.substr(0, end);
    text.remove_prefix(end);
    return part;
}

bool took(std::string_view& text, std::string_view characters) {
    if (text.empty() || characters.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

//! Exponent that a suffix stands for.
std::optional<int> suffix_exponent(std::string_view suffix) {
    if (suffix.empty()) return 0;
    if (suffix == "k") return 3;
    if (suffix == "M") return 6;
    if (suffix == "G") return 9;
    if (suffix == "T") return 12;
    return std::nullopt;
}

std::optional<int> written_exponent(std::string_view& text) {
    if (!took(text, "eE")) return 0;
    bool const negative = !text.empty() && text.front() == '-';
    took(text, "+-");
    std::string_view const digits = taken(text, "0123456789");
    if (digits.empty()) return std::nullopt;
    int exponent = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    exponent = error == std::errc{} ? std::min(exponent, exponent_limit) : exponent_limit;
    return negative ? -exponent : exponent;
}

std::optional<Decimal> decimal_of(std::string_view text, Writing writing) {
    Decimal decimal;
    decimal.negative = took(text, "-");
    if (!decimal.negative) took(text, "+");
    decimal.digits = taken(text, "0123456789");
    if (writing == Writing::count) {
        std::string_view const fraction = took(text, ".") ? taken(text, "0123456789") : "";
        decimal.digits += fraction;
        auto const written = written_exponent(text);
        auto const suffix = suffix_exponent(text);
        if (!written || !suffix) return std::nullopt;
        decimal.exponent = *written + *suffix - static_cast<int>(fraction.size());
    } else if (!text.empty()) {
        return std::nullopt;
    }
    if (decimal.digits.empty()) return std::nullopt;
    decimal.digits.erase(0, decimal.digits.find_first_not_of('0'));
    while (!decimal.digits.empty() && decimal.digits.back() == '0') {
        decimal.digits.pop_back();
        ++decimal.exponent;
    }
    return decimal;
}

}  // namespace

std::uint64_t parse_whole(std::string const& option, std::string const& text, WholeRange range,
                          Writing writing) {
    auto const refuse = [&](std::string const& why) {
        return UsageError{fmt::format("{} {}: {}. Give a whole number from {} to {}{}", option,
                                      escaped_bytes(text), why, range.least, range.most,
                                      writing == Writing::count ? ", e.g. 1000000, 1e6, 500k or 10M" : "")};
    };
    std::optional<Decimal> const decimal = decimal_of(text, writing);
    if (!decimal) throw refuse("not a number");
    if (decimal->digits.empty()) {
        if (range.least > 0) throw refuse("too small");
        return 0;
    }
    if (decimal->negative) throw refuse("too small");
    if (decimal->exponent < 0) throw refuse("not a whole number");
    std::size_t const length = decimal->digits.size() + static_cast<std::size_t>(decimal->exponent);
    if (length > most_digits) throw refuse("too large");
    std::string const digits =
        decimal->digits + std::string(static_cast<std::size_t>(decimal->exponent), '0');
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || value > range.most) throw refuse("too large");
    if (value < range.least) throw refuse("too small");
    return value;
}

}  // namespace gapmc
