// SPDX-License-Identifier: Apache-2.0
#include "host/resolve/model_builder.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "host/exact/elementary.hpp"
#include "host/exact/transform.hpp"
#include "kernels/base/error.hpp"
#include "kernels/rng/name_id.hpp"

namespace gapmc {
namespace {

template<class Items>
std::map<std::string, std::int32_t> sorted_index(Items const& items, std::vector<std::string>& names) {
    for (auto const& item : items) names.push_back(item.id);
    std::sort(names.begin(), names.end());
    std::map<std::string, std::int32_t> index;
    for (std::size_t i = 0; i < names.size(); ++i) index[names[i]] = static_cast<std::int32_t>(i);
    return index;
}

Inverse inverse_of(Link link, Stored stored) {
    if (stored == Stored::linked || link == Link::identity) return Inverse::none;
    return link == Link::log ? Inverse::exponential : Inverse::logistic;
}

double on_link(Link link, double value) {
    if (link == Link::log) return exact::log(value);
    return link == Link::logit ? exact::log(value) - exact::log(1.0 - value) : value;
}

}  // namespace

ModelBuilder::ModelBuilder(Study const& study_, Model& model_) : study{study_}, model{model_} {
    actor_index = sorted_index(study.actors, model.actor_names);
    driver_index = sorted_index(study.drivers, model.driver_names);
    std::vector<Event> events;
    std::copy_if(study.events.begin(), study.events.end(), std::back_inserter(events),
                 [](Event const& event) { return event.enabled; });
    event_index = sorted_index(events, model.event_names);
    contrast_index = sorted_index(study.contrasts, model.contrast_names);
    for (Driver const& driver : study.drivers)
        for (Actor const& actor : study.actors) {
            bool const covered =
                !driver.ratio || driver.ratio->of == actor.id || driver.ratio->to == actor.id;
            if (covered) model.pair_names.push_back({driver.id, actor.id});
        }
    std::sort(model.pair_names.begin(), model.pair_names.end());
    for (std::size_t i = 0; i < model.pair_names.size(); ++i) {
        PairName const& pair = model.pair_names[i];
        pair_index[pair] = static_cast<std::int32_t>(i);
        Driver const& driver = *std::find_if(study.drivers.begin(), study.drivers.end(),
                                             [&](Driver const& d) { return d.id == pair.driver; });
        bool const known = !driver.ratio && driver.link != Link::identity;
        model.pair_levels.push_back(!known                       ? PairLevel::none
                                    : driver.link == Link::logit ? PairLevel::logistic
                                                                 : PairLevel::exponential);
    }
}

std::int32_t ModelBuilder::slots(std::int32_t count) {
    std::int32_t const first = next_slot_;
    next_slot_ += count;
    model.topology.slots = next_slot_;
    return first;
}

DrawName ModelBuilder::draw_name(std::string const& name) {
    std::uint32_t const id = name_id(name);
    auto const [place, fresh] = model.names_of_ids.emplace(id, name);
    if (!fresh)
        throw StudyError("the draws \"" + place->second + "\" and \"" + name +
                         "\" share an address (30-bit ids collide). Rename one of them");
    return {id, 0};
}

Operand ModelBuilder::constant(double value) { return {-1, static_cast<float>(value)}; }

std::int32_t ModelBuilder::add_table(std::vector<float> const& coefficients) {
    auto const first = static_cast<std::int32_t>(model.tables.size());
    model.tables.insert(model.tables.end(), coefficients.begin(), coefficients.end());
    return first;
}

Operand ModelBuilder::operand(Quantity const& quantity, Stored stored) {
    if (quantity.is_constant())
        return constant(stored == Stored::natural ? quantity.parameters[0]
                                                  : exact::exact_quantile_on_link(quantity, 0.0));
    exact::Transform const transform = exact::make_transform(quantity);
    Input input{};
    input.slot = slots(1);
    input.inverse = inverse_of(quantity.link, stored);
    switch (transform.kind) {
        case exact::Transform::Kind::affine:
            input.kind = InputKind::affine;
            input.offset = static_cast<float>(transform.affine.offset);
            input.scale = static_cast<float>(transform.affine.scale);
            break;
        case exact::Transform::Kind::table:
            input.kind = InputKind::table;
            input.table = add_table(transform.table.coefficients);
            input.size = transform.table.intervals;
            break;
        default:
            input.kind = InputKind::step;
            input.inverse = Inverse::none;
            input.table = static_cast<std::int32_t>(model.steps_of_choice.size());
            input.size = static_cast<std::int32_t>(transform.step.values.size());
            for (std::size_t j = 0; j < transform.step.values.size(); ++j) {
                float const threshold = j == 0 ? -1e30f : transform.step.thresholds_z[j - 1];
                double value = quantity.values[j];
                if (stored == Stored::linked) value = on_link(quantity.link, value);
                model.steps_of_choice.push_back({threshold, static_cast<float>(value)});
            }
    }
    model.inputs.push_back(input);
    model.input_draws.push_back(draw_name(quantity.path));
    Link const held = stored == Stored::linked ? quantity.link : Link::identity;
    model.input_names.push_back({quantity.path, quantity.unit, input.kind == InputKind::step, held});
    return {input.slot, 0};
}

Operand ModelBuilder::normal(std::string const& path) {
    Input input{};
    input.slot = slots(1);
    input.kind = InputKind::affine;
    input.scale = 1;
    model.inputs.push_back(input);
    model.input_draws.push_back(draw_name(path));
    model.input_names.push_back({.path = path, .unit = "1", .normal = true});
    return {input.slot, 0};
}

std::vector<Operand> ModelBuilder::weights(std::vector<std::string> const& paths,
                                           std::vector<double> const& means, double const* concentration) {
    std::vector<Operand> operands;
    if (concentration == nullptr) {
        for (double const mean : means) operands.push_back(constant(mean));
        return operands;
    }
    std::int32_t const first = slots(static_cast<std::int32_t>(paths.size()));
    for (std::size_t k = 0; k < paths.size(); ++k) {
        exact::HermiteTable const table = exact::make_log_gamma_table(*concentration * means[k]);
        Input input{};
        input.slot = first + static_cast<std::int32_t>(k);
        input.kind = InputKind::table;
        input.table = add_table(table.coefficients);
        input.size = table.intervals;
        model.inputs.push_back(input);
        model.input_draws.push_back(draw_name(paths[k]));
        model.input_names.push_back({.path = paths[k], .unit = "1"});
        operands.push_back({input.slot, 0});
    }
    model.weights.push_back({first, static_cast<std::int32_t>(paths.size())});
    return operands;
}

std::int32_t ModelBuilder::steps_of(double years) const {
    double const months = years * 12.0;
    return static_cast<std::int32_t>(std::lround(months / study.months_per_step));
}

}  // namespace gapmc
