// SPDX-License-Identifier: Apache-2.0
#include "host/app/finished_run.hpp"

#include <fmt/format.h>

#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/signals.hpp"
#include "host/app/talk.hpp"
#include "host/folder/directory.hpp"
#include "host/folder/named_file.hpp"
#include "host/record/record_bytes.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

OpenedStudies opened_as_shown(RecordHead const& head, ShownRunOptions const& options) {
    if (options.shown.outcome && !head.compared.empty())
        throw UsageError("--outcome: a comparison counts its scenarios in one outcome. Leave it out");
    OpenedStudies opened = open_studies(head, options.folder + "/study.toml");
    if (!opened.study.ok()) throw StudyError(format_problems(opened.study.problems));
    Shown& shown = opened.study.request.shown;
    if (!options.shown.contrast.empty()) shown.contrast = options.shown.contrast;
    if (options.shown.outcome) shown.outcome = options.shown.outcome;
    if (std::string const problem = shown_problem(opened.study.study, shown); !problem.empty())
        throw UsageError(problem);
    return opened;
}

}  // namespace

FinishedRun open_finished_run(ShownRunOptions const& options) {
    if (!is_directory(options.folder))
        throw InputMissing(plain_text(options.folder) + ": not the folder of a run");
    settle_before_reading(options.folder);
    return in_folder(options.folder, [&] {
        std::string const bytes = read_run_file(options.folder, record_name);
        auto const backend = make_cpu_backend(processor_of({}));
        Session session{opened_as_shown(read_record_head(bytes), options), *backend, program_progress()};
        Record record = read_record(bytes, session.plan());
        record.request.shown = session.request().shown;
        Results results = session.results(record);
        return FinishedRun{std::move(session), std::move(record), std::move(results)};
    });
}

void declare_shown_run(VerbOptions& verb, ShownRunOptions& options, std::string const& what) {
    verb.argument("DIR", "Folder of a finished run",
                  [&options](std::string const& text) { options.folder = text; })
        .offers(Offer::folders);
    verb.option("--out", "FILE", fmt::format("File for the {} (default: it is printed)", what),
                [&options](std::string const& text) { options.out = text; })
        .offers(Offer::files);
    verb.option("--contrast", "NAME",
                fmt::format("Contrast that the {} is about (default: that of the run)", what),
                [&options](std::string const& text) { options.shown.contrast = text; })
        .offers(Offer::contrasts);
    declare_outcome(verb, options.shown, "Its outcome");
    declare_quiet(verb, options.quiet);
}

int deliver(std::string const& text, ShownRunOptions const& options) {
    settle_outcome();
    if (options.out.empty()) return print_data(text), 0;
    write_named_file(options.out, text);
    if (!options.quiet) say("{}", plain_text(options.out));
    return 0;
}

}  // namespace gapmc
