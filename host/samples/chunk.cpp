// SPDX-License-Identifier: Apache-2.0
#include "host/samples/chunk.hpp"

#include <algorithm>

namespace gapmc {

void SampleChunk::keep(std::size_t trajectories) {
    if (trajectories >= numbers.size()) return;
    std::size_t const lines = trajectories * (line_numbers.size() / numbers.size());
    numbers.resize(trajectories);
    for (auto& column : inputs) column.resize(trajectories);
    line_numbers.resize(lines);
    line_years.resize(lines);
    for (auto& column : quantities) column.resize(lines);
}

RawChunk::RawChunk(SampleColumns const& columns)
    : numbers_(chunk_places),
      chosen_(chunk_places),
      cells_(columns.quantities.size() * static_cast<std::size_t>(columns.years) * chunk_places),
      inputs_(columns.inputs.size() * chunk_places) {}

void RawChunk::put(SampleColumns const& columns, TrajectoryBatch const& batch, int count, std::size_t at,
                   std::uint8_t const* chosen) {
    auto const n = static_cast<std::size_t>(count);
    auto const stride = static_cast<std::size_t>(batch.stride);
    auto const years = static_cast<std::size_t>(columns.years);
    for (std::size_t i = 0; i < n; ++i) numbers_[at + i] = batch.first + i;
    std::copy_n(chosen, n, chosen_.begin() + static_cast<std::ptrdiff_t>(at));
    if (std::none_of(chosen, chosen + n, [](std::uint8_t c) { return c != 0; })) return;
    std::int32_t* to = cells_.data() + at;
    for (QuantityColumn const& column : columns.quantities)
        for (std::size_t year = 0; year < years; ++year, to += chunk_places)
            std::copy_n(batch.observations + (column.row * years + year) * stride, n, to);
    to = inputs_.data() + at;
    for (InputColumn const& column : columns.inputs) {
        std::copy_n(batch.inputs + column.input * stride, n, to);
        to += chunk_places;
    }
}

void RawChunk::convert(SampleColumns const& columns, std::size_t number, SampleChunk& out) const {
    auto const years = static_cast<std::size_t>(columns.years);
    std::vector<std::uint32_t> places;
    out.numbers.clear();
    for (std::size_t place = 0; place < number; ++place) {
        if (chosen_[place] == 0) continue;
        places.push_back(static_cast<std::uint32_t>(place));
        out.numbers.push_back(static_cast<std::int64_t>(numbers_[place]));
    }
    std::size_t const lines = places.size() * years;
    out.line_numbers.resize(lines);
    out.line_years.resize(lines);
    for (std::size_t line = 0; line < lines; ++line) {
        out.line_numbers[line] = out.numbers[line / years];
        out.line_years[line] = columns.first_year + static_cast<std::int32_t>(line % years);
    }
    out.quantities.resize(columns.quantities.size());
    for (std::size_t q = 0; q < columns.quantities.size(); ++q) {
        std::vector<double>& to = out.quantities[q];
        to.resize(lines);
        QuantityColumn const& column = columns.quantities[q];
        for (std::size_t year = 0; year < years; ++year) {
            std::int32_t const* const from = cells_.data() + (q * years + year) * chunk_places;
            for (std::size_t i = 0; i < places.size(); ++i)
                to[i * years + year] = column.value(from[places[i]]);
        }
    }
    out.inputs.resize(columns.inputs.size());
    for (std::size_t c = 0; c < columns.inputs.size(); ++c) {
        out.inputs[c].resize(places.size());
        for (std::size_t i = 0; i < places.size(); ++i)
            out.inputs[c][i] = columns.inputs[c].value(inputs_[c * chunk_places + places[i]]);
    }
}

}  // namespace gapmc
