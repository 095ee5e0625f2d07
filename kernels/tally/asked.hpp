// SPDX-License-Identifier: Apache-2.0
//! Section *asked*: trajectories that fulfil a statement, and those that fulfil its condition.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/base/wide_integer.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

//! A row in a year times a whole number.
struct AskedTerm {
    std::int32_t row = 0;
    std::int32_t year = 0;
    WideInteger weight;
};

//! A step of an evaluation: it takes truth values from a stack of bits and leaves one there.
struct AskedStep {
    enum Kind : std::int32_t {
        at_most,   //!< the sum of terms is at most the bound; sums stay below 2^62 by the terms' weights
        reached,   //!< the row is at most the bound in some year from `first` to `last`
        exceeded,  //!< it is more than the bound in some of them
        both,
        either,
        negation
    };
    std::int32_t kind = at_most;
    std::int32_t row = 0;    //!< of reached and exceeded; of at_most its first term
    std::int32_t first = 0;  //!< year; of at_most the number of terms
    std::int32_t last = 0;
    WideInteger bound = {};  //!< of sums and observations
};

//! Truth values above each other: at most 64.
class AskedStack {
  public:
    GAPMC_HD void push(bool value) { bits_ = bits_ << 1 | (value ? 1u : 0u); }
    GAPMC_HD bool pop() {
        bool const value = (bits_ & 1u) != 0;
        bits_ >>= 1;
        return value;
    }

  private:
    std::uint64_t bits_ = 0;
};

//! Evaluate steps on one trajectory. \param view  holds `asked_terms` and `asked_steps`
template<class View, class Value>
GAPMC_HD bool fulfils(View const& view, Value const& value, std::int32_t begin, std::int32_t end) {
    AskedStack stack;
    for (std::int32_t i = begin; i < end; ++i) {
        AskedStep const step = view.asked_steps[i];
        if (step.kind == AskedStep::at_most) {
            std::int64_t sum = 0;
            for (std::int32_t t = step.row; t < step.row + step.first; ++t) {
                AskedTerm const term = view.asked_terms[t];
                sum += term.weight.value() * value(term.row, term.year);
            }
            stack.push(sum <= step.bound.value());
        } else if (step.kind == AskedStep::reached || step.kind == AskedStep::exceeded) {
            bool any = false;
            for (std::int32_t y = step.first; y <= step.last; ++y) {
                bool const below = value(step.row, y) <= step.bound.value();
                any = any || (step.kind == AskedStep::reached ? below : !below);
            }
            stack.push(any);
        } else if (step.kind == AskedStep::negation) {
            stack.push(!stack.pop());
        } else {
            bool const right = stack.pop();
            bool const left = stack.pop();
            stack.push(step.kind == AskedStep::both ? left && right : left || right);
        }
    }
    return stack.pop();
}

struct Asked {
    std::int32_t holds = 0;  //!< its first step
    std::int32_t given = 0;  //!< first step of the condition, behind those of `holds`
    std::int32_t end = 0;    //!< one past the condition's last step; `given` where there is none
    std::uint32_t cell = 0;  //!< in Tally::counts

    static constexpr int products = 0;
    static constexpr int counts = 2;
    GAPMC_HD std::uint32_t fulfilled() const { return cell; }       //!< under the condition
    GAPMC_HD std::uint32_t conditions() const { return cell + 1; }  //!< fulfilled conditions

    template<class View, class Value, class Sink>
    GAPMC_HD void count(View const& view, Value const& value, Sink& sink) const {
        bool const condition = given == end || fulfils(view, value, given, end);
        sink.count(0, condition && fulfils(view, value, holds, given));
        sink.count(1, condition);
    }

    void place(TallySizes& sizes, std::int32_t) { cell = TallySizes::take(sizes.counts, counts); }
};

}  // namespace gapmc
