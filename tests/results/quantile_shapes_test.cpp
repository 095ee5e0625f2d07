// SPDX-License-Identifier: Apache-2.0
//! Order statistics read from bins against the sorted numbers of 100,000 random rows of many shapes.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <string>

#include "tests/support/binned_row.hpp"

namespace gapmc::support {
namespace {

using Engine = std::mt19937_64;

//! Draws of one random row: a place, a scale and a shape.
class Shape {
  public:
    Shape(std::string const& name, Engine& engine) : name_{name}, engine_{engine} {
        place_ = std::uniform_real_distribution{-3e4, 3e4}(engine);
        scale_ = std::exp(std::uniform_real_distribution{2.0, 9.0}(engine));
        share_ = std::uniform_real_distribution{0.02, 0.9}(engine);
        atom_ = std::llround(place_ + scale_ * normal());
    }
    std::int64_t atom() const { return atom_; }
    std::int64_t operator()() {
        if (name_ == "constant") return atom_;
        if (name_ == "two-point") return uniform() < share_ ? atom_ : atom_ + std::llround(scale_);
        if (name_ == "few integers") return atom_ + static_cast<std::int64_t>(10 * uniform());
        if (name_ == "grid")
            return atom_ + 37 * static_cast<std::int64_t>(std::floor(scale_ / 100 * normal()));
        if (name_ == "atom and density" && uniform() < share_) return atom_;
        if (name_ == "step" && uniform() < share_) return std::llround(place_ + scale_ * (uniform() - 1));
        if (name_ == "step") return std::llround(place_ + 0.3 * scale_ * uniform());
        if (name_ == "lognormal") return std::llround(place_ + scale_ * std::exp(normal()));
        return std::llround(place_ + scale_ * normal());
    }

  private:
    double normal() { return std::normal_distribution{}(engine_); }
    double uniform() { return std::uniform_real_distribution{}(engine_); }

    std::string name_;
    Engine& engine_;
    double place_, scale_, share_;
    std::int64_t atom_;
};

constexpr int bins = 4096;

struct Outcome {
    int ranks = 0;
    int inexact = 0;         //!< of these, with an error that is not 0
    int within = 0;          //!< of the inexact, within 1.96 stated errors
    int within_third = 0;    //!< control: within a third of that
    int wrong = 0;           //!< stated without error, and not that
    int beyond_cell = 0;     //!< order statistic outside the cell's ends
    int beyond_shifted = 0;  //!< control: one bin further
    int outside = 0;         //!< ranks outside the bins
    int outside_as_stated = 0;
};

Outcome compare(std::string const& name, int rows, bool atom_is_known) {
    Engine engine{20240607};
    Outcome o;
    for (int i = 0; i < rows; ++i) {
        Shape shape{name, engine};
        int const shift = std::uniform_int_distribution{0, 13}(engine);
        auto const n = static_cast<std::size_t>(std::exp(std::uniform_real_distribution{0.7, 8.5}(engine)));
        std::vector<std::int64_t> values(n);
        for (auto& x : values) x = shape();
        std::int64_t const width = std::int64_t{1} << shift;
        std::int64_t const lo = (shape.atom() / width - bins / 2) * width;
        BinnedRow const row{lo, shift, bins, values};
        auto const atom = atom_is_known ? std::optional{row.atom_at(shape.atom())} : std::nullopt;
        RankedHistogram const ranked = row.ranked(1.0, atom);
        std::uint64_t const rank = std::uniform_int_distribution<std::uint64_t>{1, n}(engine);
        auto const exact = row.order_statistic(rank);
        Estimate const e = ranked.at_rank(rank);
        IntegerRange const ends = ranked.limits(rank);
        if (exact < lo || exact >= lo + bins * width) {
            bool const constant = row.seen().least == row.seen().most;
            o.outside_as_stated += constant ? e.value == static_cast<double>(exact) && e.mcse == 0.0
                                            : e.missing == Missing::beyond_bins && std::isnan(e.value);
            ++o.outside;
            continue;
        }
        ++o.ranks;
        double const off = std::fabs(e.value - static_cast<double>(exact));
        o.wrong += e.mcse == 0.0 && off > 0.0;
        o.inexact += e.mcse > 0.0;
        o.within += e.mcse > 0.0 && off <= 1.96 * e.mcse;
        o.within_third += e.mcse > 0.0 && off <= 1.96 / 3 * e.mcse;
        o.beyond_cell += exact < ends.least || exact > ends.most ||
                         e.value < static_cast<double>(ends.least) ||
                         e.value > static_cast<double>(ends.most) || ends.most - ends.least >= width;
        o.beyond_shifted += exact + width < ends.least || exact + width > ends.most;
    }
    return o;
}

class Shapes : public ::testing::TestWithParam<char const*> {};

TEST_P(Shapes, OrderStatisticsLieInTheirCellsAndWithinTheStatedError) {
    for (bool const atom_is_known : {false, true}) {
        Outcome const o = compare(GetParam(), 6300, atom_is_known);
        ASSERT_GT(o.ranks, 5000);
        EXPECT_EQ(o.outside, o.outside_as_stated);
        EXPECT_EQ(o.wrong, 0);
        std::string const shape = GetParam();
        RecordProperty("within", o.within);
        EXPECT_EQ(o.inexact == 0, shape == "constant");
        EXPECT_EQ(o.beyond_cell, 0);
        EXPECT_EQ(o.beyond_shifted, o.ranks) << "control: the same numbers a bin higher";
        EXPECT_GE(o.within * 100, 95 * o.inexact) << o.within << " of " << o.inexact;
        // Of few integers the errors are for rounding alone, and most are 0.
        if (shape == "constant" || shape == "few integers") continue;
        EXPECT_LT(o.within_third * 100, 95 * o.inexact) << "control: a third of the error";
    }
}

INSTANTIATE_TEST_SUITE_P(Rows, Shapes,
                         ::testing::Values("normal", "lognormal", "atom and density", "two-point", "constant",
                                           "few integers", "grid", "step"),
                         [](auto const& shape) {
                             std::string name = shape.param;
                             for (char& c : name)
                                 if (c == ' ' || c == '-') c = '_';
                             return name;
                         });

}  // namespace
}  // namespace gapmc::support
