// SPDX-License-Identifier: Apache-2.0
#include "host/app/progress_line.hpp"

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdlib>
#include <mutex>

#include <fmt/format.h>
#include <unistd.h>

namespace gapmc {
namespace {

using Clock = std::chrono::steady_clock;

bool on_terminal() {
    char const* const term = std::getenv("TERM");
    return isatty(STDERR_FILENO) == 1 && term != nullptr && std::string{term} != "dumb";
}

std::string line_of(std::uint64_t done, std::uint64_t total, double seconds, double sd,
                    std::string const& unit) {
    double const rate = static_cast<double>(done) / seconds;
    double const left = rate > 0 ? static_cast<double>(total - done) / rate : 0;
    return fmt::format("{} of {} trajectories ({:.0f} %), {}/s, {} left, mean at the end within {:.2g} {}",
                       count_text(static_cast<double>(done)), count_text(static_cast<double>(total)),
                       100.0 * static_cast<double>(done) / static_cast<double>(total), count_text(rate),
                       done > 0 ? duration_text(left) : "?",
                       done > 0 ? 1.96 * sd / std::sqrt(static_cast<double>(done)) : sd, unit);
}

}  // namespace

std::string duration_text(double seconds) {
    if (seconds < 60) return fmt::format("{:.1f} s", seconds);
    auto const whole = static_cast<long long>(seconds);
    if (seconds < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

std::string count_text(double number) {
    if (number < 1e3) return fmt::format("{:.0f}", number);
    if (number < 1e6) return fmt::format("{:.3g} k", number / 1e3);
    if (number < 1e9) return fmt::format("{:.3g} M", number / 1e6);
    return fmt::format("{:.3g} G", number / 1e9);
}

ProgressLine::ProgressLine(Progress const& progress, std::uint64_t total, double sd, std::string unit,
                           bool quiet) {
    if (quiet) return;
    thread_ = std::jthread([&progress, total, sd, unit = std::move(unit)](std::stop_token const& stop) {
        bool const live = on_terminal();
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
            std::string const line = line_of(progress.done, total, seconds, sd, unit);
            if (live)
                fmt::print(stderr, "\r{:<110}", line);
            else
                fmt::print(stderr, "{}\n", line);
            std::fflush(stderr);
            shown = true;
        }
        if (shown && live) fmt::print(stderr, "\r{:<110}\r", "");
    });
}

ProgressLine::~ProgressLine() = default;  // asks the thread to stop and waits for it

}  // namespace gapmc
