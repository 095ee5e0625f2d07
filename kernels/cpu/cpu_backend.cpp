// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "kernels/api/backend.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/base/error.hpp"
#include "kernels/base/line_vector.hpp"
#include "kernels/cpu/instance.hpp"
#include "kernels/model/decomposition.hpp"
#include "kernels/observe/subtract_observations.hpp"
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

//! Room for the largest variant of a job.
std::size_t scratch_bytes(CpuInstance const& instance, Job const& job) {
    std::size_t most = 0;
    for (Topology const* const topology : job.variants)
        most = std::max(most, instance.scratch_bytes(*topology));
    return most;
}

std::size_t row_years(Job const& job) {
    return job.spec.rows.size() * static_cast<std::size_t>(job.spec.years);
}

//! Walk the trajectories first ... first + count - 1 in every variant, one after the other. \param out  [row]
//! [year][stride]
void walk_variants(CpuInstance const& instance, Job const& job, std::uint64_t first, int count, int stride,
                   std::int32_t* out, Lost* lost, void* scratch) {
    for (std::size_t v = 0; v < job.variants.size(); ++v) {
        auto const& observed = job.spec.observed[v];
        instance.simulate({job.variants[v],
                           {observed.data(), static_cast<std::int32_t>(observed.size())},
                           job.seed,
                           first,
                           count,
                           stride,
                           out,
                           lost,
                           scratch});
        out += observed.size() * static_cast<std::size_t>(job.spec.years) * static_cast<std::size_t>(stride);
        lost += observed.size();
    }
}

//! One thread's buffers and its share of the result.
class Worker {
  public:
    Worker(CpuInstance const& instance, Job const& job, TallyView const& view, int batch)
        : instance_{instance},
          job_{job},
          view_{view},
          batch_{batch},
          tally_{job.spec, job.fingerprinted, batch},
          observations_(row_years(job) * static_cast<std::size_t>(batch)),
          lanes_(3 * static_cast<std::size_t>(batch)),
          scratch_(scratch_bytes(instance, job)) {}

