// SPDX-License-Identifier: Apache-2.0
#include "host/exact/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace gapmc::exact {
namespace {

bool multiply(Int128& value, Int128 factor) { return !__builtin_mul_overflow(value, factor, &value); }

Decimal reduced(Decimal d) {
    if (d.digits == 0) return {};
    for (; d.digits % 10 == 0; ++d.exponent) d.digits /= 10;
    return d;
}

//! The same number with an exponent that is not larger.
std::optional<Decimal> with_exponent(Decimal d, int exponent) {
    for (; d.exponent > exponent; --d.exponent)
        if (!multiply(d.digits, 10)) return std::nullopt;
    return d;
}

std::string text_of(Decimal const& d) {
    Int128 rest = d.digits < 0 ? -d.digits : d.digits;
    std::string text;
    do text += static_cast<char>('0' + static_cast<int>(rest % 10));
    while ((rest /= 10) != 0);
    if (d.digits < 0) text += '-';
    std::reverse(text.begin(), text.end());
    return text + "e" + std::to_string(d.exponent);
}

}  // namespace

Decimal decimal_of(double value) {
    std::array<char, 32> text{};
    auto const written =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific);
    Decimal d;
    bool negative = false;
    bool fraction = false;
    char const* at = text.data();
    for (; at != written.ptr && *at != 'e'; ++at) {
        if (*at == '-') negative = true;
        if (*at == '.') fraction = true;
        if (*at < '0' || *at > '9') continue;
        d.digits = d.digits * 10 + (*at - '0');
        if (fraction) --d.exponent;
    }
    int power = 0;
    ++at;                  // the e
    if (*at == '+') ++at;  // from_chars takes no plus sign
    std::from_chars(at, written.ptr, power);
    d.exponent += power;
    if (negative) d.digits = -d.digits;
    return reduced(d);
}

std::optional<Decimal> sum(Decimal const& a, Decimal const& b) {
    if (a.digits == 0) return b;
    if (b.digits == 0) return a;
    int const exponent = std::min(a.exponent, b.exponent);
    auto const x = with_exponent(a, exponent);
    auto const y = with_exponent(b, exponent);
    Decimal total{0, exponent};
    if (!x || !y || __builtin_add_overflow(x->digits, y->digits, &total.digits)) return std::nullopt;
    return reduced(total);
}

std::optional<Decimal> product(Decimal const& a, Decimal const& b) {
    Decimal out{a.digits, a.exponent + b.exponent};
    if (!multiply(out.digits, b.digits)) return std::nullopt;
    return reduced(out);
}

bool same_number(Decimal const& a, Decimal const& b) {
    Decimal const x = reduced(a);
    Decimal const y = reduced(b);
    return x.digits == y.digits && x.exponent == y.exponent;
}

double nearest_double(Decimal const& value) {
    std::string const text = text_of(value);
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace gapmc::exact
