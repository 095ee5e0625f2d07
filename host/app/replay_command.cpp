// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/number_list.hpp"
#include "host/app/signals.hpp"
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

constexpr std::size_t most_in_text = 100;  // trajectories, a screen or two each

//! Writes down every observed value of every year, by the integers that a run would count.
struct Recorder {
    Plan const& plan;
    std::vector<std::vector<double>> values;  //!< [row][year]
    std::vector<std::int32_t> integers;       //!< [row][year]

    void begin() {
        values.assign(plan.rows.size(), {});
        integers.assign(plan.rows.size() * static_cast<std::size_t>(plan.spec.years), 0);
    }

    template<class Store>
    void year(std::int32_t year, Store& s) {
        Topology const& topology = plan.model().topology;
        auto const years = static_cast<std::size_t>(plan.spec.years);
        for (std::size_t r = 0; r < plan.spec.walked_rows(); ++r) {
            Observed const& observed = plan.spec.observed.front()[r];
            float const value = observed_value(topology, observed, s);
            std::int32_t& integer = integers[r * years + static_cast<std::size_t>(year)];
            if (is_finite(value)) integer = to_fixed(value, observed.scale);
            values[r].push_back(is_finite(value) ? in_units(integer, r) : static_cast<double>(value));
        }
    }

    //! Rows that are made of the others; and levels, which are told as exactly as their drivers are.
    void finish() {
        auto const years = static_cast<std::size_t>(plan.spec.years);
        for (std::size_t r = 0; r < plan.spec.walked_rows(); ++r) {
            Row const& row = plan.rows[r];
            if (row.target != Target::driver_level) continue;
            std::vector<double> const& link = values[plan.row_of(Target::driver, row.id)];
            PairLevel const level = plan.model().pair_levels[static_cast<std::size_t>(row.index)];
            for (std::size_t y = 0; y < years; ++y) {
                // What is not finite, so that the run fails, stays as it is.
                bool const is_counted = std::isfinite(values[r][y]) || is_saturated(integers[r * years + y]);
                if (is_counted && std::isfinite(link[y])) values[r][y] = level_of(level, link[y]);
            }
        }
        make_rows(view_of(plan.spec).made_rows(), plan.spec.walked_rows(), years, 1, integers.data());
        for (std::size_t r = plan.spec.walked_rows(); r < plan.rows.size(); ++r)
            for (std::size_t y = 0; y < years; ++y) values[r].push_back(in_units(integers[r * years + y], r));
    }

    //! What is larger than an observation can hold is infinite.
    double in_units(std::int32_t integer, std::size_t row) const {
        if (is_saturated(integer)) return std::copysign(HUGE_VAL, static_cast<double>(integer));
        return integer / plan.rows[row].units;
    }
};

//! Walks trajectories one by one, and keeps the last one.
class Replay {
  public:
    explicit Replay(Session const& session)
        : plan_{session.plan()},
          slots_(static_cast<std::size_t>(plan_.model().topology.slots)),
          recorder_{plan_, {}, {}} {}

    void walk_trajectory(std::uint64_t number) {
        Topology const& topology = plan_.model().topology;
        PackedStore<float> store{slots_.data()};
        AddressedDraws<float> const draws{topology, plan_.seed, number};
        recorder_.begin();
        NoRates rates;
        walk(topology, draws, store, recorder_, rates);
        recorder_.finish();
    }

    Json inputs() const {
        Model const& model = plan_.model();
        Json inputs = Json::object();
        for (std::size_t i = 0; i < model.inputs.size(); ++i)
            inputs[model.input_names[i].path] = slots_[static_cast<std::size_t>(model.inputs[i].slot)];
        return inputs;
    }
    Json paths() const {
        Json paths = Json::object();
        for (std::size_t r = 0; r < plan_.rows.size(); ++r)
            paths[row_label(plan_.rows[r])] = recorder_.values[r];
        return paths;
    }
    std::vector<std::vector<double>> const& values() const { return recorder_.values; }

  private:
    Plan const& plan_;
    std::vector<float> slots_;
    Recorder recorder_;
};

Json years_json(Study const& study) {
    Json years = Json::array();
    for (int y = study.base + 1; y <= study.end; ++y) years.push_back(y);
    return years;
}

