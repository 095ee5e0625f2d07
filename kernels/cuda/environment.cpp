// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/environment.hpp"

#include <array>

#include "kernels/cuda/call_failed.hpp"
#include "kernels/cuda/study_compiler.hpp"
#include "kernels/cuda/visible_devices.hpp"

namespace gapmc {
namespace {

//! "13.0" of 13000; empty for none.
std::string version_words(int number) {
    return number == 0 ? "" : std::to_string(number / 1000) + "." + std::to_string(number % 1000 / 10);
}

int driver_version() {
    int driver = 0;
    return cudaDriverGetVersion(&driver) == cudaSuccess ? driver : 0;
}

}  // namespace

cuda::Visible cuda::visible_devices() {
    int count = 0;
    if (driver_version() == 0) return {0, "no CUDA driver is installed"};
    cudaError_t const status = cudaGetDeviceCount(&count);
    if (status == cudaSuccess && count > 0) return {count, ""};
    static_cast<void>(cudaGetLastError());
    if (status == cudaErrorInsufficientDriver)
        return {0, "the driver knows CUDA " + version_words(driver_version()) +
                       ", too old for this build with CUDA " + version_words(CUDART_VERSION)};
    return {0, status == cudaSuccess || status == cudaErrorNoDevice
                   ? "no CUDA device is visible"
                   : std::string{"the CUDA driver cannot be used: "} + cudaGetErrorString(status)};
}

std::string cuda::device_name(int device) {
    cudaDeviceProp properties{};
    check(cudaGetDeviceProperties(&properties, device), "telling its properties");
    return properties.name;
}

CudaEnvironment cuda_environment() {
    cuda::Visible const visible = cuda::visible_devices();
    CudaEnvironment environment{
        version_words(CUDART_VERSION), version_words(driver_version()), {}, visible.reason};
    for (int device = 0; device < visible.devices; ++device) {
        cudaDeviceProp properties{};
        cuda::check(cudaGetDeviceProperties(&properties, device), "telling its properties");
        std::array<char, 32> pci{};
        cuda::check(cudaDeviceGetPCIBusId(pci.data(), static_cast<int>(pci.size()), device),
                    "telling its place on the bus");
        environment.devices.push_back(
            {properties.name, std::to_string(properties.major) + "." + std::to_string(properties.minor),
             properties.totalGlobalMem, properties.multiProcessorCount, pci.data()});
    }
    return environment;
}

std::string cuda_compiler() {
    try {
        return study_compiler_version();
    } catch (BackendUnavailable const& e) {
        return std::string{"none: "} + e.what();
    }
}

}  // namespace gapmc
