// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/file_calls.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

namespace gapmc {

int FileCalls::open(char const* path, int flags) { return ::open(path, flags | O_CLOEXEC, 0666); }
ssize_t FileCalls::write(int file, void const* bytes, std::size_t size) { return ::write(file, bytes, size); }
int FileCalls::sync(int file) { return ::fsync(file); }
int FileCalls::close(int file) { return ::close(file); }
int FileCalls::rename(char const* from, char const* to) { return ::rename(from, to); }
int FileCalls::remove(char const* path) { return ::unlink(path); }
int FileCalls::make_directory(char const* path) { return ::mkdir(path, 0777); }
int FileCalls::lock(int file) { return ::flock(file, LOCK_EX | LOCK_NB); }

FileCalls& FileCalls::system() {
    static FileCalls calls;
    return calls;
}

}  // namespace gapmc
