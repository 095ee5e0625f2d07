// SPDX-License-Identifier: Apache-2.0
#include "host/config/check_quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gapmc::config {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = 1e15;         // beyond, float32 states have no digits left
constexpr double largest_level = 1e300;  // levels are used through their link only

class QuantityCheck {
  public:
    QuantityCheck(Context& context, Quantity const& quantity, Key const& key, std::string const& written)
        : context_{context}, quantity_{quantity}, key_{key}, written_{written}, p_{quantity.parameters} {}

    bool run() {
        if (!ordered() || !truncation_ordered()) return false;
        std::vector<double> points = stated();
        return std::all_of(points.begin(), points.end(), [&](double point) { return admitted(point); }) &&
               supported();
    }

  private:
    Context& context_;
    Quantity const& quantity_;
    Key const& key_;
    std::string const& written_;
    std::vector<double> const& p_;

    bool fail(std::string const& reason, std::string const& remedy) {
        context_.error(quantity_.place, quantity_.path, written_, reason, remedy);
        return false;
    }

    bool ordered() {
        switch (quantity_.family) {
            case Family::constant:
                return true;
            case Family::quantile2:
                return p_[0] < p_[1] || fail(fmt::format("{} must be less than {}", level(0), level(1)),
                                             "Swap them, or give a fixed value");
            case Family::quantile3:
                return (p_[0] < p_[1] && p_[1] < p_[2]) ||
                       fail(fmt::format("{}, {} and {} must increase", level(0), level(1), level(2)),
                            "Put them in order, or give a fixed value");
            case Family::normal:
                return p_[1] > 0 || fail("sd must be positive", "Give a fixed value for no spread");
            case Family::lognormal:
                return (p_[0] > 0 && p_[1] > 0) ||
                       fail("median and sigma must be positive", "Give positive numbers");
            case Family::uniform:
                return p_[0] < p_[1] || fail("min must be less than max", "Swap them, or give a fixed value");
            case Family::triangular:
            case Family::pert:
                if (!(p_[0] < p_[2]))
                    return fail("min must be less than max", "Swap them, or give a fixed value");
                return (p_[0] <= p_[1] && p_[1] <= p_[2]) ||
                       fail("the mode lies outside min ... max", "Move it inside");
            case Family::beta:
                if (!(shape(p_[0]) && shape(p_[1]))) return false;
                return p_[2] < p_[3] || fail("min must be less than max", "Swap them, or give a fixed value");
            case Family::gamma:
                return shape(p_[0]) &&
                       (p_[1] > 0 || fail("scale must be positive", "Give a positive number"));
            case Family::student_t:
                if (!(p_[1] > 0)) return fail("scale must be positive", "Give a positive number");
                return p_[2] > 2 ||
                       fail("nu must be greater than 2, for there is no variance otherwise", "Raise nu");
            case Family::empirical:
                return empirical_ordered();
            case Family::choice:
                return choice_ordered();
        }
        return true;
    }

    std::string level(std::size_t i) const { return level_name(quantity_.quantile_levels()[i]); }

    bool shape(double value) {
        return (value >= 1e-3 && value <= 1e6) ||
               fail("a shape must be positive, between 0.001 and 1e6", "Correct it");
    }

    bool empirical_ordered() {
        if (quantity_.values.size() < 2)
            return fail("there must be at least two values", "Add some, or give a fixed value");
        auto const [low, high] = std::minmax_element(quantity_.values.begin(), quantity_.values.end());
        return *low < *high || fail("all values are equal", "Give a fixed value");
    }

    bool choice_ordered() {
        auto const& weights = quantity_.weights;
        if (weights.size() != quantity_.values.size()) {
            return fail(
                fmt::format("there are {} values and {} weights", quantity_.values.size(), weights.size()),
                "Give one weight for each value");
        }
        if (weights.size() < 2)
            return fail("there must be at least two values", "Add some, or give a fixed value");
        double sum = 0;
        for (double const weight : weights) {
            if (!(weight > 0)) return fail("a weight is not positive", "Leave out values that cannot happen");
            sum += weight;
        }
        return std::abs(sum - 1) <= 1e-9 ||
               fail(fmt::format("the weights sum to {}, not 1", sum), "Divide them by their sum");
    }

    bool truncation_ordered() {
        if (!quantity_.truncate_min || !quantity_.truncate_max) return true;
        return *quantity_.truncate_min < *quantity_.truncate_max ||
               fail("truncate must go from a smaller to a larger number", "Swap its bounds");
    }

