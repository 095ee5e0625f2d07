// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <benchmark/benchmark.h>

namespace gapmc::bench {

//! Cycles of a 64-bit multiplication that waits for the one before: three on every x86-64 processor since
//! 2008 (Agner Fog, Instruction tables).
inline constexpr int cycles_per_multiplication = 3;

/*!
 * The processor's clock as it runs now [Hz], from the time of a chain of multiplications that wait for each
 * other; the fastest of a few short chains, since others may use the machine. 0 on processors whose
 * multiplication takes another time.
 */
double measured_clock();
//! Of this thread [s].
double processor_time();

/*!
 * Cycles per item of a benchmark, in a counter of that name: processor time from here to its end, just before
 * and after the loop, by the clock as measured then and again, since clocks change with load and instruction
 * set.
 */
class CycleCounter {
  public:
    //! \param items  per iteration
    CycleCounter(benchmark::State& state, char const* name, double items)
        : state_{state}, name_{name}, items_{items}, clock_{measured_clock()}, begin_{processor_time()} {}
    CycleCounter(CycleCounter const&) = delete;
    CycleCounter& operator=(CycleCounter const&) = delete;
    ~CycleCounter() {
        double const took = processor_time() - begin_;
        double const clock = 0.5 * (clock_ + measured_clock());
        if (clock > 0)
            state_.counters[name_] = took * clock / (static_cast<double>(state_.iterations()) * items_);
    }

  private:
    benchmark::State& state_;
    char const* name_;
    double items_;
    double clock_;
    double begin_;
};

}  // namespace gapmc::bench
