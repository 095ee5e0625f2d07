// SPDX-License-Identifier: Apache-2.0
#include "host/plan/observed_rows.hpp"

#include <algorithm>
#include <cmath>

#include "host/exact/elementary.hpp"
#include "host/plan/central_path.hpp"

namespace gapmc {
namespace {

constexpr double small_share = 0x1p-10;
constexpr int bounded_bits = 27;       // 2^31 is far: nothing within bounds can saturate
constexpr int largest_exponent = 100;  // of a scale: float32 reaches to 2^127

std::vector<ContrastTerm> terms_of(Model const& model, ContrastNode const& contrast) {
    return {model.contrast_terms.begin() + contrast.terms.begin,
            model.contrast_terms.begin() + contrast.terms.end};
}

bool has_whole_coefficients(Model const& model, ContrastNode const& contrast) {
    auto const terms = terms_of(model, contrast);
    return std::all_of(terms.begin(), terms.end(),
                       [](ContrastTerm const& t) { return t.coefficient == std::floor(t.coefficient); });
}

//! Of a linear contrast of scores in 0 ... 100.
Bounds contrast_bounds(Model const& model, ContrastNode const& contrast) {
    Bounds bounds;
    for (ContrastTerm const& t : terms_of(model, contrast))
        (t.coefficient < 0 ? bounds.low : bounds.high) += 100.0 * static_cast<double>(t.coefficient);
    return bounds;
}

double reach_of(Bounds const& bounds) { return std::max(std::fabs(bounds.low), std::fabs(bounds.high)); }

void add_contrast(std::vector<ObservedRow>& out, Model const& model, std::int32_t index, Target target,
                  Observable what) {
    ContrastNode const& contrast = model.contrasts[static_cast<std::size_t>(index)];
    ObservedRow row;
    row.row.target = target;
    row.row.index = index;
    row.row.id = model.contrast_names[static_cast<std::size_t>(index)];
    row.observed.what = what;
    row.observed.index = index;
    if (contrast.form == ContrastForm::linear) {
        row.bounds = contrast_bounds(model, contrast);
        bool const published = what == Observable::contrast_published;
        if (published && has_whole_coefficients(model, contrast))
            set_scale(row, std::min(0, exponent_within(100.0 * reach_of(*row.bounds), bounded_bits)));
        else
            set_scale(row, exponent_within((published ? 100.0 : 1.0) * reach_of(*row.bounds), bounded_bits));
    }
    out.push_back(row);
}

void add_contrasts(std::vector<ObservedRow>& out, Model const& model) {
    Topology const& t = model.topology;
    for (std::int32_t c = 0; c < t.contrasts.size; ++c) {
        add_contrast(out, model, c, Target::contrast, Observable::contrast);
        if (t.revisions.present != 0)
            add_contrast(out, model, c, Target::contrast_edition, Observable::contrast_edition);
        if (t.measurement.present != 0)
            add_contrast(out, model, c, Target::contrast_published, Observable::contrast_published);
    }
}

ObservedRow bounded(Target target, Observable what, std::int32_t index, std::string const& id, double high) {
    ObservedRow row;
    row.row.target = target;
    row.row.index = index;
    row.row.id = id;
    row.observed.what = what;
    row.observed.index = index;
    row.bounds = {0, high};
    set_scale(row, exponent_within(high, bounded_bits));
    return row;
}

void add_drivers(std::vector<ObservedRow>& out, Model const& model) {
    for (std::int32_t i = 0; i < model.topology.pairs; ++i) {
        ObservedRow row;
        row.row.target = Target::driver;
        row.row.index = i;
        row.row.id = model.pair_names[static_cast<std::size_t>(i)].text();
        row.observed.what = Observable::driver;
        row.observed.index = i;
        out.push_back(row);
    }
}

//! Levels in the driver's own unit. A driver of which only a ratio is known has none.
void add_levels(std::vector<ObservedRow>& out, Model const& model) {
    auto const starts = central_starts(model);
    for (std::size_t i = 0; i < model.pair_names.size(); ++i) {
        PairLevel const level = model.pair_levels[i];
        auto const index = static_cast<std::int32_t>(i);
        std::string const id = model.pair_names[i].text();
        if (level == PairLevel::logistic) {
            out.push_back(bounded(Target::driver_level, Observable::level_of_logit, index, id, 1.0));
            // Of one in a billion, 2^-27 would be all that is seen: the pilot gives the scale.
            if (exact::logistic(starts[i]) < small_share) out.back().bounds.reset();
        }
        if (level != PairLevel::exponential) continue;
        ObservedRow row;
        row.row.target = Target::driver_level;
        row.row.index = index;
        row.row.id = id;
        row.observed = {Observable::level_of_log, index, 1.0f, static_cast<float>(starts[i])};
        out.push_back(row);
    }
}

void add_events(std::vector<ObservedRow>& out, Model const& model) {
    Topology const& t = model.topology;
    double const onsets = t.steps_per_year;
    for (std::int32_t e = 0; e < t.events.size; ++e) {
        std::string const& id = model.event_names[static_cast<std::size_t>(e)];
        ObservedRow row = bounded(Target::event_onsets, Observable::event_onsets, e, id, onsets);
        set_scale(row, 0);
        out.push_back(row);
    }
    for (std::int32_t e = 0; e < t.events.size; ++e)
        out.push_back(bounded(Target::event_active, Observable::event_active, e,
                              model.event_names[static_cast<std::size_t>(e)], 1.0));
}

}  // namespace

int exponent_within(double reach, int bits) {
    if (!(reach > 0)) return largest_exponent;
    int exponent = 0;
    std::frexp(reach, &exponent);  // reach is below 2^exponent, and at least half of it
    bool const power = std::ldexp(1.0, exponent - 1) == reach;
    return std::clamp(bits - (power ? exponent - 1 : exponent), -largest_exponent, largest_exponent);
}

void set_scale(ObservedRow& row, int exponent) {
    row.observed.scale = std::ldexp(1.0f, exponent);
    row.row.units = std::ldexp(1.0, exponent);
    if (row.row.target == Target::contrast_published && row.bounds) row.row.units *= 100.0;
    if (row.observed.what == Observable::level_of_log)
        row.row.units /= exact::exp(static_cast<double>(row.observed.reference));
}

std::vector<ObservedRow> rows_of(Model const& model) {
    std::vector<ObservedRow> out;
    add_contrasts(out, model);
    for (std::size_t a = 0; a < model.actor_names.size(); ++a)
        out.push_back(bounded(Target::score, Observable::score, static_cast<std::int32_t>(a),
                              model.actor_names[a], 100.0));
    add_drivers(out, model);
    add_levels(out, model);
    add_events(out, model);
    return out;
}

}  // namespace gapmc
