// SPDX-License-Identifier: Apache-2.0
//! The n-th call of the operating system fails, for every n, in every way; or the process dies there.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

#include "host/digest/sha256.hpp"
#include "host/outputs/directory.hpp"
#include "kernels/base/error.hpp"
#include "tests/outputs/temporary_folder.hpp"

namespace gapmc {
namespace {
namespace fs = std::filesystem;
using testing::TemporaryFolder;

enum class Fault { none, no_space, io_error, interrupted, short_write, kill_before, kill_after };

//! Counts the calls and spoils one of them.
class FaultyCalls : public FileCalls {
  public:
    FaultyCalls(int at, Fault fault) : at_{at}, fault_{fault} {}
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
    int sync(int) override { return spoiled() ? -1 : finished(0); }  // the page cache outlives a process
    int close(int file) override {
        // Linux lets go of the file also when close reports an error.
        bool const fails = spoiled();
        int const error = errno;
        int const result = finished(FileCalls::close(file));
        errno = error;
        return fails ? -1 : result;
    }
    int rename(char const* from, char const* to) override {
        bool const fails = spoiled();
        hit_a_naming_ = hit_a_naming_ || count_ == at_;
        return fails ? -1 : finished(FileCalls::rename(from, to));
    }
    int remove(char const* path) override {
        bool const fails = spoiled();
        hit_a_removal_ = hit_a_removal_ || (fails && count_ == at_);
        hit_a_naming_ = hit_a_naming_ || count_ == at_;
        return fails ? -1 : finished(FileCalls::remove(path));
    }
    int make_directory(char const* path) override {
        bool const fails = spoiled();
        hit_a_naming_ = hit_a_naming_ || count_ == at_;
        return fails ? -1 : finished(FileCalls::make_directory(path));
    }
    int lock(int file) override { return spoiled() ? -1 : finished(FileCalls::lock(file)); }

