// SPDX-License-Identifier: Apache-2.0
//! A run that is broken off comes back as it was, and nothing else comes back at all.
#include "host/checkpoint/checkpoint.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kernels/base/error.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

std::string small_study() {
    return study_text({"1 year", 2026}, one_driver(", volatility = 0.5", ", growth = { p05 = 0, p95 = 1 }") +
                                            "[events.e]\nrate = 0.3\nduration = 1\n");
}

//! Pauses after every look at the clock, keeps what it is shown as bytes, and stops the run at some time.
class Memory final : public Keeper {
  public:
    Memory(Progress& progress, int most) : progress_{progress}, most_{most} {}
    Pause next() const override { return std::chrono::steady_clock::now() + std::chrono::microseconds{300}; }
    void keep(UnderWay const& run) override {
        CheckpointHead head;
        head.task = {"run", {"--until", "never"}};
        head.trajectories = run.record.request.trajectories;
        head.record.label = {6, {}};
        bytes = write_checkpoint(head, run);
        if (++kept == most_) progress_.stop = true;
    }

    std::string bytes;
    int kept = 0;

  private:
    Progress& progress_;
    int most_;
};

UnderWay read(std::string const& bytes, Session const& session) {
    return read_checkpoint(bytes, "checkpoint-0.bin", session.study(), session.plan());
}

//! The run, broken off after some pauses and taken up from bytes by another engine, again and again.
Record in_pieces(Session const& session, std::vector<Backend*> const& backends,
                 std::optional<StopRule> const& until = {}) {
    std::string bytes;
    for (std::size_t i = 0;; ++i) {
        EXPECT_LT(i, 1000u);
        UnderWay run = bytes.empty() ? UnderWay{session.empty_record()} : read(bytes, session);
        Progress progress;
        Memory memory{progress, 3};
        try {
            session.go_on(run, *backends[i % backends.size()], progress, until, {nullptr, nullptr, &memory});
            EXPECT_GE(i, 2u) << "it was never broken off";
            return run.record;
        } catch (Stopped const&) {
            // What was kept in the last pause is what a kill leaves; what the run has now, a stop.
            if (i % 2 == 0) memory.keep(run);
            bytes = memory.bytes;
        }
    }
}

