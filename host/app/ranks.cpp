// SPDX-License-Identifier: Apache-2.0
#include "host/app/ranks.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "host/app/load_study.hpp"
#include "host/app/options.hpp"
#include "host/app/own_threads.hpp"
#include "host/app/signals.hpp"
#include "host/app/talk.hpp"
#include "host/ranks/launcher.hpp"
#include "host/ranks/leader.hpp"
#include "host/ranks/serve.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

Transport* ranks = nullptr;

std::string variable(char const* name) {
    char const* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

//! Whether a word is an option, also in the form --shard=1/2.
bool is_shard(std::string const& word) { return word == "--shard" || word.starts_with("--shard="); }

[[noreturn]] void refuse(Launcher const& launcher, std::string const& why) {
    throw UsageError(fmt::format(
        "{} processes were started together ({}), and {}. Each would do the whole work in one folder. Start "
        "one, or give each a part with --shard",
        launcher.processes, launcher.variable, why));
}

EngineOptions options_of(std::vector<std::string> const& words) {
    EngineOptions options;
    VerbOptions declared;
    declare_engine(declared, options);
    for (std::size_t i = 0; i + 1 < words.size(); i += 2)
        if (Declared const* const option = declared.find(words[i])) option->set(words[i + 1]);
    return options;
}

Seat own_seat() {
    std::array<char, 256> name{};
    gethostname(name.data(), name.size() - 1);
    Seat seat{name.data(), {}};
    for (CudaDevice const& device : cuda_environment().devices) seat.devices.push_back(device.pci);
    return seat;
}

}  // namespace

std::unique_ptr<MpiTransport> join_ranks(Verb const& verb, std::vector<std::string> const& words) {
    Launcher const launcher = find_launcher(variable);
    if (launcher.processes <= 1 || !verb.shares_work) return nullptr;
    if (std::any_of(words.begin(), words.end(), is_shard)) return nullptr;
    std::string const named = variable("GAPMC_MPI");
    // MPI itself would end the program without a word that helps.
    if (named.empty() && !launcher.tells_mpi)
        refuse(launcher, "srun told MPI nothing of them: try srun --mpi=pmix or --mpi=pmi2, or mpirun");
    std::string absence;
    auto transport = open_mpi(named.empty() ? launcher.module : named, absence);
    if (!transport) refuse(launcher, "MPI does not join them: " + absence);
    if (transport->size() == 1)
        refuse(launcher,
               transport->library() +
                   " sees this one alone. The launcher is perhaps of another MPI: name its module in "
                   "GAPMC_MPI (openmpi, mpich or a path); with srun try --mpi=pmix or --mpi=pmi2");
    return transport;
}

int serve_ranks(MpiTransport& transport) {
    auto const make_engine = [&](std::vector<std::string> const& words) {
        return engine_of(with_threads(options_of(words), transport.local_size()), /*quiet=*/true).backend;
    };
    return serve(transport, own_seat(), make_engine, program_progress());
}

void set_program_ranks(Transport* transport) { ranks = transport; }
Transport* program_ranks() { return ranks; }

ChosenEngine with_ranks(Transport& transport, EngineOptions const& options,
                        std::function<ChosenEngine(EngineOptions const&)> const& make) {
    std::vector<std::string> const devices =
        devices_of_ranks(options.device, hear_seats(transport, own_seat()));
    std::vector<std::vector<std::string>> words;
    for (std::string const& device : devices) {
        EngineOptions theirs = options;
        theirs.device = device;
        words.push_back(words_of(theirs));
    }
    EngineOptions own = with_threads(options, transport.local_size());
    own.device = devices.front();
    return {make_ranks_backend(transport, make(own).backend, words),
            options.device == "auto"
                ? "of --device auto each rank takes a device of its machine, or processors"
                : "as demanded"};
}

}  // namespace gapmc