  private:
    bool spoiled() {
        if (++count_ != at_) return false;
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
    bool hit_a_naming_ = false;  // rename, mkdir, unlink: never interrupted
};

//! The real calls without the wait for the medium.
class QuickCalls : public FileCalls {
    int sync(int) override { return 0; }
} quick;

std::string read(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void run_into(fs::path const& directory, std::string const& content, Existing existing, FileCalls& calls) {
    OutputDirectory output{directory, existing, calls};
    output.add("bands.csv", content);
    output.add("hub/x.csv", content + content);
    output.add("result.json", content + "!");
    output.commit();
}

//! Asserts that a folder holds the whole run with this content.
void expect_complete(fs::path const& directory, std::string const& content) {
    EXPECT_TRUE(verify_sums(directory).empty());
    EXPECT_EQ(read_sums(directory).size(), 3u);
    EXPECT_EQ(read(directory / "bands.csv"), content);
    EXPECT_EQ(read(directory / "hub/x.csv"), content + content);
    EXPECT_EQ(read(directory / "result.json"), content + "!");
}

bool has_temporaries(fs::path const& directory) {
    if (!fs::exists(directory)) return false;
    for (auto const& entry : fs::recursive_directory_iterator{directory}) {
        if (entry.path().filename().string().ends_with(temporary_suffix)) return true;
    }
    return false;
}

class Faults : public ::testing::TestWithParam<Fault> {};

TEST_P(Faults, ARunIsCompleteOrAbsent) {
    bool const harmless = GetParam() == Fault::short_write;
    int failures = 0;
    int point = 1;
    for (;; ++point) {
        TemporaryFolder const folder;
        auto const directory = folder.path() / "run";
        FaultyCalls calls{point, GetParam()};
        bool failed = false;
        try {
            run_into(directory, "content", Existing::refuse, calls);
        } catch (Error const&) {
            failed = true;
        }
        failures += failed;
        if (GetParam() == Fault::interrupted && calls.hit_an_interruptible()) {
            EXPECT_FALSE(failed) << "call " << point;
        }
        if (fs::exists(directory / sums_name)) {
            expect_complete(directory, "content");
        } else {
            EXPECT_TRUE(failed) << "call " << point;
            EXPECT_FALSE(fs::exists(directory / "bands.csv")) << "call " << point;
            EXPECT_FALSE(fs::exists(directory / "hub/x.csv")) << "call " << point;
            EXPECT_FALSE(fs::exists(directory / "result.json")) << "call " << point;
        }
        if (!calls.hit_a_removal()) {
            EXPECT_FALSE(has_temporaries(directory)) << "call " << point;
        }
        if (!calls.happened()) break;
    }
    EXPECT_GT(point, 40);
    if (harmless) {
        EXPECT_EQ(failures, 0);
    }
    // Only the removal of a stale temporary, the last closes and the end of the lock may fail unnoticed.
    if (GetParam() == Fault::no_space || GetParam() == Fault::io_error) {
        EXPECT_GT(failures, point / 2);
    }
    RecordProperty("calls", point - 1);
    RecordProperty("failures", failures);
}

TEST_P(Faults, AReplacedRunIsOldNewOrAbsent) {
    int point = 1;
    for (;; ++point) {
        TemporaryFolder const folder;
        run_into(folder.path(), "former", Existing::refuse, quick);
        FaultyCalls calls{point, GetParam()};
        bool failed = false;
        try {
            run_into(folder.path(), "newer", Existing::replace, calls);
        } catch (Error const&) {
            failed = true;
        }
        if (fs::exists(folder.path() / sums_name)) {
            bool const renewed = read(folder.path() / "bands.csv") == "newer";
            EXPECT_TRUE(renewed || failed) << "call " << point;
            expect_complete(folder.path(), renewed ? "newer" : "former");
        } else {
            EXPECT_TRUE(failed) << "call " << point;
        }
        if (!calls.happened()) break;
    }
    EXPECT_GT(point, 40);
}

std::string fault_name(::testing::TestParamInfo<Fault> const& info) {
    switch (info.param) {
        case Fault::no_space:
            return "NoSpace";
        case Fault::io_error:
            return "IoError";
        case Fault::interrupted:
            return "Interrupted";
        default:
            return "ShortWrite";
    }
}

INSTANTIATE_TEST_SUITE_P(OutputDirectory, Faults,
                         ::testing::Values(Fault::no_space, Fault::io_error, Fault::interrupted,
                                           Fault::short_write),
                         fault_name);

//! Whether the child came to its end; it is killed at the given call otherwise.
bool survives(fs::path const& directory, Existing existing, int point, Fault fault) {
    pid_t const child = ::fork();
    if (child == 0) {
        FaultyCalls calls{point, fault};
        run_into(directory, "newer", existing, calls);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status);
}

class Kills : public ::testing::TestWithParam<Fault> {};

TEST_P(Kills, FreshRunIsCompleteOrAbsentAndCanBeRepeated) {
    bool done = false;
    int point = 1;
    for (; !done; ++point) {
        TemporaryFolder const folder;
        auto const directory = folder.path() / "run";
        done = survives(directory, Existing::refuse, point, GetParam());
        if (fs::exists(directory / sums_name)) {
            expect_complete(directory, "newer");
        } else {
            EXPECT_FALSE(done);
            ASSERT_NO_THROW(run_into(directory, "again", Existing::refuse, quick))
                << "killed at call " << point;
            expect_complete(directory, "again");
        }
        if (!done) {
            EXPECT_NO_THROW(run_into(directory, "forced", Existing::replace, quick));
        }
        EXPECT_FALSE(has_temporaries(directory)) << "killed at call " << point;
        EXPECT_FALSE(fs::exists(directory / DirectoryLock::file_name));
    }
    EXPECT_GT(point, 40);
}

TEST_P(Kills, ReplacedRunIsOldNewOrAbsent) {
    bool done = false;
    int absent = 0;
    for (int point = 1; !done; ++point) {
        TemporaryFolder const folder;
        run_into(folder.path(), "former", Existing::refuse, quick);
        done = survives(folder.path(), Existing::replace, point, GetParam());
        if (fs::exists(folder.path() / sums_name)) {
            expect_complete(folder.path(), read(folder.path() / "bands.csv") == "newer" ? "newer" : "former");
        } else {
            ++absent;
        }
    }
    EXPECT_GT(absent, 3) << "the kills reached the renaming";
}

INSTANTIATE_TEST_SUITE_P(OutputDirectory, Kills, ::testing::Values(Fault::kill_before, Fault::kill_after),
                         [](auto const& info) {
                             return info.param == Fault::kill_before ? "Before" : "After";
                         });

}  // namespace
}  // namespace gapmc
