// SPDX-License-Identifier: Apache-2.0
#include "host/session/opened_study.hpp"

#include "host/check/feasibility.hpp"
#include "host/config/read_study.hpp"
#include "host/config/statement_text.hpp"
#include "host/config/write_study.hpp"
#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

std::string OpenedStudy::resolved() const { return resolved_toml(study, request); }
std::string OpenedStudy::assumptions() const { return assumptions_toml(study); }

namespace {

Statement stated(std::string const& text, OpenedStudy const& opened) {
    try {
        return parse_statement(text, opened.study,
                               opened.request.shown.outcome.value_or(opened.study.outcome));
    } catch (StatementFault const& fault) {
        throw UsageError("the statement: " + fault_text(text, fault));
    }
}

}  // namespace

std::string shown_problem(Study const& study, Shown const& shown) {
    std::string known;
    bool found = shown.contrast.empty();
    for (Contrast const& contrast : study.contrasts) {
        found = found || contrast.id == shown.contrast;
        known += (known.empty() ? "" : ", ") + contrast.id;
    }
    if (!found)
        return "shown is contrast " + escaped_bytes(shown.contrast) +
               ", which the study does not have. Choose with --contrast one of: " + known;
    if (shown.outcome == Outcome::edition && !study.index.revisions)
        return "the study has no outcome 'edition' to show, which is made by [index.revisions]. Choose "
               "another with --outcome";
    if (shown.outcome == Outcome::published && !study.index.measurement)
        return "the study has no outcome 'published' to show, which is made by [index.measurement]. Choose "
               "another with --outcome";
    return "";
}

OpenedStudy open_study(GivenStudy given, std::string file, RequestOptions const& options) {
    OpenedStudy opened;
    opened.given = std::move(given);
    opened.file = std::move(file);
    ReadResult read =
        read_study(opened.given.text, opened.file, opened.given.overrides, opened.given.scenario);
    opened.study = std::move(read.study);
    opened.problems = std::move(read.problems);
    opened.request = read.request;
    if (options.seed) opened.request.seed = *options.seed;
    if (options.trajectories) opened.request.trajectories = *options.trajectories;
    opened.request.shard = options.shard;
    if (!opened.ok()) return opened;
    if (std::string const problem = shown_problem(opened.study, options.shown); !problem.empty())
        throw UsageError(problem);
    opened.request.shown = options.shown;
    opened.request.exact = options.exact;
    if (options.statements.empty())
        for (ReportedStatement const& own : opened.study.statements)
            opened.statements.push_back(own.statement);
    for (std::string const& text : options.statements) opened.statements.push_back(stated(text, opened));
    std::vector<Problem> const numeric = check_feasibility(opened.study, opened.file);
    opened.problems.insert(opened.problems.end(), numeric.begin(), numeric.end());
    sort_problems(opened.problems);
    return opened;
}

OpenedStudies open_studies(RecordHead const& head, std::string file) {
    RequestOptions options;
    options.seed = head.request.seed;
    options.trajectories = head.request.trajectories;
    options.shard = head.request.shard;
    options.exact = head.request.exact;
    OpenedStudies opened{open_study(head.given, file, options), {}};
    if (opened.study.ok() && !shown_problem(opened.study.study, head.request.shown).empty())
        throw DataError("tally.bin shows what its study does not have. It was changed");
    opened.study.request.shown = head.request.shown;
    for (GivenStudy const& given : head.compared) {
        opened.compared.push_back(open_study(given, file, options));
        opened.compared.back().request.shown = head.request.shown;
    }
    return opened;
}

}  // namespace gapmc
