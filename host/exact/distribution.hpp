// SPDX-License-Identifier: Apache-2.0
//! The exact distribution of one uncertain quantity, seen on the link scale of its key.
#pragma once

#include <memory>

#include "host/exact/quantile_solver.hpp"
#include "host/exact/special.hpp"
#include "host/study/quantity.hpp"

namespace gapmc::exact {

//! Where on a distribution a draw lands.
struct Level {
    double z = 0;        //!< the draw
    Probability p;       //!< level of the distribution; Φ(z) unless it is truncated
    double normal = 0;   //!< Φ⁻¹(p)
    double stretch = 1;  //!< d normal/dz
    double rate = 0;     //!< dp/dz
};

//! Φ(z), φ(z) of a draw.
Level level_at(double z);

//! A quantile on the link scale and its derivative with respect to z.
struct Local {
    double value = 0;
    double slope = 0;
};

//! What the search for one quantile leaves for a neighbouring one. Start with a fresh one for an independent
//! quantile.
struct Search {
    bool known = false;
    double z = 0;
    double coordinate = 0;
    double slope = 0;                     //!< d coordinate/dz
    double tolerance = solver_tolerance;  //!< see solve_quantile
};

//! An interval of natural units.
struct Support {
    double low = 0;
    double high = 0;
};

//! A continuous distribution.
class Distribution {
  public:
    virtual ~Distribution() = default;

    //! Quantile and slope on the link scale.
    virtual Local at(Level const& level, Search& search) const = 0;

    //! Both tails at a value in natural units, inside or outside of the support.
    virtual Probability probability(double x) const = 0;

    //! Density per natural unit, inside the support.
    virtual double density(double x) const = 0;

    virtual Support support() const = 0;
};

//! The distribution of a quantity of which problems() has nothing to say, truncated where it says so.
//! \param quantity neither constant nor choice
std::unique_ptr<Distribution> make_distribution(Quantity const& quantity);

//! The same without its truncation.
std::unique_ptr<Distribution> make_untruncated(Quantity const& quantity);

//! Probability that the quantity before truncation lies within its bounds; both tails outside of them.
struct Kept {
    double below = 0;
    double mass = 1;
    double above = 0;
};
Kept kept_by_truncation(Distribution const& whole, Quantity const& quantity);

//! g(x), where 1 - x is known on its own (logit needs it near 1).
double to_link(Link link, double x, double complement);
double to_link(Link link, double x);

//! g⁻¹(value).
double from_link(Link link, double value);

//! Value and slope on the link scale from those in natural units.
Local on_link(Link link, double x, double complement, double slope);

//! dg/dx at x.
double link_slope(Link link, double x, double complement);

//! Continues the search at a level: solution in the distribution's own coordinate and d coordinate/dz.
template<class Prepared>
Local follow(Prepared const& prepared, Level const& level, Search& search) {
    double const start =
        search.known ? search.coordinate + search.slope * (level.z - search.z) : prepared.guess(level.p);
    auto const point_at = [&prepared](double u) { return prepared.at(u); };
    Root const root = solve_quantile(point_at, level.p, start, search.tolerance);
    Local const local{root.place, level.rate / root.density};
    search = {local.slope - local.slope == 0, level.z, local.value, local.slope, search.tolerance};
    return local;
}

namespace family {

//! Families by the shape of their formulas; each expects parameters in the order of Family.
std::unique_ptr<Distribution> make_bell(
    Quantity const& quantity);  //!< quantile2, quantile3, normal, lognormal
std::unique_ptr<Distribution> make_shaped(Quantity const& quantity);    //!< gamma, beta, pert, student_t
std::unique_ptr<Distribution> make_straight(Quantity const& quantity);  //!< uniform, triangular, empirical

}  // namespace family

}  // namespace gapmc::exact
