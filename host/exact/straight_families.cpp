// SPDX-License-Identifier: Apache-2.0
//! Families with piecewise polynomial distribution functions.
#include <algorithm>

#include "host/exact/distribution.hpp"
#include "host/exact/elementary.hpp"

namespace gapmc::exact::family {
namespace {

class Uniform : public Distribution {
  public:
    Uniform(Link link, double low, double high) : link_{link}, low_{low}, high_{high}, width_{high - low} {}

    Local at(Level const& level, Search&) const override {
        return on_link(link_, low_ + width_ * level.p.lower, (1 - high_) + width_ * level.p.upper,
                       width_ * level.rate);
    }

    Probability probability(double x) const override {
        if (x <= low_) return {0, 1};
        if (x >= high_) return {1, 0};
        return {(x - low_) / width_, (high_ - x) / width_};
    }

    double density(double) const override { return 1 / width_; }

    Support support() const override { return {low_, high_}; }

  private:
    Link link_;
    double low_;
    double high_;
    double width_;
};

class Triangular : public Distribution {
  public:
    Triangular(Link link, double low, double mode, double high)
        : link_{link}, low_{low}, high_{high}, left_{mode - low}, right_{high - mode}, width_{high - low} {}

    Local at(Level const& level, Search&) const override {
        bool const rising = level.p.lower * width_ < left_;
        double const base = rising ? left_ : right_;
        double const root = __builtin_sqrt((rising ? level.p.lower : level.p.upper) * width_ * base);
        // Distance to the other end; where the mode is that end it goes to 0 and must not cancel.
        double other = width_ - root;
        if (base == width_) other = width_ * (rising ? level.p.upper : level.p.lower) / (1 + root / width_);
        double const from_low = rising ? root : other;
        double const to_high = rising ? other : root;
        return on_link(link_, low_ + from_low, (1 - high_) + to_high,
                       level.rate * width_ * base / (2 * root));
    }

    Probability probability(double x) const override {
        if (x <= low_) return {0, 1};
        if (x >= high_) return {1, 0};
        bool const rising = x - low_ < left_;
        double const distance = rising ? x - low_ : high_ - x;
        double const tail = distance * distance / (width_ * (rising ? left_ : right_));
        return rising ? Probability{tail, 1 - tail} : Probability{1 - tail, tail};
    }

    double density(double x) const override {
        if (x - low_ < left_) return 2 * (x - low_) / (width_ * left_);
        return 2 * (high_ - x) / (width_ * right_);
    }

    Support support() const override { return {low_, high_}; }

  private:
    Link link_;
    double low_;
    double high_;
    double left_;
    double right_;
    double width_;
};

//! Inverse CDF linear between the sorted values, at levels i/(n - 1).
class Empirical : public Distribution {
  public:
    Empirical(Link link, std::vector<double> values)
        : link_{link}, values_{std::move(values)}, last_{static_cast<double>(values_.size() - 1)} {}

    Local at(Level const& level, Search&) const override {
        // Counted from the nearer end, where the level is known best.
        bool const from_low = level.p.lower <= level.p.upper;
        double const steps = (from_low ? level.p.lower : level.p.upper) * last_;
        auto const whole = std::min(static_cast<std::size_t>(steps), values_.size() - 2);
        double const part = steps - static_cast<double>(whole);
        std::size_t const near = from_low ? whole : values_.size() - 1 - whole;
        std::size_t const far = from_low ? near + 1 : near - 1;
        double const x = values_[near] + part * (values_[far] - values_[near]);
        double const rise = from_low ? values_[far] - values_[near] : values_[near] - values_[far];
        return on_link(link_, x, 1 - x, rise * last_ * level.rate);
    }

    Probability probability(double x) const override {
        if (x < values_.front()) return {0, 1};
        if (x >= values_.back()) return {1, 0};
        std::size_t const i = segment(x);
        double const steps = static_cast<double>(i) + (x - values_[i]) / (values_[i + 1] - values_[i]);
        return {steps / last_, (last_ - steps) / last_};
    }

    double density(double x) const override {
        std::size_t const i = segment(x);
        return 1 / (last_ * (values_[i + 1] - values_[i]));
    }

    Support support() const override { return {values_.front(), values_.back()}; }

  private:
    //! Last i with values[i] <= x < values[i + 1].
    std::size_t segment(double x) const {
        auto const above = std::upper_bound(values_.begin(), values_.end(), x);
        return static_cast<std::size_t>(above - values_.begin()) - 1;
    }

    Link link_;
    std::vector<double> values_;
    double last_;
};

}  // namespace

std::unique_ptr<Distribution> make_straight(Quantity const& quantity) {
    std::vector<double> const& p = quantity.parameters;
    switch (quantity.family) {
        case Family::uniform:
            return std::make_unique<Uniform>(quantity.link, p[0], p[1]);
        case Family::triangular:
            return std::make_unique<Triangular>(quantity.link, p[0], p[1], p[2]);
        default:
            return std::make_unique<Empirical>(quantity.link, quantity.values);
    }
}

}  // namespace gapmc::exact::family
