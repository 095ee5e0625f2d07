// SPDX-License-Identifier: Apache-2.0
#include "host/app/renew_run.hpp"

#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/run_card.hpp"
#include "host/app/signals.hpp"
#include "host/app/simulate.hpp"
#include "host/app/stopwatch.hpp"
#include "host/app/talk.hpp"
#include "host/folder/directory.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

int renew_run(StudyOptions const& study, EngineOptions const& engine, KeepingOptions const& keeping,
              Renewal const& renewal) {
    Stopwatch const whole;
    std::string const& folder = study.study;
    if (!is_directory(folder)) throw InputMissing(plain_text(folder) + ": not the folder of a run");
    settle_before_reading(folder);
    static_cast<void>(read_sums(folder));  // a run that is finished has them
    RecordHead head = in_folder(folder, [&] { return read_record_head(read_run_file(folder, record_name)); });
    if (std::string const done = renewal.begin(head); !done.empty()) {
        print_data(done + "\n");
        return 0;
    }
    OpenedStudies opened = open_studies(head, folder + "/study.toml");
    ChosenEngine const chosen = engine_of(engine, study.quiet);
    Backend& backend = *chosen.backend;
    if (!study.quiet) say("{} ({})", backend.describe(), chosen.why);
    Progress& progress = program_progress();
    Session const session{std::move(opened), backend, progress};

    HoldsFiles const holding;
    OutputDirectory directory{folder, Existing::replace, names_of_run(session.study())};
    Checkpoints checkpoints{
        directory, session, renewal.task, {keeping.checkpoint_every, /*force=*/true, study.quiet}};
    // Again, now that nobody else can replace it.
    UnderWay run = checkpoints.begin({read_record(read_run_file(folder, record_name), session.plan())});
    if (!checkpoints.taken_up() && renewal.prepare) renewal.prepare(session, run.record, backend);
    std::uint64_t const before = run.record.done.size();
    Stopwatch const simulation;
    Results results;
    checkpoints.watch(run, [&] {
        renewal.work(session, run, backend, checkpoints);
        double const simulation_seconds = simulation.seconds();
        say_refused_threads(backend.engine(), study.quiet);
        progress.go_on();
        results = session.results(run.record);
        add_files(directory, session, run.record, progress);
        RunOptions card;
        static_cast<StudyOptions&>(card) = study;
        static_cast<EngineOptions&>(card) = engine;
        card.verb = renewal.task.verb;
        Spent const spent{whole.seconds(), simulation_seconds, results.trajectories() - before};
        directory.add("run.json", run_card(card, backend, results, spent), Listed::no);
        progress.go_on();  // the last look: from here on the files come to be, whatever is wished
    });
    directory.commit();
    settle_outcome();
    print_data(results_text(session, results, folder));
    return 0;
}

}  // namespace gapmc
