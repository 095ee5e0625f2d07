// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gapmc::cuda {

/*!
 * Numbers of the devices that a `--device` word means: `cuda` the first, `cuda:0,2` these, `cuda:all` every
 * one. \param present  how many devices there are \param absence  why there are none \throws UsageError if
 * the word is not of that form or names one twice, BackendUnavailable if one is absent
 */
std::vector<int> parse_devices(std::string const& word, int present, std::string const& absence = "");

}  // namespace gapmc::cuda
