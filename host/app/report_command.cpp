// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "host/app/commands.hpp"
#include "host/app/finished_run.hpp"
#include "host/report/report_html.hpp"

namespace gapmc {
namespace {

int report(ShownRunOptions const& options) {
    FinishedRun const run = open_finished_run(options);
    return deliver(report_html(run.session.study(), run.record, run.results), options);
}

}  // namespace

Action declare_report(VerbOptions& verb) {
    auto const options = std::make_shared<ShownRunOptions>();
    declare_shown_run(verb, *options, "page");
    return [options] { return report(*options); };
}

}  // namespace gapmc
