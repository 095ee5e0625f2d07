// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "host/folder/file_calls.hpp"
#include "host/folder/journal.hpp"
#include "host/folder/staged_file.hpp"

namespace gapmc {

/*!
 * Files of one folder that get their names together or not at all, whatever stops the process.
 *
 * `stage` writes and syncs. `commit` writes the journal, moves former files out of the way, SHA256SUMS first,
 * gives the new ones their names, SHA256SUMS last, and removes the former ones. That last rename is the
 * commit: before it, an error or a kill leads back to what was there; after it, the new run is whole.
 * An error is undone at once, a kill by `settle` when the folder is next opened. Use under the folder's lock.
 */
class Publication {
  public:
    //! \throws what settle throws
    Publication(FileCalls& calls, std::filesystem::path directory);
    Publication(Publication const&) = delete;
    Publication& operator=(Publication const&) = delete;
    //! Removes what was staged and did not get its name.
    ~Publication();

    //! \throws CannotCreate, IoError; DataError for a name that is unsafe, taken by the list or staged
    //! before.
    void stage(std::string const& name, std::string_view bytes);

    //! A file that is written from now on, until `commit` closes it. It lives as long as the publication.
    //! \throws as stage.
    StagedFile& begin(std::string const& name);

    /*!
     * Once, after the last `stage`.
     *
     * \param list content of SHA256SUMS.
     * \param removed former files that go, unless one of these names was staged.
     * \param overwrite whether other files with these names may be replaced.
     * \throws CannotCreate, IoError: what was there before is there again. When even that fails, `settle`
     * finds what was there before or, if only the last sync failed, the new run.
     */
    void commit(std::string_view list, std::set<std::string> const& removed, bool overwrite);

  private:
    void require_new(std::string const& name) const;
    void write_staged(std::string const& name, std::string_view bytes);
    Journal plan(std::set<std::string> const& removed, bool overwrite) const;
    void publish(Journal const& journal);
    void undo(Journal const& journal, std::string const& error);

    FileCalls& calls_;
    std::filesystem::path directory_;
    std::vector<std::string> staged_;                //!< the k-th is the k-th entry of the journal
    std::vector<std::unique_ptr<StagedFile>> open_;  //!< those of them that are written piece by piece
    bool unsettled_ = false;                         //!< an error could not be undone
};

/*!
 * Undoes a publication that was killed before its commit, clears up after one that was killed later, and
 * removes what was staged. Use under the folder's lock.
 *
 * \throws CannotCreate, IoError when a file cannot be moved; DataError for a damaged journal. Nothing is lost
 * then, and it can be tried again.
 */
void settle(FileCalls& calls, std::filesystem::path const& directory);

/*!
 * For whoever only reads a run: settles a folder whose publication was killed. Without a journal nothing
 * happens and nothing is written.
 *
 * \throws CannotCreate when another process works in the folder or we may not write there; as settle.
 */
void settle_before_reading(std::filesystem::path const& directory, FileCalls& calls = FileCalls::system());

}  // namespace gapmc
