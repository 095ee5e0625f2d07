// SPDX-License-Identifier: Apache-2.0
//! The collector puts batches in order, whoever brings them when, and keeps those that are chosen.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <new>
#include <numeric>
#include <random>
#include <thread>

#include "host/samples/collector.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr int years = 2;

//! Remembers what is written; fails at a chunk if told to.
class Remembered final : public SampleFile {
  public:
    explicit Remembered(int fails_at = -1) : fails_at_{fails_at} {}
    std::string prepare(SampleChunk const& chunk) const override {
        if (has_no_room) throw std::bad_alloc{};
        return std::to_string(chunk.numbers.size());
    }
    void write(SampleChunk const& chunk, std::string const& prepared) override {
        if (writes_++ == fails_at_) throw IoError{"no room"};
        EXPECT_EQ(prepared, std::to_string(chunk.numbers.size())) << "prepared of this chunk";
        numbers.insert(numbers.end(), chunk.numbers.begin(), chunk.numbers.end());
        values.insert(values.end(), chunk.quantities[0].begin(), chunk.quantities[0].end());
        inputs.insert(inputs.end(), chunk.inputs[0].begin(), chunk.inputs[0].end());
    }
    std::vector<std::int64_t> numbers;
    std::vector<double> values;
    std::vector<double> inputs;
    std::atomic<bool> has_no_room{false};

  private:
    int writes_ = 0;
    int fails_at_;
};

SampleColumns example_columns() {
    SampleColumns columns;
    columns.first_year = 2025;
    columns.years = years;
    columns.quantities.push_back({{"gap", CellType::real, "points", ""}, 1, 4.0});
    columns.inputs.push_back({{"phi", CellType::real, "1", ""}, 1, Link::identity, 1});
    return columns;
}

//! Trajectory i has i in year 0 and -i in year 1 of row 1, and the input i / 2.
void bring(SampleCollector& collector, std::uint64_t origin, std::uint64_t place, int count) {
    int const stride = count + 3;
    std::vector<std::int32_t> observations(static_cast<std::size_t>(2 * years * stride), 77);
    std::vector<std::int32_t> inputs(static_cast<std::size_t>(2 * stride), 77);
    for (int i = 0; i < count; ++i) {
        auto const number = static_cast<std::int32_t>(origin + place) + i;
        observations[static_cast<std::size_t>(2 * stride + i)] = number;
        observations[static_cast<std::size_t>(3 * stride + i)] = -number;
        inputs[static_cast<std::size_t>(stride + i)] =
            std::bit_cast<std::int32_t>(0.5f * static_cast<float>(number));
    }
    collector.take({place, origin + place, count, stride, observations.data(), inputs.data()});
}

void bring_all(SampleCollector& collector, std::uint64_t origin, std::uint64_t places, int batch,
               int threads) {
    std::atomic<std::uint64_t> next{0};
    std::vector<std::jthread> team;
    for (int t = 0; t < threads; ++t)
        team.emplace_back([&, t] {
            std::mt19937 random{static_cast<unsigned>(t)};
            for (std::uint64_t begin = next.fetch_add(static_cast<std::uint64_t>(batch)); begin < places;
                 begin = next.fetch_add(static_cast<std::uint64_t>(batch))) {
                if (random() % 3 == 0) std::this_thread::yield();
                bring(collector, origin, begin,
                      static_cast<int>(
                          std::min<std::uint64_t>(places - begin, static_cast<std::uint64_t>(batch))));
            }
        });
}

void expect_all_of(Remembered const& file, std::vector<std::int64_t> const& numbers) {
    ASSERT_EQ(file.numbers, numbers);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        auto const number = static_cast<double>(numbers[i]);
        ASSERT_EQ(file.values[2 * i], number / 4.0);
        ASSERT_EQ(file.values[2 * i + 1], -number / 4.0);
        ASSERT_EQ(file.inputs[i], number / 2.0);
    }
}

