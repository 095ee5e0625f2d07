// SPDX-License-Identifier: Apache-2.0
#include "host/folder/file_calls.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <thread>

namespace gapmc {

int FileCalls::open(char const* path, int flags) {
    int const file = ::open(path, flags | O_CLOEXEC, 0666);
    if (file < 0 || file > STDERR_FILENO) return file;
    int const higher = ::fcntl(file, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    int const error = errno;
    ::close(file);
    errno = error;
    return higher;
}

ssize_t FileCalls::write(int file, void const* bytes, std::size_t size) { return ::write(file, bytes, size); }
int FileCalls::sync(int file) { return ::fsync(file); }
int FileCalls::close(int file) { return ::close(file); }
int FileCalls::rename(char const* from, char const* to) { return ::rename(from, to); }
int FileCalls::remove(char const* path) { return ::unlink(path); }
int FileCalls::make_directory(char const* path) { return ::mkdir(path, 0777); }
int FileCalls::remove_directory(char const* path) { return ::rmdir(path); }
int FileCalls::lock(int file) { return ::flock(file, LOCK_EX | LOCK_NB); }
void FileCalls::wait() { std::this_thread::sleep_for(std::chrono::milliseconds{50}); }

FileCalls& FileCalls::system() {
    static FileCalls calls;
    return calls;
}

}  // namespace gapmc
