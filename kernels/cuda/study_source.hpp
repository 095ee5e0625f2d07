// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/cuda/arena.hpp"
#include "kernels/cuda/number_words.hpp"

namespace gapmc {

//! A variant in two parts: what decides which operations its walk takes, and the numbers they take.
struct StudySource {
    /*!
     * The shape as CUDA source: the header `gapmc_compiled_study.hpp` that number.hpp and list.hpp include
     * where GAPMC_COMPILED_STUDY is defined. Two studies of one shape have the same text. What is counted of
     * the rows is no part of it.
     *
     * The arrays are const and have their values with them, which lets a compiler fold every read at a known
     * place; words of 32 bits, since no field of an image is narrower.
     */
    std::string shape;
    //! `compiled_values.numbers`, in the order in which visit_numbers() comes by.
    std::vector<std::uint32_t> numbers;
};

StudySource study_source(Topology const& topology, std::vector<Observed> const& observed);

//! An image as it lies, with zeros where there is no field: the bytes between fields mean nothing, and are
//! others each time.
std::vector<unsigned char> bytes_of_fields(VariantImage const& image);

//! How `compiled_values` is called in a compiled walk.
inline constexpr char const* compiled_values_symbol = "_ZN5gapmc15compiled_valuesE";

/*!
 * Whether the factors of the fingerprint stand in constant memory beside a shape's numbers: a device has 64
 * KB of it. Where they do not fit, the walk takes them from global memory.
 */
bool factors_are_constant(std::size_t factors, std::size_t numbers);

//! `compiled_values` of a device. \param hash_factors as WalkOnDevice has them \param tables there
std::vector<unsigned char> compiled_values(std::vector<std::uint64_t> const& hash_factors,
                                           float const* tables, std::vector<std::uint32_t> const& numbers);

//! visit(word) for each number of an image whose lists are offsets into an arena; word may be changed.
template<class Visit>
void visit_numbers(VariantImage& image, unsigned char* arena, Visit&& visit) {
    auto const visit_item = [&visit]<class T>(T const*, unsigned char* bytes) {
        static constexpr auto is_number = number_words<T>();
        for (std::size_t i = 0; i < is_number.size(); ++i) {
            if (!is_number[i]) continue;
            std::uint32_t word = 0;
            std::memcpy(&word, bytes + i * sizeof word, sizeof word);
            visit(word);
            std::memcpy(bytes + i * sizeof word, &word, sizeof word);
        }
    };
    TopologyScalars* const scalars = &image.topology;
    visit_item(scalars, reinterpret_cast<unsigned char*>(scalars));
    for_each_device_list(image, [&](auto& list) {
        unsigned char* const first = arena + reinterpret_cast<std::uintptr_t>(list.data);
        for (std::int32_t i = 0; i < list.size; ++i)
            visit_item(list.data, first + static_cast<std::size_t>(i) * sizeof *list.data);
    });
}

}  // namespace gapmc
