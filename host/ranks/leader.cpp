// SPDX-License-Identifier: Apache-2.0
#include "host/ranks/leader.hpp"

#include <chrono>
#include <exception>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "host/ranks/hand_out.hpp"
#include "host/ranks/job_bytes.hpp"
#include "host/ranks/messages.hpp"
#include "host/ranks/range_work.hpp"
#include "host/ranks/same_program.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

using Clock = std::chrono::steady_clock;
// Each look takes time from the counting thread beside it, and from nobody while there is none.
constexpr std::chrono::milliseconds while_counting{5};
constexpr std::chrono::milliseconds while_waiting{1};
//! After a stop or a failure, what has not come from the others by then is lost to the last checkpoint.
constexpr std::chrono::milliseconds patience{4000};
//! Jobs that one rank has done before others have heard of them.
constexpr std::uint64_t too_small_to_share = std::uint64_t{1} << 17;
//! Trajectories that a rank takes at first where ranks differ.
constexpr std::uint64_t first_of_processor = std::uint64_t{1} << 15;
constexpr std::uint64_t first_of_device = std::uint64_t{1} << 22;

//! What another rank threw.
class RankFailed : public Error {
  public:
    RankFailed(ExitCode code, std::string const& message) : Error{code, message} {}
};

std::exception_ptr failure_of(ByteReader& in, int rank) {
    auto const code = static_cast<ExitCode>(in.number());
    return std::make_exception_ptr(RankFailed{code, fmt::format("rank {}: {}", rank, in.text(100'000))});
}

//! The next message of ranks that begin. \throws Stopped if one of them was signalled
Message hear(Transport& transport) {
    while (true) {
        if (std::optional<Message> heard = transport.receive()) {
            if (saying_of(*heard) == Saying::stop_wished) throw Stopped{"stopped on request"};
            return std::move(*heard);
        }
        std::this_thread::sleep_for(while_waiting);
    }
}

//! One job, from its first range to the counts of all.
class SharedJob {
  public:
    SharedJob(Transport& transport, Backend& own, std::vector<std::uint64_t> const& kinds,
              std::uint64_t number, Job const& job, Progress& progress, Pause pause)
        : transport_{transport},
          own_{own},
          number_{number},
          job_{job},
          progress_{progress},
          pause_{pause},
          hand_out_{job.range, kinds},
          done_(kinds.size()),
          counted_{nothing_counted(job.spec)},
          before_{progress.done} {}

    Counted run() {
        ByteWriter out;
        out.number(number_);
        out.text(write_job(job_));
        std::string const bytes = message(Saying::job, out.bytes()).bytes;
        for (int const rank : below(0, transport_.size())) transport_.send(rank, bytes);
        while (hand_out_.is_anyone_busy() || !hand_out_.nothing_left()) {
            bool moved = listen();
            moved = look_at_own() || moved;
            end_if_wished();
            hand_out();
            tell_progress();
            if (hurried_ && Clock::now() - *hurried_ > patience) break;
            if (!moved) std::this_thread::sleep_for(work_ ? while_counting : while_waiting);
        }
        bring_together();
        tell_progress();
        counted_.failure = failure_;
        if (failure_ == nullptr && !closing_ && !counted_.is_all_of(job_))
            throw std::logic_error("trajectories were lost between ranks");
        return std::move(counted_);
    }

  private:
    double now() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }
    int ranks() const { return transport_.size(); }

    bool listen() {
        std::optional<Message> const heard = transport_.receive();
        if (!heard) return false;
        int const rank = heard->from;
        auto const i = static_cast<std::size_t>(rank);
        ByteReader in = reader_of(*heard);
        switch (saying_of(*heard)) {
            case Saying::told:
                done_[i].in_range = in.number();
                hand_out_.tell(rank, done_[i].in_range, now());
                break;
            case Saying::done:
                ended(rank, in.number());
                break;
            case Saying::failed:
                fail(failure_of(in, rank));
                ended(rank, 0);
                break;
            case Saying::stop_wished:
                progress_.stop = true;
                break;
            case Saying::counted:
                add(counted_, read_counted(content_of(*heard), job_.spec));
                --missing_;
                break;
            default:
                in.damaged("it is none for the rank that leads");
        }
        return true;
    }

    void ended(int rank, std::uint64_t trajectories) {
        auto& done = done_[static_cast<std::size_t>(rank)];
        done.before += trajectories;
        done.in_range = 0;
        if (hand_out_.is_busy(rank)) hand_out_.end(rank, trajectories, now());
    }

    bool look_at_own() {
        if (!work_) return false;
        done_[0].in_range = work_->done();
        hand_out_.tell(0, done_[0].in_range, now());
        if (!work_->finished()) return false;
        try {
            Counted const more = work_->take();
            work_.reset();
            if (more.failure != nullptr) std::rethrow_exception(more.failure);
            add(counted_, more);
            ended(0, more.tally.trajectories);
        } catch (...) {
            work_.reset();
            fail(std::current_exception());
            ended(0, 0);
        }
        return true;
    }

    void fail(std::exception_ptr failure) {
        if (failure_ == nullptr) failure_ = std::move(failure);
    }

    //! All ranks end their ranges early.
    void end_if_wished() {
        bool const hurried = progress_.stop || failure_ != nullptr;
        if (hurried && !hurried_) hurried_ = Clock::now();
        bool const some = progress_.done > before_;  // a pause lets something be done
        bool const paused = pause_ != no_pause && some && Clock::now() >= pause_;
        if (closing_ || !(hurried || paused)) return;
        closing_ = true;
        hand_out_.close();
        for (int rank = 0; rank < ranks(); ++rank) break_off(rank);
    }
    void break_off(int rank) {
        if (!hand_out_.is_busy(rank)) return;
        if (rank != 0)
            transport_.send(rank, message(Saying::break_off).bytes);
        else if (work_)
            work_->break_off();
    }

    void hand_out() {
        for (int rank = 0; rank < ranks(); ++rank) {
            if (hand_out_.is_busy(rank)) continue;
            std::optional<TrajectoryRange> const range = hand_out_.next(rank, now());
            if (!range) break;
            if (rank != 0)
                transport_.send(rank,
                                message(Saying::range, numbers({number_, range->first, range->last})).bytes);
            else
                begin_own(*range);
        }
        if (std::optional<int> const slow = hand_out_.to_break_off(now())) break_off(*slow);
    }
    void begin_own(TrajectoryRange range) {
        Job job = job_;
        job.range = range;
        job.fingerprinted = places_within(job_.fingerprinted, range);
        try {
            work_.emplace(own_, std::move(job));
        } catch (...) {
            fail(std::current_exception());
            ended(0, 0);
        }
    }

    void tell_progress() {
        std::uint64_t sum = before_;
        for (Done const& done : done_) sum += done.before + done.in_range;
        progress_.done = sum;
    }

    void bring_together() {
        work_.reset();  // where it did not end in time
        for (int rank = 1; rank < ranks(); ++rank)
            transport_.send(rank, message(Saying::end_job, numbers({number_})).bytes);
        missing_ = below(0, ranks()).size();
        while (missing_ > 0) {
            if (progress_.stop && !hurried_) hurried_ = Clock::now();
            if (hurried_ && Clock::now() - *hurried_ > 2 * patience) {
                if (failure_ == nullptr)
                    fail(std::make_exception_ptr(
                        RankFailed{ExitCode::stopped,
                                   "some ranks did not answer any more: what they counted "
                                   "since the last checkpoint is lost"}));
                transport_.give_up();
                return;
            }
            if (!listen()) std::this_thread::sleep_for(while_waiting);
        }
    }

    struct Done {
        std::uint64_t before = 0;  //!< in ranges that have ended
        std::uint64_t in_range = 0;
    };

    Transport& transport_;
    Backend& own_;
    std::uint64_t number_;
    Job const& job_;
    Progress& progress_;
    Pause pause_;
    Clock::time_point start_ = Clock::now();
    HandOut hand_out_;
    std::vector<Done> done_;
    Counted counted_;
    std::uint64_t before_;
    std::optional<RangeWork> work_;
    bool closing_ = false;
    std::optional<Clock::time_point> hurried_;  //!< since when a stop is wished, or a rank has failed
    std::exception_ptr failure_;
    std::size_t missing_ = 0;
};

class RanksBackend final : public Backend {
  public:
    RanksBackend(Transport& transport, std::unique_ptr<Backend> own,
                 std::vector<std::vector<std::string>> const& words)
        : transport_{transport}, own_{std::move(own)} {
        for (int rank = 1; rank < transport_.size(); ++rank) {
            std::vector<std::string> const& theirs = words.at(static_cast<std::size_t>(rank));
            ByteWriter out;
            out.text(this_program());
            out.number(theirs.size());
            for (std::string const& word : theirs) out.text(word);
            transport_.send(rank, message(Saying::engine, out.bytes()).bytes);
        }
        Engine const engine = own_->engine();
        kinds_.assign(static_cast<std::size_t>(transport_.size()), 0);
        kinds_[0] = kind_of(engine.devices.size(), static_cast<std::uint64_t>(engine.threads));
        names_.push_back(own_->describe());
        for (int missing = transport_.size() - 1; missing > 0; --missing) hear_ready();
    }

    std::string name() const override { return own_->name(); }
    std::string describe() const override {
        bool alike = true;
        for (std::string const& name : names_) alike = alike && name == names_.front();
        return fmt::format("{} ranks of {}, {}{}", transport_.size(), transport_.library(),
                           alike ? "each " : "among them ", names_.front());
    }
    Engine engine() const override {
        Engine engine = own_->engine();
        engine.ranks = transport_.size();
        return engine;
    }

    Counted run_until(Job const& job, Progress& progress, Pause pause) override {
        // Who is shown trajectories sits here.
        if (job.sink != nullptr || job.range.size() < too_small_to_share)
            return own_->run_until(job, progress, pause);
        return SharedJob{transport_, *own_, kinds_, ++jobs_, job, progress, pause}.run();
    }
    std::vector<std::int32_t> observe(Job const& job, Progress& progress) override {
        return own_->observe(job, progress);
    }
    Diagnostics diagnose(Job const& job, DecompositionSpec const& spec, Progress& progress) override {
        return own_->diagnose(job, spec, progress);
    }

  private:
    //! What a rank takes at first, by what it runs on; equal for equal engines.
    static std::uint64_t kind_of(std::uint64_t devices, std::uint64_t threads) {
        return devices > 0 ? devices * first_of_device : threads * first_of_processor;
    }

    void hear_ready() {
        Message const heard = hear(transport_);
        ByteReader in = reader_of(heard);
        if (saying_of(heard) == Saying::failed) std::rethrow_exception(failure_of(in, heard.from));
        if (saying_of(heard) != Saying::ready) in.damaged("it is none of a rank that begins");
        std::uint64_t const devices = in.number();
        kinds_[static_cast<std::size_t>(heard.from)] = kind_of(devices, in.number());
        names_.push_back(in.text(1000));
    }

    Transport& transport_;
    std::unique_ptr<Backend> own_;
    std::vector<std::uint64_t> kinds_;
    std::vector<std::string> names_;
    std::uint64_t jobs_ = 0;  //!< that were shared
};

}  // namespace

std::vector<Seat> hear_seats(Transport& transport, Seat own) {
    std::vector<Seat> seats(static_cast<std::size_t>(transport.size()));
    seats[0] = std::move(own);
    for (int missing = transport.size() - 1; missing > 0; --missing) {
        Message const heard = hear(transport);
        ByteReader in = reader_of(heard);
        if (saying_of(heard) != Saying::seat) in.damaged("it is none of a rank that begins");
        Seat& seat = seats[static_cast<std::size_t>(heard.from)];
        seat.machine = in.text(1000);
        seat.devices.resize(in.size());
        for (std::string& device : seat.devices) device = in.text(1000);
    }
    return seats;
}

std::unique_ptr<Backend> make_ranks_backend(Transport& transport, std::unique_ptr<Backend> own,
                                            std::vector<std::vector<std::string>> const& words) {
    return std::make_unique<RanksBackend>(transport, std::move(own), words);
}

void dismiss(Transport& transport, int exit_code) {
    for (int rank = 1; rank < transport.size(); ++rank)
        transport.send(rank, message(Saying::leave, numbers({static_cast<std::uint64_t>(exit_code)})).bytes);
}

}  // namespace gapmc
