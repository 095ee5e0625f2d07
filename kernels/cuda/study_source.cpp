// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/study_source.hpp"

#include <cstring>
#include <vector>

#include "kernels/cuda/arena.hpp"

namespace gapmc {
namespace {

//! `size` bytes as an array of words; one word more, so that no array is empty.
std::string array_of_words(char const* name, void const* bytes, std::size_t size) {
    std::vector<std::uint32_t> words(size / sizeof(std::uint32_t) + 1);
    if (size > 0) std::memcpy(words.data(), bytes, size);
    std::string text = "alignas(16) static __device__ const unsigned ";
    text += name;
    text += "[] = {";
    for (std::uint32_t const word : words) text += std::to_string(word) + "u,";
    return text + "};\n";
}

}  // namespace

std::string study_source(Topology const& topology, std::vector<Observed> const& observed) {
    Arena arena;
    VariantImage const image =
        image_of(arena, topology, {observed.data(), static_cast<std::int32_t>(observed.size())}, nullptr);
    std::string text = "#pragma once\nnamespace gapmc {\n";
    text += "inline constexpr int compiled_slots = " + std::to_string(topology.slots) + ";\n";
    text += array_of_words("compiled_image", &image, sizeof image);
    text += array_of_words("compiled_arena", arena.bytes().data(), arena.bytes().size());
    text += array_of_words("compiled_tables", topology.tables.data,
                           static_cast<std::size_t>(topology.tables.size) * sizeof(float));
    return text + "}  // namespace gapmc\n";
}

}  // namespace gapmc
