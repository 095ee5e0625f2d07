// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kernels/api/backend.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/base/error.hpp"
#include "kernels/base/line_vector.hpp"
#include "kernels/cpu/instance.hpp"
#include "kernels/model/decomposition.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc {
namespace {

//! Trajectories a thread takes at once: small enough to share out evenly, large enough that sharing costs
//! nothing.
constexpr std::uint64_t portion = 1024;
constexpr int usual_batch = 256;

CpuInstance const& choose_instance(std::string const& wanted) {
    std::string known;
    for (CpuInstance const* const instance : cpu_instances()) {
        if (wanted.empty() ? instance->runs_here() : wanted == instance->name) {
            if (instance->runs_here()) return *instance;
            throw UsageError("GAPMC_SIMD=" + wanted + ": this processor does not run it. Unset it");
        }
        known += std::string{known.empty() ? "" : ", "} + instance->name;
    }
    throw UsageError("GAPMC_SIMD=" + wanted + ": unknown. Use one of: " + known);
}

using Scratch = LineVector<std::byte>;

List<Observed> observed(Job const& job) {
    return {job.spec.observed.data(), static_cast<std::int32_t>(job.spec.observed.size())};
}

//! One thread's buffers and its share of the result.
class Worker {
  public:
    Worker(CpuInstance const& instance, Job const& job, TallyView const& view, int batch)
        : instance_{instance},
          job_{job},
          view_{view},
          batch_{batch},
          tally_{job.spec, job.first, job.last},
          observations_(job.spec.observed.size() * static_cast<std::size_t>(job.spec.years * batch)),
          lanes_(3 * static_cast<std::size_t>(batch)),
          scratch_(instance.scratch_bytes(job.topology)) {}

    void run(std::uint64_t first, std::uint64_t last) {
        for (std::uint64_t begin = first; begin < last; begin += static_cast<std::uint64_t>(batch_)) {
            int const count =
                static_cast<int>(std::min<std::uint64_t>(last - begin, static_cast<std::uint64_t>(batch_)));
            instance_.simulate({&job_.topology, observed(job_), job_.seed, begin, count, batch_,
                                observations_.data(), tally_.lost(), scratch_.data()});
            instance_.reduce(
                {&view_, observations_.data(), begin, count, batch_, lanes_.data(), &tally_.cells()});
        }
    }
    bool full() { return tally_.cells().trajectories + portion > most_between_folds; }
    void fold_into(Tally& total) { tally_.fold_into(total); }

  private:
    CpuInstance const& instance_;
    Job const& job_;
    TallyView const& view_;
    int batch_;
    WorkerTally tally_;
    LineVector<std::int32_t> observations_;
    LineVector<std::uint32_t> lanes_;
    Scratch scratch_;
};

Diagnostics empty_diagnostics(Job const& job, std::vector<std::int32_t> const& contrasts) {
    Diagnostics d;
    d.parts = decomposition_parts(job.topology);
    d.sums.resize(contrasts.size() * static_cast<std::size_t>(d.parts * job.topology.years) * 2 *
                  tally_groups);
    return d;
}

void add(RateCounts& into, RateCounts const& from) {
    into.hazards += from.hazards;
    into.capped += from.capped;
    into.bases += from.bases;
    into.clipped += from.clipped;
    into.scores += from.scores;
    into.saturated += from.saturated;
    into.capacities += from.capacities;
    into.limited += from.limited;
    into.ceilings += from.ceilings;
    into.ceiling_bound += from.ceiling_bound;
}

void add(Diagnostics& into, Diagnostics const& from) {
    for (std::size_t i = 0; i < into.sums.size(); ++i) into.sums[i] += from.sums[i];
    add(into.rates, from.rates);
}

//! Per group: sums of x and of x^2.
void add_moments(std::int32_t const* x, int count, Int128* sums) {
    for (int i = 0; i < count; ++i) {
        sums[i % tally_groups] += x[i];
        sums[tally_groups + i % tally_groups] += std::int64_t{x[i]} * x[i];
    }
}

//! One thread's share of the diagnostics.
class Diagnoser {
  public:
    Diagnoser(CpuInstance const& instance, Job const& job, std::vector<std::int32_t> const& contrasts,
              int midpoints, int batch)
        : instance_{instance},
          job_{job},
          contrasts_{contrasts},
          midpoints_{midpoints},
          batch_{batch},
          result_{empty_diagnostics(job, contrasts)},
          rows_{contrasts.size() * static_cast<std::size_t>(result_.parts * job.topology.years)},
          observations_(rows_ * static_cast<std::size_t>(batch)),
          scratch_(instance.scratch_bytes(job.topology)) {}

