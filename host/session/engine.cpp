// SPDX-License-Identifier: Apache-2.0
#include "host/session/engine.hpp"

#include "host/session/fallback_backend.hpp"
#include "host/text/utf8.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! The first CUDA device if it takes work, else the processor; the processor also if the device fails later.
ChosenEngine choose_what_works(EngineOptions const& options, CpuOptions const& cpu, Notice const& notice) {
    try {
        CudaEnvironment const environment = cuda_environment();
        if (!environment.absence.empty())
            return {make_cpu_backend(cpu), "chosen by --device auto: " + environment.absence};
        std::size_t const devices = environment.devices.size();
        std::string const why = devices == 1 ? "a CUDA device is there"
                                             : "the first of " + std::to_string(devices) +
                                                   " CUDA devices; --device cuda:all uses all";
        auto backend = make_cuda_backend({"cuda", options.batch, options.compile, notice, options.codes});
        if (options.falls_back)
            backend = with_fallback(
                std::move(backend), [cpu] { return make_cpu_backend(cpu); }, notice);
        return {std::move(backend), "chosen by --device auto: " + why};
    } catch (BackendUnavailable const& e) {
        return {make_cpu_backend(cpu), std::string{"chosen by --device auto: "} + e.what()};
    }
}

}  // namespace

ChosenEngine choose_engine(EngineOptions const& options, Notice const& notice) {
    CpuOptions const cpu{options.threads, options.batch, options.simd};
    Notice const tell = notice ? notice : [](std::string const&) {};
    std::string const& device = options.device;
    if (device == "auto") return choose_what_works(options, cpu, tell);
    if (device == "cpu") return {make_cpu_backend(cpu), "as demanded"};
    if (device.rfind("cuda", 0) == 0 && (device.size() == 4 || device[4] == ':'))
        return {make_cuda_backend({device, options.batch, options.compile, tell, options.codes}),
                "as demanded"};
    throw UsageError("--device " + escaped_bytes(device) +
                     ": unknown. Use auto, cpu, cuda, cuda:0,1 or cuda:all");
}

}  // namespace gapmc
