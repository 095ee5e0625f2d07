// SPDX-License-Identifier: Apache-2.0
//! The n-th call of the operating system fails, for every n, in every way.
#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "host/folder/directory.hpp"
#include "kernels/base/error.hpp"
#include "tests/folder/example_runs.hpp"
#include "tests/folder/faulty_calls.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gapmc {
namespace {
namespace fs = std::filesystem;
using namespace testing;

QuickCalls quick;

//! Whether a run that begins in this folder ends with an error.
bool fails(fs::path const& directory, Existing existing, FileCalls& calls) {
    try {
        run_into(directory, "newer", existing, calls);
    } catch (Error const&) {
        return true;
    }
    return false;
}

class Faults : public ::testing::TestWithParam<std::tuple<Fault, Locks>> {
  protected:
    Fault fault() const { return std::get<0>(GetParam()); }
};

TEST_P(Faults, AFreshRunIsWholeOrLeavesNoTrace) {
    int failures = 0;
    int point = 1;
    for (;; ++point) {
        SCOPED_TRACE("call " + std::to_string(point));
        TemporaryFolder const folder;
        auto const directory = folder.path() / "deep" / "run";
        FaultyCalls faulty{point, fault(), std::get<1>(GetParam())};
        bool const failed = fails(directory, Existing::refuse, faulty);
        failures += failed;
        if (fault() == Fault::interrupted && faulty.hit_an_interruptible()) {
            EXPECT_FALSE(failed);
        }
        EXPECT_EQ(run_files_in(directory), failed ? Files{} : newer);
        if (!faulty.hit_a_removal()) {
            EXPECT_EQ(files_in(folder.path() / "deep").size(), failed ? 0u : newer.size());
            EXPECT_EQ(fs::exists(folder.path() / "deep"), !failed) << "folders go with what was in them";
        }
        if (!faulty.happened()) break;
    }
    EXPECT_GT(point, 60);
    if (fault() == Fault::short_write) {
        EXPECT_EQ(failures, 0);
    }
    // Only removals, the last closes and the end of the lock may fail unnoticed.
    if (fault() == Fault::no_space || fault() == Fault::io_error) {
        EXPECT_GT(failures, point / 2);
    }
    RecordProperty("calls", point - 1);
    RecordProperty("failures", failures);
}

TEST_P(Faults, AReplacedRunIsTheNewOneOrAfterAnErrorTheOldOne) {
    int failures = 0;
    int point = 1;
    for (;; ++point) {
        SCOPED_TRACE("call " + std::to_string(point));
        TemporaryFolder const folder;
        run_into(folder.path(), "former", Existing::refuse, quick);
        FaultyCalls faulty{point, fault(), std::get<1>(GetParam())};
        bool const failed = fails(folder.path(), Existing::replace, faulty);
        failures += failed;
        EXPECT_EQ(run_files_in(folder.path()), failed ? former : newer);
        if (!faulty.hit_a_removal()) {
            EXPECT_EQ(files_in(folder.path()), failed ? former : newer) << "nothing else is left";
        }
        if (!faulty.happened()) break;
    }
    EXPECT_GT(point, 60);
    RecordProperty("calls", point - 1);
    RecordProperty("failures", failures);
}

TEST_P(Faults, AnExtendedRunIsTheNewOneOrAfterAnErrorTheOldOne) {
    for (int point = 1;; ++point) {
        SCOPED_TRACE("call " + std::to_string(point));
        TemporaryFolder const folder;
        run_into(folder.path(), "newer", Existing::refuse, quick);
        FaultyCalls faulty{point, fault(), std::get<1>(GetParam())};
        bool failed = false;
        try {
            OutputDirectory output{folder.path(), Existing::extend, {}, faulty};
            output.add("bands.csv", "renewed");
            output.add("report.html", "<p>");
            output.commit();
        } catch (Error const&) {
            failed = true;
        }
        Files const now = run_files_in(folder.path());
        if (failed) {
            EXPECT_EQ(now, newer);
        } else {
            EXPECT_EQ(now.size(), newer.size() + 1);
            EXPECT_EQ(now.at("bands.csv"), "renewed");
            EXPECT_TRUE(verify_sums(folder.path(), {"report.html"}).empty());
        }
        if (!faulty.happened()) break;
    }
}

std::string fault_name(::testing::TestParamInfo<std::tuple<Fault, Locks>> const& info) {
    static std::map<Fault, std::string> const names{{Fault::no_space, "NoSpace"},
                                                    {Fault::io_error, "IoError"},
                                                    {Fault::interrupted, "Interrupted"},
                                                    {Fault::short_write, "ShortWrite"}};
    return names.at(std::get<0>(info.param)) +
           (std::get<1>(info.param) == Locks::flock ? "" : "WithoutFlock");
}

INSTANTIATE_TEST_SUITE_P(OutputDirectory, Faults,
                         ::testing::Combine(::testing::Values(Fault::no_space, Fault::io_error,
                                                              Fault::interrupted, Fault::short_write),
                                            ::testing::Values(Locks::flock, Locks::absent)),
                         fault_name);

//! The medium fills up, or goes away, and stays so: not even going back works. The next to open the folder
//! puts it right.
TEST(OutputDirectory, AnErrorThatStaysIsPutRightLater) {
    int later = 0;
    for (int point = 1;; ++point) {
        SCOPED_TRACE("call " + std::to_string(point));
        TemporaryFolder const folder;
        run_into(folder.path(), "former", Existing::refuse, quick);
        FaultyCalls faulty{point, Fault::full_from_here};
        bool const failed = fails(folder.path(), Existing::replace, faulty);
        expect_true_list(folder.path());
        later += fs::exists(Journal::path(folder.path()));
        settle_before_reading(folder.path(), quick);
        EXPECT_FALSE(fs::exists(Journal::path(folder.path())));
        Files const now = run_files_in(folder.path());
        EXPECT_TRUE(now == newer || (failed && now == former));
        run_into(folder.path(), "latest", Existing::replace, quick);
        EXPECT_EQ(files_in(folder.path()), files_of_run("latest"));
        if (!faulty.happened()) break;
    }
    EXPECT_GT(later, 10) << "the faults reached the renaming";
}

}  // namespace
}  // namespace gapmc
