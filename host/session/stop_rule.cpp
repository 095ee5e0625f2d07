// SPDX-License-Identifier: Apache-2.0
#include "host/session/stop_rule.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <regex>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "host/config/statement_text.hpp"
#include "host/outputs/headline.hpp"
#include "host/outputs/lookup.hpp"
#include "host/plan/term_rows.hpp"
#include "host/study/named.hpp"
#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr std::size_t longest = 1000;        // of a rule
constexpr std::size_t longest_target = 200;  // the library's matching takes stack for every character
constexpr std::size_t most_targets = 16;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

//! The number a text is, as a whole; NaN if it is none.
double number(std::string const& text) {
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? value : nan;
}

[[noreturn]] void refuse(std::string const& what) { throw UsageError("--until: " + what); }

std::vector<std::string> split_at_and(std::string const& text) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t at = text.find(" and "); at != std::string::npos; at = text.find(" and ", begin)) {
        parts.push_back(text.substr(begin, at - begin));
        begin = at + 5;
    }
    parts.push_back(text.substr(begin));
    return parts;
}

class TargetReader {
  public:
    TargetReader(Study const& study, Outcome outcome, std::vector<std::string> const& scenarios)
        : study_{study}, outcome_{outcome}, scenarios_{scenarios} {}

    StopTarget read(std::string const& text) const {
        static std::regex const form{
            R"(\s*mcse\(\s*(?:([a-z][a-z0-9_]*)\s*:\s*)?)"
            R"((?:P\(\s*([a-z][a-z0-9_]*)\s*\)|([a-z][a-z0-9_.]*)\.(mean|sd|narrower|p[0-9]{1,2}(?:\.[0-9])?)@([0-9]{1,5})))"
            R"(\s*\)\s*<=\s*([0-9.eE+-]+)\s*(%?)\s*)"};
        std::smatch m;
        if (text.size() > longest_target || !std::regex_match(text, m, form))
            throw UsageError("--until '" + escaped_bytes(text.substr(0, longest_target)) +
                             "': not understood. Write e.g. --until 'mcse(gap.p50@2035)<=0.01' with mean, "
                             "sd, narrower or a quantile in percent: p50, p5, p2.5");
        StopTarget target;
        target.scenario = m[1];
        target.statement = m[2];
        target.outcome = outcome_;
        if (!target.scenario.empty()) require_scenario(target.scenario);
        if (target.statement.empty()) {
            read_quantity(target, m[3]);
            target.statistic = m[4];
            read_year(target, m[5]);
            read_level(target);
        } else {
            require_statement(target.statement, !target.scenario.empty());
        }
        read_bound(target, m[6], m[7].length() > 0);
        return target;
    }

  private:
    void require_scenario(std::string const& id) const {
        if (std::find(scenarios_.begin(), scenarios_.end(), id) != scenarios_.end()) return;
        refuse("scenario '" + id + "' is not compared" +
               (scenarios_.empty() ? ". Use `compare`, or leave the name out"
                                   : fmt::format(". Use one of: {}", fmt::join(scenarios_, ", "))));
    }

    void require_statement(std::string const& id, bool compared) const {
        auto const found = std::find_if(study_.statements.begin(), study_.statements.end(),
                                        [&](ReportedStatement const& s) { return s.id == id; });
        if (found == study_.statements.end())
            refuse("the study has no statement '" + id + "'. Add it to [report.statements]");
        if (compared && found->statement.given >= 0)
            refuse("statement '" + id + "' has a condition and is not compared. Leave the scenario out");
    }

    void read_quantity(StopTarget& target, std::string const& text) const {
        // A study that does not tell an outcome apart has it in the one before, as table and chart do.
        bool const contrast = std::any_of(study_.contrasts.begin(), study_.contrasts.end(),
                                          [&](Contrast const& c) { return c.id == text; });
        bool const own = std::any_of(study_.quantities.begin(), study_.quantities.end(),
                                     [&](ReportedQuantity const& q) { return q.id == text; });
        if (contrast || own) {
            target.target = contrast ? contrast_in(outcome_) : Target::quantity;
            target.id = text;
        } else {
            try {
                QuantitySum const sum = parse_quantity(text, study_, outcome_);
                StatementTerm const& term = sum.terms.front();
                target.target = level_target(study_, term);
                target.outcome = term.outcome;
                target.id = term.id;
            } catch (StatementFault const& fault) {
                refuse(std::string{fault.what()} + ". " + fault.remedy);
            }
        }
        bool const driver = target.target == Target::driver || target.target == Target::driver_level;
        if (driver && !target.scenario.empty())
            refuse("drivers are not compared. Name a contrast, a score or a quantity of the study");
        if (!target.scenario.empty() && is_contrast(target.target) && target.target != contrast_in(outcome_))
            refuse(std::string{"scenarios are counted in the outcome "} + std::string{name_of(outcome_)} +
                   " alone. Name no other, or choose it with --outcome");
    }

