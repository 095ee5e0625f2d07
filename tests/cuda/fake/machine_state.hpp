// SPDX-License-Identifier: Apache-2.0
//! What the machine in software knows of itself; the runtime's calls (calls.cpp) work on it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "tests/cuda/fake/device.hpp"

namespace gapmc::fake {

struct Machine {
    MachineModel model;
    std::vector<std::unique_ptr<Device>> devices;
    std::mutex mutex;  //!< of what follows
    std::vector<Failure> failures;
    std::vector<std::uint64_t> met;  //!< calls that each of the failures counted
    std::vector<std::string> calls;
    std::vector<std::string> complaints;
    std::set<void*> pinned;
    std::set<cudaLibrary_t> libraries;
    std::map<void const*, std::size_t> local_bytes;
};

Machine& machine();

// As the runtime has them: each of the program's threads has its own.
extern thread_local int current_device;
extern thread_local cudaError_t last_error;

//! A call's status, which cudaGetLastError tells once more.
cudaError_t told(cudaError_t status);
//! Null where there is no device of that number.
Device* device_of(int number);
void complain(std::string const& what);
//! Note a call; the failure that was planned for it, if any.
cudaError_t planned(char const* name);

}  // namespace gapmc::fake
