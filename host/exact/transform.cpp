// SPDX-License-Identifier: Apache-2.0
#include "host/exact/transform.hpp"

#include <algorithm>
#include <numeric>

#include "host/exact/elementary.hpp"
#include "kernels/base/error.hpp"

namespace gapmc::exact {
namespace {

constexpr double z_95 = 1.64485362695147271486;

void refuse_problems(Quantity const& quantity) {
    std::string message;
    for (std::string const& problem : problems(quantity)) message += (message.empty() ? "" : " ") + problem;
    if (!message.empty()) throw StudyError{quantity.path + ": " + message};
}

bool is_normal_on_link(Quantity const& quantity) {
    switch (quantity.family) {
        case Family::quantile2:
            return true;
        case Family::normal:
            return quantity.link == Link::identity;
        case Family::lognormal:
            return quantity.link == Link::log;
        default:
            return false;
    }
}

int intervals_of(Quantity const& quantity) {
    bool const truncated = quantity.truncate_min || quantity.truncate_max;
    switch (quantity.family) {
        case Family::student_t:
        case Family::triangular:
        case Family::empirical:
            return kinked_intervals;
        default:
            return truncated ? kinked_intervals : smooth_intervals;
    }
}

//! Φ⁻¹ of the cumulative weights, summed from the nearer end.
std::vector<double> thresholds(std::vector<double> const& weights) {
    double const total = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<double> result;
    double below = 0;
    for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
        below += weights[i];
        double above = 0;
        for (std::size_t k = weights.size() - 1; k > i; --k) above += weights[k];
        result.push_back(normal_quantile(Probability{below / total, above / total}));
    }
    return result;
}

double chosen(std::vector<double> const& values, std::vector<double> const& weights, double z) {
    std::vector<double> const steps = thresholds(weights);
    auto const above = std::upper_bound(steps.begin(), steps.end(), z);
    return values[static_cast<std::size_t>(above - steps.begin())];
}

Implied implied_by_choice(Quantity const& quantity) {
    std::vector<std::size_t> order(quantity.values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return quantity.values[a] < quantity.values[b]; });
    std::vector<double> values;
    std::vector<double> weights;
    double total = 0;
    double sum = 0;
    for (std::size_t i : order) {
        values.push_back(quantity.values[i]);
        weights.push_back(quantity.weights[i]);
        total += quantity.weights[i];
        sum += quantity.weights[i] * quantity.values[i];
    }
    // The smallest value whose cumulative weight reaches the level.
    std::vector<double> const steps = thresholds(weights);
    auto const quantile = [&](double z) {
        return values[static_cast<std::size_t>(std::lower_bound(steps.begin(), steps.end(), z) -
                                               steps.begin())];
    };
    return {quantile(-z_95), quantile(0), sum / total, quantile(z_95)};
}

double mean_of(Distribution const& distribution, Link link) {
    Search search;
    double sum = 0;
    double weight = 0;
    for (int i = -128; i <= 128; ++i) {
        Level const level = level_at(i / 16.0);
        sum += level.rate * from_link(link, distribution.at(level, search).value);
        weight += level.rate;
    }
    return sum / weight;
}

}  // namespace

Transform make_transform(Quantity const& quantity) {
    refuse_problems(quantity);
    Transform transform;
    transform.link = quantity.link;
    if (quantity.is_constant()) {
        transform.value = quantity.parameters[0];
        return transform;
    }
    if (quantity.family == Family::choice) {
        transform.kind = Transform::Kind::step;
        for (double z : thresholds(quantity.weights))
            transform.step.thresholds_z.push_back(static_cast<float>(z));
        for (double value : quantity.values) transform.step.values.push_back(static_cast<float>(value));
        return transform;
    }
    if (is_normal_on_link(quantity)) {
        Kept const kept = kept_by_truncation(*make_untruncated(quantity), quantity);
        if (kept.below == 0 && kept.above == 0) {
            Search search;
            Local const centre = make_untruncated(quantity)->at(level_at(0), search);
            transform.kind = Transform::Kind::affine;
            transform.affine = {centre.value, centre.slope};
            return transform;
        }
    }
    transform.kind = Transform::Kind::table;
    transform.table = make_table(*make_distribution(quantity), intervals_of(quantity));
    if (!(transform.table.max_error < infinity)) {
        throw StudyError{quantity.path +
                         ": the table of its quantiles is not finite (its slopes leave the range of " +
                         "single precision). Choose less extreme parameters."};
    }
    return transform;
}

double evaluate(Transform const& transform, double z) {
    switch (transform.kind) {
        case Transform::Kind::affine:
            return transform.affine.offset + transform.affine.scale * z;
        case Transform::Kind::table:
            return evaluate(transform.table, z);
        case Transform::Kind::step: {
            std::vector<float> const& steps = transform.step.thresholds_z;
            auto const above = std::upper_bound(steps.begin(), steps.end(), z);
            return to_link(transform.link,
                           transform.step.values[static_cast<std::size_t>(above - steps.begin())]);
        }
        case Transform::Kind::constant:
            break;
    }
    return to_link(transform.link, transform.value);
}

double exact_quantile_on_link(Quantity const& quantity, double z) {
    refuse_problems(quantity);
    if (quantity.is_constant()) return to_link(quantity.link, quantity.parameters[0]);
    if (quantity.family == Family::choice) {
        return to_link(quantity.link, chosen(quantity.values, quantity.weights, z));
    }
    Search search;
    return make_distribution(quantity)->at(level_at(z), search).value;
}

Implied implied(Quantity const& quantity) {
    refuse_problems(quantity);
    if (quantity.is_constant()) {
        double const value = quantity.parameters[0];
        return {value, value, value, value};
    }
    if (quantity.family == Family::choice) return implied_by_choice(quantity);
    std::unique_ptr<Distribution> const distribution = make_distribution(quantity);
    auto const quantile = [&](Probability p, double z, double rate) {
        Search search;
        return from_link(quantity.link, distribution->at(Level{z, p, z, 1, rate}, search).value);
    };
    double const rate = normal_pdf(z_95);
    return {quantile({0.05, 0.95}, -z_95, rate), quantile({0.5, 0.5}, 0, normal_pdf(0)),
            mean_of(*distribution, quantity.link), quantile({0.95, 0.05}, z_95, rate)};
}

}  // namespace gapmc::exact
