// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/lock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include "host/outputs/durable.hpp"
#include "host/outputs/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

std::string owner_text() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '?';
    return "process " + std::to_string(::getpid()) + " on " + host.data() + "\n";
}

std::string read_owner(int file) {
    std::array<char, 300> text{};
    ssize_t const size = ::pread(file, text.data(), text.size(), 0);
    std::string owner =
        size > 0 ? std::string{text.data(), static_cast<std::size_t>(size)} : "an unnamed process";
    return plain_text(owner.substr(0, owner.find('\n')));
}

//! Whether the path still names this file: its owner may have removed it between our open and our hold.
bool still_named(int file, std::filesystem::path const& path) {
    struct stat ours {};
    struct stat named {};
    return ::fstat(file, &ours) == 0 && ::stat(path.c_str(), &named) == 0 && ours.st_ino == named.st_ino &&
           ours.st_dev == named.st_dev;
}

}  // namespace

DirectoryLock::DirectoryLock(FileCalls& calls, std::filesystem::path const& directory)
    : calls_{calls}, path_{directory / file_name} {
    while (true) {
        abandoned_ = false;
        file_ = calls_.open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW);
        if (file_ < 0 && errno == EEXIST) {
            abandoned_ = true;
            file_ = calls_.open(path_.c_str(), O_RDWR | O_NOFOLLOW);
        }
        if (file_ < 0 && (errno == EINTR || (abandoned_ && errno == ENOENT))) continue;
        if (file_ < 0) throw_file_error("write in the folder", directory, errno);
        if (calls_.lock(file_) != 0) {
            int const error = errno;
            std::string const owner = read_owner(file_);
            calls_.close(file_);
            if (error == EINTR) continue;
            if (error != EWOULDBLOCK) throw_file_error("lock", path_, error);
            throw CannotCreate{directory.string() + " is in use by " + owner +
                               ". Wait for it, or choose another folder with --out."};
        }
        if (still_named(file_, path_)) break;
        calls_.close(file_);
    }
    std::string const owner = owner_text();
    ssize_t written = ::ftruncate(file_, 0);
    if (written == 0) {
        do {
            written = calls_.write(file_, owner.data(), owner.size());
        } while (written < 0 && errno == EINTR);
    }
    if (written < 0) {
        int const error = errno;
        calls_.remove(path_.c_str());
        calls_.close(file_);
        throw_file_error("write", path_, error);
    }
}

DirectoryLock::~DirectoryLock() {
    // Removed while held: a process that waits at open() sees in still_named that its file is gone.
    calls_.remove(path_.c_str());
    calls_.close(file_);
}

}  // namespace gapmc
