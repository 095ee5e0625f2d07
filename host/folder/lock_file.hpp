// SPDX-License-Identifier: Apache-2.0
//! The file behind a lock: made, signed by its owner, and found to be another's.
#pragma once

#include <filesystem>

#include "host/folder/file_calls.hpp"
#include "host/folder/lock_owner.hpp"

namespace gapmc {

/*!
 * Holds `path` by creating it (O_EXCL), for file systems without flock.
 *
 * A file whose owner has ended is taken over. Two processes may find out at the same time, and one of them
 * must not remove what the other has just made: so the successor first holds `path`.next in the same way,
 * looks again, and renames that over the old one. Nobody else may then touch the old one. A successor that
 * dies in between leaves a `.next` that is taken over by the same rule.
 *
 * \return the open file. \throws CannotCreate when a living process or one elsewhere holds it; IoError.
 */
int hold_by_existence(FileCalls& calls, std::filesystem::path const& path);

//! Writes this process into an open lock file, over what is there. \throws IoError, CannotCreate.
void sign(FileCalls& calls, int file, std::filesystem::path const& path, HeldBy held_by);

//! The owner that an open lock file names.
LockOwner read_owner(int file);

//! Whether the path still names this open file.
bool still_named(int file, std::filesystem::path const& path);

//! \param living whether the owner certainly runs. \throws CannotCreate that names it and says what to do.
[[noreturn]] void refuse_held(std::filesystem::path const& path, LockOwner const& owner, bool living);

}  // namespace gapmc