    void read_year(StopTarget& target, std::string const& text) const {
        target.year = static_cast<int>(number(text));
        if (target.year <= study_.base || target.year > study_.end)
            refuse(
                fmt::format("year {} is not an index year. Use {} to {}", text, study_.base + 1, study_.end));
        auto const& reported = study_.report_years;
        if (std::find(reported.begin(), reported.end(), target.year) == reported.end())
            refuse("year " + text + " is not among report.years. Add it there, or choose another");
    }

    void read_level(StopTarget& target) const {
        if (target.statistic == "narrower" && !is_contrast(target.target))
            refuse("only contrasts are narrower than at base. Name mean, sd or a quantile");
        if (target.statistic.front() != 'p') return;
        // p025, which a study reads as 2.5 %, was not let through: here it could be taken for 25 %.
        target.level = number(target.statistic.substr(1)) / 100.0;
        bool const reported =
            target.level == 0.5 || std::any_of(study_.quantiles.begin(), study_.quantiles.end(),
                                               [&](double q) { return std::fabs(q - target.level) < 1e-9; });
        if (!reported)
            refuse(target.statistic + " is not among report.quantiles. Add it there, or choose another");
    }

    void read_bound(StopTarget& target, std::string const& text, bool percent) const {
        target.bound = number(text);
        if (!(target.bound > 0.0))
            refuse("the bound " + text + " is not positive. Give an error in the unit of the estimate");
        if (!percent) return;
        if (target.statement.empty() && target.statistic != "narrower")
            refuse("a bound in % is for probabilities. Give it in the unit of the quantity");
        target.bound /= 100;
    }

    Study const& study_;
    Outcome outcome_;
    std::vector<std::string> const& scenarios_;
};

double error_in(YearSummary const& year, std::optional<Estimate> const& narrower, StopTarget const& target) {
    if (target.statistic == "mean") return year.mean.mcse;
    if (target.statistic == "sd") return year.sd.mcse;
    if (target.statistic == "narrower") return narrower ? narrower->mcse : nan;
    auto const quantile = find_quantile(year, target.level);
    return quantile ? quantile->mcse : nan;
}

double error_of_study(StopTarget const& target, Results const& results) {
    if (!target.statement.empty()) {
        for (StatementResult const& s : results.statements)
            if (s.id == target.statement) return s.probability.mcse;
        return nan;
    }
    QuantitySummary const& quantity = is_contrast(target.target)
                                          ? find_outcome(results.quantities, target.outcome, target.id)
                                          : find_quantity(results.quantities, target.target, target.id);
    for (YearSummary const& year : quantity.years)
        if (year.year == target.year) return error_in(year, year.narrower, target);
    return nan;
}

double error_of_difference(StopTarget const& target, ScenarioResults const& scenario) {
    if (!target.statement.empty()) {
        for (StatementResult const& s : scenario.statements)
            if (s.id == target.statement && s.difference) return s.difference->mcse;
        return nan;
    }
    for (PairedQuantity const& quantity : scenario.differences) {
        bool const same =
            is_contrast(target.target) ? is_contrast(quantity.target) : quantity.target == target.target;
        if (!same || quantity.id != target.id) continue;
        for (PairedYear const& year : quantity.years)
            if (year.difference.year == target.year) return error_in(year.difference, year.narrower, target);
    }
    return nan;
}

}  // namespace

StopRule parse_stop_rule(std::string const& text, Study const& study, Outcome outcome,
                         std::vector<std::string> const& scenarios) {
    if (text.size() > longest) refuse("the rule is longer than 1000 bytes. Shorten it");
    TargetReader const reader{study, outcome, scenarios};
    StopRule rule;
    for (std::string const& part : split_at_and(text)) rule.targets.push_back(reader.read(part));
    if (rule.targets.size() > most_targets) refuse("the rule has more than 16 parts. Leave some out");
    return rule;
}

double error_of(StopTarget const& target, Results const& results) {
    if (target.scenario.empty()) return error_of_study(target, results);
    for (ScenarioResults const& scenario : results.scenarios)
        if (scenario.id.substr(0, scenario.id.find('+')) == target.scenario)
            return error_of_difference(target, scenario);
    return nan;
}

bool holds(StopRule const& rule, Results const& results) {
    return std::all_of(rule.targets.begin(), rule.targets.end(),
                       [&](StopTarget const& target) { return error_of(target, results) <= target.bound; });
}

double trajectories_until(StopRule const& rule, Results const& results) {
    double most = 0;
    for (StopTarget const& target : rule.targets) {
        double const ratio = error_of(target, results) / target.bound;
        if (!(ratio >= 0)) return nan;
        most = std::max(most, ratio * ratio * static_cast<double>(results.trajectories()));
    }
    return most;
}

}  // namespace gapmc
