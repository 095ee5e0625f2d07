// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "host/exact/distribution.hpp"
#include "host/exact/findings.hpp"

namespace gapmc::exact {
namespace {

void check_order(Findings& found, std::vector<double> const& p, char const* first, char const* second) {
    found.require(p[0] < p.back(),
                  std::string{first} + " = " + text(p[0]) + " is not below " + second + " = " +
                      text(p.back()) +
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
    if (!(p[0] < p[1] && p[1] < p[2])) {
        found.require(false, "p05 = " + text(p[0]) + ", p50 = " + text(p[1]) + ", p95 = " + text(p[2]) +
                                 " do not increase (quantiles must). Put them in order.");
        return;
    }
    double const low = to_link(quantity.link, p[0]);
    double const middle = to_link(quantity.link, p[1]);
    double const high = to_link(quantity.link, p[2]);
    double const ratio = (middle - low) / (high - low);
    found.require(ratio > 0.125 && ratio < 0.875,
                  "the median lies " + text(ratio) +
                      " of the way from p05 to p95 on the key's scale (a metalog needs " +
                      "more than 0.125 and less than 0.875). Move p50 inwards, or give p05 and p95 alone.");
    double const r = 2.94443897916644046000;  // ln 19
    double const growth = (high - low) / (2 * r) + 0.5 * ((high - middle) - (middle - low)) / (0.9 * r);
    found.require(quantity.link != Link::log || growth < 1 || quantity.truncate_max,
                  "the mean is infinite (the upper tail on the log scale is e^(" + text(growth) +
                      "·logit), which needs less than 1). Lower p95, or truncate above.");
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
            check_order(found, p, "p05", "p95");
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
