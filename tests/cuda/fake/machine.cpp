// SPDX-License-Identifier: Apache-2.0
#include "tests/cuda/fake/machine_state.hpp"

namespace gapmc::fake {

Loader loader;
thread_local int current_device = 0;
thread_local cudaError_t last_error = cudaSuccess;

// Never taken down: threads of a test may still be at it when the process ends.
Machine& machine() {
    static auto* const one = new Machine;
    return *one;
}

cudaError_t told(cudaError_t status) {
    if (status != cudaSuccess) last_error = status;
    return status;
}

Device* device_of(int number) {
    auto& devices = machine().devices;
    return number >= 0 && number < static_cast<int>(devices.size())
               ? devices[static_cast<std::size_t>(number)].get()
               : nullptr;
}

void complain(std::string const& what) {
    std::lock_guard const lock{machine().mutex};
    machine().complaints.push_back(what);
}

cudaError_t planned(char const* name) {
    Machine& m = machine();
    std::lock_guard const lock{m.mutex};
    m.calls.push_back(name);
    for (std::size_t i = 0; i < m.failures.size(); ++i) {
        Failure const& failure = m.failures[i];
        if (!failure.call.empty() && failure.call != name) continue;
        if (failure.device >= 0 && failure.device != current_device) continue;
        std::uint64_t const met = ++m.met[i];
        if (met == failure.number || (failure.every_time && met > failure.number)) {
            if (failure.for_ever)
                if (Device* const device = device_of(current_device)) device->break_with(failure.error);
            return failure.error;
        }
    }
    return cudaSuccess;
}

void power_on(MachineModel model) {
    Machine& m = machine();
    std::lock_guard const lock{m.mutex};
    m.devices.clear();
    for (std::size_t i = 0; i < model.devices.size(); ++i)
        m.devices.push_back(
            std::make_unique<Device>(model.devices[i], model.pace, model.seed + static_cast<unsigned>(i)));
    m.model = std::move(model);
    m.failures.clear();
    m.met.clear();
    m.calls.clear();
    m.complaints.clear();
    current_device = 0;
    last_error = cudaSuccess;
}

void fail(Failure failure) {
    std::lock_guard const lock{machine().mutex};
    machine().failures.push_back(std::move(failure));
    machine().met.push_back(0);
}

std::vector<std::string> calls() {
    std::lock_guard const lock{machine().mutex};
    return machine().calls;
}

std::vector<std::string> complaints() {
    Machine& m = machine();
    std::lock_guard const lock{m.mutex};
    std::vector<std::string> all = m.complaints;
    for (auto const& device : m.devices)
        for (std::string const& one : device->leftovers()) all.push_back(one);
    if (!m.pinned.empty())
        all.push_back(std::to_string(m.pinned.size()) + " blocks of pinned memory left behind");
    if (!m.libraries.empty()) all.push_back(std::to_string(m.libraries.size()) + " libraries left behind");
    return all;
}

void takes_local_memory(void const* kernel, std::size_t bytes) {
    std::lock_guard const lock{machine().mutex};
    machine().local_bytes[kernel] = bytes;
}

unsigned char* constant_memory(void const* symbol) {
    auto& constants = device_of(current_device)->constants[symbol];
    return constants.data();
}

}  // namespace gapmc::fake
