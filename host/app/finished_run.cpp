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
FinishedRun open_finished_run(ShownRunOptions const& options) {
    if (!is_directory(options.folder))
        throw InputMissing(plain_text(options.folder) + ": not the folder of a run");
    settle_before_reading(options.folder);
    return in_folder(options.folder, [&] {
        std::string const bytes = read_run_file(options.folder, record_name);
        auto const backend = make_cpu_backend(processor_of({}));
        Session session{open_as_shown(read_record_head(bytes), options.folder, options.shown), *backend,
                        program_progress()};
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
    if (options.out.empty()) {
        settle_outcome();
        print_data(text);
        return 0;
    }
    {
        HoldsFiles const holding;
        write_named_file(options.out, text);
    }
    settle_outcome();
    if (!options.quiet) say("{}", plain_text(options.out));
    return 0;
}

}  // namespace gapmc
