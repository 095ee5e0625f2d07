// SPDX-License-Identifier: Apache-2.0
#include "host/folder/generations.hpp"

#include <algorithm>
#include <cerrno>

#include "host/folder/durable.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace fs = std::filesystem;
namespace {

std::string temporary_of(std::string const& name) { return "." + name + std::string{temporary_suffix}; }

}  // namespace

bool Generations::are_in(fs::path const& directory) {
    return std::any_of(names.begin(), names.end(),
                       [&](char const* name) { return is_present(directory / name); });
}

bool Generations::is_leftover(std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](char const* of) { return name == temporary_of(of); });
}

std::optional<std::string> Generations::read(std::size_t slot) const {
    if (!is_present(path(slot))) return std::nullopt;
    return read_small_file(path(slot));
}

void Generations::write(std::size_t slot, std::string_view bytes) {
    fs::path const final = path(slot);
    fs::path const beside = directory_ / temporary_of(names[slot]);
    calls_.remove(beside.c_str());  // of a process that was killed
    write_new_file(calls_, beside, bytes, final);
    if (calls_.remove(final.c_str()) != 0 && errno != ENOENT) {
        int const why = errno;
        calls_.remove(beside.c_str());
        throw_file_error("replace", final, why);
    }
    try {
        rename_file(calls_, beside, final);
    } catch (...) {
        calls_.remove(beside.c_str());
        throw;
    }
    sync_directory(calls_, directory_);
}

void refuse_unfinished(fs::path const& directory) {
    if (Generations::are_in(directory))
        throw InputMissing{plain_text(directory.string()) +
                           ": the run has not ended. Go on with it by `gapmc resume`"};
}

}  // namespace gapmc
