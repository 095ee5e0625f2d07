// SPDX-License-Identifier: Apache-2.0
//! Numbers written as text with a unit: "5 %", "18 months".
#pragma once

#include <string>
#include <string_view>

#include "host/config/schema.hpp"
#include "host/config/tree.hpp"

namespace gapmc::config {

/*!
 * Replaces texts that stand for numbers by the numbers, wherever the schema takes one: a percentage ("5 %",
 * "-0.5%") for a pure number, rate, volatility or share, divided by 100; months and years ("1 month", "18
 * months", "2 years") for a time. Other texts stay, for check_shape to refuse.
 */
void read_number_texts(Node& root);

//! What to write instead of a text where a number is needed; empty if nothing special is known.
std::string number_text_remedy(std::string_view text, Measure measure);

}  // namespace gapmc::config
