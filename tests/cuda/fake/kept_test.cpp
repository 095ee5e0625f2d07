// SPDX-License-Identifier: Apache-2.0
//! Columns that devices keep and CUB searches, on machines in software: what sorting every observation gives.
#include <algorithm>
#include <filesystem>
#include <numeric>

#include "host/config/statement_text.hpp"
#include "host/folder/durable.hpp"
#include "host/plan/kept_values.hpp"
#include "host/results/open_ranks.hpp"
#include "host/samples/taking.hpp"
#include "tests/cuda/fake/fixture.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/two_worlds.hpp"

namespace gapmc::support {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

//! Rows of every kind in some years, and the worlds' first statement.
struct Wanted {
    TwoWorlds worlds;
    TrajectoryRange range{(std::uint64_t{1} << 33) + 64, (std::uint64_t{1} << 33) + 64 + 1500};
    KeptSpec spec;
    std::vector<std::int32_t> observed;  //!< [row][year][trajectory]
    std::int32_t upper_quartile = 0;     //!< of the gap of the third year

    Wanted() {
        for (std::size_t const row :
             {worlds.gap(), worlds.other_gap(), worlds.derived() + 1, worlds.difference()})
            for (std::int32_t const year : {0, 3})
                spec.lines.push_back({static_cast<std::int32_t>(row), year});
        Progress progress;
        observed = cpu()->observe(worlds.job(range), progress);
        std::vector<std::int32_t> third = column({static_cast<std::int32_t>(worlds.gap()), 2});
        std::sort(third.begin(), third.end());
        upper_quartile = third[third.size() * 3 / 4];
        KeptStatement statement{worlds.spec().asked_terms, worlds.spec().asked_steps, 0, 6};
        statement.steps[4].bound = upper_quartile;
        spec.statement = statement;
    }

    std::int32_t value(std::size_t row, std::int32_t year, std::size_t i) const {
        auto const years = static_cast<std::size_t>(worlds.spec().years);
        return observed[(row * years + static_cast<std::size_t>(year)) * range.size() + i];
    }
    std::vector<std::int32_t> column(KeptLine line) const {
        std::vector<std::int32_t> all;
        for (std::size_t i = 0; i < range.size(); ++i)
            all.push_back(value(static_cast<std::size_t>(line.row), line.year, i));
        return all;
    }
    //! The statement in words: the gap exceeds 19 in one of the first four years, or gap - 2 other is more
    //! than -2^33 units; and the gap of the third year is in its three lower quarters.
    bool holds(std::size_t i) const {
        constexpr std::int64_t point = 1 << 20;
        bool exceeds = false;
        for (std::int32_t y = 0; y <= 3; ++y) exceeds |= value(worlds.gap(), y, i) > 19 * point;
        std::int64_t const sum =
            std::int64_t{value(worlds.gap(), 2, i)} - 2 * std::int64_t{value(worlds.other_gap(), 1, i)};
        bool const far_below = sum <= -(std::int64_t{1} << 33);
        return (exceeds || !far_below) && value(worlds.gap(), 2, i) <= upper_quartile;
    }
};

class KeptCuda : public FakeCuda {
  protected:
    static Wanted const& wanted() {
        static Wanted const one;
        return one;
    }
};

//! Numbers of a range's trajectories in the order of their values.
std::vector<std::uint64_t> in_order(std::vector<std::int32_t> const& values, std::uint64_t first) {
    std::vector<std::uint64_t> numbers(values.size());
    std::iota(numbers.begin(), numbers.end(), first);
    std::stable_sort(numbers.begin(), numbers.end(),
                     [&](std::uint64_t a, std::uint64_t b) { return values[a - first] < values[b - first]; });
    return numbers;
}

TEST_F(KeptCuda, SearchesFindWhatSortingFinds) {
    Wanted const& w = wanted();
    std::vector<std::uint64_t> expected;
    for (std::size_t i = 0; i < w.range.size(); ++i)
        if (w.holds(i)) expected.push_back(w.range.first + i);
    ASSERT_GT(expected.size(), 10u);
    ASSERT_LT(expected.size(), w.range.size() - 10);
    for (auto const& [model, batch] : machines())
        for (bool const in_two_jobs : {false, true}) {
            fake::power_on(model);
            auto const engine = make_cuda_backend({"cuda:all", batch, "", {}});
            auto kept = engine->keep(w.spec, w.range.size());
            ASSERT_NE(kept, nullptr);
            std::uint64_t const middle = in_two_jobs ? w.range.first + 640 : w.range.last;
            Progress progress;
            for (TrajectoryRange const& part :
                 {TrajectoryRange{w.range.first, middle}, TrajectoryRange{middle, w.range.last}}) {
                if (part.empty()) continue;
                Job job = w.worlds.job(part);
                job.kept = kept.get();
                EXPECT_TRUE(engine->run(job, progress) == cpu()->run(w.worlds.job(part), progress));
            }
            EXPECT_EQ(kept->trajectories(), w.range.size());
            for (std::size_t c = 0; c < w.spec.lines.size(); ++c) {
                std::vector<std::int32_t> const values = w.column(w.spec.lines[c]);
                std::vector<std::int32_t> sorted = values;
                std::sort(sorted.begin(), sorted.end());
                std::int32_t const least = sorted[300];
                std::int32_t const most = sorted[800];
                EXPECT_EQ(kept->between(c, least, most),
                          std::vector(std::lower_bound(sorted.begin(), sorted.end(), least),
                                      std::upper_bound(sorted.begin(), sorted.end(), most)));
                EXPECT_EQ(kept->between(c, INT32_MIN, INT32_MAX), sorted);
                EXPECT_THAT(kept->between(c, 1, 0), IsEmpty());
                std::vector<std::uint64_t> ranks(sorted.size());
                std::iota(ranks.begin(), ranks.end(), 0);
                EXPECT_EQ(kept->ranked(c, ranks), in_order(values, w.range.first));
                EXPECT_EQ(kept->ranked(c, {7}).front(), in_order(values, w.range.first)[7]);
            }
            EXPECT_EQ(kept->holding(w.spec.lines.size()), expected);
            kept.reset();
            EXPECT_THAT(fake::complaints(), IsEmpty());
        }
}

//! A study that is walked fast: its gap, and whether that is narrower than at base.
struct SmallWanted {
    Plan plan;
    KeptSpec spec;

