// SPDX-License-Identifier: Apache-2.0
#include "host/facts/machine.hpp"

#include <fstream>

namespace gapmc {

std::string processor_name() {
    std::ifstream in{"/proc/cpuinfo"};
    for (std::string line; std::getline(in, line);)
        if (line.rfind("model name", 0) == 0) return line.substr(line.find(':') + 2);
    return "unknown";
}

}  // namespace gapmc
