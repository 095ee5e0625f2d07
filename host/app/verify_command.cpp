// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/load_study.hpp"
#include "host/config/write_study.hpp"
#include "host/outputs/sums.hpp"
#include "host/results/tally_file.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Distinct numbers below n, as many as wanted; every one of them when n is not larger.
std::vector<std::uint64_t> random_blocks(std::uint64_t n, std::uint64_t wanted) {
    std::vector<std::uint64_t> blocks;
    if (wanted >= n) {
        for (std::uint64_t i = 0; i < n; ++i) blocks.push_back(i);
        return blocks;
    }
    std::random_device random;  // which blocks are checked must not be foreseeable
    while (blocks.size() < wanted) {
        std::uint64_t const block = ((std::uint64_t{random()} << 32) | random()) % n;
        if (std::find(blocks.begin(), blocks.end(), block) == blocks.end()) blocks.push_back(block);
    }
    std::sort(blocks.begin(), blocks.end());
    return blocks;
}

}  // namespace

int verify_command(VerifyOptions const& options) {
    if (!is_directory(options.study)) throw InputMissing(options.study + ": not the folder of a run");
    bool sound = true;
    auto const report = [&](std::string const& what, bool holds) {
        sound = sound && holds;
        fmt::print("{:<64} {}\n", what, holds ? "ok" : "DIFFERS");
    };
    for (std::string const& difference : verify_sums(options.study)) report(difference, false);
    if (!sound) return 1;
    report("SHA256SUMS", true);

    LoadedStudy const loaded = load_sound_study(options);
    TallyFile const file = read_tally(read_run_file(options.study, "tally.bin"));
    auto const backend = choose_backend(options).backend;
    Plan plan = make_plan(loaded.study, resolved_toml(loaded.study), file.range, *backend);
    report("plan digest", plan.plan_digest == file.plan_digest);
    if (!sound) return 1;

    std::uint64_t const count = file.tally.fingerprints.size();
    auto const blocks = random_blocks(count, options.all ? count : options.blocks);
    for (std::uint64_t const block : blocks) {
        std::uint64_t const number = file.tally.first_block + block;
        std::uint64_t const first = std::max(file.range.first, number * fingerprint_block);
        std::uint64_t const last = std::min(file.range.last, (number + 1) * fingerprint_block);
        Progress progress;
        Tally const again = backend->run({plan.model->topology, plan.spec, plan.seed, first, last}, progress);
        report(fmt::format("fingerprint of trajectories {} to {}", first, last - 1),
               again.fingerprints.front() == file.tally.fingerprints[block]);
    }
    if (options.all || count == blocks.size()) {
        Progress progress;
        Tally const again = backend->run(
            {plan.model->topology, plan.spec, plan.seed, file.range.first, file.range.last}, progress);
        report("result digest", result_digest(plan, again) == result_digest(plan, file.tally));
    }
    fmt::print("{} of {} blocks simulated again on {}: {}\n", blocks.size(), count, backend->describe(),
               sound ? "the same bytes" : "NOT the same");
    return sound ? 0 : 1;
}

}  // namespace gapmc
