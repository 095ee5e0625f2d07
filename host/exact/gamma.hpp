// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/exact/quantile_solver.hpp"
#include "host/exact/special.hpp"

namespace gapmc::exact {

//! Distribution of ln X for a gamma variable X of scale 1, prepared for many evaluations at one shape.
class LogGamma {
  public:
    //! \param shape > 0
    explicit LogGamma(double shape);

    //! Coordinate u = ln x - centre(). Large shapes live around ln(shape), where x itself would round too
    //! coarsely.
    TailPoint at(double u) const;

    double centre() const { return centre_; }

    //! First guess of the coordinate of a level.
    double guess(Probability level) const;

    //! ln of the quantile; error 1e-12·max(1, |value|).
    double quantile(Probability level) const;

  private:
    static constexpr int terms = 40;

    TailPoint uniform_expansion(double ratio, double eta) const;

    double shape_;
    double centre_ = 0;             //!< ln(shape) for large shapes, else 0
    double log_gamma_next_ = 0;     //!< ln Γ(shape + 1)
    double density_factor_ = 0;     //!< large shapes: sqrt(shape/2π)/e^stirling_rest(shape)
    double coefficients_[terms]{};  //!< of the uniform expansion, already divided by Γ*(shape)
};

}  // namespace gapmc::exact
