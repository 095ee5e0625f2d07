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

TrajectoryRange Session::range() const { return range_of(request()); }

void Session::count_in(TrajectoryRange range, UnderWay& run, Backend& backend, Progress& progress,
                       Takers const& takers) const {
    Record& record = run.record;
    for (Ranges rest = record.done.missing_in(range); !rest.empty(); rest = record.done.missing_in(range)) {
        TrajectoryRange const left = rest.all().front();
        Job job = plan_.job(left, fingerprinted(left, record.request.trajectories, plan_.digest));
        job.sink = takers.sink;
        job.shown = left.first - range.first;
        job.kept = takers.kept;
        Pause const pause = takers.keeper == nullptr ? no_pause : takers.keeper->next();
        Counted const counted = backend.run_until(job, progress, pause);
        refuse_lost(plan_, counted.tally);
        add_counted(record, counted);
        if (counted.failure != nullptr) std::rethrow_exception(counted.failure);
        progress.go_on();
        if (takers.keeper != nullptr && !counted.is_all_of(job)) takers.keeper->keep(run);
    }
}

void Session::take_back(Record& record, TrajectoryRange group, Backend& backend) const {
    Progress own;  // these were counted before
    Job const job = plan_.job(group, {{group}, {}});
    Diagnostics parts;
    if (group.first < diagnosed_trajectories && record.midpoints != 0)
        parts = backend.diagnose(job, {linear_contrasts(plan_.model()), record.midpoints}, own);
    gapmc::take_back(record, group, backend.run(job, own), parts);
}

void Session::begin_extension(Record& record, Backend& backend, Progress& progress) const {
    std::uint64_t const before = record.done.size();
    TrajectoryRange const last{before / tally_groups * tally_groups, before};
    if (!last.empty()) {
        progress.go_on();
        take_back(record, last, backend);
    }
    record.request.trajectories = request().trajectories;
    record.request.exact = Exact::none;
    record.exact.clear();
    record.exemplars.clear();
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

//! Of what is diagnosed a record has the first ones: a stop comes before or after all, an extension behind.
Ranges Session::undiagnosed(Ranges const& counted, Record const& record) {
    return counted.below(diagnosed_trajectories).without_first(record.diagnostics.trajectories);
}

void Session::diagnose(Record& record, Backend& backend, Progress& progress) const {
    add(diagnosed(undiagnosed(record.done, record), backend, progress), record);
}

Simulated Session::run(Backend& backend, Progress& progress, std::optional<StopRule> const& until,
                       Takers const& takers) const {
    UnderWay run{empty_record()};
    bool const precise = go_on(run, backend, progress, until, takers);
    return {std::move(run.record), precise};
}

bool Session::go_on(UnderWay& run, Backend& backend, Progress& progress, std::optional<StopRule> const& until,
                    Takers const& takers) const {
    Record& record = run.record;
    Engine const engine = backend.engine();
    if (engine.devices.empty() && engine.ranks == 1) {
        bool const precise = count_as_asked(run, backend, progress, until, takers);
        diagnose(record, backend, progress);
        record.exemplars = exemplars(record, backend, progress);
        return precise;
    }
    // A device leaves the processor idle, whose lanes give the same parts; other ranks count more while this
    // one has them beside its own counting. Either way of counting does all trajectories that are diagnosed.
    auto const host = make_cpu_backend({engine.threads, 0, ""});
    Ranges const wanted = undiagnosed(range().empty() ? Ranges{} : Ranges{range()}, record);
    Progress beside;  // its own, to be stopped when the device fails
    auto parts = std::async(std::launch::async | std::launch::deferred,
                            [&] { return diagnosed(wanted, *host, beside); });
    try {
        bool const precise =
            count_as_asked(run, backend, progress, until, {nullptr, takers.kept, takers.keeper});
        while (parts.wait_for(std::chrono::milliseconds{20}) == std::future_status::timeout) progress.go_on();
        add(parts.get(), record);
        record.exemplars = exemplars(record, *host, progress);
        return precise;
    } catch (...) {
        beside.stop = true;
        throw;
    }
}

bool Session::count_as_asked(UnderWay& run, Backend& backend, Progress& progress,
                             std::optional<StopRule> const& until, Takers const& takers) const {
    if (until) return count_until(run, backend, progress, *until, takers);
    count_in(range(), run, backend, progress, takers);
    return true;
}

Record Session::count(Backend& backend, Progress& progress) const {
    UnderWay run{empty_record()};
    count(run, backend, progress);
    return std::move(run.record);
}

void Session::count(UnderWay& run, Backend& backend, Progress& progress, Takers const& takers) const {
    count_in(range(), run, backend, progress, takers);
}

bool Session::count_until(UnderWay& run, Backend& backend, Progress& progress, StopRule const& until,
                          Takers takers) const {
    takers.sink = nullptr;  // which has to know how many there will be
    std::uint64_t const cap = request().trajectories;
    Record& record = run.record;
    for (std::uint64_t next = first_checkpoint; run.looks.held < 2 && run.looks.last < cap; next *= 2) {
        if (next <= run.looks.last) continue;
        std::uint64_t const last = std::min(next, cap);
        record.request.trajectories = last;  // the record is that of a run of so many
        count_in({0, last}, run, backend, progress, takers);
        // The end of what may be simulated is no checkpoint, unless it is one.
        bool const held = last == next && holds(until, results(record));
        run.looks = {last, held ? run.looks.held + 1 : 0};
    }
    return run.looks.held >= 2;
}

StopForecast Session::forecast(StopRule const& until, Backend& backend, Progress& progress) const {
    Progress own;  // these trajectories are none of the run's
    progress.go_on();
    UnderWay run{empty_record()};
    count_in({0, std::min(forecast_trajectories, request().trajectories)}, run, backend, own, {});
    StopForecast forecast{trajectories_until(until, results(run.record)), 0};
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
