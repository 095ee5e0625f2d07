// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/study/quantity.hpp"

namespace gapmc::exact {

/*!
 * Terms of the three-term metalog through a quantity's three values, on its link:
 * q(y) = a1 + a2·L + a3·(y - ½)·L with L = ln(y/(1 - y)).
 *
 * Three linear equations, one for each level. The median (a1) is one of the values only where 50 % is a
 * level.
 *
 * \see Keelin (2016), Decision Analysis 13:243, equations 6 to 8
 */
struct MetalogTerms {
    double a1 = 0;
    double a2 = 0;
    double a3 = 0;
};

//! \param quantity of Family::quantile3 with values inside the domain of its link
MetalogTerms metalog_terms(Quantity const& quantity);

/*!
 * Whether q increases everywhere, as a quantile function must: a2 > 0 and |a3| < (4/M)·a2 = 1.66711·a2.
 *
 * dq/dL = a2 + a3·k(y), k(y) = (y - ½) + y(1 - y)·L, is odd about ½ and greatest where L·tanh(L/2) = 2, at L
 * = M = 2.39936, where it is a quarter of M. Levels of 5, 50 and 95 % keep to the rounder rule of
 * docs/model.md: the median lies between 0.125 and 0.875 of the way, which is 0.0001 inside the limit.
 */
bool metalog_increases(Quantity const& quantity, MetalogTerms const& terms);

}  // namespace gapmc::exact
