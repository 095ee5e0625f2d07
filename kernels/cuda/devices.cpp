// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/devices.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "kernels/base/error.hpp"

namespace gapmc::cuda {

std::vector<int> parse_devices(std::string const& word, int present, std::string const& absence) {
    auto const refuse = [&](std::string const& why) {
        throw UsageError("--device " + word + ": " + why + ". Use cuda, cuda:0,1 or cuda:all");
    };
    if (word.rfind("cuda", 0) != 0) refuse("not a CUDA device");
    std::vector<int> devices;
    if (word == "cuda") {
        devices = {0};
    } else if (word == "cuda:all") {
        devices.resize(static_cast<std::size_t>(std::max(present, 1)));
        std::iota(devices.begin(), devices.end(), 0);
    } else {
        if (word[4] != ':') refuse("not a CUDA device");
        char const* at = word.data() + 5;
        char const* const end = word.data() + word.size();
        while (true) {
            int number = -1;
            auto const [next, error] = std::from_chars(at, end, number);
            if (error != std::errc{} || number < 0) refuse("a device number was expected");
            if (std::find(devices.begin(), devices.end(), number) != devices.end())
                refuse("a device is named twice");
            devices.push_back(number);
            at = next;
            if (at == end) break;
            if (*at++ != ',') refuse("a comma was expected");
        }
    }
    if (present == 0 && !absence.empty())
        throw BackendUnavailable("--device " + word + ": " + absence + ". Use --device cpu");
    for (int const device : devices)
        if (device >= present)
            throw BackendUnavailable("--device " + word + ": device " + std::to_string(device) +
                                     " is absent (" + std::to_string(present) +
                                     (present == 1 ? " CUDA device is" : " CUDA devices are") +
                                     " visible). Name one that is there, or use --device cpu");
    return devices;
}

}  // namespace gapmc::cuda
