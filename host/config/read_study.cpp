// SPDX-License-Identifier: Apache-2.0
#include "host/config/read_study.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "host/config/all_quantities.hpp"
#include "host/config/check_shape.hpp"
#include "host/config/check_study.hpp"
#include "host/config/guard.hpp"
#include "host/config/number_text.hpp"
#include "host/config/overrides.hpp"
#include "host/config/parse_toml.hpp"
#include "host/config/read_parts.hpp"
#include "host/config/scenarios.hpp"
#include "host/config/settle_reported.hpp"
#include "host/config/suggest.hpp"
#include "host/config/write_study.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Lags as the whole numbers of steps that they mean.
void settle_lags(Study& study) {
    auto const settle = [&](double& years) { years = config::settled_lag(years, study.months_per_step); };
    for (Coupling& coupling : study.couplings) settle(coupling.lag);
    for (Event& event : study.events) {
        if (event.feedback) settle(event.feedback->lag);
    }
    for (Dimension& dimension : study.index.dimensions) {
        for (Loading& loading : dimension.loadings) settle(loading.lag);
    }
}

//! Leaves out rank correlations of inputs that are fixed or not drawn: they were warned about and have no
//! effect.
void drop_idle_rank_pairs(Study& study) {
    std::set<std::string> idle;
    for (Quantity const* const quantity : all_quantities(study)) {
        if (!is_drawn(study, *quantity)) idle.insert(quantity->path);
    }
    std::erase_if(study.rank_pairs, [&](RankPair const& pair) {
        return idle.contains(pair.first) || idle.contains(pair.second);
    });
}

//! Whether texts can be held against what a study has: what is wrong there would be complained of twice.
bool names_are_sound(config::Context const& context) {
    for (char const* const table : {"study", "actors", "drivers", "events", "contrasts", "report"})
        if (context.reported(table)) return false;
    return true;
}

//! From the tree of a file, to which overrides were applied.
void read_tree(config::Context& context, config::Node root, ReadResult& result) {
    config::read_number_texts(root);
    context.names = config::collect_names(root);
    config::check_shape(context, root);
    config::Cursor const cursor{context, &root, config::study_spec(), ""};
    Study& study = result.study;
    config::read_head(cursor, study);
    result.request = config::read_request(cursor);
    config::read_drivers(cursor, study);
    config::read_relations(cursor, study);
    config::read_events(cursor, study);
    config::read_index(cursor, study);
    settle_lags(study);
    config::check_study(cursor, study);
    if (names_are_sound(context)) config::settle_reported(context, study);
    drop_idle_rank_pairs(study);
}

bool same(Problem const& a, Problem const& b) {
    return a.place.line == b.place.line && a.place.column == b.place.column && a.key == b.key &&
           a.value == b.value && a.reason == b.reason && a.remedy == b.remedy && a.severity == b.severity;
}

//! Those that only a scenario has; they say so.
std::vector<Problem> problems_of(Scenario const& scenario, std::vector<Problem> found,
                                 std::vector<Problem> const& of_baseline) {
    std::erase_if(found, [&](Problem const& problem) {
        return std::any_of(of_baseline.begin(), of_baseline.end(),
                           [&](Problem const& known) { return same(problem, known); });
    });
    for (Problem& problem : found) problem.reason = "in scenario '" + scenario.id + "', " + problem.reason;
    return found;
}

//! \throws UsageError if a study does not have it
void require_scenario(Study const& study, std::string const& file, std::string const& wanted) {
    if (wanted.empty() || wanted == baseline || config::find_scenario(study.scenarios, wanted) != nullptr)
        return;
    std::vector<std::string> known{std::string{baseline}};
    for (Scenario const& scenario : study.scenarios) known.push_back(scenario.id);
    std::string const nearest = nearest_name(wanted, known);
    throw UsageError{
        "no scenario '" + shown(wanted) + "' in " + shown(file) + ". " +
        (nearest.empty() ? "There are: " + config::listed(known) : "Did you mean '" + nearest + "'?")};
}

ReadResult read_scenario(config::Node root, std::string const& file, std::vector<Scenario> const& scenarios,
                         Scenario const& scenario) {
    ReadResult result;
    config::Context context{file, result.problems, {}};
    config::make_scenario(context, root, scenarios, scenario);
    result.study.made = scenario;
    read_tree(context, std::move(root), result);
    return result;
}

//! Make the scenario that is wanted of a sound study, which it replaces; or check all of them, each by what
//! is different in it.
void read_scenarios(config::Node const& root, std::string const& file, std::string const& wanted,
                    ReadResult& result) {
    require_scenario(result.study, file, wanted);
    std::vector<Problem> const of_baseline = result.problems;
    std::string const assumptions = assumptions_toml(result.study);
    std::optional<ReadResult> made;
    bool const all = wanted.empty() || wanted == baseline;
    for (Scenario const& scenario : result.study.scenarios) {
        if (!all && scenario.id != wanted) continue;
        ReadResult read = read_scenario(root, file, result.study.scenarios, scenario);
        if (read.ok() && assumptions_toml(read.study) == assumptions)
            read.problems.push_back({file, scenario.place, "scenarios." + scenario.id, "",
                                     "it is the study itself: no assumption differs",
                                     "Give it an override that changes something", "", Severity::warning});
        std::vector<Problem> const own = problems_of(scenario, read.problems, of_baseline);
        result.problems.insert(result.problems.end(), own.begin(), own.end());
        if (scenario.id == wanted) made = std::move(read);
    }
    if (!made) return;
    result.study = std::move(made->study);
    result.request = made->request;
}

}  // namespace

void ReadResult::require_ok() const {
    if (!ok()) throw StudyError{format_problems(problems)};
}

ReadResult read_study(std::string_view text, std::string const& file,
                      std::vector<std::string> const& overrides, std::string const& scenario) {
    guard_text(text, file);
    ReadResult result;
    auto root = config::parse_toml(text, file, result.problems);
    if (!root) return result;
    config::Context context{file, result.problems, {}};
    config::apply_overrides(context, *root, overrides);
    read_tree(context, *root, result);
    config::check_scenarios(context, result.study.scenarios);
    if (result.ok()) read_scenarios(*root, file, scenario, result);
    sort_problems(result.problems);
    return result;
}

ReadResult read_study_file(std::string const& path, std::vector<std::string> const& overrides,
                           std::string const& scenario) {
    return read_study(read_study_text(path), path, overrides, scenario);
}

}  // namespace gapmc
