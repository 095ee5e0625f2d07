// SPDX-License-Identifier: Apache-2.0
//! Where the value of a key lives in a Study. A key of the schema is bound to a member of a struct; from its
//! type follow how it is read (read_members), written (write_members) and found (collect_quantities).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "host/study/study.hpp"

namespace gapmc::config {

class Cursor;
class TomlText;
struct Key;

//! How a key is read and written whose value is no member of its own, or not only one.
struct Irregular {
    void (*read)(Cursor const& table, Key const& key, void* object);
    void (*write)(TomlText& out, std::string const& name, void const* object);
};

//! An irregular key of one object.
struct IrregularValue {
    Irregular const* how;
    void* object;
};

//! A member of an enumeration whose enumerators stand in the order of Key::words.
struct WordValue {
    void* member;
    int (*get)(void const* member);
    void (*set)(void* member, int word);
};

//! A struct that may be absent, behind a key of Kind::table.
struct PartValue {
    void* object;  //!< null while absent
    void* holder;
    void* (*make)(void* holder, Place place);  //!< makes the struct
};

using MemberValue =
    std::variant<std::monostate, std::string*, bool*, int*, std::uint64_t*, double*, std::optional<double>*,
                 Date*, std::optional<Date>*, std::vector<std::string>*, std::vector<double>*,
                 std::vector<int>*, PairName*, std::vector<PairName>*,
                 std::optional<std::pair<double, double>>*, std::map<int, double>*,
                 std::map<std::string, double>*, Quantity*, std::optional<Quantity>*,
                 std::map<std::string, Quantity>*, std::vector<std::pair<std::string, Quantity>>*,
                 std::map<PairName, Quantity>*, WordValue, PartValue, IrregularValue>;

namespace member_detail {

template<class Pointer>
struct OwnerOf;
template<class Class, class Type>
struct OwnerOf<Type Class::*> {
    using Owner = Class;
};

template<class T>
struct IsPart : std::false_type {};
template<class T>
struct IsPart<std::optional<T>>
    : std::bool_constant<std::is_class_v<T> && !std::is_same_v<T, Quantity> && !std::is_same_v<T, Date> &&
                         !std::is_same_v<T, std::pair<double, double>>> {};

template<class T>
PartValue part_of(std::optional<T>& holder) {
    auto const make = [](void* where, Place place) -> void* {
        auto& made = static_cast<std::optional<T>*>(where)->emplace();
        if constexpr (requires { made.place; }) made.place = place;
        return &made;
    };
    return {holder ? &*holder : nullptr, &holder, make};
}

template<class T>
MemberValue value_of(T& member) {
    if constexpr (std::is_enum_v<T>) {
        return WordValue{&member, [](void const* at) { return static_cast<int>(*static_cast<T const*>(at)); },
                         [](void* at, int word) { *static_cast<T*>(at) = static_cast<T>(word); }};
    } else if constexpr (IsPart<T>::value) {
        return part_of(member);
    } else {
        return &member;
    }
}

template<auto first, auto... rest>
MemberValue at(void* object) {
    auto& owner = *static_cast<typename OwnerOf<decltype(first)>::Owner*>(object);
    return value_of(((owner.*first).*....*rest));
}

template<class Owner, Irregular const& how>
MemberValue irregular_at(void* object) {
    return IrregularValue{&how, object};
}

template<Irregular const& how, auto outer>
MemberValue irregular_inside(void* object) {
    return IrregularValue{&how, &(static_cast<typename OwnerOf<decltype(outer)>::Owner*>(object)->*outer)};
}

template<class Owner>
inline constexpr char owner_mark = 0;

}  // namespace member_detail

//! A member of some struct; of none in a key that lists of structs are read from by hand.
struct Member {
    MemberValue (*at)(void* object) = nullptr;
    char const* owner = nullptr;  //!< mark of the struct: a table meets no struct that it has no key of
};

//! Mark of a struct.
template<class Owner>
constexpr char const* mark_of() {
    return &member_detail::owner_mark<Owner>;
}

//! The member at the end of a path of pointers to members, `member<&RatioSpec::process, &Process::growth>`.
template<auto first, auto... rest>
inline constexpr Member member{&member_detail::at<first, rest...>,
                               mark_of<typename member_detail::OwnerOf<decltype(first)>::Owner>()};

//! An irregular key of a struct.
template<class Owner, Irregular const& how>
inline constexpr Member irregular{&member_detail::irregular_at<Owner, how>, mark_of<Owner>()};

//! The same of a struct inside of another.
template<Irregular const& how, auto outer>
inline constexpr Member irregular_of{&member_detail::irregular_inside<how, outer>,
                                     mark_of<typename member_detail::OwnerOf<decltype(outer)>::Owner>()};

}  // namespace gapmc::config
