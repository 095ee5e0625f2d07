// SPDX-License-Identifier: Apache-2.0
//! Where numbers lie in what a study is made of, found in the types of its fields.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "kernels/base/number.hpp"

namespace gapmc {

template<class T>
constexpr T with_numbers_marked();

//! Stands for any field while a struct is made: a number gets all bits, anything else none.
struct AnyField {
    template<class T>
    constexpr operator T() const {
        return with_numbers_marked<T>();
    }
};

template<class T, std::size_t... field>
constexpr bool takes_fields(std::index_sequence<field...>) {
    return requires { T{(static_cast<void>(field), AnyField{})...}; };
}
//! Members of an aggregate.
template<class T, std::size_t found = 0>
constexpr std::size_t number_of_fields() {
    if constexpr (takes_fields<T>(std::make_index_sequence<found + 1>{}))
        return number_of_fields<T, found + 1>();
    else
        return found;
}

template<class T>
constexpr T with_numbers_marked() {
    if constexpr (std::is_same_v<T, Number> || std::is_same_v<T, NumberWord>)
        return std::bit_cast<T>(~std::uint32_t{0});
    else if constexpr (std::is_aggregate_v<T>)
        return []<std::size_t... field>(std::index_sequence<field...>) {
            return T{(static_cast<void>(field), AnyField{})...};
        }
    (std::make_index_sequence<number_of_fields<T>()>{});
    else return T{};
}

//! For each word of 32 bits of a T, whether it is a number.
template<class T>
constexpr auto number_words() {
    static_assert(sizeof(T) % sizeof(std::uint32_t) == 0);
    auto const words =
        std::bit_cast<std::array<std::uint32_t, sizeof(T) / sizeof(std::uint32_t)>>(with_numbers_marked<T>());
    std::array<bool, words.size()> marks{};
    for (std::size_t i = 0; i < words.size(); ++i) marks[i] = words[i] != 0;
    return marks;
}

}  // namespace gapmc
