// SPDX-License-Identifier: Apache-2.0
#include "host/folder/lock_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string>

#include "host/folder/durable.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace fs = std::filesystem;
namespace {

//! Tells a file from a later one of the same name.
struct Identity {
    dev_t device;
    ino_t number;
    timespec changed;
    bool operator==(Identity const& other) const {
        return device == other.device && number == other.number && changed.tv_sec == other.changed.tv_sec &&
               changed.tv_nsec == other.changed.tv_nsec;
    }
};

struct Found {
    Identity identity;
    LockOwner owner;
};

int open_retrying(FileCalls& calls, fs::path const& path, int flags) {
    int file = -1;
    do {
        file = calls.open(path.c_str(), flags);
    } while (file < 0 && errno == EINTR);
    return file;
}

//! Nothing when there is no such file any more.
std::optional<Found> look_at(FileCalls& calls, fs::path const& path) {
    int const file = open_retrying(calls, path, O_RDONLY | O_NOFOLLOW);
    if (file < 0 && errno == ENOENT) return std::nullopt;
    if (file < 0) throw_file_error("read", path, errno);
    struct stat status {};
    bool const known = ::fstat(file, &status) == 0;
    int const error = errno;
    Found const found{{status.st_dev, status.st_ino, status.st_mtim}, read_owner(file)};
    calls.close(file);
    if (!known) throw_file_error("read", path, error);
    return found;
}

//! As before, but an owner has two seconds to sign a file that it has just made.
std::optional<Found> look_patiently(FileCalls& calls, fs::path const& path) {
    constexpr int looks = 40;
    std::optional<Found> const first = look_at(calls, path);
    std::optional<Found> found = first;
    for (int i = 0; i < looks && found && !found->owner.named(); ++i) {
        calls.wait();
        found = look_at(calls, path);
        if (found && !(found->identity == first->identity)) return look_at(calls, path);
    }
    return found;
}

//! Ends a hold of ours.
void drop(FileCalls& calls, int file, fs::path const& path) {
    if (still_named(file, path)) calls.remove(path.c_str());
    calls.close(file);
}

//! Takes the place of an owner that has ended. Nothing when it is no longer the one that was found.
std::optional<int> succeed(FileCalls& calls, fs::path const& path, Found const& former) {
    fs::path const next = path.string() + ".next";
    int const file = hold_by_existence(calls, next);
    try {
        auto const now = look_at(calls, path);
        if (now && now->identity == former.identity) {
            rename_file(calls, next, path);
            return file;
        }
    } catch (...) {
        drop(calls, file, next);
        throw;
    }
    drop(calls, file, next);
    return std::nullopt;
}

}  // namespace

int hold_by_existence(FileCalls& calls, fs::path const& path) {
    while (true) {
        int const file = open_retrying(calls, path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW);
        if (file >= 0) {
            sign(calls, file, path, HeldBy::existence);
            if (still_named(file, path)) return file;
            calls.close(file);  // we were too slow to sign, and another took it over
            continue;
        }
        if (errno != EEXIST) throw_file_error("write in the folder", path.parent_path(), errno);
        auto const found = look_patiently(calls, path);
        if (!found) continue;
        // A file that nobody has signed for so long is of a process that died before it could.
        OwnerState const state = found->owner.named() ? found->owner.state() : OwnerState::gone;
        if (state != OwnerState::gone) refuse_held(path, found->owner, state == OwnerState::living);
        if (auto const held = succeed(calls, path, *found)) return *held;
    }
}

void sign(FileCalls& calls, int file, fs::path const& path, HeldBy held_by) {
    std::string const owner = LockOwner::this_process(held_by).text();
    ssize_t written = ::ftruncate(file, 0);
    if (written == 0) {
        do {
            written = calls.write(file, owner.data(), owner.size());
        } while (written < 0 && errno == EINTR);
    }
    if (written >= 0) return;
    int const error = errno;
    drop(calls, file, path);
    throw_file_error("write", path, error);
}

LockOwner read_owner(int file) {
    std::array<char, 1024> text{};
    ssize_t const size = ::pread(file, text.data(), text.size(), 0);
    return LockOwner::parse({text.data(), size > 0 ? static_cast<std::size_t>(size) : 0});
}

bool still_named(int file, fs::path const& path) {
    struct stat ours {};
    struct stat named {};
    return ::fstat(file, &ours) == 0 && ::stat(path.c_str(), &named) == 0 && ours.st_ino == named.st_ino &&
           ours.st_dev == named.st_dev;
}

void refuse_held(fs::path const& path, LockOwner const& owner, bool living) {
    std::string const folder = plain_text(path.parent_path().string());
    std::string const use = folder + " is in use by " + owner.who();
    if (living) throw CannotCreate{use + ". Wait for it, or choose another folder with --out."};
    throw CannotCreate{use +
                       ", and this file system cannot tell whether that still runs. Wait for it, choose "
                       "another folder with --out, or, if it has ended, remove " +
                       plain_text(path.string()) + "."};
}

}  // namespace gapmc
