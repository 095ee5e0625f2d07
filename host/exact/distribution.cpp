// SPDX-License-Identifier: Apache-2.0
#include "host/exact/distribution.hpp"

#include "host/exact/elementary.hpp"

namespace gapmc::exact {

Level level_at(double z) { return {z, normal_probability(z), z, 1, normal_pdf(z)}; }

double to_link(Link link, double x, double complement) {
    switch (link) {
        case Link::log:
            return log(x);
        case Link::logit:
            return x > 0.25 && x < 0.75 ? logit(x) : log(x / complement);
        case Link::identity:
            break;
    }
    return x;
}

double to_link(Link link, double x) { return to_link(link, x, 1 - x); }

double from_link(Link link, double value) {
    switch (link) {
        case Link::log:
            return exp(value);
        case Link::logit:
            return logistic(value);
        case Link::identity:
            break;
    }
    return value;
}

double link_slope(Link link, double x, double complement) {
    switch (link) {
        case Link::log:
            return 1 / x;
        case Link::logit:
            return 1 / (x * complement);
        case Link::identity:
            break;
    }
    return 1;
}

Local on_link(Link link, double x, double complement, double slope) {
    return {to_link(link, x, complement), slope * link_slope(link, x, complement)};
}

std::unique_ptr<Distribution> make_untruncated(Quantity const& quantity) {
    switch (quantity.family) {
        case Family::quantile2:
        case Family::quantile3:
        case Family::normal:
        case Family::lognormal:
            return family::make_bell(quantity);
        case Family::gamma:
        case Family::beta:
        case Family::pert:
        case Family::student_t:
            return family::make_shaped(quantity);
        default:
            return family::make_straight(quantity);
    }
}

}  // namespace gapmc::exact
