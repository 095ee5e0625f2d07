// SPDX-License-Identifier: Apache-2.0
#include "host/ranks/mpi_transport.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "host/ranks/mpi_module.h"
#include "host/text/module_folders.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

namespace fs = std::filesystem;

class LoadedMpi final : public MpiTransport {
  public:
    explicit LoadedMpi(gapmc_mpi_module const& mpi) : mpi_{mpi} { check(mpi_.begin()); }
    ~LoadedMpi() override { mpi_.end(); }

    int rank() const override { return mpi_.rank(); }
    int size() const override { return mpi_.size(); }
    int local_size() const override { return mpi_.local_size(); }
    std::string library() const override { return named(mpi_.library()); }

    void send(int to, std::string const& bytes) override { check(mpi_.send(to, bytes.data(), bytes.size())); }
    std::optional<Message> receive() override {
        Message message;
        std::size_t size = 0;
        int const there = mpi_.probe(&message.from, &size);
        check(there);
        if (there == 0) return std::nullopt;
        message.bytes.resize(size);
        check(mpi_.receive(message.from, message.bytes.data(), size));
        return message;
    }
    void abort(int code) override { mpi_.abort(code); }

  private:
    //! "MPICH Version:\t4.0.2", "Open MPI v4.1.4" -> "MPICH 4.0.2", "Open MPI 4.1.4"
    static std::string named(std::string text) {
        for (char& c : text)
            if (c == '\t') c = ' ';
        for (std::string const word : {"Version: ", "Version:", "v"})
            if (std::size_t const at = text.rfind(word); at != std::string::npos && at > 0)
                return text.erase(at, word.size());
        return text;
    }
    void check(int result) const {
        if (result < 0)
            throw IoError{std::string{"MPI failed ("} + mpi_.error() +
                          "). Look at the other ranks and the network"};
    }

    gapmc_mpi_module const& mpi_;
};

//! In the order in which they are tried where nothing says which.
std::vector<std::string> const module_names{"mpi", "openmpi", "mpich"};

//! Where a module of a name may be.
std::vector<fs::path> places_of(std::string const& module) {
    if (module.find('/') != std::string::npos) return {module};
    std::vector<fs::path> places;
    for (fs::path const& folder : module_folders())
        for (std::string const& name : module.empty() ? module_names : std::vector<std::string>{module})
            places.push_back(folder / ("gapmc_" + name + ".so"));
    return places;
}

}  // namespace

std::unique_ptr<MpiTransport> open_mpi(std::string const& module, std::string& absence) {
    for (fs::path const& path : places_of(module)) {
        std::error_code unknown;
        if (!fs::exists(path, unknown)) continue;
        // MPI's own plugins look for its symbols among those of the program.
        void* const handle = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
        if (handle == nullptr) {
            absence = std::string{"it cannot be loaded: "} + dlerror();
            continue;
        }
        auto const* const mpi = static_cast<gapmc_mpi_module const*>(dlsym(handle, gapmc_mpi_symbol));
        if (mpi != nullptr && mpi->seam == gapmc_mpi_seam) return std::make_unique<LoadedMpi>(*mpi);
        absence = path.string() + " is of another version of gapmc";
    }
    if (absence.empty()) absence = "this build of gapmc was made without it";
    return nullptr;
}

std::vector<std::string> mpi_modules() {
    std::vector<std::string> there;
    for (std::string const& name : module_names) {
        std::vector<fs::path> const places = places_of(name);
        if (std::any_of(places.begin(), places.end(), [](fs::path const& path) {
                std::error_code unknown;
                return fs::exists(path, unknown);
            }))
            there.push_back(name);
    }
    return there;
}

}  // namespace gapmc
