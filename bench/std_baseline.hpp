// SPDX-License-Identifier: Apache-2.0
//! The reference study (configs/reference-2x3x11.toml) as one would write it by hand: plain C++, double,
//! std::mt19937_64, the distributions of <random>, libm. What gapmc's rates are compared with; shares no code
//! with it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace gapmc::bench {

inline constexpr int baseline_years = 11;

//! How much of the study the program's author used to save work. Both give the same distribution.
enum class Baseline {
    general,  //!< the index as the model states it: generalised mean of any order, anchored to the published
              //!< scores
    tailored  //!< for this study only: order 1 is a weighted sum, and equal base scores need no anchor
};

//! Moments and a histogram of the gap for each year.
struct GapTally {
    static constexpr int bins = 2000;  //!< of 0.1 points, from -100 to 100

    std::uint64_t trajectories = 0;
    std::array<double, baseline_years> sum{};
    std::array<double, baseline_years> squares{};
    std::vector<std::uint64_t> histogram = std::vector<std::uint64_t>(baseline_years * bins);

    double mean(int year) const;
    double sd(int year) const;
};

//! Simulate trajectories of the reference study and count them. \throws nothing of its own
void run_baseline(Baseline form, std::uint64_t seed, std::uint64_t trajectories, GapTally& tally);

//! std::mt19937_64 and std::normal_distribution, compiled like the baseline.
class StdStream {
  public:
    explicit StdStream(std::uint64_t seed) : engine_{seed} {}

    void fill_words(std::uint64_t* out, std::size_t count);
    //! Standard normals.
    void fill_normals(double* out, std::size_t count);

  private:
    std::mt19937_64 engine_;
    std::normal_distribution<double> normal_;
};

}  // namespace gapmc::bench
