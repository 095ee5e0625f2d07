// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cmath>

#include "host/exact/distribution.hpp"
#include "host/exact/findings.hpp"
#include "host/exact/metalog.hpp"

namespace gapmc::exact {
namespace {

//! "p05", "p025" of a level in thousandths.
std::string level_text(int thousandths) {
    std::string digits = std::to_string(thousandths);
    digits.insert(0, 3 - digits.size(), '0');
    if (digits.back() == '0') digits.pop_back();
    return "p" + digits;
}

void check_order(Findings& found, std::vector<double> const& p, std::string const& first,
                 std::string const& second) {
    found.require(p[0] < p.back(),
                  first + " = " + text(p[0]) + " is not below " + second + " = " + text(p.back()) +
                      " (the range is empty). Exchange them, or write a number for a fixed value.");
}

void check_positive(Findings& found, double value, char const* name) {
    found.require(value > 0,
                  std::string{name} + " = " + text(value) +
                      " is not positive (there is no such distribution). Make it positive, or write a "
                      "number for a fixed value.");
}

void check_mode(Findings& found, std::vector<double> const& p) {
    check_order(found, p, "min", "max");
    found.require(p[0] <= p[1] && p[1] <= p[2], "mode = " + text(p[1]) + " lies outside of [" + text(p[0]) +
                                                    ", " + text(p[2]) +
                                                    "] (the range is min to max). Move it inside.");
}

void check_metalog(Findings& found, Quantity const& quantity) {
    std::vector<double> const& p = quantity.parameters;
    auto const name = [&](std::size_t i) { return level_text(quantity.quantile_levels()[i]); };
    if (!(p[0] < p[1] && p[1] < p[2])) {
        found.require(false, name(0) + " = " + text(p[0]) + ", " + name(1) + " = " + text(p[1]) + ", " +
                                 name(2) + " = " + text(p[2]) +
                                 " do not increase (quantiles must). Put them in order.");
        return;
    }
    MetalogTerms const terms = metalog_terms(quantity);
    if (quantity.levels.empty()) {
        double const low = to_link(quantity.link, p[0]);
        double const ratio = (to_link(quantity.link, p[1]) - low) / (to_link(quantity.link, p[2]) - low);
        found.require(
            metalog_increases(quantity, terms),
            "the median lies " + text(std::round(ratio * 1e4) / 1e4) +
                " of the way from p05 to p95 on the key's scale (a metalog needs " +
                "more than 0.125 and less than 0.875). Move p50 inwards, or give p05 and p95 alone.");
    } else {
        found.require(
            metalog_increases(quantity, terms),
            "no metalog goes through these three values (its quantiles would not increase on the key's " +
                ("scale: skew over spread is " + text(std::round(terms.a3 / terms.a2 * 1e4) / 1e4)) +
                " and must lie within -1.667 and 1.667). Move " + name(1) +
                " towards the middle, or give two quantiles alone.");
    }
    double const growth = terms.a2 + 0.5 * terms.a3;
    found.require(quantity.link != Link::log || growth < 1 || quantity.truncate_max,
                  "the mean is infinite (the upper tail on the log scale is e^(" + text(growth) +
                      "·logit), which needs less than 1). Lower " + name(2) + ", or truncate above.");
}

}  // namespace

std::string text(double value) {
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

void check_parameters(Findings& found, Quantity const& quantity) {
    std::vector<double> const& p = quantity.parameters;
    switch (quantity.family) {
        case Family::quantile2:
            check_order(found, p, level_text(quantity.quantile_levels()[0]),
                        level_text(quantity.quantile_levels()[1]));
            break;
        case Family::quantile3:
            check_metalog(found, quantity);
            break;
        case Family::normal:
            check_positive(found, p[1], "sd");
            break;
        case Family::lognormal:
            check_positive(found, p[0], "median");
            check_positive(found, p[1], "sigma");
            break;
        case Family::uniform:
            check_order(found, p, "min", "max");
            break;
        case Family::triangular:
        case Family::pert:
            check_mode(found, p);
            break;
        case Family::beta:
            check_positive(found, p[0], "alpha");
            check_positive(found, p[1], "beta");
            check_order(found, {p[2], p[3]}, "min", "max");
            break;
        case Family::gamma:
            check_positive(found, p[0], "shape");
            check_positive(found, p[1], "scale");
            break;
        case Family::student_t:
            check_positive(found, p[1], "scale");
            found.require(p[2] > 2,
                          "nu = " + text(p[2]) +
                              " is not above 2 (the variance would be infinite). Use nu > 2, or quantiles.");
            break;
        default:
            break;
    }
}

}  // namespace gapmc::exact
