// SPDX-License-Identifier: Apache-2.0
#include "host/facts/threads.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gapmc {
namespace {

//! 0 where it is no positive number.
int number(std::string const& text) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value > 0 ? value : 0;
}

}  // namespace

ThreadShare share_of_process(Processors const& here, int online, int processes,
                             std::function<std::string(char const*)> const& variable) {
    int const sharers = std::max(1, processes);
    auto const part = [&](double whole) {
        return std::max(1, static_cast<int>(std::min<double>(whole, here.bound)) / sharers);
    };
    ThreadShare share = here.bound < online
                            ? ThreadShare{here.bound, "the processors that it is bound to"}
                            : ThreadShare{part(here.bound), sharers > 1 ? "its part of the machine" : ""};
    auto const limit = [&](int threads, char const* by) {
        if (threads < share.threads) share = {threads, by};
    };
    // Rounded up: a thread that waits now and then loses less than a part of a processor that nobody uses.
    if (std::isfinite(here.quota)) limit(part(std::ceil(here.quota)), "the CPU quota of its control group");
    if (int const task = number(variable("SLURM_CPUS_PER_TASK")); task > 0)
        limit(task, "SLURM_CPUS_PER_TASK");
    else if (int const node = number(variable("SLURM_CPUS_ON_NODE")); node > 0)
        limit(part(node), "SLURM_CPUS_ON_NODE");
    return share;
}

}  // namespace gapmc
