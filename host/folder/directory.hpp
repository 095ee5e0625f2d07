// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/folder/generations.hpp"
#include "host/folder/lock.hpp"
#include "host/folder/made_folders.hpp"
#include "host/folder/publication.hpp"
#include "host/folder/sums.hpp"

namespace gapmc {

//! What to do with a run that is already in the folder.
enum class Existing {
    refuse,   //!< the default
    go_on,    //!< the same, but a run that has not ended may be there
    replace,  //!< --force
    extend    //!< add files to a finished run, or renew some of them
};

//! Whether a file belongs into SHA256SUMS: the reproducible ones do, run.json does not.
enum class Listed { yes, no };

/*!
 * The folder a run leaves its files in (docs/files.md): all of them or none.
 *
 * `add` writes and syncs; `commit` gives all files their names together. Until it returns, and whenever it
 * throws, what was in the folder before is there; a kill in the midst of it is put right when the folder is
 * next opened (Publication). Held by a lock from construction to destruction. Without `commit` the folder,
 * and parents that had to be made, are as they were.
 */
class OutputDirectory {
  public:
    /*!
     * Creates the folder (and its parents), locks it and puts right what a killed run left.
     *
     * With Existing::refuse a folder that holds a finished run, or a file with one of a run's names from
     * elsewhere, is left as it is.
     *
     * \param names of the files that a run may have, relative to the folder. Each must have a place that can
     * be written.
     * \param unlisted those of them that no list of sums names and that go with a run that is replaced.
     * \throws CannotCreate, IoError; InputMissing when Existing::extend finds no finished run; DataError when
     * its list, or the journal of a killed run, is damaged.
     */
    OutputDirectory(std::filesystem::path const& directory, Existing existing,
                    std::vector<std::string> const& names, FileCalls& calls = FileCalls::system(),
                    std::vector<std::string> unlisted = {});

    //! \param name relative to the folder, e.g. "hub/x.csv". \throws CannotCreate, IoError; DataError for an
    //! unsafe name or one that was added before.
    void add(std::string const& name, std::string_view bytes, Listed listed = Listed::yes);

    //! A file that grows while the run goes on, and is in no list of sums. Until `commit`, write to it or, by
    //! its path, let others write. \throws as add.
    StagedFile& begin(std::string const& name);

    //! Once, after the last `add`. \throws CannotCreate, IoError: what was there before is there then.
    void commit();

    //! Checkpoints of the run that is made here. They go when it is there.
    Generations checkpoints() { return {calls_, directory_}; }
    //! Once there is one: the folder stays, whatever becomes of the run.
    void keep_folder() { made_->keep(); }

    std::filesystem::path const& path() const { return directory_; }

  private:
    bool may_overwrite() const { return existing_ != Existing::refuse && existing_ != Existing::go_on; }
    void open();
    void require_room(std::vector<std::string> const& names) const;
    void refuse_foreign(std::vector<std::string> const& names) const;
    std::set<std::string> former_files() const;

    FileCalls& calls_;
    std::filesystem::path directory_;
    Existing existing_;
    std::vector<std::string> unlisted_;
    // In this order: what is staged goes before the lock, and the lock before the folder.
    std::unique_ptr<MadeFolders> made_;
    std::unique_ptr<DirectoryLock> lock_;
    std::unique_ptr<Publication> publication_;
    Sums sums_;
};

//! Whether a run has ended in a folder.
bool has_finished_run(std::filesystem::path const& directory);

}  // namespace gapmc
