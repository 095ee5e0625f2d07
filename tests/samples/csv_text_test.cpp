// SPDX-License-Identifier: Apache-2.0
//! Bytes of sample files in CSV, and that the two layouts say the same.
#include <gtest/gtest.h>

#include "host/samples/csv_text.hpp"
#include "host/samples/sample_tables.hpp"

namespace gapmc {
namespace {

//! Two quantities in two years and an input, of trajectories 3 and 64.
struct Example {
    SampleColumns columns;
    SampleChunk chunk;

    Example() {
        columns.first_year = 2025;
        columns.years = 2;
        columns.quantities.push_back({{"gap", CellType::real, "points", "the gap"}, 0, 1});
        columns.quantities.push_back({{"score.us", CellType::real, "points", "a score"}, 1, 1});
        columns.inputs.push_back({{"index.phi", CellType::real, "1", "an input"}, 0, Link::identity, 1});
        chunk.numbers = {3, 64};
        chunk.line_numbers = {3, 3, 64, 64};
        chunk.line_years = {2025, 2026, 2025, 2026};
        chunk.quantities = {{-1.5, 0, 2.25, 1e-7}, {80, 81.5, 0.1, -0.0}};
        chunk.inputs = {{0.5, 1.0 / 3.0}};
    }
};

TEST(SampleCsv, IsALineForEachTrajectoryAndYear) {
    Example const e;
    EXPECT_EQ(csv_header(quantity_table(e.columns)), "trajectory,year,gap,score.us\n");
    EXPECT_EQ(csv_lines(quantity_cells(e.chunk)),
              "3,2025,-1.5,80\n3,2026,0,81.5\n64,2025,2.25,0.1\n64,2026,1e-07,0\n");
    EXPECT_EQ(csv_header(input_table(e.columns)), "trajectory,index.phi\n");
    EXPECT_EQ(csv_lines(input_cells(e.chunk)), "3,0.5\n64,0.3333333333333333\n");
}

TEST(SampleCsv, IsWideOnALineForEachTrajectory) {
    Example const e;
    EXPECT_EQ(wide_header(e.columns), "trajectory,gap@2025,gap@2026,score.us@2025,score.us@2026,index.phi\n");
    EXPECT_EQ(wide_lines(e.columns, e.chunk),
              "3,-1.5,0,80,81.5,0.5\n64,2.25,1e-07,0.1,0,0.3333333333333333\n");
}

TEST(SampleChunk, IsCutToItsFirstTrajectories) {
    Example e;
    e.chunk.keep(1);
    EXPECT_EQ(csv_lines(quantity_cells(e.chunk)), "3,2025,-1.5,80\n3,2026,0,81.5\n");
    EXPECT_EQ(csv_lines(input_cells(e.chunk)), "3,0.5\n");
}

}  // namespace
}  // namespace gapmc
