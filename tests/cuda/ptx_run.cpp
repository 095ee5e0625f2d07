// SPDX-License-Identifier: Apache-2.0
//! Runs kernels that were translated from PTX (ptx_to_c.py) and compares them bit by bit with the CPU engine.
//!
//!     gapmc_ptx_run KERNELS.so                      every kernel, over all studies
//!     gapmc_ptx_run --compile STUDY.toml ARCH OUT   what the engine's run-time compiler makes of a study
//!     gapmc_ptx_run KERNELS.so --compiled STUDY.toml    the walk that was translated from it
//!
//! Ends with `N passed, N failed`.
#include "tests/cuda/shim.hpp"
// The shim must stand before the kernels' headers.
#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "kernels/cuda/keep_columns.cuh"
#include "kernels/cuda/study_compiler.hpp"
#include "kernels/cuda/study_source.hpp"
#include "kernels/draws/variates.hpp"
#include "kernels/rng/words.hpp"
#include "tests/cuda/host_device.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"
#include "tests/support/two_worlds.hpp"

namespace gapmc::support {
namespace {

struct PtxContext {
    std::uint32_t thread, threads, block_x, block_y, blocks_x, blocks_y;
    unsigned char* shared;
    unsigned char* constant;
    void (*wait)();
    std::uint32_t* visited;
};
using Kernel = void (*)(PtxContext const*, void const*);

constexpr std::size_t dynamic_shared = std::size_t{1} << 20;  // as ptx_to_c.py has it
constexpr std::size_t most_stretches = 1 + (std::size_t{1} << 14);
constexpr std::uint32_t warp = 32;

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
    //! Of one batch, by its name in the source: `walk_shared`, or `walk_local.1024` for a template's
    //! instance.
    Kernel of_walk(std::string const& name) const {
        std::size_t const dot = name.find('.');
        if (dot == std::string::npos) return of_parameter(name, "ENS_12WalkOnDeviceE");
        return find("_ZN5gapmc" + std::to_string(dot) + name.substr(0, dot) + "ILi" + name.substr(dot + 1) +
                    "EEEvNS_12WalkOnDeviceE");
    }
    Kernel of_reduction(std::string const& name) const {
        return of_parameter(name, "ENS_17ReductionOnDeviceE");
    }

  private:
    Kernel of_parameter(std::string const& name, char const* parameter) const {
        return find("_ZN5gapmc" + std::to_string(name.size()) + name + parameter);
    }

    void* handle_;
};

int passed = 0;
int failed = 0;
void check(bool holds, std::string const& what) {
    (holds ? passed : failed) += 1;
    std::printf("%s %s\n", holds ? "ok  " : "FAIL", what.c_str());
}

struct Grid {
    std::uint32_t threads, blocks_x, blocks_y;
};
void run_grid(Kernel kernel, Grid const& grid, std::vector<unsigned char> constant, void const* param) {
    std::vector<unsigned char> shared(dynamic_shared + (1u << 18), 0xab);
    std::vector<std::uint32_t> visited((grid.threads + warp - 1) / warp *
                                       most_stretches);  // of a block's warps
    shim::launch(
        [&] {
            PtxContext const context{threadIdx.x,
                                     grid.threads,
                                     blockIdx.x,
                                     blockIdx.y,
                                     grid.blocks_x,
                                     grid.blocks_y,
                                     shared.data(),
                                     constant.data(),
                                     [] { shim::block.barrier(); },
                                     visited.data() + threadIdx.x / warp * most_stretches};
            kernel(&context, param);
        },
        {grid.blocks_x, grid.blocks_y, 1}, grid.threads, 0, 1);
}

constexpr char const* compiled_kernel = "walk_compiled";

void compile(std::string const& path, std::string const& architecture, char const* out) {
    Plan const plan = plan_of(load(path));
    std::ofstream{out, std::ios::binary}
        << compile_study(study_source(plan.model().topology, plan.spec.observed.front()).shape, architecture)
               .bytes;
}

//! A batch of a study, as a device would hold it, and the kernels of a library run over it.
class PtxBatch {
  public:
    PtxBatch(Library const& library, Job const& job)
        : library_{library},
          job_{job},
          count_{static_cast<std::int32_t>(job.range.size())},
          device_{job, 2 * threads_per_block} {}

