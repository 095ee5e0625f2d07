// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>
#include <numeric>

#include "host/exact/elementary.hpp"
#include "host/exact/findings.hpp"
#include "host/exact/transform.hpp"

namespace gapmc::exact {
namespace {

//! Least share of a distribution that a truncation must keep.
constexpr double least_mass = 1e-9;

bool is_finite(double value) { return value - value == 0; }

double end_of_domain(Link link, bool high) {
    if (high) return link == Link::logit ? 1 : infinity;
    return link == Link::identity ? -infinity : 0;
}

char const* domain_text(Link link) { return link == Link::log ? "positive" : "between 0 and 1"; }

void check_values(Findings& found, Quantity const& quantity) {
    std::vector<double> const& values = quantity.values;
    if (quantity.family == Family::empirical) {
        found.require(values.size() >= 2,
                      "empirical has fewer than two values (nothing to interpolate). Give more.");
        found.require(std::is_sorted(values.begin(), values.end()),
                      "values are not sorted (they are read in order). Sort "
                      "them.");
        found.require(values.empty() || values.front() < values.back(),
                      "all values are equal (nothing is uncertain). Write a number.");
        return;
    }
    found.require(!values.empty() && values.size() == quantity.weights.size(),
                  "choice needs one weight for each value (it has " +
                      text(static_cast<double>(values.size())) + " values and " +
                      text(static_cast<double>(quantity.weights.size())) + " weights). Pair them.");
    double const total = std::accumulate(quantity.weights.begin(), quantity.weights.end(), 0.0);
    bool const positive =
        std::all_of(quantity.weights.begin(), quantity.weights.end(), [](double w) { return w > 0; });
    found.require(positive && total > 1 - 1e-9 && total < 1 + 1e-9,
                  "weights add up to " + text(total) + (positive ? "" : " and are not all positive") +
                      " (they are probabilities). Make them positive with sum 1.");
    found.require(!quantity.truncate_min && !quantity.truncate_max,
                  "a choice cannot be truncated (its values are given). Leave values out instead.");
}

//! Points that are taken with positive probability.
void check_points(Findings& found, Quantity const& quantity, std::vector<double> const& points,
                  bool ends_allowed) {
    double const low = end_of_domain(quantity.link, false);
    double const high = end_of_domain(quantity.link, true);
    for (double x : points) {
        bool const inside = (x > low && x < high) || (ends_allowed && (x == low || x == high));
        found.require(inside, text(x) + " is not " + domain_text(quantity.link) + " (the key's scale is " +
                                  (quantity.link == Link::log ? "log" : "logit") + "). Give a value inside.");
    }
}

void check_truncation_and_support(Findings& found, Quantity const& quantity) {
    if (quantity.truncate_min && quantity.truncate_max &&
        !(*quantity.truncate_min < *quantity.truncate_max)) {
        found.require(false, "truncate keeps nothing (its minimum " + text(*quantity.truncate_min) +
                                 " is not below its maximum " + text(*quantity.truncate_max) +
                                 "). Exchange them.");
        return;
    }
    std::unique_ptr<Distribution> const whole = make_untruncated(quantity);
    Support const support = whole->support();
    double const low = std::max(support.low, quantity.truncate_min.value_or(-infinity));
    double const high = std::min(support.high, quantity.truncate_max.value_or(infinity));
    double const least = end_of_domain(quantity.link, false);
    double const most = end_of_domain(quantity.link, true);
    if (low < least || high > most) {
        found.require(false, "the distribution reaches from " + text(low) + " to " + text(high) +
                                 " (the key's values are " + domain_text(quantity.link) +
                                 "). Truncate it there, or choose another family.");
        return;
    }
    if (quantity.truncate_min || quantity.truncate_max) {
        double const mass = kept_by_truncation(*whole, quantity).mass;
        found.require(mass >= least_mass, "truncate keeps " + text(mass) +
                                              " of the distribution (less than " + text(least_mass) +
                                              "). Widen it, or move the distribution.");
    }
    if (!found.list.empty()) return;
    std::unique_ptr<Distribution> const distribution = make_distribution(quantity);
    for (double z : {-6.5, 6.5}) {
        Search search;
        double const value = distribution->at(level_at(z), search).value;
        // Stored in single precision; the margin is for the derivatives.
        found.require(
            value > -1e30 && value < 1e30,
            "a draw of " + text(z) + " sd gives " + text(value) +
                " on the key's scale (it cannot be stored). Choose less extreme parameters or values.");
    }
}

std::size_t parameters_of(Family family) {
    switch (family) {
        case Family::constant:
            return 1;
        case Family::quantile2:
        case Family::normal:
        case Family::lognormal:
        case Family::uniform:
        case Family::gamma:
            return 2;
        case Family::quantile3:
        case Family::triangular:
        case Family::pert:
        case Family::student_t:
            return 3;
        case Family::beta:
            return 4;
        case Family::empirical:
        case Family::choice:
            break;
    }
    return 0;
}

}  // namespace

std::vector<std::string> problems(Quantity const& quantity) {
    Findings found;
    found.require(quantity.parameters.size() == parameters_of(quantity.family),
                  "the distribution has " + text(static_cast<double>(quantity.parameters.size())) +
                      " parameters (it needs " + text(static_cast<double>(parameters_of(quantity.family))) +
                      "). Give exactly those.");
    bool const ascending =
        std::is_sorted(quantity.levels.begin(), quantity.levels.end(), std::less_equal<>{});
    found.require(
        quantity.levels.empty() || (quantity.levels.size() == quantity.parameters.size() && ascending &&
                                    quantity.levels.front() > 0 && quantity.levels.back() < 1000),
        "the levels of the quantiles are not those of the values (each value has one between 0 and 100 %). "
        "Give one for each, ascending.");
    bool finite = true;
    for (auto const* list : {&quantity.parameters, &quantity.values, &quantity.weights}) {
        finite = finite && std::all_of(list->begin(), list->end(), is_finite);
    }
    for (auto const& bound : {quantity.truncate_min, quantity.truncate_max}) {
        finite = finite && (!bound || is_finite(*bound));
    }
    found.require(finite, "a number is infinite or NaN (no such distribution). Give finite numbers.");
    if (!found.list.empty()) return found.list;

    bool const on_scale = quantity.family == Family::quantile2 || quantity.family == Family::quantile3;
    if (quantity.is_constant()) {
        check_points(found, quantity, quantity.parameters, true);
        return found.list;
    }
    if (quantity.family == Family::choice || quantity.family == Family::empirical)
        check_values(found, quantity);
    if (quantity.family == Family::choice) {
        check_points(found, quantity, quantity.values, true);
        return found.list;
    }
    if (on_scale) check_points(found, quantity, quantity.parameters, false);
    if (!found.list.empty()) return found.list;
    check_parameters(found, quantity);
    if (!found.list.empty()) return found.list;
    if (quantity.family == Family::empirical && !quantity.truncate_min && !quantity.truncate_max) {
        check_points(found, quantity, {quantity.values.front(), quantity.values.back()}, false);
    }
    if (found.list.empty()) check_truncation_and_support(found, quantity);
    return found.list;
}

std::optional<std::string> infeasible(Quantity const& quantity) {
    std::vector<std::string> list = problems(quantity);
    if (list.empty()) return std::nullopt;
    return std::move(list.front());
}

}  // namespace gapmc::exact
