// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/signals.hpp"
#include "host/app/stopwatch.hpp"
#include "host/app/talk.hpp"
#include "host/app/whole_number.hpp"
#include "host/bench/bench_rates.hpp"
#include "host/bench/forecast.hpp"
#include "host/bench/workloads.hpp"
#include "host/folder/durable.hpp"
#include "host/outputs/headline.hpp"
#include "host/text/escape.hpp"
#include "host/text/rough.hpp"
#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr std::uint64_t most_devices = 1'000'000;
constexpr std::uint64_t most_bytes = 1 << 24;  //!< of a file of rates
constexpr char const* here = "here";

//! Devices as they are asked for: "64xrates.json", "8xhere", "rates.json".
struct Asked {
    std::uint64_t number = 1;
    std::string what = here;
};

Asked parse_devices(std::string const& text) {
    std::size_t const rest = text.find_first_not_of("0123456789");
    if (rest == std::string::npos || (rest > 0 && text.substr(rest) == "x"))
        throw UsageError(fmt::format(
            "--devices {}: of what? Write 8xhere, or 64xFILE with a file of `gapmc bench --out FILE`",
            escaped_bytes(text)));
    if (rest == 0 || text[rest] != 'x') return {1, text};
    return {parse_whole("--devices", text.substr(0, rest), {1, most_devices}), text.substr(rest + 1)};
}

//! What rates of the flagship say of a study: its work relative to the flagship's, on the engine at hand.
class Relative {
  public:
    Relative(double rate, Backend& backend) : rate_{rate}, backend_{backend} {}

    double work() {
        if (work_ > 0) return work_;
        Progress& progress = program_progress();
        Session const flagship =
            open_workload(choose_workloads({"flagship"}).front(), diagnosed_trajectories, backend_, progress);
        return work_ = rate_of(flagship, backend_, progress) / rate_;
    }

  private:
    double rate_;
    Backend& backend_;
    double work_ = 0;
};

PlannedDevices planned(Asked const& asked, double rate, Relative& relative, Backend const& backend) {
    if (asked.what == here) return {asked.what, {asked.number, rate}, backend.describe() + ", measured now"};
    std::string const name = escaped_bytes(asked.what);
    std::error_code unknown;
    // Nothing else is opened: a pipe would be waited for.
    if (!std::filesystem::is_regular_file(asked.what, unknown))
        throw InputMissing(fmt::format(
            "--devices {}: neither 'here' nor a file. Nobody can say how fast a device is that was "
            "not measured: run `gapmc bench flagship --out FILE` on it, and name the file",
            name));
    if (std::filesystem::file_size(asked.what) > most_bytes)
        throw DataError(name + ": not a file of `gapmc bench --out`");
    std::string const text = read_small_file(asked.what);
    BenchRates const rates = read_bench_rates(text, name);
    double const work = relative.work();
    return {
        name,
        {asked.number, rates.flagship / work},
        fmt::format("{}: the flagship at {}/s on {}; a trajectory of this study takes {:.2f} of one of the "
                    "flagship here",
                    plain_text(rates.backend), count_text(rates.flagship), plain_text(rates.date), work)};
}

int plan_command(PlanOptions const& options) {
    Stopwatch const start;
    if (auto const run = find_run(options.study); run && !run->head.compared.empty())
        throw UsageError(
            plain_text(options.study) +
            " holds a comparison, whose worlds are counted together. Plan the study of one of them");
    PartOptions whole;
    whole.shard = Shard{};
    OpenedStudy opened = load_sound_study(options, whole);
    std::uint64_t const trajectories = opened.request.trajectories;
    opened.request.trajectories = diagnosed_trajectories;  // that the short run makes
    opened.request.exact = Exact::none;
    std::vector<Asked> asked;
    for (std::string const& text : options.devices) asked.push_back(parse_devices(text));
    if (asked.empty()) asked.emplace_back();

    ChosenEngine const chosen = engine_of(options, options.quiet);
    Backend& backend = *chosen.backend;
    if (!options.quiet) say("{} ({})", backend.describe(), chosen.why);
    Session const session{std::move(opened), backend, program_progress()};
    double const start_seconds = start.seconds();
    MeasuredStudy measured = measure_study(session, backend, program_progress());
    measured.costs.start = start_seconds;
    Relative relative{measured.rate, backend};
    std::vector<PlannedDevices> devices;
    for (Asked const& kind : asked) devices.push_back(planned(kind, measured.rate, relative, backend));

    Study const& study = session.study();
    Headline const shown = headline_of(study, session.request());
    QuantitySummary const& gap = find_outcome(measured.results.quantities, shown.outcome, shown.contrast);
    YearSummary const last = gap.years.back();
    std::string const unit = gap.unit;
    Forecast forecast = forecast_of(trajectories, std::move(devices), std::move(measured), last);
    forecast.study = fmt::format("{} ({} to {}, {} steps of {} months)", study.name, study.base, study.end,
                                 session.plan().model().topology.steps, study.months_per_step);
    forecast.quantity =
        fmt::format("{}, {}, in {}", shown.contrast, outcome_words(shown.outcome, study), last.year);
    forecast.unit = unit;
    settle_outcome();
    print_data(options.json ? forecast_json(forecast) : forecast_table(forecast));
    return 0;
}

}  // namespace

Action declare_plan(VerbOptions& verb) {
    auto const options = std::make_shared<PlanOptions>();
    declare_study(verb, *options);
    declare_scenario(verb, *options);
    declare_trajectories(verb, options->trajectories,
                         "Number of trajectories: 10M, 1G, 1T (default: the study's)");
    verb.option(
            "--devices", "NxWHAT",
            "So many of a device: 8xhere, or 64xFILE with a file that `gapmc bench --out FILE` made there; "
            "may be repeated (default: here)",
            [options](std::string const& text) { options->devices.push_back(text); })
        .offers(Offer::files)
        .repeated();
    declare_engine(verb, *options);
    verb.flag("--json", "JSON on stdout instead of the table", options->json);
    declare_quiet(verb, options->quiet);
    return [options] { return plan_command(*options); };
}

}  // namespace gapmc
