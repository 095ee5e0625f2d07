// SPDX-License-Identifier: Apache-2.0
//! Several ranks behind the seam of one engine: the bytes of one, whatever they are and whatever ends them.
#include <gmock/gmock.h>

#include <array>
#include <atomic>
#include <chrono>

#include "host/checkpoint/under_way.hpp"
#include "host/ranks/job_bytes.hpp"
#include "host/record/record_bytes.hpp"
#include "kernels/base/error.hpp"
#include "tests/ranks/mailboxes.hpp"
#include "tests/support/studies.hpp"
#include "tests/support/two_worlds.hpp"

namespace gapmc::support {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string small_study() {
    return study_text({"1 year", 2026}, one_driver(", volatility = 0.5", ", growth = { p05 = 0, p95 = 1 }") +
                                            "[events.e]\nrate = 0.3\nduration = 1\n");
}

std::unique_ptr<Backend> engine_of_rank(int rank) {
    return cpu(rank % 2 == 0 ? "" : "scalar", 1 + rank % 2, rank % 3 == 0 ? 256 : 64);
}

TEST(JobBytes, AJobComesBackAsItWas) {
    TwoWorlds const worlds;
    Job job = worlds.job({64, 5000});
    job.fingerprinted = {{{64, 3200}, {3200, 5000}}, {{128, 640}}};
    ReceivedJob const received{write_job(job)};
    Progress progress;
    Tally const expected = cpu()->run(job, progress);
    EXPECT_EQ(received.spec().variant_ends, job.spec.variant_ends);
    EXPECT_TRUE(cpu()->run(received.part({64, 5000}), progress) == expected);
    // In parts, whose places are parts too.
    Counted sum = nothing_counted(received.spec());
    for (TrajectoryRange const& range :
         {TrajectoryRange{64, 384}, TrajectoryRange{384, 4096}, TrajectoryRange{4096, 5000}})
        add(sum, cpu()->run_until(received.part(range), progress, no_pause));
    EXPECT_EQ(fingerprints_in(job.fingerprinted, sum), expected.fingerprints);
    EXPECT_TRUE(write_job(received.part({64, 5000})) == write_job(job));
    std::string bytes = write_job(job);
    EXPECT_THROW(ReceivedJob{bytes.substr(0, bytes.size() - 1)}, DataError);
    EXPECT_THROW(ReceivedJob{bytes + '\0'}, DataError);
}

TEST(JobBytes, CountsComeBackAndAddUp) {
    Session const session = session_of(small_study(), 20'000);
    Plan const& plan = session.plan();
    Progress progress;
    auto const counted = [&](TrajectoryRange range) {
        Job const job = plan.job(range, fingerprinted(range, 20'000, plan.digest));
        return cpu()->run_until(job, progress, no_pause);
    };
    Counted sum = nothing_counted(plan.spec);
    for (TrajectoryRange const& range :
         {TrajectoryRange{6400, 20'000}, TrajectoryRange{0, 640}, TrajectoryRange{640, 6400}})
        add(sum, read_counted(write_counted(counted(range)), plan.spec));
    Record parts = session.empty_record();
    add_counted(parts, sum);
    Record whole = session.empty_record();
    add_counted(whole, counted({0, 20'000}));
    EXPECT_TRUE(write_record(parts, {1, {}}) == write_record(whole, {1, {}}));
    std::string const bytes = write_counted(sum);
    // One that was broken off before some of its places, whose rest another has counted.
    Job const job = plan.job({0, 20'000}, fingerprinted({0, 20'000}, 20'000, plan.digest));
    Counted broken = counted_prefix(job, cpu()->run(plan.job({0, 6400}, job.fingerprinted), progress));
    add(broken, counted({6400, 20'000}));
    Record joined = session.empty_record();
    add_counted(joined, broken);
    EXPECT_TRUE(write_record(joined, {1, {}}) == write_record(whole, {1, {}}));
    EXPECT_THROW(read_counted(bytes.substr(0, bytes.size() - 1), plan.spec), DataError);
}

TEST(Ranks, AnyNumberOfThemGivesTheRecordOfOne) {
    Session const session = session_of(small_study(), 700'001);
    std::string const expected = write_record(record_of(session, *cpu()), {1, {}});
    for (int const number : {1, 2, 3, 4, 8}) {
        Ranks ranks{number, engine_of_rank};
        EXPECT_EQ(ranks.backend->engine().ranks, number);
        EXPECT_TRUE(write_record(record_of(session, *ranks.backend), {1, {}}) == expected) << number;
        Progress progress;
        record_of(session, *ranks.backend);  // again: nothing is left over from the first
        EXPECT_EQ(ranks.leave(7), std::vector<int>(static_cast<std::size_t>(number - 1), 7));
    }
}

TEST(Ranks, FurtherPassesAndComparisons) {
    RequestOptions options;
    options.trajectories = 300'000;
    Progress progress;
    std::string const text = source_text("tests/oracle/studies/04-events.toml") +
                             "[scenarios.eased]\noverrides = [\"events.export_controls.rate=0.01\"]\n";
    OpenedStudies opened{open_study({text, {}}, "t.toml", options), {}};
    opened.compared.push_back(open_study({text, {}, "eased"}, "t.toml", options));
    Session const session{std::move(opened), *cpu(), progress};
    Record expected = record_of(session, *cpu());
    session.refine(expected, Exact::scores, *cpu(), progress);
    Ranks ranks{3, engine_of_rank};
    Record record = record_of(session, *ranks.backend);
    session.refine(record, Exact::scores, *ranks.backend, progress);
    EXPECT_TRUE(write_record(record, {1, {}}) == write_record(expected, {1, {}}));
}

//! Pauses at once and again: each keeps what all ranks have counted.
class OftenKeeper final : public Keeper {
  public:
    Pause next() const override { return steady_clock::now() + milliseconds{15}; }
    void keep(UnderWay const& run) override {
        EXPECT_GT(run.record.done.size(), former);
        former = run.record.done.size();
        ++kept;
    }
    std::uint64_t former = 0;
    int kept = 0;
};

TEST(Ranks, PausesAreOfAll) {
    Session const session = session_of(small_study(), 3'000'000);
    Ranks ranks{3, engine_of_rank};
    OftenKeeper keeper;
    UnderWay run{session.empty_record()};
    Progress progress;
    session.go_on(run, *ranks.backend, progress, {}, {nullptr, nullptr, &keeper});
    EXPECT_GT(keeper.kept, 2);
    EXPECT_TRUE(write_record(run.record, {1, {}}) == write_record(record_of(session, *cpu()), {1, {}}));
}

TEST(Ranks, ASignalToAnyOfThemStopsAllAndKeepsWhatTheyHave) {
    Session const session = session_of(small_study(), 3'000'000);
    std::string const expected = write_record(record_of(session, *cpu()), {1, {}});
    for (int const signalled : {0, 1, 2}) {
        Ranks ranks{3, engine_of_rank};
        UnderWay run{session.empty_record()};
        Progress progress;
        std::jthread const signal{[&] {
            std::this_thread::sleep_for(milliseconds{60});
            (signalled == 0 ? progress : ranks.signals_of(signalled)).stop = true;
        }};
        EXPECT_THROW(session.go_on(run, *ranks.backend, progress), Stopped);
        EXPECT_GT(run.record.done.size(), 0u);
        EXPECT_LT(run.record.done.size(), 3'000'000u);
        // It goes on from there, by one alone.
        Progress rest;
        session.go_on(run, *cpu("", 2), rest);
        EXPECT_TRUE(write_record(run.record, {1, {}}) == expected) << signalled;
    }
}

//! An engine that fails after some ranges.
class Failing final : public Backend {
  public:
    Failing(int ranges, std::atomic<int>& failures) : own_{cpu()}, ranges_{ranges}, failures_{failures} {}
    std::string name() const override { return "failing"; }
    std::string describe() const override { return "failing"; }
    Engine engine() const override { return own_->engine(); }
    Counted run_until(Job const& job, Progress& progress, Pause pause) override {
        if (ranges_-- == 0) {
            ++failures_;
            throw DeviceError{"the device is lost"};
        }
        return own_->run_until(job, progress, pause);
    }
    std::vector<std::int32_t> observe(Job const& job, Progress& progress) override {
        return own_->observe(job, progress);
    }
    Diagnostics diagnose(Job const& job, DecompositionSpec const& spec, Progress& progress) override {
        return own_->diagnose(job, spec, progress);
    }

  private:
    std::unique_ptr<Backend> own_;
    int ranges_;
    std::atomic<int>& failures_;
};

TEST(Ranks, ARankThatFailsEndsTheJobAndWhatAllHaveIsKept) {
    Session const session = session_of(small_study(), 2'000'000);
    std::string const expected = write_record(record_of(session, *cpu()), {1, {}});
    std::atomic<int> failures = 0;
    for (int const failing : {0, 1, 3})
        for (int const after : {0, 1, 2}) {
            failures = 0;
            Ranks ranks{4, [&](int rank) -> std::unique_ptr<Backend> {
                            if (rank == failing) return std::make_unique<Failing>(after, failures);
                            return engine_of_rank(rank);
                        }};
            UnderWay run{session.empty_record()};
            Progress progress;
            try {
                session.go_on(run, *ranks.backend, progress);
                // On a busy machine others may have counted what would have been its last range.
                EXPECT_EQ(failures, 0) << "rank " << failing << " failed unheard";
            } catch (Error const& e) {
                EXPECT_EQ(e.exit_code(), ExitCode::device_absent);
                EXPECT_THAT(e.what(), ::testing::HasSubstr("the device is lost"));
                std::string const who = failing == 0 ? "" : "rank " + std::to_string(failing) + ": ";
                EXPECT_THAT(e.what(), ::testing::StartsWith(who));
            }
            EXPECT_TRUE(after > 0 || failures > 0) << "rank " << failing << " was given nothing";
            EXPECT_FALSE(ranks.given_up());
            EXPECT_TRUE(after == 0 || run.record.done.size() > 0) << failing << " after " << after;
            Progress rest;
            session.go_on(run, *cpu("", 2), rest);
            EXPECT_TRUE(write_record(run.record, {1, {}}) == expected);
        }
}

TEST(Ranks, AnEngineThatCannotBeMadeIsTold) {
    Mailboxes boxes{2};
    std::jthread const other{[&] {
        ThreadTransport transport{boxes, 1};
        Progress signals;
        serve(
            transport, Seat{"m", {}},
            [](auto const&) -> std::unique_ptr<Backend> { throw UsageError{"no such device"}; }, signals);
    }};
    ThreadTransport leader{boxes, 0};
    try {
        hear_seats(leader, {});
        make_ranks_backend(leader, cpu(), {{}, {"--device", "cuda:9"}});
        ADD_FAILURE();
    } catch (Error const& e) {
        EXPECT_EQ(e.exit_code(), ExitCode::usage);
        EXPECT_STREQ(e.what(), "rank 1: no such device");
    }
    dismiss(leader, 64);
}

}  // namespace
}  // namespace gapmc::support
