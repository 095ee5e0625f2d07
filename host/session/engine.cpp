// SPDX-License-Identifier: Apache-2.0
#include "host/session/engine.hpp"

#include "host/text/utf8.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

ChosenEngine choose_engine(EngineOptions const& options) {
    CpuOptions const cpu{options.threads, options.batch, options.simd};
    std::string const& device = options.device;
    if (device == "auto") {
        std::string const absence = cuda_environment().absence;
        if (absence.empty())
            return {make_cuda_backend("cuda", options.batch),
                    "chosen by --device auto: a CUDA device is there"};
        return {make_cpu_backend(cpu), "chosen by --device auto: " + absence};
    }
    if (device == "cpu") return {make_cpu_backend(cpu), "as demanded"};
    if (device.rfind("cuda", 0) == 0 && (device.size() == 4 || device[4] == ':'))
        return {make_cuda_backend(device, options.batch), "as demanded"};
    throw UsageError("--device " + escaped_bytes(device) +
                     ": unknown. Use auto, cpu, cuda, cuda:0,1 or cuda:all");
}

}  // namespace gapmc
