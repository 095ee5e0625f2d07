// SPDX-License-Identifier: Apache-2.0
#include "host/app/checkpoints.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "host/app/talk.hpp"
#include "host/pack/run_files.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_interval{15'000};
constexpr milliseconds shortest_interval{1000};
constexpr std::uint64_t many_attempts = 5;
constexpr char const* what_may_be_wrong =
    "Perhaps memory did not suffice: try --threads 1, a smaller --batch or another --device. Perhaps time "
    "did "
    "not: checkpoints are now written sooner";
constexpr char const* holds_another =
    " holds a run of something else that has not ended: `gapmc resume` goes on with it. Choose another "
    "folder "
    "with --out, or give it up with --force.";

}  // namespace

std::optional<FoundCheckpoint> find_checkpoint(Generations const& files) {
    std::optional<FoundCheckpoint> newest;
    std::string damaged;
    for (std::size_t slot = 0; slot < Generations::names.size(); ++slot) {
        std::optional<std::string> const bytes = files.read(slot);
        if (!bytes) continue;
        std::string const path = files.path(slot).string();
        try {
            CheckpointHead head = read_checkpoint_head(*bytes, plain_text(path));
            if (!newest || newest->head.generation < head.generation)
                newest = FoundCheckpoint{std::move(head), path, slot, *bytes};
        } catch (DataError const& e) {
            damaged = e.what();
        }
    }
    if (!newest && !damaged.empty())
        throw DataError(damaged + ", and there is no other. Start anew with --force");
    if (newest) newest->damaged = damaged;
    return newest;
}

Checkpoints::Checkpoints(OutputDirectory& directory, Session const& session, Task task,
                         CheckpointOptions options)
    : directory_{directory}, session_{session}, options_{options}, interval_{first_interval} {
    Request const& request = session.request();
    head_.task = std::move(task);
    head_.trajectories = request.trajectories;
    head_.exact = request.exact;
    head_.record.label = {output_version, {}};
    head_.generation = 0;
}

bool Checkpoints::is_same(CheckpointHead const& head) const {
    Record const mine = session_.empty_record();
    Request theirs = head.record.request;
    theirs.trajectories = head.trajectories;
    theirs.exact = head.exact;
    return head.task == head_.task && head.record.identity == mine.identity &&
           head.record.given == mine.given && head.record.compared == mine.compared &&
           theirs == session_.request();
}

UnderWay Checkpoints::begin(UnderWay fresh) {
    std::optional<FoundCheckpoint> found;
    try {
        found = find_checkpoint(directory_.checkpoints());
    } catch (DataError const&) {
        if (!options_.force) throw;
    }
    UnderWay run = std::move(fresh);
    if (found && is_same(found->head)) {
        if (!found->damaged.empty() && !options_.quiet)
            say("gapmc: {}: the run goes on from the checkpoint before it", found->damaged);
        run = read_checkpoint(found->bytes, plain_text(found->path), session_.study(), session_.plan());
        attempts_ = found->head.attempts + 1;
        taken_up_ = true;
        if (!options_.quiet) say("the run had begun: it goes on at {}", where(run));
        if (attempts_ > many_attempts && !options_.quiet)
            say("gapmc: {} processes in a row were killed at {}, before the next checkpoint. {}",
                found->head.attempts, where(run), what_may_be_wrong);
    } else if (found && !options_.force) {
        throw CannotCreate{plain_text(directory_.path().string()) + holds_another};
    } else if (found && !options_.quiet) {
        say("gapmc: `gapmc {}`, which had not ended in {}, is given up", found->head.task.verb,
            plain_text(directory_.path().string()));
    }
    if (found) {
        head_.generation = found->head.generation;
        slot_ = 1 - found->slot;
    }
    for (std::uint64_t i = 0; i < attempts_ && interval_ > shortest_interval; ++i) interval_ /= 2;
    begun_ = reach_of(run);
    if (taken_up_) write(run, attempts_);
    if (options_.every.count() > 0)
        next_ = std::chrono::steady_clock::now() + std::min(interval_, options_.every);
    return run;
}

Checkpoints::Reach Checkpoints::reach_of(UnderWay const& run) {
    Reach reach{run.record.done.size()};
    if (run.refinement)
        reach.passes_left = -run.refinement->passes, reach.counted_in_pass = run.refinement->counted.size();
    else
        reach.passes_left = -100;  // it comes before the first of them
    return reach;
}

void Checkpoints::write(UnderWay const& run, std::uint64_t attempts) {
    ++head_.generation;
    head_.attempts = attempts;
    directory_.checkpoints().write(slot_, write_checkpoint(head_, run));
    directory_.keep_folder();
    slot_ = 1 - slot_;
}

std::string Checkpoints::bytes_of(UnderWay const& run) const {
    CheckpointHead head = head_;
    head.generation = 1;
    head.attempts = 0;
    return write_checkpoint(head, run);
}

void Checkpoints::keep(UnderWay const& run) {
    if (std::chrono::steady_clock::now() < next_) return;
    try {
        write(run, 0);
    } catch (Error const& e) {
        if (!told_ && !options_.quiet)
            say("gapmc: no checkpoint: {} The run goes on, and would be lost if it were killed", e.what());
        told_ = true;
    }
    interval_ = std::min(2 * interval_, options_.every);
    next_ = std::chrono::steady_clock::now() + interval_;
}

//! \return whether there is a checkpoint now
bool Checkpoints::keep_if_any(UnderWay const& run) {
    bool const further = reach_of(run) > begun_;
    if (!further && !taken_up_) return false;
    write(run, further ? 0 : attempts_ - 1);  // this was no kill
    return true;
}

//! "12345600 of 1000000000 trajectories"
std::string Checkpoints::where(UnderWay const& run) const {
    std::uint64_t const all = options_.trajectories > 0 ? options_.trajectories : session_.range().size();
    if (!run.refinement) return fmt::format("{} of {} trajectories", run.record.done.size(), all);
    if (run.refinement->counted.empty()) return "the beginning of a further pass";
    return fmt::format("{} of {} trajectories of a further pass", run.refinement->counted.size(), all);
}

std::string Checkpoints::kept(UnderWay const& run) const {
    bool const between = run.refinement && run.refinement->counted.empty();
    return (between ? "what was found before the next further pass" : where(run)) +
           (between ? " is kept" : " are kept");
}

std::string Checkpoints::advice() const {
    return fmt::format("`gapmc resume {}` goes on from there", plain_text(directory_.path().string()));
}

void Checkpoints::stopped(UnderWay const& run, std::string const& what) {
    if (!keep_if_any(run)) throw Stopped{what};
    throw Stopped{fmt::format("{}; {}", what, kept(run)), advice()};
}

void Checkpoints::failed(UnderWay const& run) noexcept {
    try {
        if (keep_if_any(run)) say("gapmc: {}: {}", kept(run), advice());
    } catch (...) {
        // What is thrown already says more.
    }
}

}  // namespace gapmc
