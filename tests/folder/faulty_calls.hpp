// SPDX-License-Identifier: Apache-2.0
//! Stand-ins for the calls of the operating system: the n-th fails, or the process dies there.
#pragma once

#include <signal.h>

#include <cerrno>

#include "host/folder/file_calls.hpp"

namespace gapmc::testing {

enum class Fault {
    none,
    no_space,
    io_error,
    interrupted,
    short_write,
    full_from_here,
    kill_before,
    kill_after
};
enum class Locks { flock, absent };

//! Real calls without the wait for the medium, on a file system with or without flock.
class QuickCalls : public FileCalls {
  public:
    explicit QuickCalls(Locks locks = Locks::flock) : locks_{locks} {}
    int sync(int) override { return 0; }  // the page cache outlives a process
    int lock(int file) override {
        if (locks_ == Locks::flock) return FileCalls::lock(file);
        errno = ENOLCK;
        return -1;
    }
    void wait() override {}

  private:
    Locks locks_;
};

//! Counts the calls and spoils one of them.
class FaultyCalls : public QuickCalls {
  public:
    FaultyCalls(int at, Fault fault, Locks locks = Locks::flock)
        : QuickCalls{locks}, at_{at}, fault_{fault} {}
    bool happened() const { return count_ >= at_; }
    bool hit_a_removal() const { return hit_a_removal_; }
    //! Whether the spoilt call is one that a signal may interrupt.
    bool hit_an_interruptible() const { return happened() && !hit_a_naming_; }

    int open(char const* path, int flags) override {
        return spoiled() ? -1 : finished(FileCalls::open(path, flags));
    }
    ssize_t write(int file, void const* bytes, std::size_t size) override {
        if (spoiled()) return -1;
        bool const part = count_ == at_ && (fault_ == Fault::short_write || fault_ == Fault::kill_after);
        return finished(FileCalls::write(file, bytes, part ? (size + 1) / 2 : size));
    }
    int sync(int file) override { return spoiled() ? -1 : finished(QuickCalls::sync(file)); }
    int close(int file) override {
        // Linux lets go of the file also when close reports an error.
        bool const fails = spoiled();
        int const error = errno;
        int const result = finished(FileCalls::close(file));
        errno = error;
        return fails ? -1 : result;
    }
    int rename(char const* from, char const* to) override {
        return naming() ? -1 : finished(FileCalls::rename(from, to));
    }
    int remove(char const* path) override {
        bool const fails = naming();
        hit_a_removal_ = hit_a_removal_ || fails;
        return fails ? -1 : finished(FileCalls::remove(path));
    }
    int make_directory(char const* path) override {
        return naming() ? -1 : finished(FileCalls::make_directory(path));
    }
    int remove_directory(char const* path) override {
        bool const fails = naming();
        hit_a_removal_ = hit_a_removal_ || fails;
        return fails ? -1 : finished(FileCalls::remove_directory(path));
    }
    int lock(int file) override { return spoiled() ? -1 : finished(QuickCalls::lock(file)); }

  private:
    bool spoiled() {
        ++count_;
        if (fault_ == Fault::full_from_here && count_ >= at_) {
            errno = ENOSPC;
            return true;
        }
        if (count_ != at_) return false;
        switch (fault_) {
            case Fault::no_space:
                errno = ENOSPC;
                return true;
            case Fault::io_error:
                errno = EIO;
                return true;
            case Fault::interrupted:
                errno = EINTR;
                return true;
            case Fault::kill_before:
                ::raise(SIGKILL);
                return false;
            default:
                return false;
        }
    }
    //! rename, mkdir, unlink, rmdir: never interrupted.
    bool naming() {
        bool const fails = spoiled();
        hit_a_naming_ = hit_a_naming_ || count_ == at_;
        return fails;
    }
    template<class Result>
    Result finished(Result result) {
        int const error = errno;
        if (count_ == at_ && fault_ == Fault::kill_after) ::raise(SIGKILL);
        errno = error;
        return result;
    }

    int at_;
    Fault fault_;
    int count_ = 0;
    bool hit_a_removal_ = false;
    bool hit_a_naming_ = false;
};

}  // namespace gapmc::testing
