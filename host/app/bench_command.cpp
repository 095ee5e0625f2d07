// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "host/app/bench_report.hpp"
#include "host/app/commands.hpp"
#include "host/app/load_study.hpp"
#include "host/app/signals.hpp"
#include "host/outputs/durable.hpp"
#include "host/outputs/lookup.hpp"
#include "host/plan/normals.hpp"
#include "host/results/summarise.hpp"
#include "host/results/tally_file.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t fewest_repetitions = 5;
constexpr double mean_error = 0.01;      //!< [points]
constexpr double quantile_error = 0.05;  //!< [points]
constexpr double low_level = 0.05;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

//! How precise the last year's mean and lower quantile of the first contrast are, from a repetition's own
//! errors.
std::vector<PrecisionGoal> goals_of(PlannedWorkload const& planned, Tally const& tally) {
    Results const results = summarise_quantities(planned.study, planned.plan, tally);
    QuantitySummary const& gap = find_quantity(results, Target::contrast, planned.study.contrasts.front().id);
    YearSummary const& last = gap.years.back();
    auto const goal = [&](std::string const& statistic, double wanted, std::optional<Estimate> const& found) {
        return PrecisionGoal{
            statistic, gap.id,
            last.year, gap.unit,
            wanted,    found ? trajectories_for(wanted, found->mcse, tally.trajectories) : std::nullopt};
    };
    return {goal("mean", mean_error, last.mean), goal("p05", quantile_error, find_quantile(last, low_level))};
}

//! Measures the workloads one after the other; what belongs to the machine goes to the report's head.
class Bench {
  public:
    Bench(BenchOptions const& options, Progress& progress) : options_{options}, progress_{progress} {
        report_.options = options;
    }

    void measure(Workload const& workload) {
        WorkloadReport w;
        w.workload = workload;
        w.first_of_process = report_.workloads.empty();
        say(workload, fmt::format("start, plan and {} trajectories", golden_trajectories));
        // Nothing may ask for devices before this: the first question starts the driver, and its time counts.
        auto const start = Clock::now();
        auto const [backend, why] = choose_backend(options_);
        w.answer = golden_answer(workload, *backend, progress_);
        w.cold_seconds = seconds_since(start);
        describe(*backend, why);
        if (w.answer.right()) repeat(w, *backend);
        report_.workloads.push_back(w);
    }

    BenchReport const& report() const { return report_; }

  private:
    void say(Workload const& workload, std::string const& what) const {
        if (!options_.quiet) fmt::print(stderr, "{}: {}\n", workload.name, what);
    }

    void describe(Backend const& backend, std::string const& why) {
        if (!report_.workloads.empty()) return;
        report_.backend = backend.describe();
        report_.why = why;
        report_.engine = backend.engine();
        report_.cuda = cuda_environment();
        report_.nvml_absence = "no CUDA device is used";
        if (!report_.engine.devices.empty()) {
            nvml_.emplace();
            report_.nvml_absence = nvml_->absence();
            report_.nvml_driver = nvml_->driver();
        }
    }

    std::vector<DeviceState> states() const {
        std::vector<DeviceState> all;
        for (int const device : report_.engine.devices)
            all.push_back(nvml_->read(report_.cuda.devices[static_cast<std::size_t>(device)].pci));
        return all;
    }

    void refuse_to_go_on() const {
        if (progress_.stop) throw Stopped("stopped between repetitions");
    }

    //! From the job to its accumulators; neither planning nor digests nor estimates are in the time.
    double timed(PlannedWorkload const& planned, Backend& backend, std::uint64_t n, Tally& tally) {
        refuse_to_go_on();
        Plan const& plan = planned.plan;
        auto const start = Clock::now();
        tally = backend.run({plan.model->topology, plan.spec, plan.seed, 0, n}, progress_);
        return seconds_since(start);
    }

    std::uint64_t size_of(Workload const& workload, Backend& backend) {
        if (options_.trajectories) return *options_.trajectories;
        say(workload, "how many trajectories take a while");
        PlannedWorkload const trial = plan_workload(workload, golden_trajectories, backend);
        Tally tally;
        return repetition_size(options_.seconds / fewest_repetitions,
                               [&](std::uint64_t n) { return timed(trial, backend, n, tally); });
    }

    void repeat(WorkloadReport& w, Backend& backend) {
        w.trajectories = size_of(w.workload, backend);
        PlannedWorkload const planned = plan_workload(w.workload, w.trajectories, backend);
        w.normals = normals_per_trajectory(planned.plan.model->topology);
        say(w.workload, fmt::format("at least {} times {} trajectories, {} s", fewest_repetitions,
                                    w.trajectories, options_.seconds));
        w.before = states();
        std::vector<std::vector<double>> clocks(w.before.size());
        Tally first;
        double sum = 0;
        while (w.repeatable && (w.seconds.size() < fewest_repetitions || sum < options_.seconds)) {
            Tally tally;
            w.seconds.push_back(timed(planned, backend, w.trajectories, tally));
            sum += w.seconds.back();
            w.after = states();
            for (std::size_t i = 0; i < clocks.size(); ++i)
                if (w.after[i].sm_clock) clocks[i].push_back(*w.after[i].sm_clock);
            if (w.seconds.size() == 1)
                first = std::move(tally);
            else
                w.repeatable = tally == first;
        }
        w.result_digest = result_digest(planned.plan, first);
        w.goals = goals_of(planned, first);
        add_issue_share(w, clocks);
    }

    void add_issue_share(WorkloadReport& w, std::vector<std::vector<double>> const& clocks) const {
        std::vector<IssueRate> devices;
        for (std::size_t i = 0; i < clocks.size(); ++i) {
            w.sm_clocks.push_back(clocks[i].empty() ? 0 : spread_of(clocks[i]).median);
            auto const device = static_cast<std::size_t>(report_.engine.devices[i]);
            devices.push_back({report_.cuda.devices[device].multiprocessors, w.sm_clocks.back() * 1e6});
        }
        if (!w.workload.instructions) return;
        double const rate = rates_of(static_cast<double>(w.trajectories), w.seconds).median;
        w.issue_share = share_of_issue_ceiling(rate, *w.workload.instructions, devices);
    }

    BenchOptions const& options_;
    Progress& progress_;
    BenchReport report_;
    std::optional<Nvml> nvml_;
};

}  // namespace

int bench_command(BenchOptions const& options) {
    if (!std::isfinite(options.seconds) || options.seconds < 0)
        throw UsageError(fmt::format("--seconds {}: not a time. Give e.g. 5", options.seconds));
    std::vector<Workload> const workloads = choose_workloads(options.workloads);
    Progress progress;
    Bench bench{options, progress};
    try {
        StopOnSignal const guard{progress};
        for (Workload const& workload : workloads) bench.measure(workload);
    } catch (Stopped const& e) {
        throw Stopped(fmt::format("{}; nothing was written. Run again", e.what()));
    }
    std::string const json = bench_json(bench.report());
    fmt::print("{}", options.json ? json : bench_table(bench.report()));
    if (!options.out.empty()) write_file(options.out, json);
    return bench.report().right() ? 0 : 1;
}

}  // namespace gapmc
