// SPDX-License-Identifier: Apache-2.0
#include "host/ranks/launcher.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

namespace gapmc {
namespace {

std::uint64_t number(std::string const& text) {
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? value : 0;
}

//! Which devices a word allows, of so many: of "cuda:0,2" these, else all.
std::vector<std::size_t> allowed(std::string const& device, std::size_t devices) {
    std::vector<std::size_t> all;
    std::string const list = device.size() > 5 && device != "cuda:all" ? "," + device.substr(5) + "," : "";
    for (std::size_t i = 0; i < devices; ++i)
        if (list.empty() || list.find("," + std::to_string(i) + ",") != std::string::npos) all.push_back(i);
    return all;
}

}  // namespace

Launcher find_launcher(std::function<std::string(char const*)> const& variable) {
    struct Sign {
        char const* name;
        char const* module;
    };
    // Those of MPI come before Slurm's: a launcher may run inside of a job step.
    for (Sign const& sign : {Sign{"OMPI_COMM_WORLD_SIZE", "openmpi"}, Sign{"MV2_COMM_WORLD_SIZE", "mpich"},
                             Sign{"PMI_SIZE", "mpich"}, Sign{"SLURM_STEP_NUM_TASKS", ""}})
        if (std::uint64_t const processes = number(variable(sign.name)); processes > 0)
            return {processes, sign.name, sign.module,
                    *sign.module != '\0' || !variable("PMIX_RANK").empty()};
    return {};
}

std::vector<std::string> devices_of_ranks(std::string const& device, std::vector<Seat> const& seats) {
    std::vector<std::string> words(seats.size(), device);
    if (device != "auto" && device.rfind("cuda", 0) != 0) return words;
    std::map<std::string, int> on_machine;
    for (Seat const& seat : seats) ++on_machine[seat.machine];
    std::map<std::pair<std::string, std::string>, int> taken;  // by machine and place on the bus
    for (std::size_t rank = 0; rank < seats.size(); ++rank) {
        Seat const& seat = seats[rank];
        if (on_machine[seat.machine] == 1) continue;
        std::optional<std::size_t> best;
        for (std::size_t const i : allowed(device, seat.devices.size()))
            if (!best || taken[{seat.machine, seat.devices[i]}] < taken[{seat.machine, seat.devices[*best]}])
                best = i;
        bool const own = best && taken[{seat.machine, seat.devices[*best]}] == 0;
        if (device == "auto" && !own) {
            words[rank] = "cpu";
        } else if (best) {
            ++taken[{seat.machine, seat.devices[*best]}];
            words[rank] = "cuda:" + std::to_string(*best);
        }
    }
    return words;
}

}  // namespace gapmc
