// SPDX-License-Identifier: Apache-2.0
//! What `gapmc bench` found, and its two forms: JSON for programs, a table for people.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/bench/nvml.hpp"
#include "host/bench/rates.hpp"
#include "host/bench/workloads.hpp"
#include "kernels/api/backend.hpp"
#include "kernels/api/environment.hpp"

namespace gapmc {

//! How long until an estimate is as precise as this.
struct PrecisionGoal {
    std::string statistic;  //!< "mean" or "p05"
    std::string contrast;
    int year = 0;
    std::string unit;
    double error = 0;                    //!< wanted standard error
    std::optional<double> trajectories;  //!< that it takes; nothing where the run gives no error
};

//! Measurements of one workload; without those of warm runs where the answer was wrong.
struct WorkloadReport {
    Workload workload;
    GoldenAnswer answer;
    bool repeatable = true;          //!< every repetition gave the same accumulators
    std::string walk;                //!< which kernels walked, on devices; else empty
    double cold_seconds = 0;         //!< making the backend, planning, golden_trajectories
    bool first_of_process = false;   //!< nothing had started the devices before
    std::uint64_t trajectories = 0;  //!< of each repetition
    std::vector<double> seconds;     //!< of each repetition
    std::string result_digest;       //!< of each repetition
    std::int64_t normals = 0;        //!< per trajectory
    std::vector<PrecisionGoal> goals;
    std::vector<DeviceState> before;  //!< the repetitions, by device used
    std::vector<DeviceState> after;   //!< at once after the last
    std::vector<double> sm_clocks;  //!< [MHz], median over the repetitions' ends, by device used; 0: unknown
    std::optional<double> issue_share;  //!< of what the devices could issue

    bool right() const { return answer.right() && repeatable; }
};

//! What was asked for.
struct BenchRequest {
    std::string device;
    int batch = 0;                              //!< trajectories; 0: the engine's choice
    std::optional<std::uint64_t> trajectories;  //!< of a repetition; nothing: chosen by time
    double seconds = 5;                         //!< of repetitions, for each workload
};

struct BenchReport {
    BenchRequest request;
    std::string backend;  //!< Backend::describe
    std::string why;      //!< it was chosen
    Engine engine;
    CudaEnvironment cuda;
    std::string nvml_driver;   //!< empty: unknown
    std::string nvml_absence;  //!< why there are no clocks; empty if there are
    std::vector<WorkloadReport> workloads;

    bool right() const;
};

//! docs/cli.md, bench.
std::string bench_json(BenchReport const& report);
std::string bench_table(BenchReport const& report);

}  // namespace gapmc
