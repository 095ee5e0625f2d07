// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gapmc {

//! Options that all simulating verbs share.
struct SimulationOptions {
    std::string study;                   //!< study file, or the folder of a run
    std::vector<std::string> overrides;  //!< key=value and +key=value
    std::optional<std::uint64_t> trajectories;
    std::optional<std::uint64_t> seed;
    std::string device = "auto";
    int threads = 0;
    int batch = 0;
    bool json = false;
    bool quiet = false;
};

struct RunOptions : SimulationOptions {
    std::string out;    //!< empty: results/<study name>
    std::string until;  //!< stop rule, empty: none
    std::uint64_t shard = 1;
    std::uint64_t shards = 1;
    bool force = false;
    bool dry_run = false;
};

struct ValidateOptions : SimulationOptions {
    bool print_resolved = false;
    bool gate = true;
};

struct ReplayOptions : SimulationOptions {
    std::uint64_t trajectory = 0;
};

struct VerifyOptions : SimulationOptions {
    std::uint64_t blocks = 2;
    bool all = false;
};

struct BenchOptions : SimulationOptions {
    std::vector<std::string> workloads;  //!< empty: all
    double seconds = 5;                  //!< of repetitions, for each workload
    std::string out;                     //!< file for the JSON; empty: none
};

//! 100M -> 100,000,000; suffixes k, M, G (powers of ten); plain and 1e8 too. \throws UsageError
std::uint64_t parse_count(std::string const& option, std::string const& text);

//! "2/8" -> {2, 8}. \throws UsageError
void parse_shard(std::string const& text, std::uint64_t& shard, std::uint64_t& shards);

}  // namespace gapmc
