// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace gapmc {

/*!
 * What one publication is about to do, written down before the first name changes.
 *
 * The file `.gapmc.journal` in the folder, text, one line an entry. Entry k has the new file
 * `.gapmc.new.k` and, while it is out of the way, the former one `.gapmc.former.k`, both in the folder.
 * Where these two lie says how far the publication came, so the journal itself never changes.
 */
struct Journal {
    enum class Kind {
        create,   //!< no file has the name
        replace,  //!< one has it, and makes way
        remove    //!< a former file that the new run does not have
    };
    struct Entry {
        Kind kind;
        std::string name;  //!< final, relative to the folder
    };

    static constexpr char const* file_name = ".gapmc.journal";

    std::vector<Entry> entries;        //!< exactly one is SHA256SUMS, with create or replace
    std::vector<std::string> folders;  //!< below the folder, that are to be made; parents first

    std::string text() const;
    //! \throws DataError for a text that is cut off, of another version or with an unsafe name.
    static Journal parse(std::string_view text);

    static std::filesystem::path path(std::filesystem::path const& directory);
    static std::filesystem::path new_file(std::filesystem::path const& directory, std::size_t entry);
    static std::filesystem::path former_file(std::filesystem::path const& directory, std::size_t entry);
    //! Whether a name in the folder is that of a new or former file, or of a journal that is being written.
    static bool is_leftover(std::string_view name);
    //! Place of SHA256SUMS in `entries`.
    std::size_t list() const;
};

//! The folders that a name lies in, the nearest first: "a/b/c.csv" -> "a/b", "a".
std::vector<std::filesystem::path> folders_above(std::string const& name);

}  // namespace gapmc
