// SPDX-License-Identifier: Apache-2.0
//! The reference workload by hand for a device: cuRAND's device generators, one thread a trajectory, counts
//! in shared memory, sums by CUB. One line of JSON.
//!   gapmc_curand_peer philox|xorwow TRAJECTORIES [--host]
//! --host runs walk and draws on the processor instead, to check them where there is no device.

// cuRAND's functions for the host too.
#define QUALIFIERS static __forceinline__ __host__ __device__
#include <cuda_runtime.h>
#include <curand_kernel.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cub/warp/warp_reduce.cuh>
#include <memory>
#include <string>
#include <type_traits>

#include "bench/peers/reference_walk.hpp"
#include "bench/peers/report.hpp"

namespace {

using namespace gapmc::bench;

constexpr int threads = 512, warps = threads / 32;
constexpr int years = baseline_years, bins = GapTally::bins;
// Bins that a block counts in shared memory, gaps from -40 to 62.4; the few outside go to global memory.
constexpr int window = 1024, first_of_window = 600;
// Sums are integers: a gap in units of 2^-16 points, its square in units of 2^-12; 32 of them fit 31 bits.
constexpr float sum_unit = 65536.0f, square_unit = 4096.0f;

struct DeviceTally {
    unsigned long long histogram[years * bins];
    unsigned long long sums[years], squares[years];  // two's complement
};

template<class State>
struct CurandDraws {
    static constexpr bool in_fours = std::is_same_v<State, curandStatePhilox4_32_10_t>;
    State state;

