// SPDX-License-Identifier: Apache-2.0
#include "host/bench/measure.hpp"

#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "host/outputs/lookup.hpp"
#include "host/plan/normals.hpp"
#include "host/session/session.hpp"

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
std::vector<PrecisionGoal> goals_of(Session const& session, Record const& record) {
    Results const results = session.results(record);
    QuantitySummary const& gap =
        find_quantity(results.quantities, Target::contrast, session.study().shown_contrast);
    YearSummary const& last = gap.years.back();
    auto const goal = [&](std::string const& statistic, double wanted, std::optional<Estimate> const& found) {
        return PrecisionGoal{
            statistic, gap.id,
            last.year, gap.unit,
            wanted,    found ? trajectories_for(wanted, found->mcse, results.trajectories()) : std::nullopt};
    };
    return {goal("mean", mean_error, last.mean), goal("p05", quantile_error, find_quantile(last, low_level))};
}

//! Measures the workloads one after the other; what belongs to the machine goes to the report's head.
class Bench {
  public:
    Bench(BenchRequest const& request, BenchSurroundings const& surroundings) : surroundings_{surroundings} {
        report_.request = request;
    }

    void measure(Workload const& workload) {
        WorkloadReport w;
        w.workload = workload;
        w.first_of_process = report_.workloads.empty();
        say(workload, fmt::format("start, plan and {} trajectories", golden_trajectories));
        auto const start = Clock::now();
        auto const [backend, why] = surroundings_.choose();
        w.answer = golden_answer(workload, *backend, surroundings_.progress);
        w.cold_seconds = seconds_since(start);
        describe(*backend, why);
        if (w.answer.right()) repeat(w, *backend);
        report_.workloads.push_back(w);
    }

    BenchReport const& report() const { return report_; }

  private:
    void say(Workload const& workload, std::string const& what) const {
        surroundings_.say(workload.name + ": " + what);
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

    //! From the job to its accumulators; neither planning nor digests nor estimates are in the time.
    double timed(Job const& job, Backend& backend, Tally& tally) {
        surroundings_.progress.go_on();
        auto const start = Clock::now();
        tally = backend.run(job, surroundings_.progress);
        return seconds_since(start);
    }

    std::uint64_t size_of(Workload const& workload, Backend& backend) {
        if (report_.request.trajectories) return *report_.request.trajectories;
        say(workload, "how many trajectories take a while");
        Session const trial = open_workload(workload, golden_trajectories, backend, surroundings_.progress);
        Tally tally;
        return repetition_size(report_.request.seconds / fewest_repetitions, [&](std::uint64_t n) {
            return timed(trial.plan().job({0, n}), backend, tally);
        });
    }

    void repeat(WorkloadReport& w, Backend& backend) {
        w.trajectories = size_of(w.workload, backend);
        Session const session = open_workload(w.workload, w.trajectories, backend, surroundings_.progress);
        Job const job = session.plan().job(
            session.range(), fingerprinted(session.range(), w.trajectories, session.plan().digest));
        w.normals = normals_per_trajectory(session.plan().model().topology);
        say(w.workload, fmt::format("at least {} times {} trajectories, {} s", fewest_repetitions,
                                    w.trajectories, report_.request.seconds));
        w.before = states();
        std::vector<std::vector<double>> clocks(w.before.size());
        Tally first;
        double sum = 0;
        while (w.repeatable && (w.seconds.size() < fewest_repetitions || sum < report_.request.seconds)) {
            Tally tally;
            w.seconds.push_back(timed(job, backend, tally));
            sum += w.seconds.back();
            w.after = states();
            for (std::size_t i = 0; i < clocks.size(); ++i)
                if (w.after[i].sm_clock) clocks[i].push_back(*w.after[i].sm_clock);
            if (w.seconds.size() == 1)
                first = std::move(tally);
            else
                w.repeatable = tally == first;
        }
        w.walk = backend.engine().walk;
        Record record = session.empty_record();
        add_counted(record, job, first);
        session.diagnose(record, backend, surroundings_.progress);
        w.result_digest = result_digest(record);
        w.goals = goals_of(session, record);
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

    BenchSurroundings const& surroundings_;
    BenchReport report_;
    std::optional<Nvml> nvml_;
};

}  // namespace

BenchReport measure_workloads(BenchRequest const& request, std::vector<Workload> const& workloads,
                              BenchSurroundings const& surroundings) {
    Bench bench{request, surroundings};
    for (Workload const& workload : workloads) bench.measure(workload);
    return bench.report();
}

}  // namespace gapmc
