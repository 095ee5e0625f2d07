// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/samples/columns.hpp"
#include "kernels/api/trajectory_sink.hpp"

namespace gapmc {

inline constexpr std::size_t chunk_places = 4096;  //!< trajectories that are looked at for one chunk

//! Some of the chosen trajectories, in the order of their numbers.
struct SampleChunk {
    std::vector<std::int64_t> numbers;            //!< [trajectory]
    std::vector<std::vector<double>> inputs;      //!< [column][trajectory]
    std::vector<std::int64_t> line_numbers;       //!< [trajectory][year], the number in every line
    std::vector<std::int32_t> line_years;         //!< [trajectory][year], the index year
    std::vector<std::vector<double>> quantities;  //!< [column][trajectory][year]

    //! Leave the first ones.
    void keep(std::size_t trajectories);
};

//! Places of a job's trajectories as they come from an engine, until all of a chunk are there.
class RawChunk {
  public:
    explicit RawChunk(SampleColumns const& columns);

    //! The first `count` lanes of a batch, from place `at` of the chunk on; other places may be put at the
    //! same time. \param chosen  [lane]: not 0 for those that are kept
    void put(SampleColumns const& columns, TrajectoryBatch const& batch, int count, std::size_t at,
             std::uint8_t const* chosen);
    //! \param places  of which the chunk consists
    void convert(SampleColumns const& columns, std::size_t places, SampleChunk& out) const;

  private:
    std::vector<std::uint64_t> numbers_;
    std::vector<std::uint8_t> chosen_;
    std::vector<std::int32_t> cells_;   //!< [quantity][year][place]
    std::vector<std::int32_t> inputs_;  //!< [input][place]
};

}  // namespace gapmc
