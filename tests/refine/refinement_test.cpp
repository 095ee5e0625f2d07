// SPDX-License-Identifier: Apache-2.0
//! Further passes against a full sort of the observations of every trajectory.
#include "host/refine/refinement.hpp"

#include <gtest/gtest.h>

#include <string>

#include "host/outputs/bands_csv.hpp"
#include "host/record/record_bytes.hpp"
#include "kernels/base/error.hpp"
#include "tests/support/exact_oracle.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

//! All reported quantiles of all rows with such, sorted.
SortedCount compared_with_sort(Session const& session, Record const& record, Exact exact) {
    Plan const& plan = session.plan();
    std::uint64_t const n = record.done.size();
    std::vector<std::int32_t> const all = observe(plan, 0, n, *cpu());
    SortedCount count;
    auto const years = static_cast<std::size_t>(plan.spec.years);
    for (std::size_t r = 0; r < plan.rows.size(); ++r) {
        if (!is_made_exact(plan, r, exact)) continue;
        for (std::size_t y = 0; y < years; ++y) {
            if (!is_reported(session.study(), static_cast<int>(y))) continue;
            auto const begin = all.begin() + static_cast<std::ptrdiff_t>((r * years + y) * n);
            std::vector<std::int32_t> values{begin, begin + static_cast<std::ptrdiff_t>(n)};
            compare_with_sorted(session.study(), plan, record, r, static_cast<int>(y), values, count);
        }
    }
    return count;
}

Record refined(Session const& session, Exact exact, Backend& backend, std::uint64_t most_bytes) {
    Progress progress;
    Record record = record_of(session, backend);
    Refinement refinement{session.study(), session.plan(), record, exact, most_bytes};
    while (!refinement.finished()) refinement.pass(backend, progress);
    refinement.put_into(record);
    return record;
}
Record refined(Session const& session, Exact exact) {
    return refined(session, exact, *cpu(), most_window_bytes);
}

Session session_on(std::string const& path, std::uint64_t n, std::uint64_t seed = 1) {
    RequestOptions options;
    options.trajectories = n;
    options.seed = seed;
    Progress progress;
    return {open_study({source_text(path), {}}, path, options), *cpu(), progress};
}

class EveryRefinedStudy : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryRefinedStudy, GivesTheOrderStatisticsOfASort) {
    for (std::uint64_t const seed : {1u, 77u}) {
        Session const session = session_on(GetParam(), seed == 1 ? 3000 : 700, seed);
        Record const record = refined(session, Exact::drivers);
        SortedCount const count = compared_with_sort(session, record, Exact::drivers);
        EXPECT_GT(count.quantiles, 0u);
        EXPECT_EQ(count.not_exact, 0u);
        EXPECT_EQ(count.different, 0u);
    }
}

INSTANTIATE_TEST_SUITE_P(Refinement, EveryRefinedStudy, ::testing::ValuesIn(all_studies()),
                         [](auto const& study) {
                             std::string name = study.param.substr(study.param.rfind('/') + 1);
                             for (char& c : name)
                                 if (c == '-' || c == '.') c = '_';
                             return name;
                         });

constexpr char const* study = "tests/oracle/studies/04-events.toml";

TEST(Refinement, WithoutItQuantilesDiffer) {
    // The control: what the comparison above must notice.
    Session const session = session_on(study, 3000);
    SortedCount const count = compared_with_sort(session, record_of(session, *cpu()), Exact::drivers);
    EXPECT_GT(count.not_exact, count.quantiles / 2);
    EXPECT_GT(count.different, count.quantiles / 2);
}

TEST(Refinement, FewTrajectories) {
    for (std::uint64_t const n : {1u, 2u, 3u, 65u}) {
        Session const session = session_on(study, n);
        SortedCount const count =
            compared_with_sort(session, refined(session, Exact::drivers), Exact::drivers);
        EXPECT_EQ(count.not_exact, 0u) << n;
        EXPECT_EQ(count.different, 0u) << n;
    }
}

TEST(Refinement, LittleMemoryTakesMorePassesToTheSame) {
    Session const session = session_on(study, 3000);
    Record const first = record_of(session, *cpu());
    Record const expected = refined(session, Exact::drivers);
    EXPECT_FALSE(expected.exact.empty());
    int former = 0;
    for (std::uint64_t const bytes : {4'000'000u, 100'000u, 20'000u}) {
        int const passes = Refinement{session.study(), session.plan(), first, Exact::drivers, bytes}.passes();
        EXPECT_GT(passes, former) << bytes;
        former = passes;
        EXPECT_EQ(refined(session, Exact::drivers, *cpu(), bytes).exact, expected.exact) << bytes;
    }
    EXPECT_GT(former, 2);
}

TEST(Refinement, ThreadsBatchesAndInstancesDoNotShow) {
    Session const session = session_on(study, 3000);
    Record const expected = refined(session, Exact::scores);
    for (auto const& [simd, threads, batch] :
         {std::tuple{"portable", 1, 64}, {"scalar", 3, 512}, {"", 2, 1024}}) {
        auto const backend = cpu(simd, threads, batch);
        Record const record = refined(session, Exact::scores, *backend, most_window_bytes);
        EXPECT_EQ(record.exact, expected.exact);
        EXPECT_EQ(exact_digest(record), exact_digest(expected));
    }
}

