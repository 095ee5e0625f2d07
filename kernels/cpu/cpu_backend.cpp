// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/api/backend.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/cpu/diagnoser.hpp"
#include "kernels/cpu/instance.hpp"
#include "kernels/cpu/share_out.hpp"
#include "kernels/cpu/walk_variants.hpp"
#include "kernels/cpu/worker.hpp"
#include "kernels/observe/make_rows.hpp"

namespace gapmc {
namespace {

constexpr int usual_batch = 256;

class CpuBackend final : public Backend {
  public:
    explicit CpuBackend(CpuOptions const& options)
        : instance_{choose_instance(options.simd)},
          team_{options.threads > 0 ? options.threads : usable_processors()},
          batch_{options.batch > 0 ? options.batch : usual_batch} {}

    std::string name() const override { return "cpu"; }
    std::string describe() const override {
        return std::string{"cpu, "} + instance_.name + " instance, " + std::to_string(team_.threads()) +
               (team_.threads() == 1 ? " thread" : " threads");
    }

    Engine engine() const override { return {instance_.name, team_.threads(), {}, team_.wanted()}; }

    Counted run_until(Job const& job, Progress& progress, Pause pause) override {
        Tally total = make_tally(job.spec, job.fingerprinted.size());
        TallyView const view = view_of(job.spec);
        std::mutex folding;
        auto const fold = [&](Worker& worker) {
            std::lock_guard const lock{folding};
            worker.fold_into(total);
        };
        TrajectoryRange const done = team_.share_out(
            job.range, progress, pause,
            [&] {
                return Worker{instance_, job, view, batch_};
            },
            [&](Worker& worker, std::uint64_t first, std::uint64_t last) {
                worker.run(first, last);
                progress.done += last - first;
                if (worker.full()) fold(worker);
            },
            fold);
        if (total.trajectories != done.size())
            throw std::logic_error("trajectories were lost between threads");
        return counted_prefix(job, std::move(total));
    }

    std::vector<std::int32_t> observe(Job const& job, Progress& progress) override {
        std::size_t const rows = row_years(job);
        std::size_t const walked = job.spec.walked_rows() * static_cast<std::size_t>(job.spec.years);
        std::vector<std::int32_t> out(rows * job.range.size());
        // A walk writes whole groups of lanes: into rows of their own, then those that are wanted go out.
        struct Rows {
            std::vector<std::int32_t> lanes;
            std::vector<Lost> lost;
            Scratch scratch;
        };
        constexpr int stride = tally_groups;
        team_.share_out_all(
            job.range, progress,
            [&] {
                return Rows{std::vector<std::int32_t>(walked * stride),
                            std::vector<Lost>(job.spec.walked_rows()),
                            Scratch(scratch_bytes(instance_, job))};
            },
            [&](Rows& work, std::uint64_t first, std::uint64_t last) {
                for (std::uint64_t begin = first; begin < last; begin += stride) {
                    int const count = static_cast<int>(std::min<std::uint64_t>(last - begin, stride));
                    walk_variants(instance_, job, begin, count, stride, work.lanes.data(), work.lost.data(),
                                  work.scratch.data());
                    for (std::size_t row = 0; row < walked; ++row)
                        std::copy_n(work.lanes.data() + row * stride, count,
                                    out.data() + row * job.range.size() + (begin - job.range.first));
                }
            },
            [](Rows&) {});
        make_rows(view_of(job.spec).made_rows(), job.spec.walked_rows(),
                  static_cast<std::size_t>(job.spec.years), job.range.size(), out.data());
        return out;
    }

    Diagnostics diagnose(Job const& job, DecompositionSpec const& spec, Progress& progress) override {
        Diagnostics total = empty_diagnostics(job, spec);
        team_.share_out_all(
            job.range, progress,
            [&] {
                return Diagnoser{instance_, job, spec, batch_};
            },
            [](Diagnoser& d, std::uint64_t first, std::uint64_t last) { d.run(first, last); },
            [&](Diagnoser& d) { add(total, d.result()); });
        return total;
    }

  private:
    CpuInstance const& instance_;
    Team team_;
    int batch_;
};

}  // namespace

std::unique_ptr<Backend> make_cpu_backend(CpuOptions const& options) {
    checked_batch(options.batch);
    return std::make_unique<CpuBackend>(options);
}

}  // namespace gapmc
