// SPDX-License-Identifier: Apache-2.0
#include "host/folder/lock.hpp"

#include <fcntl.h>

#include <cerrno>

#include "host/folder/durable.hpp"
#include "host/folder/lock_file.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace fs = std::filesystem;
namespace {

//! What flock(2) says where the file system, or its server, has no such locks.
bool has_no_locks(int error) {
    return error == ENOLCK || error == EOPNOTSUPP || error == ENOSYS || error == EINVAL;
}

}  // namespace

DirectoryLock::DirectoryLock(FileCalls& calls, fs::path const& directory)
    : calls_{calls}, path_{directory / file_name} {
    if (!hold_new_or_by_flock(directory)) file_ = hold_by_existence(calls_, path_);
}

bool DirectoryLock::hold_new_or_by_flock(fs::path const& directory) {
    while (true) {
        bool made = true;
        file_ = calls_.open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW);
        if (file_ < 0 && errno == EEXIST) {
            made = false;
            file_ = calls_.open(path_.c_str(), O_RDWR | O_NOFOLLOW);
        }
        if (file_ < 0 && (errno == EINTR || (!made && errno == ENOENT))) continue;
        if (file_ < 0) throw_file_error("write in the folder", directory, errno);
        int const error = calls_.lock(file_) == 0 ? 0 : errno;
        if (error == 0 && still_named(file_, path_)) break;
        if (made && has_no_locks(error)) {
            sign(calls_, file_, path_, HeldBy::existence);
            if (still_named(file_, path_)) return true;
        }
        LockOwner const owner = read_owner(file_);
        bool const failed = error != 0 && error != EINTR && error != EWOULDBLOCK && !has_no_locks(error);
        if (made && failed) calls_.remove(path_.c_str());
        calls_.close(file_);
        if (error == 0 || error == EINTR) continue;
        if (has_no_locks(error)) return false;
        if (error == EWOULDBLOCK) refuse_held(path_, owner, true);
        throw_file_error("lock", path_, error);
    }
    // One that holds by existence, made where flock did not work, holds none here.
    LockOwner const owner = read_owner(file_);
    OwnerState const state = owner.held_by == HeldBy::existence ? owner.state() : OwnerState::gone;
    if (state != OwnerState::gone) {
        calls_.close(file_);
        refuse_held(path_, owner, state == OwnerState::living);
    }
    sign(calls_, file_, path_, HeldBy::flock);
    return true;
}

DirectoryLock::~DirectoryLock() {
    // Removed while held: a process that waits at open() sees in still_named that its file is gone.
    if (still_named(file_, path_)) calls_.remove(path_.c_str());
    calls_.close(file_);
}

void DirectoryLock::require_held() const {
    if (still_named(file_, path_)) return;
    throw CannotCreate{plain_text(path_.string()) +
                       " was removed or replaced while this process worked in the folder. See that no other "
                       "works there, and run again."};
}

}  // namespace gapmc
