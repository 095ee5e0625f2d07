// SPDX-License-Identifier: Apache-2.0
#include "host/session/session.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <future>

#include "host/exemplars/find_exemplars.hpp"
#include "host/results/comparison.hpp"
#include "host/results/decompositions.hpp"
#include "host/results/statements.hpp"
#include "host/results/summarise.hpp"
#include "kernels/base/error.hpp"
#include "kernels/model/decomposition.hpp"

namespace gapmc {
namespace {

constexpr std::uint64_t first_checkpoint = 1 << 16;
constexpr std::uint64_t midpoint_trial = 4096;  //!< trajectories that decide how many midpoints are taken

OpenedStudy sound(OpenedStudy opened) {
    if (!opened.ok()) throw StudyError(format_problems(opened.problems));
    return opened;
}

std::vector<OpenedStudy> sound(std::vector<OpenedStudy> opened) {
    for (OpenedStudy const& study : opened) static_cast<void>(sound(study));
    return opened;
}

std::vector<std::int32_t> linear_contrasts(Model const& model) {
    std::vector<std::int32_t> linear;
    for (std::size_t c = 0; c < model.contrasts.size(); ++c)
        if (model.contrasts[c].form == ContrastForm::linear) linear.push_back(static_cast<std::int32_t>(c));
    return linear;
}

}  // namespace

Session::Session(OpenedStudy opened, Backend& backend, Progress& progress)
    : Session{OpenedStudies{std::move(opened), {}}, backend, progress} {}

Session::Session(OpenedStudies opened, Backend& backend, Progress& progress)
    : opened_{sound(std::move(opened.study))}, compared_{sound(std::move(opened.compared))} {
    std::vector<Assumed> worlds{{opened_.study, opened_.assumptions(), opened_.statements}};
    for (OpenedStudy const& other : compared_)
        worlds.push_back({other.study, other.assumptions(), other.statements});
    Outcome const outcome = request().shown.outcome.value_or(study().outcome);
    plan_ = make_plan(worlds, outcome, request().seed, backend, progress);
}

Record Session::empty_record() const {
    std::vector<GivenStudy> compared;
    for (OpenedStudy const& other : compared_) compared.push_back(other.given);
    return make_record(opened_.given, std::move(compared), request(), plan_);
}

TrajectoryRange Session::range() const {
    return shard_range(request().trajectories, request().shard, request().shards);
}

Record Session::counted(TrajectoryRange range, Record record, Backend& backend, Progress& progress,
                        Takers const& takers) const {
    if (range.empty()) return record;
    Job job = plan_.job(range, fingerprinted(range, record.request.trajectories, plan_.digest));
    job.sink = takers.sink;
    job.kept = takers.kept;
    add_counted(record, job, backend.run(job, progress));
    refuse_lost(plan_, record.tally);
    return record;
}

Record Session::extended(Record record, Backend& backend, Progress& progress) const {
    std::uint64_t const before = record.done.size();
    TrajectoryRange const last{before / tally_groups * tally_groups, before};
    Progress own;  // these were counted before
    if (!last.empty()) {
        progress.go_on();
        Job const job = plan_.job(last, {{last}, {}});
        Diagnostics parts;
        if (last.first < diagnosed_trajectories && record.midpoints != 0)
            parts = backend.diagnose(job, {linear_contrasts(plan_.model()), record.midpoints}, own);
        take_back_last(record, job, backend.run(job, own), parts);
    }
    record.request.trajectories = request().trajectories;
    record.request.exact = Exact::none;
    record.exact.clear();
    record.exemplars.clear();
    record = counted({last.first, request().trajectories}, std::move(record), backend, progress);
    Ranges const wanted = record.done.below(diagnosed_trajectories);
    Ranges const rest = wanted.size() > record.diagnostics.trajectories
                            ? Ranges{{last.first, std::min(request().trajectories, diagnosed_trajectories)}}
                            : Ranges{};
    add(diagnosed(rest, backend, progress), record);
    record.exemplars = exemplars(record, backend, progress);
    return record;
}

Session::Diagnosed Session::diagnosed(Ranges const& wanted, Backend& backend, Progress& progress) const {
    if (wanted.empty()) return {};
    DecompositionSpec spec{linear_contrasts(plan_.model()), few_midpoints};
    // Whether few midpoints are enough is asked of the run's first trajectories, so that all shards agree.
    Diagnostics const trial = backend.diagnose(plan_.job({0, midpoint_trial}), spec, progress);
    auto const years = static_cast<std::size_t>(plan_.spec.years);
    if (!leaves_little(trial, spec.contrasts.size(), years, largest_residual))
        spec.midpoints = many_midpoints;
    Diagnosed diagnosed{spec.midpoints, {}};
    for (TrajectoryRange const& range : wanted.all())
        diagnosed.parts.push_back(backend.diagnose(plan_.job(range), spec, progress));
    return diagnosed;
}

void Session::add(Diagnosed const& diagnosed, Record& record) const {
    for (Diagnostics const& part : diagnosed.parts) add_diagnosed(record, diagnosed.midpoints, part);
}

void Session::diagnose(Record& record, Backend& backend, Progress& progress) const {
    Ranges const wanted = record.done.below(diagnosed_trajectories);
    if (wanted.empty() || record.midpoints != 0) return;
    add(diagnosed(wanted, backend, progress), record);
}

Simulated Session::run(Backend& backend, Progress& progress, std::optional<StopRule> const& until,
                       Takers const& takers) const {
    if (backend.engine().devices.empty()) {
        Simulated out = counted_as_asked(backend, progress, until, takers);
        diagnose(out.record, backend, progress);
        out.record.exemplars = exemplars(out.record, backend, progress);
        return out;
    }
    // A device leaves the processor idle, whose lanes give the same parts. Either way of counting does all
    // trajectories that are diagnosed.
    auto const host = make_cpu_backend({});
    Ranges const wanted = range().empty() ? Ranges{} : Ranges{range()}.below(diagnosed_trajectories);
    Progress beside;  // its own, to be stopped when the device fails
    auto parts = std::async(std::launch::async | std::launch::deferred,
                            [&] { return diagnosed(wanted, *host, beside); });
    try {
        Simulated out = counted_as_asked(backend, progress, until, {nullptr, takers.kept});
        while (parts.wait_for(std::chrono::milliseconds{20}) == std::future_status::timeout) progress.go_on();
        add(parts.get(), out.record);
        out.record.exemplars = exemplars(out.record, *host, progress);
        return out;
    } catch (...) {
        beside.stop = true;
        throw;
    }
}

Simulated Session::counted_as_asked(Backend& backend, Progress& progress,
                                    std::optional<StopRule> const& until, Takers const& takers) const {
    if (until) return run_until(backend, progress, *until, takers.kept);
    return {counted(range(), empty_record(), backend, progress, takers), true};
}

Record Session::count(Backend& backend, Progress& progress) const {
    return counted(range(), empty_record(), backend, progress);
}

Simulated Session::run_until(Backend& backend, Progress& progress, StopRule const& until,
                             KeptColumns* kept) const {
    std::uint64_t const cap = request().trajectories;
    Record record = empty_record();
    std::uint64_t done = 0;
    int held = 0;
    for (std::uint64_t next = first_checkpoint; held < 2 && done < cap; next *= 2) {
        std::uint64_t const last = std::min(next, cap);
        record.request.trajectories = last;  // the record is that of a run of so many
        record = counted({done, last}, std::move(record), backend, progress, {nullptr, kept});
        done = last;
        // The end of what may be simulated is no checkpoint, unless it is one.
        if (last == next) held = holds(until, results(record)) ? held + 1 : 0;
    }
    return {std::move(record), held >= 2};
}

StopForecast Session::forecast(StopRule const& until, Backend& backend, Progress& progress) const {
    Progress own;  // these trajectories are none of the run's
    progress.go_on();
    Record record =
        counted({0, std::min(forecast_trajectories, request().trajectories)}, empty_record(), backend, own);
    StopForecast forecast{trajectories_until(until, results(record)), 0};
    if (!(forecast.needed <= 0x1p62)) return forecast;
    std::uint64_t checkpoint = first_checkpoint;
    while (static_cast<double>(checkpoint) < forecast.needed) checkpoint *= 2;
    forecast.stops_at = 2 * checkpoint;  // the rule must hold twice
    return forecast;
}

std::vector<StatementResult> Session::statements(Record const& record) const {
    return summarise_statements(plan_of_world(plan_, 0), record);
}

std::vector<Exemplar> Session::exemplars(Record const& record, Backend& backend, Progress& progress) const {
    Outcome const outcome = request().shown.outcome.value_or(study().outcome);
    return find_exemplars(plan_, record, outcome, backend, progress);
}

Refinement Session::refinement(Record const& record, Exact exact) const {
    return {study(), plan_, record, exact};
}

void Session::refine(Record& record, Exact exact, Backend& backend, Progress& progress) const {
    Refinement refinement = this->refinement(record, exact);
    while (!refinement.finished()) refinement.pass(backend, progress);
    refinement.put_into(record);
}

Results Session::results(Record const& record) const {
    if (compared_.empty()) return summarise(study(), plan_, record);
    std::vector<Study const*> studies;
    for (OpenedStudy const& other : compared_) studies.push_back(&other.study);
    return summarise_comparison(study(), studies, plan_, record);
}

std::vector<RunFile> Session::files(Record const& record) const {
    OpenedStudy asked = opened_;
    asked.request = record.request;  // a stop rule has found its own number
    return run_files(study(), asked.resolved(), record, results(record));
}

}  // namespace gapmc
