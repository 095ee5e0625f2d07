// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gapmc::cuda {

//! Visible devices; 0 with the reason where there are none.
struct Visible {
    int devices = 0;
    std::string reason;
};
Visible visible_devices();

//! \throws CallFailed
std::string device_name(int device);

}  // namespace gapmc::cuda