    void walk(std::string const& kernel, std::uint32_t threads) {
        Grid const grid{threads, (static_cast<std::uint32_t>(count_) + threads - 1) / threads, 1};
        walked_ = grid.threads * grid.blocks_x;
        for (std::size_t v = 0; v < device_.variants(); ++v) {
            WalkOnDevice const work = device_.walk(v, 0, count_, nullptr);
            run_grid(library_.of_walk(kernel), grid,
                     kernel == compiled_kernel ? device_.compiled_values(v) : device_.arena(v).bytes(),
                     &work);
        }
    }
    void reduce() {
        ReductionOnDevice const work = device_.reduction(0, count_);
        TallyView const& view = work.tally;
        auto const run = [&](std::string const& kernel, Grid const& grid) {
            if (grid.blocks_y > 0) run_grid(library_.of_reduction(kernel), grid, {}, &work);
        };
        auto const number = [](std::int32_t items) { return static_cast<std::uint32_t>(items); };
        run("derive_rows", {warp, 2, number(view.derived.size)});
        run("subtract_rows", {warp, 2, number(view.differences.size * view.years)});
        run("reduce_rows", {tally_groups, 2, number(view.rows.size * view.years)});
        run("reduce_standings", {warp, 3, number(view.standings.size)});
        run("reduce_thresholds", {warp, 3, number(view.thresholds.size)});
        run("reduce_happenings", {warp, 2, number(view.happenings.size)});
        run("reduce_windows", {warp, 2, (number(view.windows.size) + 1) / 2});
        section("7Product", work, view.products);
        section("6Nearer", work, view.nearer);
        section("7Earlier", work, view.earlier);
        section("7Unmoved", work, view.unmoved);
        section("5Asked", work, view.asked);
        section("6Turned", work, view.turned);
    }

    //! Columns of these lines and of the first steps of what is asked, kept behind some others' room.
    bool kept_as_observed(std::vector<KeptLine> const& lines, std::int32_t steps) {
        ReductionOnDevice const reduction = device_.reduction(0, count_);
        constexpr std::int64_t room = 300;
        constexpr std::int64_t before = 7;
        std::vector<std::int32_t> out(static_cast<std::size_t>(room) * (lines.size() + 1),
                                      HostDevice::untouched);
        KeepOnDevice const work{reduction.batch,
                                reduction.tally.years,
                                static_cast<std::int32_t>(lines.size()),
                                lines.data(),
                                reduction.tally.asked_terms.data,
                                reduction.tally.asked_steps.data,
                                0,
                                steps,
                                out.data() + before,
                                room};
        run_grid(library_.find("_ZN5gapmc12keep_columnsENS_12KeepOnDeviceE"),
                 {warp, 2, static_cast<std::uint32_t>(lines.size()) + 1}, {}, &work);
        auto const value = [&](std::int32_t row, std::int32_t year, std::int32_t lane) {
            return device_.observation(static_cast<std::size_t>(row * reduction.tally.years + year),
                                       static_cast<std::size_t>(lane));
        };
        bool right = true;
        for (std::int64_t column = 0; column <= static_cast<std::int64_t>(lines.size()); ++column)
            for (std::int64_t place = 0; place < room; ++place) {
                auto const lane = static_cast<std::int32_t>(place - before);
                std::int32_t expected = HostDevice::untouched;
                if (lane >= 0 && lane < count_) {
                    auto const i = static_cast<std::size_t>(column);
                    expected = i < lines.size() ? value(lines[i].row, lines[i].year, lane)
                                                : fulfils(
                                                      reduction.tally,
                                                      [&](std::int32_t row, std::int32_t year) {
                                                          return std::int64_t{value(row, year, lane)};
                                                      },
                                                      0, steps);
                }
                right = right && out[static_cast<std::size_t>(column * room + place)] == expected;
            }
        return right;
    }

    //! What the walk left is what the CPU engine gives; places behind all threads are as they were.
    bool observed_as_expected() const {
        Progress progress;
        std::vector<std::int32_t> const expected = cpu()->observe(job_, progress);
        auto const count = static_cast<std::size_t>(count_);
        for (std::size_t row = 0; row < device_.walked_rows(); ++row) {
            for (std::size_t lane = 0; lane < count; ++lane)
                if (device_.observation(row, lane) != expected[row * count + lane]) return false;
            for (std::size_t lane = walked_; lane < 2 * std::size_t{threads_per_block}; ++lane)
                if (device_.observation(row, lane) != HostDevice::untouched) return false;
        }
        return true;
    }
    //! Fingerprint and receipt.
    bool handed_in(Tally const& tally) {
        device_.settle(0, count_);
        Tally const own = device_.tally();
        return own.fingerprints == tally.fingerprints && own.trajectories == tally.trajectories &&
               own.index_sum == tally.index_sum;
    }
    bool reduced_to(Tally const& tally) const { return device_.tally() == tally; }

