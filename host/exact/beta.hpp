// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/exact/quantile_solver.hpp"
#include "host/exact/special.hpp"

namespace gapmc::exact {

//! Distribution of logit X for a beta variable X, prepared for many evaluations.
class LogitBeta {
  public:
    //! \param a,b > 0
    LogitBeta(double a, double b);

    //! Coordinate u = logit x - centre(), centre = ln(a/b).
    TailPoint at(double u) const;

    double centre() const { return centre_; }

    //! First guess of the coordinate of a level.
    double guess(Probability level) const;

    //! logit of the quantile; error 1e-12·max(1, |value|).
    double quantile(Probability level) const;

  private:
    double a_;
    double b_;
    double centre_;
    double share_;           //!< a/(a + b)
    double rest_;            //!< b/(a + b)
    double density_factor_;  //!< density of the coordinate at 0
};

//! Distribution of s = asinh(T/sqrt(nu)) for Student's T: log-concave with exponential tails, and smooth
//! through 0.
class AsinhStudent {
  public:
    //! \param nu > 0
    explicit AsinhStudent(double nu);

    TailPoint at(double s) const;

    double guess(Probability level) const;

    //! s of the level.
    double quantile(Probability level) const;

    //! T at a coordinate, and dT/ds.
    double value(double s) const;
    double value_slope(double s) const;

  private:
    double nu_;
    double root_nu_;
    double density_factor_;  //!< density of s at 0
};

}  // namespace gapmc::exact
