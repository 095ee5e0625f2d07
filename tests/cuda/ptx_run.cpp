// SPDX-License-Identifier: Apache-2.0
//! Runs kernels that were translated from PTX (ptx_to_c.py) and compares them bit by bit with the CPU engine.
//!
//!     gapmc_ptx_run KERNELS.so                      every kernel, over all studies
//!     gapmc_ptx_run --compile STUDY.toml ARCH OUT   what the engine's run-time compiler makes of a study
//!     gapmc_ptx_run KERNELS.so --compiled STUDY.toml    the walk that was translated from it
//!
//! Ends with `N passed, N failed`.
#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "kernels/cuda/arena.hpp"
#include "kernels/cuda/job_on_device.hpp"
#include "kernels/cuda/launch.hpp"
#include "kernels/cuda/study_compiler.hpp"
#include "kernels/cuda/study_source.hpp"
#include "kernels/draws/variates.hpp"
#include "kernels/rng/words.hpp"
#include "kernels/tally/fingerprint.hpp"
#include "kernels/tally/worker_tally.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

struct PtxContext {
    std::uint32_t thread, threads, block_x, block_y, blocks_x, blocks_y;
    unsigned char* shared;
    unsigned char* constant;
};
using Kernel = void (*)(PtxContext const*, void const*);

constexpr std::size_t dynamic_shared = std::size_t{1} << 20;  // as ptx_to_c.py has it

class Library {
  public:
    explicit Library(char const* path) : handle_{dlopen(path, RTLD_NOW)} {
        if (handle_ == nullptr) throw std::runtime_error(dlerror());
    }
    Kernel find(std::string const& name) const {
        void* const symbol = dlsym(handle_, name.c_str());
        if (symbol == nullptr) throw std::runtime_error(name + ": not among the translated kernels");
        return reinterpret_cast<Kernel>(symbol);
    }
    //! What everything run so far added to a counter.
    std::uint64_t counter(char const* name) const {
        void const* const place = dlsym(handle_, name);
        if (place == nullptr) throw std::runtime_error(std::string{name} + " is missing");
        return *static_cast<std::uint64_t const*>(place);
    }
    //! A kernel of one batch, by its name in the source.
    Kernel of_batch(std::string const& name) const {
        return find("_ZN5gapmc" + std::to_string(name.size()) + name + "ENS_13BatchOnDeviceE");
    }

  private:
    void* handle_;
};

int passed = 0;
int failed = 0;
void check(bool holds, std::string const& what) {
    (holds ? passed : failed) += 1;
    std::printf("%s %s\n", holds ? "ok  " : "FAIL", what.c_str());
}

void run_grid(Kernel kernel, std::uint32_t blocks_x, std::uint32_t blocks_y, Arena const& arena,
              void const* param) {
    std::vector<unsigned char> shared(dynamic_shared + (1u << 18), 0xab);
    std::vector<unsigned char> constant = arena.bytes();
    for (std::uint32_t y = 0; y < blocks_y; ++y)
        for (std::uint32_t x = 0; x < blocks_x; ++x) {
            PtxContext const context{0, 1, x, y, blocks_x, blocks_y, shared.data(), constant.data()};
            kernel(&context, param);
        }
}

constexpr std::int32_t n = 96;

void compile(std::string const& path, std::string const& architecture, char const* out) {
    Plan const plan = plan_of(load(path), n);
    FlatSpec const flat{plan.spec};
    Arena const arena{plan.model->topology,
                      {plan.spec.observed.data(), static_cast<std::int32_t>(plan.spec.observed.size())},
                      flat.view()};
    std::ofstream{out, std::ios::binary}
        << compile_study(study_source(arena, plan.model->topology), architecture);
}

