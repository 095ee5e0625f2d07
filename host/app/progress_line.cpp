// SPDX-License-Identifier: Apache-2.0
#include "host/app/progress_line.hpp"

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <system_error>

#include <fmt/format.h>

#include "host/app/talk.hpp"
#include "host/text/rough.hpp"

namespace gapmc {
namespace {

using Clock = std::chrono::steady_clock;

std::string line_of(std::uint64_t done, std::uint64_t before, std::uint64_t total, double seconds,
                    Spoken const& of) {
    double const rate = static_cast<double>(done - before) / seconds;
    double const left = rate > 0 ? static_cast<double>(total - done) / rate : 0;
    std::string const line =
        fmt::format("{}{} of {} trajectories ({:.0f} %), {}/s, {} left", of.stage,
                    count_text(static_cast<double>(done)), count_text(static_cast<double>(total)),
                    100.0 * static_cast<double>(done) / static_cast<double>(total), count_text(rate),
                    rate > 0 ? duration_text(left) : "?");
    if (of.what.empty()) return line;
    return fmt::format("{}, {} within {:.2g} {}", line, of.what,
                       done > 0 ? 1.96 * of.sd / std::sqrt(static_cast<double>(done)) : of.sd, of.unit);
}

}  // namespace

ProgressLine::ProgressLine(Progress const& progress, std::uint64_t total, Spoken of, bool quiet) {
    if (quiet) return;
    auto const tell = [&progress, before = progress.done.load(), total,
                       of = std::move(of)](std::stop_token const& stop) {
        bool const live = talk_is_on_a_terminal();
        auto const pause = live ? std::chrono::milliseconds{200} : std::chrono::milliseconds{30'000};
        auto const start = Clock::now();
        std::mutex mutex;
        std::condition_variable_any wake;
        bool shown = false;
        while (true) {
            std::unique_lock lock{mutex};
            wake.wait_for(lock, stop, pause, [] { return false; });
            if (stop.stop_requested()) break;
            double const seconds = std::chrono::duration<double>(Clock::now() - start).count();
            std::string const line = line_of(progress.done, before, total, seconds, of);
            say_in_passing(live ? fmt::format("\r{:<110}", line) : line + "\n");
            shown = true;
        }
        if (shown && live) say_in_passing(fmt::format("\r{:<110}\r", ""));
    };
    try {
        thread_ = std::jthread([tell](std::stop_token const& stop) {
            try {
                tell(stop);
            } catch (...) {
                // Without memory or clocks there is no line; the run goes on.
            }
        });
    } catch (std::system_error const&) {
        // A thread that cannot be started is needed more by the run.
    }
}

ProgressLine::~ProgressLine() = default;  // asks the thread to stop and waits for it

}  // namespace gapmc
