// SPDX-License-Identifier: Apache-2.0
#include "host/folder/durable.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace fs = std::filesystem;

void throw_file_error(std::string const& doing, fs::path const& path, int error_number) {
    std::string const message = "Cannot " + doing + " " + plain_text(path.string()) + " (" +
                                std::generic_category().message(error_number) + ").";
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
    throw IoError{"Writing " + plain_text(path.string()) + " failed (" +
                  std::generic_category().message(error_number) +
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

int open_new_file(FileCalls& calls, fs::path const& path) {
    int const file = open_retrying(calls, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    if (file < 0) throw_file_error("create", path, errno);
    return file;
}

void write_all(FileCalls& calls, int file, std::string_view bytes, fs::path const& path) {
    if (int const error = write_everything(calls, file, bytes); error != 0) throw_write_error(path, error);
}

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
    if (error == EINVAL || error == EOPNOTSUPP || error == ENOSYS) error = 0;  // not on this file system
    int const close_error = close_once(calls, file);
    if (error == 0) error = close_error;
    if (error != 0) throw_write_error(directory, error);
}

void write_new_file(FileCalls& calls, fs::path const& path, std::string_view bytes, fs::path const& shown) {
    int const file = open_new_file(calls, path);
    try {
        write_and_close(calls, file, bytes, shown);
    } catch (...) {
        calls.remove(path.c_str());
        throw;
    }
}

void write_file(fs::path const& path, std::string_view bytes, FileCalls& calls) {
    auto const folder = absolute_path(path).parent_path();
    // The process number keeps two processes that share a folder without a lock from writing into each other.
    auto const temporary = folder / ("." + path.filename().string() + "." + std::to_string(::getpid()) +
                                     std::string{temporary_suffix});
    calls.remove(temporary.c_str());  // of a dead process that had our number
    write_new_file(calls, temporary, bytes, path);
    try {
        rename_file(calls, temporary, path);
    } catch (...) {
        calls.remove(temporary.c_str());
        throw;
    }
    sync_directory(calls, folder);
}

void rename_file(FileCalls& calls, fs::path const& from, fs::path const& to) {
    if (calls.rename(from.c_str(), to.c_str()) != 0) throw_file_error("create", to, errno);
}

bool is_present(fs::path const& path) {
    std::error_code error;
    auto const type = fs::symlink_status(path, error).type();
    if (type == fs::file_type::none)
        throw IoError{"Cannot look at " + plain_text(path.string()) + " (" + error.message() +
                      "). Check that the medium and the folder can be read."};
    return type != fs::file_type::not_found;
}

fs::path absolute_path(fs::path const& path) {
    std::error_code error;
    auto const absolute = fs::absolute(path, error);
    if (error)
        throw CannotCreate{"Cannot find the folder that this program works in (" + error.message() +
                           "). Go to a folder that exists, or give a full path with --out."};
    return absolute;
}

std::vector<std::string> names_in(fs::path const& directory) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry{directory, error}, end; !error && entry != end; entry.increment(error))
        names.push_back(entry->path().filename().string());
    if (error)
        throw IoError{"Cannot list the folder " + plain_text(directory.string()) + " (" + error.message() +
                      "). Check that the medium and the folder can be read."};
    return names;
}

std::string read_small_file(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    std::error_code absent;
    if (!file || fs::is_directory(path, absent))
        throw InputMissing{"Cannot read " + plain_text(path.string()) + "."};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad()) throw IoError{"Reading " + plain_text(path.string()) + " failed."};
    return text;
}

}  // namespace gapmc
