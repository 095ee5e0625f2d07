// SPDX-License-Identifier: Apache-2.0
//! tally.bin comes back as it was, and nothing else comes back at all.
#include "host/record/record_bytes.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "host/digest/sha256.hpp"
#include "kernels/base/error.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

class RecordBytes : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        std::string const text =
            study_text({"1 year", 2026}, one_driver(", volatility = 0.5", ", growth = { p05 = 0, p95 = 1 }") +
                                             "[events.e]\nrate = 0.3\nduration = 1\n");
        session_ = std::make_unique<Session>(session_of(text, 500, {"study.title=Other"}));
        record_ = std::make_unique<Record>(record_of(*session_, *cpu()));
        bytes_ = write_record(*record_, label);
    }
    static void TearDownTestSuite() {
        session_.reset();
        record_.reset();
    }
    inline static RecordLabel const label{2, {"bands.csv", "hub/x.csv"}};
    inline static std::unique_ptr<Session> session_;
    inline static std::unique_ptr<Record> record_;
    inline static std::string bytes_;

    Plan const& plan() const { return session_->plan(); }
    //! The file with its body changed and its checksum made again: what a forger would do.
    static std::string forged(std::function<void(Record&)> const& change) {
        Record record = *record_;
        change(record);
        return write_record(record, label);
    }
};

TEST_F(RecordBytes, ComeBackAsTheyWere) {
    RecordHead const head = read_record_head(bytes_);
    EXPECT_EQ(head.label, label);
    EXPECT_EQ(head.given, record_->given);
    EXPECT_EQ(head.request, record_->request);
    EXPECT_EQ(head.identity, record_->identity);
    Record const again = read_record(bytes_, plan());
    EXPECT_TRUE(again.done == record_->done);
    EXPECT_TRUE(again.tally == record_->tally);
    EXPECT_TRUE(again.diagnostics == record_->diagnostics);
    EXPECT_EQ(again.midpoints, record_->midpoints);
    EXPECT_TRUE(again.fingerprints == record_->fingerprints);
    EXPECT_EQ(result_digest(again), result_digest(*record_));
    EXPECT_EQ(write_record(again, label), bytes_);
}

TEST_F(RecordBytes, EveryTruncationIsRefused) {
    for (std::size_t n = 0; n < bytes_.size(); n += n < 2000 ? 1 : 97)
        ASSERT_THROW(read_record(bytes_.substr(0, n), plan()), DataError) << n;
    EXPECT_THROW(read_record(bytes_ + '\0', plan()), DataError);
    EXPECT_THROW(read_record(bytes_ + bytes_, plan()), DataError);
}

TEST_F(RecordBytes, EverySingleBitFlipIsRefused) {
    std::string bytes = bytes_;
    for (std::size_t i = 0; i < bytes.size(); i += i < 2000 ? 1 : 31)
        for (int bit = 0; bit < 8; ++bit) {
            bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
            ASSERT_THROW(read_record(bytes, plan()), DataError) << "byte " << i << " bit " << bit;
            bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
        }
}

TEST_F(RecordBytes, ARequestThatCannotBeMadeIsRefused) {
    for (auto const& change : std::vector<std::function<void(Request&)>>{
             [](Request& r) { r.shard.of = 0; }, [](Request& r) { r.shard.number = 0; },
             [](Request& r) { r.shard.number = 2; }, [](Request& r) { r.shard.extends = r.trajectories; },
             [](Request& r) { r.trajectories = 0; }, [](Request& r) { r.seed = ~std::uint64_t{0}; },
             [](Request& r) { r.trajectories = ~std::uint64_t{0}; }}) {
        std::string const bytes = forged([&](Record& record) { change(record.request); });
        EXPECT_THROW(read_record_head(bytes), DataError);
        EXPECT_THROW(read_record(bytes, plan()), DataError);
    }
    // Sound by itself, but not asked for what was counted.
    EXPECT_THROW(read_record(forged([](Record& record) { record.request.shard.of = 2; }), plan()), DataError);
    EXPECT_THROW(read_record_head(write_record(*record_, {0, {}})), DataError) << "files without a version";
}

TEST_F(RecordBytes, WhatIsShownComesBack) {
    std::string const bytes = forged([](Record& r) { r.request.shown = {"gap", Outcome::published}; });
    EXPECT_EQ(read_record_head(bytes).request.shown, (Shown{"gap", Outcome::published}));
    EXPECT_EQ(read_record(bytes, plan()).request.shown, (Shown{"gap", Outcome::published}));
}

//! Bytes of the body flipped and the checksum made again: refused, or a record of the same trajectories whose
//! every header field is right; never a crash.
TEST_F(RecordBytes, ForgedBodiesDoNotGetThrough) {
    std::size_t const end = bytes_.size() - 64;
    int refused = 0, accepted = 0;
    for (std::size_t i = 13; i < end; i += 3)
        for (int const bit : {0, 3, 7}) {
            std::string bytes = bytes_.substr(0, end);
            bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
            bytes += sha256_hex(bytes);
            try {
                Record const record = read_record(bytes, plan());
                EXPECT_TRUE(record.done == record_->done);
                EXPECT_EQ(record.identity, record_->identity);
                EXPECT_NE(write_record(record, read_record_head(bytes).label), bytes_);
                ++accepted;
            } catch (DataError const&) {
                ++refused;
            }
        }
    // Sums that are another trajectory's could be right; whatever has to agree with something else is
    // refused.
    EXPECT_GT(3 * refused, refused + accepted) << accepted;
}

