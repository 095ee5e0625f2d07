// SPDX-License-Identifier: Apache-2.0
// Index, outcomes and contrasts (docs/model.md 4).
#include <algorithm>

#include "host/exact/elementary.hpp"
#include "host/resolve/contrast_starts.hpp"
#include "host/resolve/model_builder.hpp"

namespace gapmc {
namespace {

double logit(double fraction) { return exact::log(fraction) - exact::log(1.0 - fraction); }

std::vector<Dimension const*> sorted_dimensions(Study const& study) {
    std::vector<Dimension const*> sorted;
    for (Dimension const& d : study.index.dimensions) sorted.push_back(&d);
    std::sort(sorted.begin(), sorted.end(),
              [](Dimension const* x, Dimension const* y) { return x->id < y->id; });
    return sorted;
}

std::vector<Actor const*> sorted_actors(ModelBuilder const& b) {
    std::vector<Actor const*> sorted(b.study.actors.size());
    for (Actor const& a : b.study.actors) sorted[static_cast<std::size_t>(b.actor_index.at(a.id))] = &a;
    return sorted;
}

Actor const& actor_of(Study const& study, std::string const& id) {
    return *std::find_if(study.actors.begin(), study.actors.end(),
                         [&](Actor const& a) { return a.id == id; });
}

//! F of an outside reference at every step's end: linear between the given years, 0 at base, the last value
//! onwards.
std::int32_t add_outside(ModelBuilder& b, Dimension const& d) {
    auto const first = static_cast<std::int32_t>(b.model.outside_path.size());
    int const steps = (b.study.end - b.study.base) * 12 / b.study.months_per_step;
    for (int n = 0; n <= steps; ++n) {
        double const year = b.study.base + n * b.study.months_per_step / 12.0;
        double before_year = b.study.base;
        double before = 0;
        double value = 0;
        bool found = false;
        for (auto const& [at, f] : d.outside) {
            if (!found && year <= at) {
                value = before + (f - before) * (year - before_year) / (at - before_year);
                found = true;
            }
            if (!found) {
                before_year = at;
                before = f;
            }
        }
        b.model.outside_path.push_back(static_cast<float>(found ? value : before));
    }
    return first;
}

void add_dimensions(ModelBuilder& b) {
    std::vector<std::string> paths;
    std::vector<double> means;
    auto const dimensions = sorted_dimensions(b.study);
    for (Dimension const* d : dimensions) {
        paths.push_back("index.dimensions." + d->id + ".weight");
        means.push_back(d->weight);
        b.model.dimension_names.push_back(d->id);
    }
    auto const& concentration = b.study.index.weight_concentration;
    std::vector<Operand> const weights = b.weights(paths, means, concentration ? &*concentration : nullptr);
    for (std::size_t k = 0; k < dimensions.size(); ++k) {
        DimensionNode node{};
        node.weight = weights[k];
        node.steepness = b.operand(dimensions[k]->steepness, Stored::natural);
        node.reference = dimensions[k]->reference == Reference::frontier ? FrontierKind::frontier
                         : dimensions[k]->reference == Reference::mean   ? FrontierKind::mean
                                                                         : FrontierKind::outside;
        if (dimensions[k]->reference == Reference::outside) node.outside = add_outside(b, *dimensions[k]);
        b.model.dimension.push_back(node);
    }
    b.model.topology.phi = b.operand(b.study.index.phi, Stored::natural);
    Operand const order = b.operand(b.study.index.order, Stored::natural);
    b.model.topology.order = order;
    b.model.topology.mean = order.slot >= 0 || (order.constant != 1.0f && order.constant != 0.0f)
                                ? Mean::generalised
                            : order.constant == 1.0f ? Mean::arithmetic
                                                     : Mean::geometric;
}

using HistoryOf = std::map<PairName, std::size_t>;

//! Rings for pairs that some loading reads with a lag, as long as the longest lag needs.
HistoryOf add_histories(ModelBuilder& b) {
    std::map<PairName, std::int32_t> longest;
    for (Dimension const& d : b.study.index.dimensions)
        for (Loading const& loading : d.loadings)
            if (loading.lag > 0)
                for (std::string const& actor : b.model.actor_names) {
                    std::int32_t& lag = longest[{loading.driver, actor}];
                    lag = std::max(lag, b.steps_of(loading.lag));
                }
    HistoryOf history;
    for (auto const& [pair, lag] : longest) {
        ViewHistory h{};
        h.view = b.model.pair_slots[static_cast<std::size_t>(b.pair_index.at(pair))];
        h.process = b.process_index.at(pair);
        h.factor = static_cast<float>(b.view_factor.at(pair));
        h.length = lag + 1;
        h.ring = b.slots(h.length);
        history[pair] = b.model.view_histories.size();
        b.model.view_histories.push_back(h);
    }
    return history;
}

Range add_loadings(ModelBuilder& b, Dimension const& d, std::string const& actor, HistoryOf const& history) {
    std::vector<Loading> loadings = d.loadings;
    std::sort(loadings.begin(), loadings.end(),
              [](Loading const& x, Loading const& y) { return x.driver < y.driver; });
    Range range{};
    range.begin = static_cast<std::int32_t>(b.model.loadings.size());
    for (Loading const& loading : loadings) {
        PairName const pair{loading.driver, actor};
        LoadingTerm term{};
        term.weight = ModelBuilder::constant(loading.weight);
        term.driver = b.driver_index.at(loading.driver);
        term.slot = b.model.pair_slots[static_cast<std::size_t>(b.pair_index.at(pair))];
        if (loading.lag > 0) {
            ViewHistory const& h = b.model.view_histories[history.at(pair)];
            term.lag = b.steps_of(loading.lag);
            term.slot = h.ring;
            term.length = h.length;
        }
        term.start = b.slots(1);
        b.model.loadings.push_back(term);
    }
    range.end = static_cast<std::int32_t>(b.model.loadings.size());
    return range;
}

//! Centre and spread of a dimension score at base (docs/model.md 4: base, base_contrast, or the published
//! total).
void add_base(ModelBuilder& b, Dimension const& d, Actor const& actor, Cell& cell) {
    auto const given = d.base.find(actor.id);
    cell.spread_z = {-1, 0};
    cell.contrast = {-1, 0};
    if (given != d.base.end()) {
        cell.base_logit = b.operand(given->second, Stored::linked);
        if (cell.base_logit.slot >= 0)
            b.model.input_names.back().unit = "points";  // of which it is a hundredth
        return;
    }
    cell.base_logit = ModelBuilder::constant(logit(actor.score / 100.0));
    cell.spread = static_cast<float>(b.study.index.base_spread);
    if (cell.spread != 0.0f)
        cell.spread_z = b.normal("index.dimensions." + d.id + ".base_spread." + actor.id);
    if (!d.base_contrast || (actor.id != d.base_contrast->first && actor.id != d.base_contrast->second))
        return;
    cell.contrasted = 1;
    cell.contrast_sign = actor.id == d.base_contrast->first ? 0.5f : -0.5f;
    cell.mean_total = static_cast<float>(0.5 * (actor_of(b.study, d.base_contrast->first).score +
                                                actor_of(b.study, d.base_contrast->second).score));
}

void add_cells(ModelBuilder& b) {
    HistoryOf const history = add_histories(b);
    auto const dimensions = sorted_dimensions(b.study);
    std::vector<Operand> contrasts;  // one input for both actors
    for (Dimension const* d : dimensions)
        contrasts.push_back(d->base_contrast ? b.operand(d->base_contrast->points, Stored::natural)
                                             : Operand{});
    for (Actor const* actor : sorted_actors(b))
        for (std::size_t k = 0; k < dimensions.size(); ++k) {
            Cell cell{};
            cell.loadings = add_loadings(b, *dimensions[k], actor->id, history);
            add_base(b, *dimensions[k], *actor, cell);
            if (cell.contrasted != 0) cell.contrast = contrasts[k];
            cell.state = b.slots(cell_slots);
            b.model.cells.push_back(cell);
        }
}

void add_actors(ModelBuilder& b) {
    auto const& revisions = b.study.index.revisions;
    for (Actor const* actor : sorted_actors(b)) {
        ActorConstants a{};
        double const fraction = actor->score / 100.0;
        a.total = static_cast<float>(actor->score);
        a.total_odds = static_cast<float>(actor->score / (100.0 - actor->score));
        a.logit_total = static_cast<float>(logit(fraction));
        a.revision_factor = static_cast<float>(1.0 / (100.0 * fraction * (1.0 - fraction)));
        if (revisions)
            a.revision_share = actor->id == revisions->first    ? 0.5f
                               : actor->id == revisions->second ? -0.5f
                                                                : 0.0f;
        a.state = b.slots(actor_slots);
        b.model.actor.push_back(a);
        b.model.measurement_draws.push_back(b.draw_name("index.measurement." + actor->id));
    }
}

void add_outcomes(ModelBuilder& b) {
    Topology& t = b.model.topology;
    if (auto const& r = b.study.index.revisions) {
        t.revisions = {1,
                       b.operand(r->probability, Stored::natural),
                       b.operand(r->common_mean, Stored::natural),
                       b.operand(r->common_sd, Stored::natural),
                       b.operand(r->difference_mean, Stored::natural),
                       b.operand(r->difference_sd, Stored::natural)};
        t.revision_draw = b.draw_name("index.revisions.happens");
        t.revision_common_draw = b.draw_name("index.revisions.common");
        t.revision_difference_draw = b.draw_name("index.revisions.difference");
    }
    if (b.study.index.measurement)
        t.measurement = {1, b.operand(b.study.index.measurement->sd, Stored::natural)};
}

void add_contrasts(ModelBuilder& b) {
    std::vector<Contrast const*> sorted(b.study.contrasts.size());
    for (Contrast const& c : b.study.contrasts)
        sorted[static_cast<std::size_t>(b.contrast_index.at(c.id))] = &c;
    for (Contrast const* c : sorted) {
        ContrastNode node{};
        node.form = c->kind == ContrastKind::linear  ? ContrastForm::linear
                    : c->kind == ContrastKind::ratio ? ContrastForm::ratio
                                                     : ContrastForm::log_ratio;
        node.terms.begin = static_cast<std::int32_t>(b.model.contrast_terms.size());
        for (auto const& [actor, coefficient] : c->coefficients)  // a map: sorted by actor
            b.model.contrast_terms.push_back({b.actor_index.at(actor), static_cast<float>(coefficient)});
        if (c->kind != ContrastKind::linear) {
            b.model.contrast_terms.push_back({b.actor_index.at(c->of), 1.0f});
            b.model.contrast_terms.push_back({b.actor_index.at(c->to), -1.0f});
        }
        node.terms.end = static_cast<std::int32_t>(b.model.contrast_terms.size());
        b.model.contrasts.push_back(node);  // its start: build_model
        b.model.contrast_starts.push_back(contrast_at_base(b.study, *c));
    }
}

}  // namespace

void build_index(ModelBuilder& b) {
    add_dimensions(b);
    add_cells(b);
    add_actors(b);
    add_outcomes(b);
    add_contrasts(b);
}

}  // namespace gapmc
