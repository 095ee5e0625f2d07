// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/app/commands.hpp"
#include "host/app/load_study.hpp"
#include "host/config/write_study.hpp"
#include "host/plan/observed.hpp"
#include "host/plan/plan.hpp"
#include "host/resolve/build_model.hpp"
#include "kernels/base/error.hpp"
#include "kernels/draws/addressed_draws.hpp"
#include "kernels/model/walk.hpp"
#include "kernels/observe/observation.hpp"

namespace gapmc {
namespace {

using Json = nlohmann::ordered_json;

//! "contrast gap", "driver compute.us", ...
std::string label_of(Model const& m, Observed const& o) {
    auto const i = static_cast<std::size_t>(o.index);
    switch (o.what) {
        case Observable::contrast:
            return m.contrast_names[i];
        case Observable::contrast_edition:
            return m.contrast_names[i] + " (edition)";
        case Observable::contrast_published:
            return m.contrast_names[i] + " (published)";
        case Observable::score:
            return "score " + m.actor_names[i];
        case Observable::driver:
            return m.pair_names[i].text();
        case Observable::event_onsets:
            return "onsets " + m.event_names[i];
        default:
            return "active " + m.event_names[i];
    }
}

//! Writes down every observed value of every year, as the integers that a run would count.
struct Recorder {
    Model const& model;
    std::vector<Observed> const& observed;
    std::vector<std::vector<double>> values;  //!< [quantity][year]

    template<class Store>
    void year(std::int32_t, Store& s) {
        for (std::size_t q = 0; q < observed.size(); ++q) {
            float const value = observed_value(model.topology, observed[q], s);
            double const units = units_per_one(model, observed[q]);
            values[q].push_back(is_finite(value) ? to_fixed(value, observed[q].scale) / units : value);
        }
    }
};

}  // namespace

int replay_command(ReplayOptions const& options) {
    LoadedStudy const loaded = load_sound_study(options);
    Study const& study = loaded.study;
    if (options.trajectory >= study.trajectories)
        throw UsageError(
            fmt::format("--trajectory {}: the run has {}, numbered from 0. Give a smaller number",
                        options.trajectory, study.trajectories));
    auto const model = build_model(study);
    std::vector<Observed> const observed = observed_quantities(*model);
    std::vector<float> slots(static_cast<std::size_t>(model->topology.slots));
    PackedStore<float> store{slots.data()};
    AddressedDraws<float> const draws{model->topology, study.seed, options.trajectory};
    Recorder recorder{*model, observed, std::vector<std::vector<double>>(observed.size())};
    NoRates rates;
    walk(model->topology, draws, store, recorder, rates);

    Json inputs = Json::object();
    for (std::size_t i = 0; i < model->inputs.size(); ++i)
        inputs[model->input_names[i].path] = slots[static_cast<std::size_t>(model->inputs[i].slot)];
    if (options.json) {
        Json years = Json::array();
        for (int y = study.base + 1; y <= study.end; ++y) years.push_back(y);
        Json paths = Json::object();
        for (std::size_t q = 0; q < observed.size(); ++q)
            paths[label_of(*model, observed[q])] = recorder.values[q];
        fmt::print("{}\n", Json{{"study", study.name},
                                {"seed", study.seed},
                                {"trajectory", options.trajectory},
                                {"inputs", inputs},
                                {"years", years},
                                {"paths", paths}}
                               .dump(2));
        return 0;
    }
    fmt::print(
        "{}, seed {}, trajectory {}\n\nInputs (as the walk holds them: rates, levels and multipliers in "
        "logs)\n",
        study.name, study.seed, options.trajectory);
    for (auto const& [path, value] : inputs.items())
        fmt::print("  {:<56} {:>12.6g}\n", path, value.get<double>());
    fmt::print("\n{:<28}", "End of year");
    for (int y = study.base + 1; y <= study.end; ++y) fmt::print(" {:>9}", y);
    for (std::size_t q = 0; q < observed.size(); ++q) {
        fmt::print("\n{:<28}", label_of(*model, observed[q]));
        for (double const value : recorder.values[q]) fmt::print(" {:>9.4g}", value);
    }
    fmt::print("\n");
    return 0;
}

}  // namespace gapmc
