// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "host/outputs/durable.hpp"
#include "host/outputs/lock.hpp"
#include "host/outputs/sums.hpp"

namespace gapmc {

//! What to do with a run that is already in the folder.
enum class Existing {
    refuse,   //!< the default
    replace,  //!< --force
    extend    //!< add files to a finished run, or renew some of them
};

//! Whether a file belongs into SHA256SUMS: the reproducible ones do, run.json does not.
enum class Listed { yes, no };

/*!
 * The folder a run leaves its files in (docs/files.md): all of them or none.
 *
 * `add` writes and syncs temporaries; `commit` renames them, SHA256SUMS last: its presence says that the run
 * is complete. Whatever stops the process at any point, the folder then holds no SHA256SUMS, or one that is
 * right. Held by a lock from construction to destruction; without `commit` nothing gets a final name.
 */
class OutputDirectory {
  public:
    /*!
     * Creates the folder (and its parents), locks it and removes what a killed run left half-written.
     *
     * With Existing::refuse a folder that holds a finished run, or files with a run's names from elsewhere,
     * is left as it is. What a *killed* run left (its lock is still there) may always be written over.
     *
     * \throws CannotCreate, IoError; InputMissing when Existing::extend finds no finished run.
     */
    explicit OutputDirectory(std::filesystem::path const& directory, Existing existing = Existing::refuse,
                             FileCalls& calls = FileCalls::system());

    //! \param name relative to the folder, e.g. "hub/x.csv". \throws CannotCreate, IoError; DataError for an
    //! unsafe name.
    void add(std::string const& name, std::string_view bytes, Listed listed = Listed::yes);

    //! Once, after the last `add`. \throws CannotCreate, IoError: no finished run is there then.
    void commit();

    std::filesystem::path const& path() const { return directory_; }

  private:
    void refuse_foreign() const;
    void clear_former();
    void sync_folders();

    FileCalls& calls_;
    std::filesystem::path directory_;
    Existing existing_;
    DirectoryLock lock_;
    std::vector<StagedFile> staged_;  // after lock_: its temporaries go before the lock does
    Sums sums_;
};

}  // namespace gapmc
