// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gapmc {

/*!
 * JSON Schema of a study file, for editors (`gapmc schema`).
 *
 * Keeps to draft 4, the newest that common TOML editors understand. It knows types, names, words and ranges;
 * rules between keys, units and distributions are the reader's.
 */
std::string study_schema();

/*!
 * A commented study with every key, which itself validates and runs (`gapmc init`): two actors, two drivers,
 * one event, one dimension.
 */
std::string study_template();

}  // namespace gapmc