//! One trajectory as an object by itself.
void print_one(Session const& session, std::uint64_t number, Replay& replay) {
    replay.walk_trajectory(number);
    print_data(Json{{"study", session.study().name},
                    {"seed", session.plan().seed},
                    {"trajectory", number},
                    {"inputs", replay.inputs()},
                    {"years", years_json(session.study())},
                    {"paths", replay.paths()}}
                   .dump(2) +
               "\n");
}

//! Several in a list, one a line, with what they share before it; printed as they are walked.
void print_list(Session const& session, std::vector<std::uint64_t> const& numbers, Replay& replay) {
    std::string const head = Json{{"study", session.study().name},
                                  {"seed", session.plan().seed},
                                  {"years", years_json(session.study())}}
                                 .dump();
    print_data(head.substr(0, head.size() - 1) + ",\"trajectories\":[");
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        program_progress().go_on();
        replay.walk_trajectory(numbers[i]);
        Json const item{{"trajectory", numbers[i]}, {"inputs", replay.inputs()}, {"paths", replay.paths()}};
        print_data((i == 0 ? "\n" : ",\n") + item.dump());
    }
    print_data("\n]}\n");
}

void print_text(Session const& session, std::uint64_t number, Replay& replay) {
    Study const& study = session.study();
    Plan const& plan = session.plan();
    replay.walk_trajectory(number);
    std::string text = fmt::format(
        "{}{}, seed {}, trajectory {}\n\nInputs (as the walk holds them: rates, levels and multipliers in "
        "logs)\n",
        study.name, study.made.id.empty() ? "" : ", scenario " + study.made.id, plan.seed, number);
    Json const inputs = replay.inputs();
    for (auto const& [path, value] : inputs.items())
        text += fmt::format("  {:<56} {:>12.6g}\n", path, value.get<double>());
    std::size_t width = 28;
    for (Row const& row : plan.rows) width = std::max(width, row_label(row).size());
    text += fmt::format("\n{:<{}}", "End of year", width);
    for (int y = study.base + 1; y <= study.end; ++y) text += fmt::format(" {:>9}", y);
    for (std::size_t r = 0; r < plan.rows.size(); ++r) {
        text += fmt::format("\n{:<{}}", row_label(plan.rows[r]), width);
        for (double const value : replay.values()[r]) text += fmt::format(" {:>9.4g}", value);
    }
    print_data(text + "\n");
}

int replay_command(ReplayOptions const& options) {
    std::vector<std::uint64_t> const numbers =
        parse_number_list("--trajectory", options.numbers, most_trajectories - 1);
    if (!options.json && numbers.size() > most_in_text)
        throw UsageError{fmt::format(
            "--trajectory: {} trajectories as text are too many to read. Add --json, or keep them "
            "in files: gapmc run --samples",
            numbers.size())};
    OpenedStudy opened = load_sound_study(options);
    std::uint64_t const largest = *std::max_element(numbers.begin(), numbers.end());
    if (largest >= opened.request.trajectories)
        throw UsageError(
            fmt::format("--trajectory {}: the run has {}, numbered from 0. Give a smaller number", largest,
                        opened.request.trajectories));
    EngineOptions engine;
    engine.device = "cpu";
    auto const backend = choose_engine(engine).backend;  // for the plan's scales
    Session const session{std::move(opened), *backend, program_progress()};
    Replay replay{session};
    if (options.json && numbers.size() == 1) {
        print_one(session, numbers.front(), replay);
    } else if (options.json) {
        print_list(session, numbers, replay);
    } else {
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            if (i > 0) print_data("\n");
            print_text(session, numbers[i], replay);
        }
    }
    return 0;
}

}  // namespace

Action declare_replay(VerbOptions& verb) {
    auto const options = std::make_shared<ReplayOptions>();
    declare_study(verb, *options);
    declare_scenario(verb, *options);
    verb.option("--trajectory", "IDS", "Its number, from 0, or several: 5,17,100-120; required",
                [options](std::string const& text) { options->numbers = text; })
        .needed();
    declare_trajectories(verb, options->trajectories,
                         "Number of trajectories of the run, above all of IDS (default: the study's)");
    declare_seed(verb, *options);
    verb.flag("--json", "As JSON", options->json);
    declare_quiet(verb, options->quiet);
    return [options] { return replay_command(*options); };
}

}  // namespace gapmc
