// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gapmc {

//! Where in the study something was written; line 0 means an override on the command line or a default.
struct Place {
    int line = 0;
    int column = 0;
};

//! Scale on which a key's quantile pairs are normal and on which its table is built.
enum class Link { identity, log, logit };

enum class Family {
    constant,    //!< parameters: value
    quantile2,   //!< values at two levels
    quantile3,   //!< values at three levels
    normal,      //!< mean, sd
    lognormal,   //!< median, sigma
    uniform,     //!< min, max
    triangular,  //!< min, mode, max
    pert,        //!< min, mode, max
    beta,        //!< alpha, beta, min, max
    gamma,       //!< shape, scale
    student_t,   //!< location, scale, nu
    empirical,   //!< none; values sorted ascending
    choice,      //!< none; values and weights
};

//! A number or a distribution of the study, converted to the key's canonical unit.
struct Quantity {
    std::string path;  //!< key path, e.g. "drivers.compute.us.growth"; names the draw
    std::string
        written_as;  //!< the key path it was given under, where that is another way of writing; for messages
    Family family = Family::constant;
    Link link =
        Link::identity;  //!< scale of the key; scores and percentages are stored in (0, 1) under logit
    std::vector<double> parameters;  //!< in the order given at Family
    std::vector<int> levels;         //!< quantile2, quantile3: thousandths, ascending; empty: 50, (500,) 950
    std::vector<double> values;      //!< empirical, choice
    std::vector<double> weights;     //!< choice; sum to 1
    std::optional<double> truncate_min;
    std::optional<double> truncate_max;
    std::string unit;  //!< canonical unit of the key
    std::string source;
    std::string note;
    std::string as_of;
    Place place;
    bool defaulted = false;  //!< not in the file

    bool is_constant() const { return family == Family::constant; }

    //! Levels of expert quantiles in thousandths, ascending; empty for another family.
    std::vector<int> quantile_levels() const {
        if (family != Family::quantile2 && family != Family::quantile3) return {};
        if (!levels.empty()) return levels;
        return family == Family::quantile2 ? std::vector<int>{50, 950} : std::vector<int>{50, 500, 950};
    }
};

}  // namespace gapmc
