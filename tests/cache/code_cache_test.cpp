// SPDX-License-Identifier: Apache-2.0
//! Compiled walks in a folder: whole or not there, and never in the way of a run.
#include "host/cache/code_cache.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>

#include "host/folder/durable.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gapmc {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

WalkCode const code{std::string{"\0\x7f machine code\n\xff", 18}, "sm_90", "NVRTC 13.0"};

class CodeCacheTest : public ::testing::Test {
  protected:
    gapmc::testing::TemporaryFolder scratch_;
    fs::path folder_ = scratch_.path() / "walks" / "here";
};

TEST_F(CodeCacheTest, GivesBackWhatItWasGiven) {
    CodeCache cache{folder_};
    EXPECT_FALSE(cache.find("a study"));
    EXPECT_FALSE(fs::exists(folder_)) << "nobody kept anything";
    EXPECT_THAT(cache.keep("a study", code), IsEmpty());
    std::optional<WalkCode> const found = CodeCache{folder_}.find("a study");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->bytes, code.bytes);
    EXPECT_EQ(found->target, code.target);
    EXPECT_EQ(found->compiler, code.compiler);
    EXPECT_FALSE(cache.find("another study"));
    EXPECT_FALSE(cache.find(""));
    EXPECT_EQ(names_in(folder_).size(), 1u) << "nothing temporary is left";
}

//! Whatever byte of a file is another one, or is missing: nothing is found, and keeping mends it.
TEST_F(CodeCacheTest, TakesNothingThatIsDamaged) {
    CodeCache cache{folder_};
    cache.keep("a study", code);
    fs::path const file = cache.file_of("a study");
    std::string const whole = read_small_file(file);
    for (std::size_t i = 0; i < whole.size(); ++i) {
        std::string damaged = whole;
        damaged[i] = static_cast<char>(damaged[i] ^ 1);
        std::ofstream{file, std::ios::binary} << damaged;
        std::optional<WalkCode> const found = cache.find("a study");
        EXPECT_TRUE(!found || found->bytes == code.bytes) << i;
        std::ofstream{file, std::ios::binary} << whole.substr(0, i);
        EXPECT_FALSE(cache.find("a study")) << i;
    }
    EXPECT_THAT(cache.keep("a study", code), IsEmpty());
    EXPECT_TRUE(cache.find("a study"));
    fs::remove(file);
    fs::create_directory(file);
    EXPECT_FALSE(cache.find("a study")) << "a folder of that name";
}

TEST_F(CodeCacheTest, SaysWhyItKeepsNothing) {
    std::ofstream{scratch_.path() / "file"} << "in the way";
    CodeCache cache{scratch_.path() / "file" / "walks"};
    EXPECT_THAT(cache.keep("a study", code), HasSubstr("cannot be made"));
    EXPECT_FALSE(cache.find("a study"));
    if (geteuid() == 0) GTEST_SKIP() << "nothing is forbidden to root";
    fs::create_directories(folder_);
    fs::permissions(folder_, fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_THAT(CodeCache{folder_}.keep("a study", code), HasSubstr("Cannot create"));
}

TEST_F(CodeCacheTest, LetsGoWhatWasNotUsedForLongest) {
    using namespace std::chrono_literals;
    CodeCache large{folder_};
    for (char const* const study : {"a", "b", "c"}) large.keep(study, code);
    auto const now = fs::file_time_type::clock::now();
    fs::last_write_time(large.file_of("a"), now - 3h);
    fs::last_write_time(large.file_of("b"), now - 2h);
    fs::last_write_time(large.file_of("c"), now - 1h);
    EXPECT_TRUE(large.find("a")) << "and so it is the last that was used";
    std::ofstream{folder_ / "notes.txt"} << "somebody else's";
    CodeCache small{folder_, 3 * fs::file_size(large.file_of("a"))};
    EXPECT_THAT(small.keep("d", code), IsEmpty());
    EXPECT_TRUE(small.find("a"));
    EXPECT_FALSE(small.find("b"));
    EXPECT_TRUE(small.find("c"));
    EXPECT_TRUE(small.find("d"));
    EXPECT_TRUE(fs::exists(folder_ / "notes.txt"));
    std::string const left{".0123.walk.77.gapmc-tmp"};
    for (std::string const& name : {left, "new" + left}) std::ofstream{folder_ / name} << "half of one";
    fs::last_write_time(folder_ / left, now - 25h);
    CodeCache none{folder_, 0};
    EXPECT_THAT(none.keep("e", code), IsEmpty());
    EXPECT_TRUE(none.find("e")) << "what was kept just now stays, however large";
    EXPECT_FALSE(fs::exists(folder_ / left)) << "of a process that was killed yesterday";
    EXPECT_TRUE(fs::exists(folder_ / ("new" + left))) << "somebody may write it now";
}

//! A variable of the environment while it lives.
struct Variable {
    Variable(char const* name, char const* value) : name_{name} {
        if (char const* const before = std::getenv(name)) before_ = before;
        value == nullptr ? unsetenv(name) : setenv(name, value, 1);
    }
    Variable(Variable const&) = delete;
    Variable& operator=(Variable const&) = delete;
    ~Variable() { before_ ? setenv(name_, before_->c_str(), 1) : unsetenv(name_); }
    char const* name_;
    std::optional<std::string> before_;
};

TEST(UsersCodeCache, IsWhereTheEnvironmentSays) {
    auto const folder = [] {
        auto const cache = users_code_cache();
        return cache == nullptr ? std::string{"none"} : cache->file_of("a").parent_path().string();
    };
    Variable const home{"HOME", "/home/somebody"};
    Variable const xdg{"XDG_CACHE_HOME", nullptr};
    Variable const own{"GAPMC_CACHE", nullptr};
    EXPECT_EQ(folder(), "/home/somebody/.cache/gapmc");
    {
        Variable const base{"XDG_CACHE_HOME", "/scratch/cache"};
        EXPECT_EQ(folder(), "/scratch/cache/gapmc");
        Variable const chosen{"GAPMC_CACHE", "walks"};
        EXPECT_EQ(folder(), "walks");
        Variable const nothing{"GAPMC_CACHE", ""};
        EXPECT_EQ(folder(), "none");
    }
    {
        Variable const relative{"XDG_CACHE_HOME", "cache"};
        EXPECT_EQ(folder(), "/home/somebody/.cache/gapmc") << "the standard says that it is to be ignored";
    }
    Variable const homeless{"HOME", ""};
    EXPECT_EQ(folder(), "none");
}

}  // namespace
}  // namespace gapmc
