// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gapmc {

/*!
 * The word for a probability of the scale that climate assessments use: "virtually certain" from 99 %, "very
 * likely" from 90 %, "likely" from 66 %, "about as likely as not" from 33 %, "unlikely" from 10 %, "very
 * unlikely" from 1 %, "exceptionally unlikely" below. \see Mastrandrea et al. (2010), "Guidance note for lead
 * authors of the IPCC fifth assessment report on consistent treatment of uncertainties", table 1
 */
std::string_view calibrated(double probability);

//! The whole scale in a sentence.
std::string_view calibrated_scale();

}  // namespace gapmc
