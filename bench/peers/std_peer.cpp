// SPDX-License-Identifier: Apache-2.0
//! The hand-written program (bench/std_baseline.cpp, both forms) as a peer of its own: one line of JSON. A
//! third form, `float`, is the walk of curand_peer.cu with draws of the standard library: slower than need
//! be, for its purpose is to check that walk where there is no device.
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <random>

#include "bench/peers/reference_walk.hpp"
#include "bench/peers/report.hpp"
#include "bench/std_baseline.hpp"

namespace {

using namespace gapmc::bench;

class StdDraws {
  public:
    explicit StdDraws(std::uint64_t seed) : engine_{seed} {}

    void normals(float* four) {
        for (int i = 0; i < 4; ++i) four[i] = normal_(engine_);
    }
    void uniforms(float* four) {
        for (int i = 0; i < 4; ++i) four[i] = 1.0f - uniform_(engine_);
    }

  private:
    std::mt19937_64 engine_;
    std::normal_distribution<float> normal_;
    std::uniform_real_distribution<float> uniform_;
};

void run_form(char const* form, std::uint64_t seed, std::uint64_t trajectories, GapTally& tally) {
    if (std::strcmp(form, "float") != 0) {
        run_baseline(std::strcmp(form, "general") == 0 ? Baseline::general : Baseline::tailored, seed,
                     trajectories, tally);
        return;
    }
    ReferenceStudy const study = reference_study();
    StdDraws draws{seed};
    for (std::uint64_t i = 0; i < trajectories; ++i)
        reference_walk(study, draws, [&](int year, float gap) { count_gap(tally, year, gap); });
    tally.trajectories += trajectories;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 64;
    GapTally warm_up, tally;
    run_form(argv[1], 1, 10'000, warm_up);
    auto const start = std::chrono::steady_clock::now();
    run_form(argv[1], 7, std::strtoull(argv[2], nullptr, 10), tally);
    double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    bool const is_float = std::strcmp(argv[1], "float") == 0;
    report(std::string("C++ std::mt19937_64, ") + (is_float ? "float, curand_peer's walk" : "double, ") +
               (is_float ? "" : argv[1]),
           1, seconds, tally);
    return 0;
}