    SmallWanted() : plan{small_plan()} {
        auto const gap = static_cast<std::int32_t>(plan.row_of(Target::contrast, "gap"));
        std::int64_t const start = plan.rows[static_cast<std::size_t>(gap)].start;
        spec.lines = {{gap, 1}};
        spec.statement = KeptStatement{{{gap, 1, 1}}, {{AskedStep::at_most, 0, 1, 0, start}}, 0, 1};
    }
    //! Run it, its values going to columns.
    Tally run(TrajectoryRange range, Backend& engine, KeptColumns* kept) const {
        Job job = plan.job(range);
        job.kept = kept;
        Progress progress;
        return engine.run(job, progress);
    }

  private:
    static Plan small_plan() {
        Head head;
        head.end = 2026;
        return plan_of(parse(study_text(head, one_driver(", growth = 0.1", ", volatility = 0.2"))));
    }
};

TEST_F(KeptCuda, KeepsNothingWithoutTheMemory) {
    SmallWanted const w;
    TrajectoryRange const range{0, 1024};
    Tally const expected = w.run(range, *cpu(), nullptr);
    EXPECT_EQ(make_cuda_backend({"cuda", 64, "", {}})->keep(w.spec, std::uint64_t{1} << 40), nullptr);
    fake::power_on();
    EXPECT_TRUE(w.run(range, *make_cuda_backend({"cuda", 64, "", {}}), nullptr) == expected);
    auto const all = fake::calls();
    auto const of_a_run = static_cast<std::uint64_t>(std::count(all.begin(), all.end(), "cudaMalloc"));
    // What is kept comes behind what a job takes: lists, without which there is no run, then columns, of
    // which more are needed the more trajectories come than were expected.
    int full = 0;
    for (std::uint64_t later = 1; later <= 12; ++later) {
        fake::power_on();
        auto const engine = make_cuda_backend({"cuda", 64, "", {}});
        auto const kept = engine->keep(w.spec, range.size());
        fake::fail({"cudaMalloc", of_a_run + later, cudaErrorMemoryAllocation, false, true});
        try {
            EXPECT_TRUE(w.run(range, *engine, kept.get()) == expected);
            EXPECT_TRUE(kept->trajectories() == 0 || kept->trajectories() == range.size());
            full += kept->trajectories() == 0;
        } catch (DeviceError const&) {
            EXPECT_LE(later, 4u) << "a list";
        }
    }
    EXPECT_EQ(full, 1);
}

//! What a session keeps, in one pass and without another walk, is what windows find in further ones.
TEST_F(KeptCuda, ExactQuantilesAreThoseOfWindows) {
    std::string const text = source_text("tests/oracle/studies/04-events.toml") +
                             "[scenarios.eased]\noverrides = [\"events.export_controls.rate=0.01\"]\n";
    RequestOptions options;
    options.trajectories = 700;
    options.exact = Exact::drivers;
    Progress progress;
    for (bool const compared : {false, true}) {
        OpenedStudies opened{open_study({text, {}}, "test.toml", options), {}};
        if (compared) opened.compared.push_back(open_study({text, {}, "eased"}, "test.toml", options));
        Session const session{std::move(opened), *cpu(), progress};
        Record expected = record_of(session, *cpu());
        session.refine(expected, Exact::drivers, *cpu(), progress);
        ASSERT_FALSE(expected.exact.empty());
        for (auto const& [model, batch] : machines()) {
            fake::power_on(model);
            auto const engine = make_cuda_backend({"cuda:all", batch, "", {}});
            KeptValues kept;
            for (KeptLine const& line : quantile_lines(session.study(), session.plan(), Exact::drivers))
                kept.want(line);
            kept.begin(*engine, 700);
            Record record = session.run(*engine, progress, {}, {nullptr, kept.columns()}).record;
            auto refinement = session.refinement(record, Exact::drivers);
            std::uint64_t const walked = progress.done;
            EXPECT_TRUE(refinement.search(kept, progress));
            EXPECT_TRUE(refinement.finished());
            EXPECT_EQ(progress.done, walked);
            refinement.put_into(record);
            EXPECT_EQ(record.exact, expected.exact);
            EXPECT_THAT(fake::calls(), Contains("cub::DeviceSelect::If"));
            // A device that fails at a search leaves everything to the passes.
            fake::fail({"cub::DeviceSelect::If", 1, cudaErrorUnknown, false, true});
            auto again = session.refinement(expected, Exact::drivers);
            EXPECT_TRUE(again.finished());
            record.exact.clear();
            record.request.exact = Exact::none;
            auto failing = session.refinement(record, Exact::drivers);
            int const passes = failing.passes();
            EXPECT_FALSE(failing.search(kept, progress));
            EXPECT_EQ(failing.passes(), passes);
            EXPECT_FALSE(failing.finished());
        }
    }
}

//! Samples of a run on some engine, as CSV.
std::string sampled(SampleRequest const& request, Session const& session, Backend& engine, bool keeps) {
    gapmc::testing::TemporaryFolder const place;
    std::filesystem::path const folder = place.path() / "run";
    Progress progress;
    OutputDirectory directory{
        folder.string(), Existing::refuse, {}, FileCalls::system(), sample_file_names()};
    SampleTaking taking{request, session.study(), session.plan(), directory, CpuOptions{2, 0, ""}};
    KeptValues kept;
    if (keeps) {
        taking.want(kept);
        kept.begin(engine, session.range().size());
    }
    std::uint64_t const done =
        session.run(engine, progress, {}, {nullptr, kept.columns()}).record.done.size();
    taking.finish({0, done}, kept, progress);
    directory.commit();
    return read_small_file(folder / "samples.csv");
}

TEST_F(KeptCuda, SamplesAreChosenAsTheProcessorChoosesThem) {
    Session const session = session_of(source_text("tests/oracle/studies/04-events.toml"), 700);
    Study const& study = session.study();
    SampleRequest by;
    by.number = 40;
    by.by = parse_term("gap@2026", study, study.outcome);
    by.parts = {SamplePart::contrasts};
    by.formats = {SampleFormat::csv};
    SampleRequest where = by;
    where.by.reset();
    where.where = parse_statement("gap@2026 > 20 and gap@2025 < 20", study, study.outcome);
    SampleRequest all = where;
    all.number.reset();
    SampleRequest none = all;
    none.where = parse_statement("gap@2026 > 900", study, study.outcome);
    for (SampleRequest const& request : {by, where, all, none}) {
        std::string const expected = sampled(request, session, *cpu(), false);
        for (auto const& [model, batch] : machines()) {
            fake::power_on(model);
            auto const engine = make_cuda_backend({"cuda:all", batch, "", {}});
            EXPECT_EQ(sampled(request, session, *engine, true), expected);
            EXPECT_THAT(fake::calls(), Contains(request.by ? "cub::DeviceRadixSort::SortPairs"
                                                           : "cub::DeviceSelect::Flagged"));
            EXPECT_EQ(sampled(request, session, *engine, false), expected);
            EXPECT_THAT(fake::complaints(), IsEmpty());
        }
    }
}

//! Every call in turn: the right values, or an error that leaves nothing behind.
TEST_F(KeptCuda, EveryCallOfASearchCanFail) {
    SmallWanted const w;
    TrajectoryRange const range{0, 128};
    auto const searched = [&] {
        auto const engine = make_cuda_backend({"cuda", 64, "", {}});
        auto const kept = engine->keep(w.spec, range.size());
        static_cast<void>(w.run(range, *engine, kept.get()));
        if (kept->trajectories() != range.size()) throw DeviceError("no memory");
        return std::tuple{kept->between(0, INT32_MIN, INT32_MAX), kept->ranked(0, {0, 100, 127}),
                          kept->holding(1)};
    };
    auto const expected = searched();
    std::size_t const calls = fake::calls().size();
    EXPECT_THAT(fake::complaints(), IsEmpty());
    std::uint64_t refused = 0;
    for (cudaError_t const error : {cudaErrorMemoryAllocation, cudaErrorUnknown})
        for (std::uint64_t number = 1; number <= calls; ++number) {
            fake::power_on();
            fake::fail({"", number, error, false});
            try {
                EXPECT_EQ(searched(), expected) << number;
            } catch (BackendUnavailable const&) {
                ++refused;
            }
            EXPECT_THAT(fake::complaints(), IsEmpty()) << number;
        }
    EXPECT_GT(refused, calls) << "most calls matter";
}

}  // namespace
}  // namespace gapmc::support