TEST_F(RecordBytes, HeadersThatDoNotFitAreRefused) {
    using Change = std::function<void(Record&)>;
    for (Change const& change : std::vector<Change>{
             [](Record& r) { r.identity.plan_digest[0] ^= 1; },
             [](Record& r) { r.identity.model_digest[0] ^= 1; },
             [](Record& r) { r.identity.study_digest[0] ^= 1; }, [](Record& r) { ++r.identity.stream; },
             [](Record& r) { r.request.trajectories = 499; },
             [](Record& r) {
                 r.done = Ranges{{0, 436}};
             },
             [](Record& r) {
                 r.done = Ranges{{64, 564}};
             },
             [](Record& r) { ++r.tally.trajectories; }, [](Record& r) { ++r.tally.index_sum; },
             [](Record& r) { ++r.tally.bins[7]; }, [](Record& r) { --r.diagnostics.trajectories; },
             [](Record& r) { r.midpoints = 9; }, [](Record& r) { r.midpoints = 0; },
             [](Record& r) { r.fingerprints.blocks.front().range.last = 5000; },
             [](Record& r) { r.fingerprints.blocks.clear(); },
             [](Record& r) { r.fingerprints.blocks.pop_back(); },
             [](Record& r) { r.fingerprints.blocks.erase(r.fingerprints.blocks.begin()); },
             [](Record& r) { std::swap(r.fingerprints.blocks[0], r.fingerprints.blocks[1]); }})
        EXPECT_THROW(read_record(forged(change), plan()), DataError);
    EXPECT_NO_THROW(read_record(forged([](Record&) {}), plan()));
}

TEST_F(RecordBytes, APartIsAddedWhileItIsRead) {
    Record expected = session_->empty_record();
    add(expected, read_record(bytes_, plan()));
    std::vector<std::uint64_t> twice = expected.tally.bins;
    for (std::uint64_t& bin : twice) bin *= 2;

    Record sum = session_->empty_record();
    PartReader part{bytes_, plan()};
    EXPECT_EQ(part.done(), record_->done);
    EXPECT_EQ(part.identity(), record_->identity);
    Record const without_bins = part.read_onto(sum.tally.bins);
    EXPECT_TRUE(without_bins.tally.bins.empty());
    add(sum, without_bins);
    EXPECT_TRUE(sum.tally == expected.tally);
    EXPECT_TRUE(sum.diagnostics == expected.diagnostics);
    EXPECT_TRUE(sum.fingerprints == expected.fingerprints);
    PartReader{bytes_, plan()}.read_onto(sum.tally.bins);
    EXPECT_TRUE(sum.tally.bins == twice);
    EXPECT_TRUE(PartReader(bytes_, plan()).read().tally == record_->tally);
}

//! A forger's counters are refused in either way of reading: those of a first, a middle and a last histogram,
//! one more, one fewer, moved between neighbours of two histograms, and as large as a number can be.
TEST_F(RecordBytes, BinsThatDoNotHoldAllTrajectoriesAreRefused) {
    std::vector<Histogram> const& histograms = plan().spec.histograms;
    auto const fill = [](Record& record, Histogram const& h) -> std::uint64_t& {
        for (std::uint32_t i = 0; i < h.bins + 2; ++i)
            if (record.tally.bins[h.bin(i)] > 0) return record.tally.bins[h.bin(i)];
        throw std::logic_error("an empty histogram");
    };
    for (Histogram const& h : {histograms.front(), histograms[histograms.size() / 2], histograms.back()}) {
        Histogram const& other = histograms[h.first == 0 ? 1 : 0];
        for (auto const& change : std::vector<std::function<void(Record&)>>{
                 [&](Record& record) { ++fill(record, h); }, [&](Record& record) { --fill(record, h); },
                 [&](Record& record) { fill(record, h) = UINT64_MAX; },
                 [&](Record& record) { ++fill(record, h), --fill(record, other); }}) {
            std::string const bytes = forged(change);
            EXPECT_THROW(read_record(bytes, plan()), DataError);
            std::vector<std::uint64_t> bins(record_->tally.bins.size());
            EXPECT_THROW(PartReader(bytes, plan()).read_onto(bins), DataError);
        }
    }
}

TEST_F(RecordBytes, FormerFormatsAreNamed) {
    std::string const former = "gapmc-tally\n" + bytes_.substr(13);
    try {
        read_record_head(former);
        FAIL();
    } catch (DataError const& e) {
        EXPECT_NE(std::string{e.what()}.find("version 1"), std::string::npos) << e.what();
    }
}

}  // namespace
}  // namespace gapmc::support
