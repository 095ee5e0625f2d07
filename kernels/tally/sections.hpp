// SPDX-License-Identifier: Apache-2.0
//! Everything that is counted, described once: a list for each kind of section.
//!
//! A kind is a plain struct of 32-bit fields. It says where its cells lie (named functions), takes them
//! (`place`), and is counted either by a function of its own (kernels/tally/tally_batch.hpp on a CPU, a
//! kernel in kernels/cuda on a device) or by `count`, which both engines call for each trajectory
//! (product.hpp). A new kind of the latter sort is its header, a member here and a line of for_each_section.
#pragma once

#include <cstddef>

#include "kernels/base/list.hpp"
#include "kernels/tally/asked.hpp"
#include "kernels/tally/counted_row.hpp"
#include "kernels/tally/earlier.hpp"
#include "kernels/tally/happened.hpp"
#include "kernels/tally/histogram.hpp"
#include "kernels/tally/nearer.hpp"
#include "kernels/tally/product.hpp"
#include "kernels/tally/standing.hpp"
#include "kernels/tally/threshold.hpp"
#include "kernels/tally/turned.hpp"
#include "kernels/tally/unmoved.hpp"
#include "kernels/tally/value_window.hpp"

namespace gapmc {

//! Held by whatever `Items` is: Table (a view) or std::vector (their owner).
template<template<class> class Items>
struct Sections {
    Items<CountedRow> rows;  //!< one for each row, in their order
    Items<Histogram> histograms;
    Items<Standing> standings;
    Items<Threshold> thresholds;
    Items<Happened> happenings;
    Items<Product> products;
    Items<Nearer> nearer;
    Items<Earlier> earlier;
    Items<Unmoved> unmoved;
    Items<Asked> asked;
    Items<Turned> turned;
    Items<ValueWindow> windows;  //!< of further passes alone
};

//! visit(list of the first holder, same list of the second, ...) for every kind.
template<class Visit, class... Holders>
constexpr void for_each_section(Visit&& visit, Holders&... h) {
    visit(h.rows...);
    visit(h.histograms...);
    visit(h.standings...);
    visit(h.thresholds...);
    visit(h.happenings...);
    visit(h.products...);
    visit(h.nearer...);
    visit(h.earlier...);
    visit(h.unmoved...);
    visit(h.asked...);
    visit(h.turned...);
    visit(h.windows...);
}

constexpr std::size_t visited_sections() {
    Sections<Table> tables{};
    std::size_t number = 0;
    for_each_section([&number](auto const&) { ++number; }, tables);
    return number;
}
static_assert(sizeof(Sections<Table>) == visited_sections() * sizeof(Table<CountedRow>),
              "a section is not visited by for_each_section, or twice: it would not be counted everywhere");

}  // namespace gapmc