  private:
    //! \param type  mangled
    template<class Section>
    void section(std::string const& type, ReductionOnDevice const& work, Table<Section> const& items) {
        if (items.size == 0) return;
        struct {
            ReductionOnDevice work;
            Table<Section> items;
        } const parameters{work, items};
        run_grid(library_.find("_ZN5gapmc14reduce_sectionINS_" + type +
                               "EEEvNS_17ReductionOnDeviceENS_5TableIT_EE"),
                 {threads_per_block, 2, static_cast<std::uint32_t>(items.size)}, {}, &parameters);
    }

    Library const& library_;
    Job job_;
    std::int32_t count_;
    std::size_t walked_ = 0;  //!< threads
    HostDevice device_;
};

Job first_of(Plan const& plan, std::uint64_t count) {
    TrajectoryRange const range{0, count};
    return plan.job(range, {{range}, {}});
}
Tally tally_of(Job const& job) {
    Progress progress;
    return cpu()->run(job, progress);
}

//! Whole walks, in full warps and with threads behind the batch's end, and the reductions of what they leave.
void check_walks(Library const& library, std::string const& path, std::string const& kernel, bool reduce) {
    Plan const plan = plan_of(load(path));
    std::uint64_t const slots = library.counter("ptx_issue_slots");
    std::uint64_t const words = library.counter("ptx_local_words");
    // A compiled walk has the number of its block's threads in it.
    bool const compiled = kernel == compiled_kernel;
    std::int32_t const n = compiled ? threads_per_block : 96;
    PtxBatch full{library, first_of(plan, static_cast<std::uint64_t>(n))};
    full.walk(kernel, compiled ? threads_per_block : warp);
    auto const per_trajectory = [&](char const* counter, std::uint64_t before) {
        return static_cast<double>(library.counter(counter) - before) / n;
    };
    std::printf("taken %s %s %.0f %.0f\n", kernel.c_str(), path.c_str(),
                per_trajectory("ptx_issue_slots", slots), per_trajectory("ptx_local_words", words));
    Tally const tally = tally_of(first_of(plan, static_cast<std::uint64_t>(n)));
    check(full.observed_as_expected(), kernel + ", " + path + ": observations");
    check(full.handed_in(tally), kernel + ", " + path + ": fingerprint and receipt");

    auto const fewer = static_cast<std::uint64_t>(n - 19);  // neither warps nor quads are full
    PtxBatch part{library, first_of(plan, fewer)};
    part.walk(kernel, compiled ? threads_per_block : 2 * warp);
    check(part.observed_as_expected() && part.handed_in(tally_of(first_of(plan, fewer))),
          kernel + ", " + path + ": " + std::to_string(fewer) + " trajectories");
    if (!reduce) return;
    full.reduce();
    check(full.reduced_to(tally), path + ": every counter of the reductions");
}

//! Two worlds of a study, a difference of their rows and a product.
void check_variants(Library const& library) {
    TwoWorlds const worlds;
    constexpr std::uint64_t n = 96;
    PtxBatch batch{library, worlds.job({0, n})};
    batch.walk("walk_local.1024", 2 * warp);
    check(batch.observed_as_expected(), "two variants: observations");
    batch.reduce();
    check(batch.handed_in(tally_of(worlds.job({0, n}))), "two variants: fingerprint and receipt");
    check(batch.reduced_to(tally_of(worlds.job({0, n}))),
          "two variants: every counter, difference and product");
    check(batch.kept_as_observed({{static_cast<std::int32_t>(worlds.gap()), 3},
                                  {static_cast<std::int32_t>(worlds.derived()), 0},
                                  {static_cast<std::int32_t>(worlds.difference()), 2}},
                                 6),
          "two variants: columns that are kept");
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
    run_grid(library.find("_ZN5gapmc13math_of_wordsEPKjPjj"), {1, n, 1}, {}, &param);
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
            draw_word(word >> 12, 0, word & 0x3fffffffu, std::uint64_t{word} << 7, PhiloxKey{word, ~word})};
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
        // Translated kernels keep every register in memory. Only what is touched becomes real.
        gapmc::shim::stack_bytes = std::size_t{1} << 20;
        Library const library{argv[1]};
        if (argc == 4) {
            check_walks(library, argv[3], compiled_kernel, false);
            std::printf("%d passed, %d failed\n", passed, failed);
            return failed == 0 ? 0 : 1;
        }
        check_math(library);
        for (char const* const path : {"configs/reference-2x3x11.toml", "configs/three-actors.toml"})
            check_walks(library, path, "walk_shared", true);
        for (std::string const& path : all_studies()) check_walks(library, path, "walk_local.1024", true);
        check_variants(library);
    } catch (std::exception const& e) {
        std::fprintf(stderr, "gapmc_ptx_run: %s\n", e.what());
        return 1;
    }
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