    void run(std::uint64_t first, std::uint64_t last) {
        for (std::uint64_t begin = first; begin < last; begin += static_cast<std::uint64_t>(batch_)) {
            int const count =
                static_cast<int>(std::min<std::uint64_t>(last - begin, static_cast<std::uint64_t>(batch_)));
            walk_variants(instance_, job_, begin, count, batch_, observations_.data(), tally_.lost(),
                          scratch_.data());
            instance_.reduce(
                {&view_, observations_.data(), begin, count, batch_, lanes_.data(), &tally_.cells()});
            tally_.keep_fingerprints(begin, count);
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

Diagnostics empty_diagnostics(Job const& job, DecompositionSpec const& spec) {
    Topology const& topology = *job.variants.front();
    Diagnostics d;
    d.parts = decomposition_parts(topology);
    d.sums.resize(spec.contrasts.size() * static_cast<std::size_t>(d.parts * topology.years) * 2 *
                  tally_groups);
    return d;
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
    Diagnoser(CpuInstance const& instance, Job const& job, DecompositionSpec const& spec, int batch)
        : instance_{instance},
          job_{job},
          spec_{spec},
          batch_{batch},
          result_{empty_diagnostics(job, spec)},
          rows_{spec.contrasts.size() *
                static_cast<std::size_t>(result_.parts * job.variants.front()->years)},
          observations_(rows_ * static_cast<std::size_t>(batch)),
          scratch_(instance.scratch_bytes(*job.variants.front())) {}

    void run(std::uint64_t first, std::uint64_t last) {
        for (std::uint64_t begin = first; begin < last; begin += static_cast<std::uint64_t>(batch_)) {
            int const count =
                static_cast<int>(std::min<std::uint64_t>(last - begin, static_cast<std::uint64_t>(batch_)));
            instance_.diagnose({job_.variants.front(),
                                {spec_.contrasts.data(), static_cast<std::int32_t>(spec_.contrasts.size())},
                                spec_.midpoints,
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
        result_.trajectories += last - first;
    }
    Diagnostics const& result() const { return result_; }

  private:
    CpuInstance const& instance_;
    Job const& job_;
    DecompositionSpec const& spec_;
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

    Engine engine() const override { return {instance_.name, threads_, {}, wanted_threads_}; }

    Tally run(Job const& job, Progress& progress) override {
        Tally total = make_tally(job.spec, job.fingerprinted.size());
        TallyView const view = view_of(job.spec);
        std::mutex folding;
        auto const fold = [&](Worker& worker) {
            std::lock_guard const lock{folding};
            worker.fold_into(total);
        };
        share_out(
            job.range, progress,
            [&] {
                return Worker{instance_, job, view, batch_};
            },
            [&](Worker& worker, std::uint64_t first, std::uint64_t last) {
                worker.run(first, last);
                progress.done += last - first;
                if (worker.full()) fold(worker);
            },
            fold);
        if (total.trajectories != job.range.size())
            throw std::logic_error("trajectories were lost between threads");
        return total;
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
        share_out(
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
        subtract_observations(view_of(job.spec).differences, job.spec.walked_rows(),
                              static_cast<std::size_t>(job.spec.years), job.range.size(), out.data());
        return out;
    }

    Diagnostics diagnose(Job const& job, DecompositionSpec const& spec, Progress& progress) override {
        Diagnostics total = empty_diagnostics(job, spec);
        share_out(
            job.range, progress,
            [&] {
                return Diagnoser{instance_, job, spec, batch_};
            },
            [](Diagnoser& d, std::uint64_t first, std::uint64_t last) { d.run(first, last); },
            [&](Diagnoser& d) { add(total, d.result()); });
        return total;
    }

  private:
    /*!
     * Share trajectories out among threads: as many as were asked for, or as the system starts.
     * \param make    what a thread works with   \param work  do first ... last-1   \param merge  one thread
     * at a time
     * \throws Stopped if progress.stop was set
     */
    template<class Make, class Work, class Merge>
    void share_out(TrajectoryRange range, Progress const& progress, Make make, Work work, Merge merge) {
        std::uint64_t const portions = (range.size() + portion - 1) / portion;
        auto const workers =
            static_cast<int>(std::clamp<std::uint64_t>(portions, 1, static_cast<std::uint64_t>(threads_)));
        std::atomic<std::uint64_t> next{0};
        std::atomic<bool> failed{false};
        std::exception_ptr failure;
        std::mutex merging;
        auto const thread = [&] {
            try {
                auto worker = make();
                for (std::uint64_t p = next++; p < portions && !progress.stop && !failed; p = next++) {
                    std::uint64_t const first = range.first + p * portion;
                    std::uint64_t const last = std::min(first + portion, range.last);
                    work(worker, first, last);
                }
                std::lock_guard const lock{merging};
                merge(worker);
            } catch (...) {
                std::lock_guard const lock{merging};
                if (failure == nullptr) failure = std::current_exception();
                failed = true;
            }
        };
        {
            std::vector<std::jthread> threads;
            start(threads, workers - 1, thread);
            thread();
        }
        if (failure != nullptr) std::rethrow_exception(failure);
        if (progress.stop)
            throw Stopped("stopped after " + std::to_string(progress.done.load()) + " trajectories");
    }

    //! As many of the wanted threads as the system starts. It is not asked again for those it refused.
    template<class Body>
    void start(std::vector<std::jthread>& threads, int wanted, Body const& body) {
        threads.reserve(static_cast<std::size_t>(wanted));  // what can fail below is the start alone
        try {
            while (static_cast<int>(threads.size()) < wanted) threads.emplace_back(body);
        } catch (std::system_error const&) {
            threads_ = 1 + static_cast<int>(threads.size());
        }
    }

    CpuInstance const& instance_;
    int threads_;
    int wanted_threads_ = threads_;
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
    checked_batch(options.batch);
    return std::make_unique<CpuBackend>(options);
}

}  // namespace gapmc
