// SPDX-License-Identifier: Apache-2.0
//! Numbers as text. Every writer goes through here, so that no locale and no C library has a say in a
//! result's bytes.
#pragma once

#include <cstdint>
#include <string>

namespace gapmc {

/*!
 * The shortest decimal text that reads back as exactly this number: "0.1", "1000000", "1e-07".
 *
 * Plain notation for 1e-5 <= |value| < 1e16, else scientific. NaN gives "NA", the missing value of R and of
 * Hubverse; -0 gives "0".
 *
 * \throws StudyError when the value is infinite: no result may be.
 * \see Adams (2018), "Ryu: fast float-to-string conversion", PLDI; std::to_chars picks, of the shortest
 * texts, the closest.
 */
std::string shortest(double value);

//! A fixed number of decimals (0 ... 17), correctly rounded, never "-0.00". NaN gives "NA". \throws
//! StudyError when infinite.
std::string fixed_decimals(double value, int decimals);

//! The same with the typographic minus sign U+2212, for charts.
std::string typographic(double value, int decimals);

//! So many significant digits, correctly rounded, in the notation of `shortest`: "0.0123", "1230000". NaN
//! gives "NA". \throws StudyError when infinite.
std::string significant(double value, int digits);

//! A count with thousands separated: "1,000,000".
std::string grouped(std::uint64_t count);

/*!
 * Decimals that a number with this standard error deserves: down to the place of the error's first digit
 * (0.012 -> 2, 0.003 -> 3, 25 -> 0), within 0 ... most.
 *
 * An error that is NaN, infinite or not positive says nothing: `otherwise` then.
 */
int decimals_for(double standard_error, int otherwise, int most = 6);

//! The value unchanged. \throws StudyError naming `what` when it is NaN or infinite.
double require_finite(double value, std::string const& what);

}  // namespace gapmc
