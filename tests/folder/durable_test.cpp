// SPDX-License-Identifier: Apache-2.0
#include "host/folder/durable.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "kernels/base/error.hpp"
#include "tests/folder/faulty_calls.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gapmc {
namespace {

//! No folder can be opened, for a reason.
struct Closed : testing::QuickCalls {
    explicit Closed(int reason) : reason{reason} {}
    int open(char const*, int) override {
        errno = reason;
        return -1;
    }
    int reason;
};

//! Folders that may be written to and not be read cannot be made durable: that is for whoever made them so.
TEST(Durable, AFolderThatMayNotBeReadIsLeftAsItIs) {
    for (int const reason : {EACCES, EPERM}) {
        Closed calls{reason};
        EXPECT_NO_THROW(sync_directory(calls, "folder"));
    }
    Closed calls{EIO};
    EXPECT_THROW(sync_directory(calls, "folder"), IoError);
}

TEST(Durable, FilesAreForWhomTheMaskSays) {
    testing::TemporaryFolder const folder;
    FileCalls calls;
    for (auto const& [mask, mode] : {std::pair{022u, 0644u}, std::pair{077u, 0600u}, std::pair{0u, 0666u}}) {
        mode_t const before = umask(mask);
        std::filesystem::path const path = folder.path() / std::to_string(mode);
        write_new_file(calls, path, "text", path);
        umask(before);
        struct stat status {};
        ASSERT_EQ(stat(path.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777u, mode);
    }
}

}  // namespace
}  // namespace gapmc
