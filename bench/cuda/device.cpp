// SPDX-License-Identifier: Apache-2.0
#include "bench/cuda/device.hpp"

#include "kernels/api/environment.hpp"

namespace gapmc::bench {
namespace {

int attribute(cudaDeviceAttr what) {
    int device = 0;
    int value = 0;
    cuda::check(cudaGetDevice(&device), "asking for the current device");
    cuda::check(cudaDeviceGetAttribute(&value, what, device), "asking for a device's attribute");
    return value;
}

}  // namespace

std::string device_absence() { return cuda_environment().absence; }

unsigned device_processors() { return static_cast<unsigned>(attribute(cudaDevAttrMultiProcessorCount)); }

void describe_device() {
    CudaEnvironment const environment = cuda_environment();
    CudaDevice const& device = environment.devices.front();
    auto const add = [](char const* key, std::string const& value) {
        benchmark::AddCustomContext(key, value);
    };
    add("device", device.name);
    add("compute_capability", device.capability);
    add("multiprocessors", std::to_string(device_processors()));
    add("most_clock_mhz", std::to_string(attribute(cudaDevAttrClockRate) / 1000));
    add("most_memory_clock_mhz", std::to_string(attribute(cudaDevAttrMemoryClockRate) / 1000));
    add("second_level_cache_bytes", std::to_string(attribute(cudaDevAttrL2CacheSize)));
    add("driver", environment.driver);
    add("toolkit", environment.toolkit);
}

}  // namespace gapmc::bench
