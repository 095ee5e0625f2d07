// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/app/checkpoints.hpp"
#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/progress_line.hpp"
#include "host/app/signals.hpp"
#include "host/app/talk.hpp"
#include "host/outputs/headline.hpp"
#include "host/outputs/statement_lines.hpp"
#include "host/plan/term_rows.hpp"
#include "host/results/described.hpp"
#include "host/session/session.hpp"
#include "host/study/named.hpp"
#include "host/text/json_text.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr char const* answers_name = "answers.json";

//! A word that changes the study: it names a key before its sign, or takes one away. Statements compare, ask
//! for years by @ or have blanks first.
bool is_override(std::string const& word) {
    if (word.starts_with('~') || word.starts_with('+')) return true;
    std::size_t const sign = word.find_first_of("=<>@ ");
    return sign != std::string::npos && word[sign] == '=';
}

//! What the quantities of the statements are, once each: "gap: United States minus China [points]".
std::vector<std::string> asked_about(Session const& session) {
    std::vector<std::string> lines;
    Study const& study = session.study();
    for (Statement const& statement : session.opened().statements)
        for (StatementPart const& part : statement.parts)
            for (StatementTerm const& term : part.terms) {
                Target const target = target_of(term);
                Plan const& plan = session.plan();
                Described const what = describe(study, plan, plan.rows[plan.row_of(target, term.id)]);
                // A driver is asked for in its own unit, its row may be in link space.
                std::string const unit =
                    target == Target::driver ? driver_of(study, term.id).unit : what.unit;
                std::string line = (term.of == StatementTerm::Of::score ? "score." : "") + term.id + ": " +
                                   what.name + " [" + unit + "]";
                if (is_contrast(target)) line += ", " + outcome_words(term.outcome, study);
                if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
            }
    return lines;
}

std::string statements_json(Session const& session, Record const& record) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (StatementResult const& s : session.statements(record)) list.push_back(statement_json(s));
    return json_text(
        {{"format", "gapmc-answers"},
         {"version", 1},
         {"study", session.study().name},
         {"study_digest", session.plan().study_digest()},
         {"trajectories", record.done.size()},
         {"seed", session.request().seed},
         {"shard", fmt::format("{}/{}", session.request().shard.number, session.request().shard.of)},
         {"quantities", asked_about(session)},
         {"statements", list}});
}

int ask_command(AskOptions const& options) {
    OpenedStudy opened = load_sound_study(options, options);
    if (opened.statements.empty())
        throw UsageError{
            "nothing is asked, and the study has no [report.statements]. Add a statement, e.g. 'gap@2030 < "
            "15'"};
    ChosenEngine const chosen = engine_of(options, options.quiet);
    Backend& backend = *chosen.backend;
    if (!options.quiet) say("{} ({})", backend.describe(), chosen.why);
    Progress& progress = program_progress();
    Session const session{std::move(opened), backend, progress};
    UnderWay run{session.empty_record()};
    auto const count = [&](Keeper* keeper) {
        progress.done = run.record.done.size();
        // The error of a probability is largest at one half.
        ProgressLine const line{progress, session.range().size(), {"probabilities", 50, "%"}, options.quiet};
        session.count(run, backend, progress, {nullptr, nullptr, keeper});
    };
    if (options.out.empty()) {
        count(nullptr);
    } else {
        if (is_directory(options.study)) refuse_own_folder(options.study, options.out);
        HoldsFiles const holding;
        OutputDirectory directory{
            options.out, options.force ? Existing::replace : Existing::go_on, {answers_name}};
        Checkpoints checkpoints{directory,
                                session,
                                {"ask", options.statements},
                                {options.checkpoint_every, options.force, options.quiet}};
        run = checkpoints.begin(std::move(run));
        checkpoints.watch(run, [&] { count(&checkpoints); });
        directory.add(answers_name, statements_json(session, run.record));
        directory.commit();
    }
    say_refused_threads(backend.engine(), options.quiet);
    settle_outcome();
    print_data(options.json ? statements_json(session, run.record)
                            : statement_lines(session.study(), session.request(), run.record.done.size(),
                                              asked_about(session), session.statements(run.record)));
    return 0;
}

}  // namespace

Action declare_ask(VerbOptions& verb) {
    auto const options = std::make_shared<AskOptions>();
    verb.argument("STUDY", "Study file, or the folder of a run",
                  [options](std::string const& text) { options->study = text; })
        .offers(Offer::files);
    verb.argument("STATEMENT",
                  "What is asked of each trajectory, e.g. 'gap@2030 < 15 and gap@2035 > 20' (default: "
                  "[report.statements]); KEY=VALUE among them changes the study",
                  [options](std::string const& word) {
                      if (is_override(word))
                          options->overrides.push_back(checked_override(word));
                      else
                          options->statements.push_back(word);
                  })
        .repeated()
        .optional();
    declare_scenario(verb, *options);
    declare_trajectories(verb, options->trajectories,
                         "Number of trajectories: 500k, 10M, 1G, 1e8 (default: the study's)");
    declare_seed(verb, *options);
    declare_outcome(verb, options->shown, "Outcome of contrasts that name none");
    verb.option("--out", "DIR", "Folder for answers.json; a count that is stopped is kept there",
                [options](std::string const& text) { options->out = text; })
        .offers(Offer::folders);
    verb.flag("--force", "Replace finished answers in that folder", options->force).only_with("--out");
    declare_keeping(verb, *options).only_with("--out");
    declare_engine(verb, *options);
    verb.flag("--json", "Answers as JSON on stdout", options->json);
    declare_quiet(verb, options->quiet);
    return [options] { return ask_command(*options); };
}

}  // namespace gapmc