    PEER_FUNCTION void normals(float* four) {
        if constexpr (in_fours) {
            float4 const z = curand_normal4(&state);
            four[0] = z.x, four[1] = z.y, four[2] = z.z, four[3] = z.w;
        } else {
            float2 const y = curand_normal2(&state), z = curand_normal2(&state);
            four[0] = y.x, four[1] = y.y, four[2] = z.x, four[3] = z.y;
        }
    }
    PEER_FUNCTION void uniforms(float* four) {
        if constexpr (in_fours) {
            float4 const u = curand_uniform4(&state);
            four[0] = u.x, four[1] = u.y, four[2] = u.z, four[3] = u.w;
        } else {
            for (int i = 0; i < 4; ++i) four[i] = curand_uniform(&state);
        }
    }
};

template<class State>
__global__ void __launch_bounds__(threads)
    simulate(ReferenceStudy const study, unsigned long long seed, int turns, DeviceTally* total) {
    using Reduce = cub::WarpReduce<int>;
    __shared__ unsigned histogram[years * window];
    __shared__ long long sums[years][warps], squares[years][warps];
    __shared__ typename Reduce::TempStorage storage[warps];
    for (int i = threadIdx.x; i < years * window; i += threads) histogram[i] = 0;
    for (int i = threadIdx.x; i < years * warps; i += threads)
        sums[i / warps][i % warps] = squares[i / warps][i % warps] = 0;
    __syncthreads();

    int const warp = threadIdx.x / 32;
    bool const first_lane = threadIdx.x % 32 == 0;
    CurandDraws<State> draws;
    curand_init(seed, blockIdx.x * threads + threadIdx.x, 0, &draws.state);
    for (int turn = 0; turn < turns; ++turn)
        reference_walk(study, draws, [&](int year, float gap) {
            int const bin = min(max(static_cast<int>((gap + 100.0f) * 10.0f), 0), bins - 1);
            unsigned const place = static_cast<unsigned>(bin - first_of_window);
            if (place < window)
                atomicAdd(&histogram[year * window + place], 1u);
            else
                atomicAdd(&total->histogram[year * bins + bin], 1ull);
            int const sum = Reduce(storage[warp]).Sum(__float2int_rn(gap * sum_unit));
            int const square = Reduce(storage[warp]).Sum(__float2int_rn(gap * gap * square_unit));
            if (first_lane) {
                sums[year][warp] += sum;
                squares[year][warp] += square;
            }
        });

    __syncthreads();
    for (int i = threadIdx.x; i < years * window; i += threads)
        if (histogram[i] != 0)
            atomicAdd(&total->histogram[i / window * bins + first_of_window + i % window],
                      static_cast<unsigned long long>(histogram[i]));
    for (int i = threadIdx.x; i < years * warps; i += threads) {
        atomicAdd(&total->sums[i / warps], static_cast<unsigned long long>(sums[i / warps][i % warps]));
        atomicAdd(&total->squares[i / warps], static_cast<unsigned long long>(squares[i / warps][i % warps]));
    }
}

void demand(cudaError_t error, char const* what) {
    if (error == cudaSuccess) return;
    std::fprintf(stderr, "%s: %s\n", what, cudaGetErrorString(error));
    std::exit(69);
}

//! Simulate at least `trajectories` on the device, whole turns of a grid that fills it.
template<class State>
void run_on_device(unsigned long long seed, std::uint64_t trajectories, GapTally& tally) {
    int device = 0, processors = 0, blocks = 0;
    demand(cudaGetDevice(&device), "no device");
    demand(cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device), "attribute");
    demand(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, simulate<State>, threads, 0), "occupancy");
    int const grid = processors * blocks;
    std::uint64_t const at_once = static_cast<std::uint64_t>(grid) * threads;
    std::uint64_t const turns = (trajectories + at_once - 1) / at_once;
    DeviceTally* on_device = nullptr;
    demand(cudaMalloc(&on_device, sizeof(DeviceTally)), "memory");
    demand(cudaMemset(on_device, 0, sizeof(DeviceTally)), "memory");
    simulate<State><<<grid, threads>>>(reference_study(), seed, static_cast<int>(turns), on_device);
    demand(cudaGetLastError(), "launch");
    auto const found = std::make_unique<DeviceTally>();
    demand(cudaMemcpy(found.get(), on_device, sizeof(DeviceTally), cudaMemcpyDeviceToHost), "kernel");
    demand(cudaFree(on_device), "memory");
    for (int i = 0; i < years * bins; ++i) tally.histogram[i] = found->histogram[i];
    for (int year = 0; year < years; ++year) {
        tally.sum[year] = static_cast<double>(static_cast<long long>(found->sums[year])) / sum_unit;
        tally.squares[year] = static_cast<double>(static_cast<long long>(found->squares[year])) / square_unit;
    }
    tally.trajectories = turns * at_once;
}

template<class State>
void run_on_host(unsigned long long seed, std::uint64_t trajectories, GapTally& tally) {
    ReferenceStudy const study = reference_study();
    CurandDraws<State> draws;
    curand_init(seed, 0, 0, &draws.state);
    for (std::uint64_t i = 0; i < trajectories; ++i)
        reference_walk(study, draws, [&](int year, float gap) { count_gap(tally, year, gap); });
    tally.trajectories = trajectories;
}

template<class State>
void run(bool on_host, char const* generator, std::uint64_t trajectories) {
    auto const simulate_all = on_host ? run_on_host<State> : run_on_device<State>;
    GapTally warm_up, tally;
    simulate_all(1, 1000, warm_up);
    auto const start = std::chrono::steady_clock::now();
    simulate_all(7, trajectories, tally);
    double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    report(std::string("cuRAND ") + generator + " + CUB, float, " + (on_host ? "on the host" : "one kernel"),
           on_host ? 1 : 0, seconds, tally);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 64;
    bool const on_host = argc > 3 && std::strcmp(argv[3], "--host") == 0;
    std::uint64_t const trajectories = std::strtoull(argv[2], nullptr, 10);
    if (std::strcmp(argv[1], "xorwow") == 0)
        run<curandStateXORWOW_t>(on_host, "XORWOW", trajectories);
    else
        run<curandStatePhilox4_32_10_t>(on_host, "Philox", trajectories);
    return 0;
}