TEST(Refinement, DriversComeAfterTheRestAsIfWithIt) {
    Session const session = session_on(study, 3000);
    Progress progress;
    auto const backend = cpu();
    Record record = refined(session, Exact::scores);
    std::size_t const scores = record.exact.size();
    session.refine(record, Exact::drivers, *backend, progress);
    Record const at_once = refined(session, Exact::drivers);
    EXPECT_GT(record.exact.size(), scores);
    RecordLabel const label{1, {}};
    EXPECT_EQ(write_record(record, label), write_record(at_once, label));
    // Less than what is there changes nothing.
    EXPECT_TRUE(session.refinement(record, Exact::scores).finished());
    session.refine(record, Exact::scores, *backend, progress);
    EXPECT_EQ(write_record(record, label), write_record(at_once, label));
}

TEST(Refinement, TheResultDigestStaysAndTheExactOneSpeaksOfTheValues) {
    Session const session = session_on(study, 3000);
    Record const first = record_of(session, *cpu());
    Record record = refined(session, Exact::scores);
    EXPECT_EQ(result_digest(record), result_digest(first));
    EXPECT_EQ(exact_digest(first), "");
    std::string const digest = exact_digest(record);
    EXPECT_EQ(digest.size(), 64u);
    ++record.exact.front().value;
    EXPECT_NE(exact_digest(record), digest);
}

TEST(Refinement, FilesSayWhichQuantilesAreExact) {
    Session const session = session_on(study, 3000);
    Results const results = session.results(refined(session, Exact::scores));
    Results const before = session.results(record_of(session, *cpu()));
    for (std::size_t q = 0; q < results.quantities.size(); ++q) {
        QuantitySummary const& quantity = results.quantities[q];
        bool const of_driver = quantity.target == Target::driver || quantity.target == Target::driver_level;
        for (std::size_t y = 0; y < quantity.years.size(); ++y) {
            YearSummary const& year = quantity.years[y];
            EXPECT_EQ(is_exact(year), !of_driver) << quantity.id;
            EXPECT_EQ(year.bin_width == 0, !of_driver) << quantity.id;
            for (std::size_t i = 0; i < year.quantiles.size(); ++i) {
                Estimate const& former = before.quantities[q].years[y].quantiles[i].estimate;
                Estimate const& now = year.quantiles[i].estimate;
                double const width = before.quantities[q].years[y].bin_width;
                EXPECT_LE(std::abs(now.value - former.value), width);
                EXPECT_TRUE(!of_driver || now.mcse == former.mcse) << quantity.id;
            }
        }
    }
}

TEST(Refinement, AnExactValueOutsideItsBinIsRefused) {
    Session const session = session_on(study, 3000);
    Record record = refined(session, Exact::scores);
    record.exact.front().value += 1 << 20;
    EXPECT_THROW(session.results(record), DataError);
}

TEST(Refinement, AMissingValueIsSoughtAgain) {
    Session const session = session_on(study, 3000);
    Record record = refined(session, Exact::scores);
    Record const whole = record;
    record.exact.erase(record.exact.begin() + 2);
    EXPECT_FALSE(session.refinement(record, Exact::scores).finished());
    Progress progress;
    session.refine(record, Exact::scores, *cpu(), progress);
    EXPECT_EQ(record.exact, whole.exact);
}

TEST(Refinement, PartsOfARunAreRefused) {
    RequestOptions options;
    options.trajectories = 3000;
    options.shard = {1, 2};
    Progress progress;
    Session const session{open_study({source_text(study), {}}, study, options), *cpu(), progress};
    Record const record = record_of(session, *cpu());
    EXPECT_THROW(session.refinement(record, Exact::scores), UsageError);
}

TEST(Refinement, AStopLeavesTheRecordAsItWas) {
    Session const session = session_on(study, 3000);
    Record record = record_of(session, *cpu());
    Progress progress;
    progress.stop = true;
    EXPECT_THROW(session.refine(record, Exact::scores, *cpu(), progress), Stopped);
    EXPECT_TRUE(record.exact.empty());
    EXPECT_EQ(record.request.exact, Exact::none);
}

//! Trajectories of another seed are not those of the record: a window cannot hold what its bin does.
TEST(Refinement, OtherTrajectoriesAreNoticed) {
    Session const session = session_on(study, 3000);
    Session const other = session_on(study, 3000, 2);
    Record const record = record_of(session, *cpu());
    Progress progress;
    Plan plan = session.plan();
    plan.seed = 2;
    Refinement refinement{session.study(), plan, record, Exact::scores};
    EXPECT_THROW(refinement.pass(*cpu(), progress), std::logic_error);
}

//! Of several worlds, their rows and the differences.
TEST(Refinement, ComparedWorlds) {
    std::string const text = source_text(study) +
                             "[scenarios.eased]\noverrides = [\"events.export_controls.rate=0.01\"]\n"
                             "[scenarios.same]\noverrides = [\"events.export_controls.enabled=true\"]\n";
    RequestOptions options;
    options.trajectories = 2000;
    OpenedStudies opened{open_study({text, {}}, "test.toml", options), {}};
    for (char const* const name : {"eased", "same"})
        opened.compared.push_back(open_study({text, {}, name}, "test.toml", options));
    Progress progress;
    Session const session{std::move(opened), *cpu(), progress};
    Record const record = refined(session, Exact::drivers);
    SortedCount const count = compared_with_sort(session, record, Exact::drivers);
    EXPECT_EQ(count.not_exact, 0u);
    EXPECT_EQ(count.different, 0u);
    bool any_difference = false;
    for (ExactValue const& e : record.exact)
        any_difference |= session.plan().rows[static_cast<std::size_t>(e.row)].difference;
    EXPECT_TRUE(any_difference);
}

}  // namespace
}  // namespace gapmc::support