    void run(std::uint64_t first, std::uint64_t last) {
        for (std::uint64_t begin = first; begin < last; begin += static_cast<std::uint64_t>(batch_)) {
            int const count =
                static_cast<int>(std::min<std::uint64_t>(last - begin, static_cast<std::uint64_t>(batch_)));
            instance_.diagnose({&job_.topology,
                                {contrasts_.data(), static_cast<std::int32_t>(contrasts_.size())},
                                midpoints_,
                                job_.seed,
                                begin,
                                count,
                                batch_,
                                observations_.data(),
                                &result_.rates,
                                scratch_.data()});
            for (std::size_t row = 0; row < rows_; ++row)
                add_moments(observations_.data() + row * static_cast<std::size_t>(batch_), count,
                            result_.sums.data() + row * 2 * tally_groups);
        }
    }
    Diagnostics& result() { return result_; }

  private:
    CpuInstance const& instance_;
    Job const& job_;
    std::vector<std::int32_t> const& contrasts_;
    int midpoints_;
    int batch_;
    Diagnostics result_;
    std::size_t rows_;
    std::vector<std::int32_t> observations_;
    Scratch scratch_;
};

class CpuBackend final : public Backend {
  public:
    explicit CpuBackend(CpuOptions const& options)
        : instance_{choose_instance(options.simd)},
          threads_{options.threads > 0 ? options.threads : usable_processors()},
          batch_{options.batch > 0 ? options.batch : usual_batch} {}

    std::string name() const override { return "cpu"; }
    std::string describe() const override {
        return std::string{"cpu, "} + instance_.name + " instance, " + std::to_string(threads_) +
               (threads_ == 1 ? " thread" : " threads");
    }

    Engine engine() const override { return {instance_.name, threads_, {}}; }

    Tally run(Job const& job, Progress& progress) override {
        Tally total = make_tally(job.spec, job.first, job.last);
        FlatSpec const flat{job.spec};
        std::mutex folding;
        auto const fold = [&](Worker& worker) {
            std::lock_guard const lock{folding};
            worker.fold_into(total);
        };
        share_out(
            job, progress,
            [&] {
                return Worker{instance_, job, flat.view(), batch_};
            },
            [&](Worker& worker, std::uint64_t first, std::uint64_t last) {
                worker.run(first, last);
                if (worker.full()) fold(worker);
            },
            fold);
        if (total.trajectories != job.last - job.first)
            throw std::logic_error("trajectories were lost between threads");
        return total;
    }

