// SPDX-License-Identifier: Apache-2.0
#include "host/ranks/serve.hpp"

#include <chrono>
#include <exception>
#include <optional>
#include <thread>
#include <utility>

#include "host/ranks/job_bytes.hpp"
#include "host/ranks/messages.hpp"
#include "host/ranks/range_work.hpp"
#include "host/ranks/same_program.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

using Clock = std::chrono::steady_clock;
// Each look takes time from the counting thread beside it, and from nobody while there is none.
constexpr std::chrono::milliseconds while_counting{10};
constexpr std::chrono::milliseconds while_waiting{1};
constexpr std::chrono::milliseconds between_tellings{250};
constexpr std::size_t most_job_bytes = std::size_t{1} << 31;

class Server {
  public:
    Server(Transport& transport,
           std::function<std::unique_ptr<Backend>(std::vector<std::string> const&)> const& make_engine,
           Progress const& signals)
        : transport_{transport}, make_engine_{make_engine}, signals_{signals} {}

    int run() {
        while (!exit_code_) {
            bool const heard = listen();
            bool const moved = do_what_is_asked() || look_at_work();
            if (signals_.stop && !stop_told_) {
                say(Saying::stop_wished);
                stop_told_ = true;
            }
            if (!heard && !moved) std::this_thread::sleep_for(work_ ? while_counting : while_waiting);
        }
        return *exit_code_;
    }

  private:
    void say(Saying what, std::string_view bytes = {}, int to = 0) {
        transport_.send(to, message(what, bytes).bytes);
    }

    bool listen() {
        std::optional<Message> const heard = transport_.receive();
        if (!heard) return false;
        ByteReader in = reader_of(*heard);
        switch (saying_of(*heard)) {
            case Saying::engine:
                telling_failures([&] { begin(in); });
                break;
            case Saying::job:
                begin_job(*heard, in);
                break;
            case Saying::range:
                asked_ = Asked{in.number(), {}};
                asked_->range.first = in.number();
                asked_->range.last = in.number();
                break;
            case Saying::break_off:
                if (work_) work_->break_off();
                if (asked_) say(Saying::done, numbers({0}));
                asked_.reset();
                break;
            case Saying::end_job:
                ending_ = in.number();
                break;
            case Saying::counted:
                add(counted_, read_counted(content_of(*heard), job_->spec()));
                --missing_;
                break;
            case Saying::leave:
                exit_code_ = static_cast<int>(in.number());
                break;
            default:
                in.damaged("it is none for a rank that counts");
        }
        return true;
    }

    void begin_job(Message const& heard, ByteReader& in) {
        for (int const rank : below(transport_.rank(), transport_.size())) transport_.send(rank, heard.bytes);
        number_ = in.number();
        job_.emplace(in.text(most_job_bytes));
        counted_ = nothing_counted(job_->spec());
        missing_ = below(transport_.rank(), transport_.size()).size();
    }

    //! The job comes along the tree, what is to be done with it from the leader: that may be there before.
    bool do_what_is_asked() {
        if (asked_ && asked_->job == number_) {
            TrajectoryRange const range = std::exchange(asked_, std::nullopt)->range;
            telling_failures([&] { work_.emplace(*backend_, job_->part(range)); });
            told_ = Clock::now();
            return true;
        }
        if (number_ > 0 && ending_ == number_ && missing_ == 0) {
            say(Saying::counted, write_counted(counted_), above(transport_.rank()));
            ending_ = 0;
            return true;
        }
        return false;
    }

    void begin(ByteReader& in) {
        require_same_program(in.text(1000));
        std::vector<std::string> words(in.size());
        for (std::string& word : words) word = in.text(10'000);
        backend_ = make_engine_(words);
        Engine const engine = backend_->engine();
        ByteWriter out;
        out.number(engine.devices.size());
        out.number(static_cast<std::uint64_t>(engine.threads));
        out.text(backend_->describe());
        say(Saying::ready, out.bytes());
    }

    bool look_at_work() {
        if (!work_) return false;
        if (!work_->finished()) {
            if (Clock::now() - told_ >= between_tellings) {
                say(Saying::told, numbers({work_->done()}));
                told_ = Clock::now();
            }
            return false;
        }
        telling_failures([&] {
            Counted const more = work_->take();
            work_.reset();
            if (more.failure != nullptr) std::rethrow_exception(more.failure);
            add(counted_, more);
            say(Saying::done, numbers({more.tally.trajectories}));
        });
        return true;
    }

    //! Whatever is thrown ends the job by the leader's hand, who gets what was counted before.
    template<class Work>
    void telling_failures(Work&& work) {
        std::uint64_t code = static_cast<std::uint64_t>(ExitCode::internal_fault);
        std::string what;
        try {
            work();
            return;
        } catch (Error const& e) {
            code = static_cast<std::uint64_t>(e.exit_code());
            what = e.what();
        } catch (std::bad_alloc const&) {
            what = "out of memory";
        } catch (std::exception const& e) {
            what = std::string{"internal fault ("} + e.what() + ")";
        }
        work_.reset();
        ByteWriter out;
        out.number(code);
        out.text(what);
        say(Saying::failed, out.bytes());
    }

    Transport& transport_;
    std::function<std::unique_ptr<Backend>(std::vector<std::string> const&)> const& make_engine_;
    Progress const& signals_;
    bool stop_told_ = false;
    std::optional<int> exit_code_;
    std::unique_ptr<Backend> backend_;
    std::optional<ReceivedJob> job_;
    Counted counted_;
    struct Asked {
        std::uint64_t job = 0;
        TrajectoryRange range;
    };
    std::uint64_t number_ = 0;    //!< of the job
    std::optional<Asked> asked_;  //!< a range that is not begun yet
    std::size_t missing_ = 0;     //!< ranks below whose counts have not come
    std::uint64_t ending_ = 0;    //!< number of the job that is to end; 0: none
    std::optional<RangeWork> work_;
    Clock::time_point told_;
};

}  // namespace

int serve(Transport& transport, Seat const& seat,
          std::function<std::unique_ptr<Backend>(std::vector<std::string> const&)> const& make_engine,
          Progress const& signals) {
    ByteWriter out;
    out.text(seat.machine);
    out.number(seat.devices.size());
    for (std::string const& device : seat.devices) out.text(device);
    transport.send(0, message(Saying::seat, out.bytes()).bytes);
    return Server{transport, make_engine, signals}.run();
}

}  // namespace gapmc
