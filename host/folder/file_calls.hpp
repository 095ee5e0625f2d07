// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>

namespace gapmc {

/*!
 * The calls of the operating system through which results reach a disk.
 *
 * One seam, so that a test can make the n-th of them fail, write short or never return. Each behaves as its
 * POSIX namesake: -1 and errno on failure.
 */
class FileCalls {
  public:
    FileCalls() = default;
    FileCalls(FileCalls const&) = delete;
    FileCalls& operator=(FileCalls const&) = delete;
    virtual ~FileCalls() = default;

    //! Never gives descriptor 0, 1 or 2, also when they are free: what is printed must not land in a file.
    virtual int open(char const* path, int flags);
    virtual ssize_t write(int file, void const* bytes, std::size_t size);
    virtual int sync(int file);
    virtual int close(int file);
    virtual int rename(char const* from, char const* to);
    virtual int remove(char const* path);
    virtual int make_directory(char const* path);
    virtual int remove_directory(char const* path);  //!< only an empty one
    virtual int lock(int file);                      //!< flock, exclusive, without waiting
    virtual void wait();                             //!< a twentieth of a second, for another process

    //! The real ones.
    static FileCalls& system();
};

}  // namespace gapmc
