// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/signals.hpp"
#include "host/app/whole_number.hpp"
#include "host/results/described.hpp"
#include "host/session/session.hpp"
#include "host/study/request_limits.hpp"
#include "kernels/base/error.hpp"
#include "kernels/draws/addressed_draws.hpp"
#include "kernels/model/walk.hpp"
#include "kernels/observe/observation.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc {
namespace {

using Json = nlohmann::ordered_json;

//! Writes down every observed value of every year, as the integers that a run would count.
struct Recorder {
    Plan const& plan;
    std::vector<std::vector<double>> values;  //!< [row][year]
    std::vector<std::int32_t> integers;       //!< [row][year]

    template<class Store>
    void year(std::int32_t year, Store& s) {
        Topology const& topology = plan.model().topology;
        auto const years = static_cast<std::size_t>(plan.spec.years);
        for (std::size_t r = 0; r < plan.spec.walked_rows(); ++r) {
            Observed const& observed = plan.spec.observed.front()[r];
            float const value = observed_value(topology, observed, s);
            std::int32_t& integer = integers[r * years + static_cast<std::size_t>(year)];
            if (is_finite(value)) integer = to_fixed(value, observed.scale);
            values[r].push_back(is_finite(value) ? integer / plan.rows[r].units : static_cast<double>(value));
        }
    }

    //! Rows that are made of the others.
    void finish() {
        auto const years = static_cast<std::size_t>(plan.spec.years);
        make_rows(view_of(plan.spec).made_rows(), plan.spec.walked_rows(), years, 1, integers.data());
        for (std::size_t r = plan.spec.walked_rows(); r < plan.rows.size(); ++r)
            for (std::size_t y = 0; y < years; ++y)
                values[r].push_back(integers[r * years + y] / plan.rows[r].units);
    }
};

int replay_command(ReplayOptions const& options) {
    OpenedStudy opened = load_sound_study(options);
    if (options.trajectory >= opened.request.trajectories)
        throw UsageError(
            fmt::format("--trajectory {}: the run has {}, numbered from 0. Give a smaller number",
                        options.trajectory, opened.request.trajectories));
    EngineOptions engine;
    engine.device = "cpu";
    auto const backend = choose_engine(engine).backend;  // for the plan's scales
    Session const session{std::move(opened), *backend, program_progress()};
    Study const& study = session.study();
    Plan const& plan = session.plan();
    Model const& model = plan.model();
    std::vector<float> slots(static_cast<std::size_t>(model.topology.slots));
    PackedStore<float> store{slots.data()};
    AddressedDraws<float> const draws{model.topology, plan.seed, options.trajectory};
    Recorder recorder{
        plan, std::vector<std::vector<double>>(plan.rows.size()),
        std::vector<std::int32_t>(plan.rows.size() * static_cast<std::size_t>(plan.spec.years))};
    NoRates rates;
    walk(model.topology, draws, store, recorder, rates);
    recorder.finish();

    Json inputs = Json::object();
    for (std::size_t i = 0; i < model.inputs.size(); ++i)
        inputs[model.input_names[i].path] = slots[static_cast<std::size_t>(model.inputs[i].slot)];
    if (options.json) {
        Json years = Json::array();
        for (int y = study.base + 1; y <= study.end; ++y) years.push_back(y);
        Json paths = Json::object();
        for (std::size_t r = 0; r < plan.rows.size(); ++r)
            paths[row_label(plan.rows[r])] = recorder.values[r];
        print_data(Json{{"study", study.name},
                        {"seed", plan.seed},
                        {"trajectory", options.trajectory},
                        {"inputs", inputs},
                        {"years", years},
                        {"paths", paths}}
                       .dump(2) +
                   "\n");
        return 0;
    }
    std::string text = fmt::format(
        "{}, seed {}, trajectory {}\n\nInputs (as the walk holds them: rates, levels and multipliers in "
        "logs)\n",
        study.name, plan.seed, options.trajectory);
    for (auto const& [path, value] : inputs.items())
        text += fmt::format("  {:<56} {:>12.6g}\n", path, value.get<double>());
    std::size_t width = 28;
    for (Row const& row : plan.rows) width = std::max(width, row_label(row).size());
    text += fmt::format("\n{:<{}}", "End of year", width);
    for (int y = study.base + 1; y <= study.end; ++y) text += fmt::format(" {:>9}", y);
    for (std::size_t r = 0; r < plan.rows.size(); ++r) {
        text += fmt::format("\n{:<{}}", row_label(plan.rows[r]), width);
        for (double const value : recorder.values[r]) text += fmt::format(" {:>9.4g}", value);
    }
    print_data(text + "\n");
    return 0;
}

}  // namespace

Action declare_replay(VerbOptions& verb) {
    auto const options = std::make_shared<ReplayOptions>();
    declare_study(verb, *options);
    declare_scenario(verb, *options);
    verb.option("--trajectory", "ID", "Its number, from 0; required",
                [options](std::string const& text) {
                    options->trajectory =
                        parse_whole("--trajectory", text, {0, most_trajectories - 1}, Writing::count);
                })
        .needed();
    declare_trajectories(verb, options->trajectories,
                         "Number of trajectories of the run, above ID (default: the study's)");
    declare_seed(verb, *options);
    verb.flag("--json", "As JSON", options->json);
    declare_quiet(verb, options->quiet);
    return [options] { return replay_command(*options); };
}

}  // namespace gapmc