    std::vector<std::int32_t> observe(Job const& job) override {
        std::uint64_t const trajectories = job.last - job.first;
        auto const rows = job.spec.observed.size() * static_cast<std::size_t>(job.spec.years);
        std::vector<std::int32_t> out(rows * trajectories);
        Progress progress;
        // A walk writes whole groups of lanes: into rows of their own, then those that are wanted go out.
        struct Rows {
            std::vector<std::int32_t> lanes;
            std::vector<Lost> lost;
            Scratch scratch;
        };
        constexpr int stride = tally_groups;
        share_out(
            job, progress,
            [&] {
                return Rows{std::vector<std::int32_t>(rows * stride),
                            std::vector<Lost>(job.spec.observed.size()),
                            Scratch(instance_.scratch_bytes(job.topology))};
            },
            [&](Rows& work, std::uint64_t first, std::uint64_t last) {
                for (std::uint64_t begin = first; begin < last; begin += stride) {
                    int const count = static_cast<int>(std::min<std::uint64_t>(last - begin, stride));
                    instance_.simulate({&job.topology, observed(job), job.seed, begin, count, stride,
                                        work.lanes.data(), work.lost.data(), work.scratch.data()});
                    for (std::size_t row = 0; row < rows; ++row)
                        std::copy_n(work.lanes.data() + row * stride, count,
                                    out.data() + row * trajectories + (begin - job.first));
                }
            },
            [](Rows&) {});
        return out;
    }

    Diagnostics diagnose(Job const& job, std::vector<std::int32_t> const& contrasts, int midpoints) override {
        Diagnostics total = empty_diagnostics(job, contrasts);
        total.trajectories = job.last - job.first;
        Progress progress;
        share_out(
            job, progress,
            [&] {
                return Diagnoser{instance_, job, contrasts, midpoints, batch_};
            },
            [](Diagnoser& d, std::uint64_t first, std::uint64_t last) { d.run(first, last); },
            [&](Diagnoser& d) { add(total, d.result()); });
        return total;
    }

  private:
    /*!
     * Share a job's trajectories out among threads.
     * \param make    what a thread works with   \param work  do first ... last-1   \param merge  one thread
     * at a time
     */
    template<class Make, class Work, class Merge>
    void share_out(Job const& job, Progress& progress, Make make, Work work, Merge merge) {
        std::uint64_t const portions = (job.last - job.first + portion - 1) / portion;
        auto const workers =
            static_cast<int>(std::clamp<std::uint64_t>(portions, 1, static_cast<std::uint64_t>(threads_)));
        std::atomic<std::uint64_t> next{0};
        std::exception_ptr failure;
        std::mutex merging;
        auto const thread = [&] {
            try {
                auto worker = make();
                for (std::uint64_t p = next++; p < portions && !progress.stop; p = next++) {
                    std::uint64_t const first = job.first + p * portion;
                    std::uint64_t const last = std::min(first + portion, job.last);
                    work(worker, first, last);
                    progress.done += last - first;
                }
                std::lock_guard const lock{merging};
                merge(worker);
            } catch (...) {
                std::lock_guard const lock{merging};
                if (failure == nullptr) failure = std::current_exception();
                progress.stop = true;
            }
        };
        {
            std::vector<std::jthread> threads;
            for (int i = 1; i < workers; ++i) threads.emplace_back(thread);
            thread();
        }
        if (failure != nullptr) std::rethrow_exception(failure);
        if (progress.stop)
            throw Stopped("stopped after " + std::to_string(progress.done.load()) + " trajectories");
    }

    CpuInstance const& instance_;
    int threads_;
    int batch_;
};

}  // namespace

List<CpuInstance const*> cpu_instances() {
    static constexpr CpuInstance const* all[] = {
#if defined(__x86_64__)
        &avx512_instance,
        &avx2_instance,
#elif defined(__aarch64__)
        &neon_instance,
#endif
        &scalar_instance,
        &portable_instance
    };
    return {all, static_cast<std::int32_t>(std::size(all))};
}

std::vector<InstanceState> cpu_instance_states() {
    std::vector<InstanceState> states;
    for (CpuInstance const* const instance : cpu_instances())
        states.push_back({instance->name, instance->runs_here()});
    return states;
}

std::unique_ptr<Backend> make_cpu_backend(CpuOptions const& options) {
    if (options.batch < 0 || options.batch % tally_groups != 0)
        throw UsageError("--batch " + std::to_string(options.batch) + ": not a multiple of 64");
    return std::make_unique<CpuBackend>(options);
}

}  // namespace gapmc