std::vector<std::int64_t> from_to(std::int64_t first, std::int64_t last) {
    std::vector<std::int64_t> numbers(static_cast<std::size_t>(last - first));
    std::iota(numbers.begin(), numbers.end(), first);
    return numbers;
}

TEST(SampleCollector, PutsBatchesInOrderWhateverTheirSizeAndTheThreads) {
    SampleColumns const columns = example_columns();
    for (int threads : {1, 4})
        for (int batch : {64, 320, 1024, 9000}) {
            std::vector<std::unique_ptr<SampleFile>> files;
            files.push_back(std::make_unique<Remembered>());
            SampleChoice choice;
            choice.places = 20'001;
            SampleCollector collector{columns, choice, files, threads};
            bring_all(collector, 640, 25'000, batch, threads);
            EXPECT_EQ(collector.kept(), 20'001u);
            expect_all_of(static_cast<Remembered const&>(*files[0]), from_to(640, 20'641));
        }
}

TEST(SampleCollector, KeepsTheLanesOfGroupsThatAreAskedFor) {
    SampleColumns const columns = example_columns();
    std::vector<std::unique_ptr<SampleFile>> files;
    files.push_back(std::make_unique<Remembered>());
    SampleChoice choice;
    choice.places = 3 * 64;
    choice.lanes = {0b101, 0, std::uint64_t{1} << 63};
    SampleCollector collector{columns, choice, files, 1};
    // Groups come with numbers that are far apart.
    bring(collector, 6400 - 64, 64, 64);
    bring(collector, 128, 0, 64);
    bring(collector, 64'000 - 128, 128, 64);
    expect_all_of(static_cast<Remembered const&>(*files[0]), {128, 130, 64'063});
}

TEST(SampleCollector, KeepsNoMoreThanAreAskedFor) {
    SampleColumns const columns = example_columns();
    std::vector<std::unique_ptr<SampleFile>> files;
    files.push_back(std::make_unique<Remembered>());
    SampleChoice choice;
    choice.places = 30'000;
    choice.most = 5000;
    SampleCollector collector{columns, choice, files, 3};
    bring_all(collector, 0, 30'000, 256, 3);
    EXPECT_EQ(collector.kept(), 5000u);
    expect_all_of(static_cast<Remembered const&>(*files[0]), from_to(0, 5000));
}

TEST(SampleCollector, EndsTheWorkWhenAFileFails) {
    SampleColumns const columns = example_columns();
    std::vector<std::unique_ptr<SampleFile>> files;
    files.push_back(std::make_unique<Remembered>(1));
    SampleChoice choice;
    choice.places = 100'000;
    SampleCollector collector{columns, choice, files, 1};
    std::uint64_t place = 0;
    EXPECT_THROW(for (; place < 100'000; place += 1000) bring(collector, 0, place, 1000), IoError);
    EXPECT_LT(place, 9000u) << "two chunks";
    EXPECT_THROW(bring(collector, 0, 50'000, 64), IoError) << "nobody waits for ever";
}

// A chunk that is lost on the way never has its turn, and others are ahead of it.
TEST(SampleCollector, LetsNobodyWaitForAChunkThatIsLost) {
    SampleColumns const columns = example_columns();
    std::vector<std::unique_ptr<SampleFile>> files;
    files.push_back(std::make_unique<Remembered>());
    SampleChoice choice;
    choice.places = 10'000'000;
    SampleCollector collector{columns, choice, files, 2};
    std::atomic<bool> ahead{false};
    std::atomic<bool> ended{false};
    std::jthread other{[&] {
        try {
            // Beyond what may be begun: it waits for the first chunk.
            ahead = true;
            bring(collector, 0, 5'000'000, 64);
        } catch (std::bad_alloc const&) {
            ended = true;
        }
    }};
    while (!ahead) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    static_cast<Remembered&>(*files[0]).has_no_room = true;
    EXPECT_THROW(for (std::uint64_t place = 0; place < 100'000; place += 1000)
                     bring(collector, 0, place, 1000),
                 std::bad_alloc);
    other.join();
    EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace gapmc
