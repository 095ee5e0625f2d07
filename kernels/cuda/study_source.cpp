// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/study_source.hpp"

#include <cstring>

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

//! One item more than needed, so that no array is empty.
std::string array_of(char const* type, char const* name, std::size_t size) {
    return std::string{"    "} + type + " " + name + "[" + std::to_string(size + 1) + "];\n";
}

}  // namespace

bool factors_are_constant(std::size_t factors, std::size_t numbers) {
    constexpr std::size_t most_bytes = 60 * 1024;  // of 64 KB, of which the compiler may want some
    return 8 * (factors + 2) + 4 * (numbers + 2) <= most_bytes;
}

std::vector<unsigned char> bytes_of_fields(VariantImage const& image) {
    std::vector<unsigned char> bytes(sizeof image);
    auto const write = [&](auto const& field) {
        auto const* const from = reinterpret_cast<unsigned char const*>(&field);
        auto const place = from - reinterpret_cast<unsigned char const*>(&image);
        std::memcpy(bytes.data() + place, from, sizeof field);
    };
    auto const write_list = [&](auto const& list) {
        write(list.data);
        write(list.size);
    };
    write(static_cast<TopologyScalars const&>(image.topology));
    for_each_list(write_list, image.topology);
    write_list(image.topology.tables);
    write_list(image.observed);
    return bytes;
}

StudySource study_source(Topology const& topology, std::vector<Observed> const& observed) {
    Arena arena;
    VariantImage image =
        image_of(arena, topology, {observed.data(), static_cast<std::int32_t>(observed.size())}, nullptr);
    std::vector<unsigned char> bytes = arena.bytes();
    StudySource source;
    visit_numbers(image, bytes.data(), [&numbers = source.numbers](std::uint32_t& word) {
        numbers.push_back(word);
        word = static_cast<std::uint32_t>(numbers.size() - 1);
    });
    std::size_t const all_factors = observed.size() * static_cast<std::size_t>(topology.years);
    bool const constant = factors_are_constant(all_factors, source.numbers.size());
    std::size_t const factors = constant ? all_factors : 0;
    source.shape = "#pragma once\nnamespace gapmc {\n";
    source.shape += "inline constexpr int compiled_slots = " + std::to_string(topology.slots) + ";\n";
    source.shape += std::string{"inline constexpr bool compiled_factors_are_constant = "} +
                    (constant ? "true" : "false") + ";\n";
    source.shape += "struct CompiledValues {\n" + array_of("unsigned long long", "hash_factors", factors) +
                    "    float const* tables;\n" + array_of("unsigned", "numbers", source.numbers.size()) +
                    "};\n__constant__ CompiledValues compiled_values;\n";
    source.shape += array_of_words("compiled_image", bytes_of_fields(image).data(), sizeof image);
    source.shape += array_of_words("compiled_arena", bytes.data(), bytes.size());
    source.shape += "}  // namespace gapmc\n";
    return source;
}

std::vector<unsigned char> compiled_values(std::vector<std::uint64_t> const& hash_factors,
                                           float const* tables, std::vector<std::uint32_t> const& numbers) {
    // As study_source() declares them: 8 bytes a factor and for the pointer, 4 a number, in multiples of 8.
    static_assert(sizeof tables == 8);
    std::vector<unsigned char> bytes;
    auto const add = [&bytes](void const* from, std::size_t size) {
        auto const* const first = static_cast<unsigned char const*>(from);
        bytes.insert(bytes.end(), first, first + size);
    };
    std::uint64_t const none = 0;
    if (factors_are_constant(hash_factors.size(), numbers.size()))
        add(hash_factors.data(), hash_factors.size() * sizeof(std::uint64_t));
    add(&none, sizeof none);
    add(&tables, sizeof tables);
    add(numbers.data(), numbers.size() * sizeof(std::uint32_t));
    add(&none, numbers.size() % 2 == 0 ? 8 : 4);
    return bytes;
}

}  // namespace gapmc
