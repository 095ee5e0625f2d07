// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/durable.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace fs = std::filesystem;

void throw_file_error(std::string const& doing, fs::path const& path, int error_number) {
    std::string const message =
        "Cannot " + doing + " " + path.string() + " (" + std::generic_category().message(error_number) + ").";
    switch (error_number) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            throw IoError{message + " Free some space or choose another folder with --out."};
        case EIO:
            throw IoError{message + " The medium reports a fault."};
        default:
            throw CannotCreate{message + " Choose another folder with --out."};
    }
}

namespace {

[[noreturn]] void throw_write_error(fs::path const& path, int error_number) {
    // The file was open: whatever went wrong from here on is the medium's fault.
    throw IoError{"Writing " + path.string() + " failed (" + std::generic_category().message(error_number) +
                  "). Free some space or choose another folder with --out."};
}

int open_retrying(FileCalls& calls, fs::path const& path, int flags) {
    int file = -1;
    do {
        file = calls.open(path.c_str(), flags);
    } while (file < 0 && errno == EINTR);
    return file;
}

//! 0 or an errno. fsync interrupted by a signal is asked again.
int sync_retrying(FileCalls& calls, int file) {
    while (calls.sync(file) != 0) {
        if (errno != EINTR) return errno;
    }
    return 0;
}

//! 0 or an errno. Linux closes the file even when it reports EINTR, so that is never repeated.
int close_once(FileCalls& calls, int file) { return calls.close(file) != 0 && errno != EINTR ? errno : 0; }

//! 0 or an errno
int write_everything(FileCalls& calls, int file, std::string_view bytes) {
    while (!bytes.empty()) {
        ssize_t const written = calls.write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        if (written == 0) return EIO;  // a regular file never does this; do not spin
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

}  // namespace

void write_and_close(FileCalls& calls, int file, std::string_view bytes, fs::path const& path) {
    int error = write_everything(calls, file, bytes);
    if (error == 0) error = sync_retrying(calls, file);
    int const close_error = close_once(calls, file);
    if (error == 0) error = close_error;
    if (error != 0) throw_write_error(path, error);
}

void sync_directory(FileCalls& calls, fs::path const& directory) {
    int const file = open_retrying(calls, directory, O_RDONLY | O_DIRECTORY);
    if (file < 0 && (errno == EACCES || errno == EPERM)) return;
    if (file < 0) throw_write_error(directory, errno);
    int error = sync_retrying(calls, file);
    if (error == EINVAL) error = 0;  // this file system has no such thing
    int const close_error = close_once(calls, file);
    if (error == 0) error = close_error;
    if (error != 0) throw_write_error(directory, error);
}

void make_directories(FileCalls& calls, fs::path const& directory) {
    fs::path made;
    for (auto const& part : fs::absolute(directory)) {
        made /= part;
        std::error_code unknown;
        if (part.empty() || fs::is_directory(made, unknown)) continue;
        if (calls.make_directory(made.c_str()) == 0) {
            sync_directory(calls, made.parent_path());
        } else if (errno != EEXIST || !fs::is_directory(made, unknown)) {
            throw_file_error("create the folder", made, errno);
        }
    }
}

StagedFile::StagedFile(FileCalls& calls, fs::path final_path, std::string_view bytes)
    : calls_{&calls}, final_path_{std::move(final_path)} {
    // The process number keeps two processes that share a folder without a lock from writing into each other.
    auto const name = "." + final_path_.filename().string() + "." + std::to_string(::getpid()) +
                      std::string{temporary_suffix};
    auto const temporary = final_path_.parent_path() / name;
    calls.remove(temporary.c_str());  // of a dead process that had our number
    int const file = open_retrying(calls, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    if (file < 0) throw_file_error("create", temporary, errno);
    temporary_ = temporary;
    try {
        write_and_close(calls, file, bytes, final_path_);
    } catch (...) {
        calls.remove(temporary_.c_str());
        throw;
    }
}

StagedFile::StagedFile(StagedFile&& other) noexcept
    : calls_{other.calls_},
      final_path_{std::move(other.final_path_)},
      temporary_{std::exchange(other.temporary_, fs::path{})} {}

StagedFile::~StagedFile() {
    if (!temporary_.empty()) calls_->remove(temporary_.c_str());
}

void StagedFile::publish() {
    if (calls_->rename(temporary_.c_str(), final_path_.c_str()) != 0)
        throw_file_error("create", final_path_, errno);
    temporary_.clear();
}

void write_file(fs::path const& path, std::string_view bytes, FileCalls& calls) {
    StagedFile staged{calls, path, bytes};
    staged.publish();
    sync_directory(calls, fs::absolute(path).parent_path());
}

void remove_temporaries(FileCalls& calls, fs::path const& directory) {
    std::error_code unreadable;
    std::vector<fs::path> found;
    for (auto const& entry : fs::directory_iterator{directory, unreadable}) {
        auto const name = entry.path().filename().string();
        if (name.front() == '.' && name.ends_with(temporary_suffix)) found.push_back(entry.path());
    }
    for (auto const& path : found) calls.remove(path.c_str());
}

}  // namespace gapmc
