// SPDX-License-Identifier: Apache-2.0
//! A machine that loses its power keeps of a folder only what was synced: the order of syncs and renames.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "host/folder/directory.hpp"
#include "tests/folder/example_runs.hpp"
#include "tests/folder/faulty_calls.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gapmc {
namespace {
namespace fs = std::filesystem;

/*!
 * Keeps book of what a loss of power could undo.
 *
 * A file's content is at risk from its creation to its sync, a name from the rename or removal to the sync of
 * its folder.
 */
class Bookkeeper : public testing::QuickCalls {
  public:
    std::set<fs::path> at_risk;                                //!< files, and folders with names
    std::map<std::string, std::set<fs::path>> at_risk_before;  //!< "rename SHA256SUMS" -> what was then

    int open(char const* path, int flags) override {
        int const file = QuickCalls::open(path, flags);
        paths_[file] = path;
        return file;
    }
    ssize_t write(int file, void const* bytes, std::size_t size) override {
        at_risk.insert(paths_[file]);
        return QuickCalls::write(file, bytes, size);
    }
    int sync(int file) override {
        at_risk.erase(paths_[file]);
        return 0;
    }
    int rename(char const* from, char const* to) override {
        note("rename", to);
        for (char const* path : {from, to}) at_risk.insert(fs::path{path}.parent_path());
        return QuickCalls::rename(from, to);
    }
    int remove(char const* path) override {
        note("remove", path);
        return QuickCalls::remove(path);
    }

  private:
    //! The first time.
    void note(std::string const& call, fs::path const& path) {
        at_risk_before.emplace(call + " " + path.filename().string(), at_risk);
    }

    std::map<int, fs::path> paths_;
};

TEST(OutputDirectory, NothingIsAtRiskWhereALossOfPowerWouldMix) {
    testing::TemporaryFolder const folder;
    auto const lock = folder.path() / DirectoryLock::file_name;
    testing::run_into(folder.path(), "former", Existing::refuse, FileCalls::system());
    Bookkeeper calls;
    testing::run_into(folder.path(), "newer", Existing::replace, calls);

    std::set<fs::path> const only_the_lock{lock};  // which says nothing to the next boot
    auto const before = [&](std::string const& call) {
        auto const found = calls.at_risk_before.find(call);
        return found == calls.at_risk_before.end() ? std::set<fs::path>{"never called"} : found->second;
    };
    std::string const former_list =
        ".gapmc.former." + std::to_string(testing::files_of_run("newer").size() - 1);
    EXPECT_EQ(before("rename " + former_list), only_the_lock)
        << "new files and journal are safe before any name changes";
    EXPECT_EQ(before("rename .gapmc.former.0"), only_the_lock)
        << "the former list is away before the first former file is";
    EXPECT_EQ(before("rename bands.csv").count(folder.path()), 1u) << "the book is kept";
    EXPECT_EQ(before("rename SHA256SUMS"), only_the_lock) << "every name is safe before the list says so";
    EXPECT_EQ(before("remove " + former_list), only_the_lock)
        << "the list is safe before the former files go";
}

}  // namespace
}  // namespace gapmc
