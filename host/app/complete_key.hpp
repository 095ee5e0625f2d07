// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gapmc {

struct KeyWord {
    std::string word;  //!< ends with . where parts follow, with = where a value does
    std::string help;
};

/*!
 * How the word of an override may go on, by one part of its key or by its value: keys from the schema of
 * studies, names (actors, drivers, ...) from the study itself.
 *
 * \param study  path of the study file; where it cannot be read there are no names
 */
std::vector<KeyWord> complete_key(std::string const& word, std::string const& study);

}  // namespace gapmc