TEST(Checkpoint, ARunThatIsBrokenOffBecomesTheRun) {
    Session const session = session_of(small_study(), 200'001);
    std::unique_ptr<Backend> const one = cpu("", 1), two = cpu("scalar", 2), three = cpu("", 3, 64);
    Record const expected = record_of(session, *cpu());
    Record const record = in_pieces(session, {one.get(), two.get(), three.get()});
    EXPECT_TRUE(write_record(record, {6, {}}) == write_record(expected, {6, {}}));
}

TEST(Checkpoint, AStopRuleLooksAtTheSamePlaces) {
    Session const session = session_of(small_study(), 1'000'000);
    Progress progress;
    for (char const* const text :
         {"mcse(gap.mean@2026) <= 0.02", "mcse(gap.mean@2026) <= 1", "mcse(gap.mean@2026) <= 1e-9"}) {
        StopRule const until = parse_stop_rule(text, session.study());
        Simulated const expected = session.run(*cpu(), progress, until);
        Record const record = in_pieces(session, {cpu("", 2).get()}, until);
        EXPECT_EQ(record.done.size(), expected.record.done.size()) << text;
        EXPECT_TRUE(write_record(record, {6, {}}) == write_record(expected.record, {6, {}})) << text;
    }
}

TEST(Checkpoint, FurtherPassesGoOnWhereTheyWere) {
    Session const session = session_of(small_study(), 60'001);
    Record const first = record_of(session, *cpu());
    Progress progress;
    Record expected = first;
    session.refine(expected, Exact::drivers, *cpu(), progress);
    ASSERT_FALSE(expected.exact.empty());
    // Little memory, so that there are several passes.
    Refinement const whole{session.study(), session.plan(), first, Exact::drivers};
    UnderWay run{first, {}, whole.state()};
    int broken = 0;
    while (true) {
        Refinement refinement{session.study(), session.plan(), run.record, *run.refinement};
        Pause const pause = std::chrono::steady_clock::now() + std::chrono::microseconds{500};
        bool const ended = refinement.pass_until(*cpu("", 1 + broken % 2), progress, pause);
        if (refinement.finished()) {
            refinement.put_into(run.record);
            break;
        }
        broken += !ended;
        run.refinement = refinement.state();
        Memory memory{progress, -1};
        memory.keep(run);
        run = read(memory.bytes, session);
        ASSERT_LT(broken, 10'000);
    }
    EXPECT_GT(broken, 3);
    EXPECT_TRUE(write_record(run.record, {6, {}}) == write_record(expected, {6, {}}));
}

class CheckpointBytes : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        session_ = std::make_unique<Session>(session_of(small_study(), 500));
        run_ = std::make_unique<UnderWay>(UnderWay{record_of(*session_, *cpu())});
        run_->looks = {65536, 1};
        Refinement refinement = session_->refinement(run_->record, Exact::scores);
        run_->refinement = refinement.state();
        bytes_ = bytes_of(*run_);
    }
    static void TearDownTestSuite() {
        session_.reset();
        run_.reset();
    }
    static std::string bytes_of(UnderWay const& run) {
        CheckpointHead head;
        head.generation = 7;
        head.attempts = 2;
        head.task = {"compare", {"--until", "x", ""}};
        head.trajectories = 500;
        head.exact = Exact::scores;
        head.record.label = {6, {}};
        return write_checkpoint(head, run);
    }
    inline static std::unique_ptr<Session> session_;
    inline static std::unique_ptr<UnderWay> run_;
    inline static std::string bytes_;
};

TEST_F(CheckpointBytes, ComeBackAsTheyWere) {
    CheckpointHead const head = read_checkpoint_head(bytes_, "c");
    EXPECT_EQ(head.generation, 7u);
    EXPECT_EQ(head.attempts, 2u);
    EXPECT_EQ(head.task, (Task{"compare", {"--until", "x", ""}}));
    EXPECT_EQ(head.trajectories, 500u);
    EXPECT_EQ(head.exact, Exact::scores);
    EXPECT_EQ(head.record.identity, run_->record.identity);
    UnderWay const again = read(bytes_, *session_);
    EXPECT_EQ(again.looks, (StopLooks{65536, 1}));
    EXPECT_TRUE(bytes_of(again) == bytes_);
}

TEST_F(CheckpointBytes, EveryTruncationAndEverySingleBitFlipIsRefused) {
    for (std::size_t n = 0; n < bytes_.size(); ++n)
        ASSERT_THROW(read_checkpoint_head(bytes_.substr(0, n), "c"), DataError) << n;
    EXPECT_THROW(read_checkpoint_head(bytes_ + '\0', "c"), DataError);
    std::string bytes = bytes_;
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ 1 << bit % 8);
        ASSERT_THROW(read_checkpoint_head(bytes, "c"), DataError) << bit;
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ 1 << bit % 8);
    }
    RecordProperty("bits", static_cast<int>(8 * bytes.size()));
}

TEST_F(CheckpointBytes, OfAnotherPlanAreRefused) {
    Session const other = session_of(small_study(), 500, {"study.seed=9"});
    EXPECT_THROW(read(bytes_, other), DataError);
}

//! With the checksum made again: a state of another record does not get through.
TEST_F(CheckpointBytes, ForgedStatesDoNotGetThrough) {
    auto const expect_refused = [&](std::function<void(UnderWay&)> const& change) {
        UnderWay run = *run_;
        change(run);
        EXPECT_THROW(read(bytes_of(run), *session_), DataError);
    };
    ASSERT_GE(run_->refinement->open.size(), 2u);
    expect_refused([](UnderWay& run) { run.refinement->open.pop_back(); });
    expect_refused([](UnderWay& run) { run.refinement->passes = 0; });
    expect_refused([](UnderWay& run) { run.refinement->passes = 20; });
    expect_refused([](UnderWay& run) { run.refinement->open.front().cell.ends.most += 1; });
    expect_refused([](UnderWay& run) { run.refinement->open.front().cell.before += 1000; });
    expect_refused([](UnderWay& run) { run.refinement->counted.add(TrajectoryRange{0, 64}); });
    expect_refused([](UnderWay& run) { run.refinement->counts.resize(3); });
    expect_refused([](UnderWay& run) {
        OpenRank const& open = run.refinement->open.front();
        run.refinement->found.push_back({open.row, open.year, open.rank, 0});
    });
    expect_refused([](UnderWay& run) { run.record.tally.bins.front() += 1; });
}

}  // namespace
}  // namespace gapmc::support