    //! Values that the user named and that the quantity can take.
    std::vector<double> stated() const {
        switch (quantity_.family) {
            case Family::normal:
            case Family::lognormal:
            case Family::student_t:
                return {p_[0]};
            case Family::gamma:
            case Family::beta:
            case Family::uniform:
            case Family::triangular:
            case Family::pert:
                return {};
            case Family::empirical:
            case Family::choice:
                return quantity_.values;
            default:
                return p_;
        }
    }

    bool admitted(double value) {
        double const limit = key_.measure == Measure::level ? largest_level : largest;
        if (!(std::abs(value) <= limit))
            return fail(fmt::format("{} is too large", value), "Use another unit");
        bool const end_allowed =
            quantity_.is_constant() && key_.measure != Measure::level && key_.bounds.admits(value);
        if (quantity_.link == Link::log && !(value > 0 || end_allowed)) {
            return fail("this quantity must be positive", "Give a positive number");
        }
        if (quantity_.link == Link::logit && !((value > 0 && value < 1) || end_allowed)) {
            return fail("this quantity must lie " + interval(0, 1) + ", both excluded", fraction_remedy());
        }
        if (!key_.bounds.admits(value)) {
            return fail("this quantity is out of range", "It must be " + bounds_text());
        }
        return true;
    }

    std::string fraction_remedy() const {
        if (key_.measure == Measure::score) return "Give points";
        if (key_.measure == Measure::level) return "Write a share as a fraction: 0.3 for 30 %";
        return "Write a fraction, or add unit = \"percent\"";
    }

    bool in_points() const { return key_.measure == Measure::score && quantity_.link == Link::logit; }

    std::string interval(double low, double high) const {
        double const factor = in_points() ? 100 : 1;
        return fmt::format("between {} and {}", low * factor, high * factor);
    }

    std::string bounds_text() const {
        if (in_points()) return interval(key_.bounds.low, key_.bounds.high) + " points";
        return key_.bounds.text();
    }

    //! Ends of the distribution's support, truncation included.
    std::pair<double, double> support() const {
        double low = -infinity, high = infinity;
        switch (quantity_.family) {
            case Family::uniform:
                low = p_[0], high = p_[1];
                break;
            case Family::triangular:
            case Family::pert:
                low = p_[0], high = p_[2];
                break;
            case Family::beta:
                low = p_[2], high = p_[3];
                break;
            case Family::lognormal:
            case Family::gamma:
                low = 0;
                break;
            case Family::empirical: {
                auto const [least, most] =
                    std::minmax_element(quantity_.values.begin(), quantity_.values.end());
                low = *least, high = *most;
                break;
            }
            case Family::quantile2:
            case Family::quantile3:
                if (quantity_.link != Link::identity) low = 0;
                if (quantity_.link == Link::logit) high = 1;
                break;
            default:
                break;
        }
        return {std::max(low, quantity_.truncate_min.value_or(-infinity)),
                std::min(high, quantity_.truncate_max.value_or(infinity))};
    }

    bool supported() {
        if (quantity_.is_constant() || quantity_.family == Family::choice) return true;
        auto const [low, high] = support();
        if (!(low < high)) return fail("the truncation leaves nothing of the distribution", "Widen it");
        bool const bounded_family = quantity_.family == Family::uniform ||
                                    quantity_.family == Family::triangular ||
                                    quantity_.family == Family::pert || quantity_.family == Family::beta;
        if (quantity_.link == Link::log && low < 0) {
            return fail(
                "the distribution reaches below 0, but this quantity must be positive",
                bounded_family ? "Raise min" : "Add truncate = { min = 0 }, or use quantiles or lognormal");
        }
        if (quantity_.link == Link::logit && (low < 0 || high > 1)) {
            return fail("the distribution reaches outside " + interval(0, 1),
                        bounded_family
                            ? "Move min and max inside; " + fraction_remedy()
                            : fmt::format("Add truncate = {{ min = 0, max = {} }}, or use quantiles",
                                          in_points() ? 100 : 1));
        }
        // The ends of a bounded family are values that the user named.
        if (bounded_family && !(within_bounds(low) && within_bounds(high))) {
            return fail("the distribution reaches out of range", "It must be " + bounds_text());
        }
        double const limit = key_.measure == Measure::level ? largest_level : largest;
        if (bounded_family && std::max(std::abs(low), std::abs(high)) > limit) {
            return fail("the distribution reaches values that are too large", "Use another unit");
        }
        return true;
    }

    //! An open bound is reached with probability 0.
    bool within_bounds(double end) const { return end >= key_.bounds.low && end <= key_.bounds.high; }
};

}  // namespace

bool check_quantity(Context& context, Quantity const& quantity, Key const& key, std::string const& written) {
    return QuantityCheck{context, quantity, key, written}.run();
}

}  // namespace gapmc::config
