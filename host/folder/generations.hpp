// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "host/folder/file_calls.hpp"

namespace gapmc {

/*!
 * Two generations of a file: what is written takes the place of the older one, so that a kill at any moment,
 * and damage to either, leaves one. Nothing is renamed over a file that is there, and nothing but the names
 * of the two has to be seen at once: file systems that lack either keep the promise too. Which is newer, and
 * whether it is sound, their content says.
 */
class Generations {
  public:
    static constexpr std::array<char const*, 2> names = {"checkpoint-0.bin", "checkpoint-1.bin"};

    //! Under the folder's lock, unless it only reads.
    Generations(FileCalls& calls, std::filesystem::path directory)
        : calls_{calls}, directory_{std::move(directory)} {}

    //! Whether a folder has any.
    static bool are_in(std::filesystem::path const& directory);

    //! Whether a name in the folder is that of one that is being written.
    static bool is_leftover(std::string_view name);

    std::filesystem::path path(std::size_t slot) const { return directory_ / names[slot]; }
    //! Nothing where there is none. \throws IoError if it cannot be read
    std::optional<std::string> read(std::size_t slot) const;
    //! Write beside, force to the medium, and give it its name in place of what the slot has.
    //! \throws CannotCreate, IoError; the other slot is as it was
    void write(std::size_t slot, std::string_view bytes);

  private:
    FileCalls& calls_;
    std::filesystem::path directory_;
};

//! \throws InputMissing if a folder, of which a finished run is wanted, holds one that has not ended
void refuse_unfinished(std::filesystem::path const& directory);

}  // namespace gapmc