//! Whole walks, and the reduction of what they leave that works with blocks of one thread.
void check_walks(Library const& library, std::string const& path, std::string const& kernel, bool reduce) {
    Plan const plan = plan_of(load(path), n);
    std::vector<std::int32_t> const expected = observe(plan, 0, n, *cpu());
    Tally const tally = run(plan, 0, n, *cpu());
    FlatSpec const flat{plan.spec};
    Arena const arena{plan.model->topology,
                      {plan.spec.observed.data(), static_cast<std::int32_t>(plan.spec.observed.size())},
                      flat.view()};
    std::size_t const rows = plan.spec.observed.size() * static_cast<std::size_t>(plan.spec.years);
    std::vector<std::int32_t> observations(rows * n, -7);
    std::vector<std::uint64_t> factors(rows);
    for (std::size_t cell = 0; cell < rows; ++cell) factors[cell] = hash_multiplier(cell);
    std::vector<DeviceCount> counts(plan.spec.counts), moments(3 * rows * tally_groups), prints(1),
        lost(2 * plan.spec.observed.size());
    Receipt receipt{};
    BatchOnDevice const batch{arena.placed_at(nullptr, plan.model->topology.tables.data),
                              plan.seed,
                              0,
                              n,
                              n,
                              observations.data(),
                              factors.data(),
                              {counts.data(), moments.data(), moments.data() + rows * tally_groups,
                               moments.data() + 2 * rows * tally_groups, prints.data(), lost.data(),
                               lost.data() + plan.spec.observed.size(), plan.spec.bins, 0},
                              &receipt};
    std::uint64_t const slots = library.counter("ptx_issue_slots");
    std::uint64_t const words = library.counter("ptx_local_words");
    run_grid(library.of_batch(kernel), n, 1, arena, &batch);
    auto const per_trajectory = [&](char const* counter, std::uint64_t before) {
        return static_cast<double>(library.counter(counter) - before) / n;
    };
    std::printf("taken %s %s %.0f %.0f\n", kernel.c_str(), path.c_str(),
                per_trajectory("ptx_issue_slots", slots), per_trajectory("ptx_local_words", words));
    check(observations == expected, kernel + ", " + path + ": observations");
    check(prints[0] == tally.fingerprints[0] && receipt.trajectories == n &&
              receipt.index_sum == tally.index_sum,
          kernel + ", " + path + ": fingerprint and receipt");
    if (!reduce || flat.view().contrasts.size == 0) return;
    run_grid(library.of_batch("reduce_contrasts"), 3, static_cast<std::uint32_t>(flat.view().contrasts.size),
             arena, &batch);
    if (flat.view().events > 0)
        run_grid(library.of_batch("reduce_events"), 2, static_cast<std::uint32_t>(flat.view().events), arena,
                 &batch);
    check(std::equal(counts.begin() + static_cast<std::ptrdiff_t>(plan.spec.bins), counts.end(),
                     tally.counts.begin() + static_cast<std::ptrdiff_t>(plan.spec.bins)),
          path + ": contrasts and events");
}

void check_math(Library const& library) {
    constexpr std::uint32_t n = 200'000;
    std::vector<std::uint32_t> words(n);
    for (std::uint32_t i = 0; i < n; ++i) words[i] = i * 2654435761u;
    words[1] = 0x7fffffffu, words[2] = 0x80000000u, words[3] = 0xffffffffu, words[4] = 1;
    std::vector<std::uint32_t> out(8 * n);
    struct {
        std::uint32_t const* words;
        std::uint32_t* out;
        std::uint32_t count;
    } const param{words.data(), out.data(), n};
    Arena const none{Topology{}, {}, TallyView{}};
    run_grid(library.find("_ZN5gapmc13math_of_wordsEPKjPjj"), n, 1, none, &param);
    char const* const names[] = {"normal",  "exponential draw", "log",      "exp",
                                 "1 - exp", "logistic",         "softplus", "Philox"};
    std::vector<int> differences(8);
    for (std::uint32_t i = 0; i < n; ++i) {
        std::uint32_t const word = words[i];
        float const real =
            float_of_bits((word & 0x80000000u) | ((107u + (word >> 23) % 27u) << 23) | (word & 0x007fffffu));
        float const positive = float_of_bits(0x00800000u + word % 0x7f000000u);
        std::uint32_t const expected[] = {
            bits_of(normal_of_word<float>(word)),
            bits_of(exponential_of_word<float>(word)),
            bits_of(natural_log(positive)),
            bits_of(exponential(real)),
            bits_of(one_minus_exponential(larger(real, 0.0f - real))),
            bits_of(logistic(real)),
            bits_of(softplus(real)),
            draw_word(word >> 12, 0, word & 0x3fffffffu, std::uint64_t{word} << 7, {word, ~word})};
        for (std::size_t f = 0; f < 8; ++f) differences[f] += out[f * n + i] != expected[f];
    }
    for (std::size_t f = 0; f < 8; ++f)
        check(differences[f] == 0, std::string{names[f]} + ": " + std::to_string(differences[f]) + " of " +
                                       std::to_string(n) + " differ");
}

}  // namespace
}  // namespace gapmc::support

int main(int argc, char** argv) {
    using namespace gapmc::support;
    if (argc != 2 && argc != 4 && argc != 5) return 64;
    try {
        if (argc == 5) {
            compile(argv[2], argv[3], argv[4]);
            return 0;
        }
        Library const library{argv[1]};
        if (argc == 4) {
            check_walks(library, argv[3], "walk_compiled", false);
            std::printf("%d passed, %d failed\n", passed, failed);
            return failed == 0 ? 0 : 1;
        }
        check_math(library);
        for (char const* const path : {"configs/reference-2x3x11.toml", "configs/three-actors.toml"})
            check_walks(library, path, "walk_shared", true);
        for (std::string const& path : all_studies()) check_walks(library, path, "walk_local", true);
    } catch (std::exception const& e) {
        std::fprintf(stderr, "gapmc_ptx_run: %s\n", e.what());
        return 1;
    }
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
