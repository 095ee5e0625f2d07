// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "host/results/results.hpp"

namespace gapmc {

//! What the keys of result.json mean, of those that it has: key -> a sentence.
nlohmann::ordered_json result_words(Results const& results);

}  // namespace gapmc
