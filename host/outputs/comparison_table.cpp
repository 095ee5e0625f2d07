// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/comparison_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "host/outputs/headline.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/text_grid.hpp"
#include "host/text/escape.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

constexpr std::size_t most_years = 3;
constexpr char const* none = "-";

//! What is shown of a world: its own summary of a contrast, and the pairs, of which the baseline has none.
struct TableWorld {
    std::string id;  //!< of a sweep, whose id is a digest, its words
    std::string title;
    QuantitySummary const* own = nullptr;
    PairedQuantity const* paired = nullptr;
    ScenarioResults const* scenario = nullptr;
};

//! Other studies may have one title, and that of the baseline: then their ids are what tells them apart.
void tell_apart(std::vector<TableWorld>& worlds) {
    std::map<std::string, int> number;
    for (TableWorld const& world : worlds) ++number[world.id];
    for (TableWorld& world : worlds)
        if (number[world.id] > 1 && world.scenario != nullptr) world.id = world.scenario->id;
}

std::vector<TableWorld> table_worlds(Study const& study, Results const& results, std::string const& contrast,
                                     Outcome outcome) {
    std::vector<TableWorld> all;
    QuantitySummary const& base = find_outcome(results.quantities, outcome, contrast);
    std::string const title = study.made.id.empty() ? "Baseline: the study itself" : title_of(study.made);
    all.push_back({results.scenario, title, &base, nullptr, nullptr});
    for (ScenarioResults const& s : results.scenarios) {
        bool const swept = s.id.starts_with(std::string{baseline} + "+");
        TableWorld world{swept ? plain_text(s.title) : s.id, s.title, nullptr, nullptr, &s};
        for (QuantitySummary const& q : s.quantities)
            if (is_contrast(q.target) && q.id == contrast) world.own = &q;
        for (PairedQuantity const& p : s.differences)
            if (is_contrast(p.target) && p.id == contrast) world.paired = &p;
        all.push_back(world);
    }
    tell_apart(all);
    return all;
}

template<class Years>
auto const* in_year(Years const& years, int year) {
    using Year = typename Years::value_type;
    for (Year const& y : years) {
        if constexpr (requires { y.difference; }) {
            if (y.difference.year == year) return &y;
        } else {
            if (y.year == year) return &y;
        }
    }
    return static_cast<Year const*>(nullptr);
}

//! What a world does not have; a dash stands in its place.
Estimate nothing() { return no_estimate(Missing::few); }

//! "41x": two digits; many thousands are said as such.
std::string saved_text(std::optional<double> const& saved) {
    if (!saved) return none;
    if (*saved >= 10000) return ">9999x";
    return fixed_decimals(*saved, *saved < 10 ? 1 : 0) + "x";
}

//! A column of what only some worlds have: the others show a dash.
Column dashed(Column column, std::vector<bool> const& has) {
    for (std::size_t i = 0; i < has.size(); ++i)
        if (!has[i]) column.cells[i] = none;
    return column;
}

class YearTable {
  public:
    YearTable(std::vector<TableWorld> const& worlds, int year) {
        for (TableWorld const& world : worlds) {
            YearSummary const* const own = world.own != nullptr ? in_year(world.own->years, year) : nullptr;
            PairedYear const* const paired =
                world.paired != nullptr ? in_year(world.paired->years, year) : nullptr;
            add(own, paired);
        }
    }

    //! \param names  of the worlds
    std::vector<Column> columns(Column names) const {
        std::vector<Column> all{std::move(names)};
        all.push_back(dashed(own_decimals("median", medians_, 1), has_own_));
        if (!low_head_.empty()) {
            all.push_back(dashed(own_decimals(low_head_, lows_, 1), has_own_));
            all.push_back(dashed(own_decimals(high_head_, highs_, 1), has_own_));
        }
        all.push_back(dashed(own_signed("difference", means_), has_pair_));
        all.push_back(dashed(own_errors("\u00b1mcse", means_), has_pair_));
        if (!low_head_.empty()) {
            all.push_back(dashed(own_signed("diff " + low_head_, pair_lows_), has_pair_));
            all.push_back(dashed(own_signed("diff " + high_head_, pair_highs_), has_pair_));
        }
        if (std::find(has_narrower_.begin(), has_narrower_.end(), true) != has_narrower_.end())
            all.push_back(dashed(own_decimals("nearer%", narrower_, in_percent), has_narrower_));
        all.push_back({"saved", saved_});
        return all;
    }

    std::set<std::string_view> const& reasons() const { return reasons_; }

  private:
    void add(YearSummary const* own, PairedYear const* paired) {
        has_own_.push_back(own != nullptr);
        has_pair_.push_back(paired != nullptr);
        // Where nothing differs yet nothing is nearer, which 0 would say otherwise.
        has_narrower_.push_back(paired != nullptr && paired->narrower &&
                                paired->difference.mean.missing != Missing::unmoved);
        medians_.push_back(own != nullptr ? find_quantile(*own, 0.5).value_or(nothing()) : nothing());
        bool const has_band = add_band(own, lows_, highs_);
        bool const has_pair_band =
            add_band(paired != nullptr ? &paired->difference : nullptr, pair_lows_, pair_highs_);
        means_.push_back(paired != nullptr ? paired->difference.mean : nothing());
        narrower_.push_back(has_narrower_.back() ? *paired->narrower : nothing());
        saved_.push_back(saved_text(paired != nullptr ? paired->variance_saved : std::nullopt));
        if (own != nullptr) see({medians_.back()}, false);
        if (has_band) see({lows_.back(), highs_.back()}, false);
        if (paired != nullptr) see({means_.back()}, true);
        if (has_pair_band) see({pair_lows_.back(), pair_highs_.back()}, true);
    }

    void see(std::initializer_list<Estimate> estimates, bool of_pairs) {
        for (Estimate const& e : estimates)
            if (e.missing == Missing::unmoved && of_pairs)
                reasons_.insert("no trajectory differs from the baseline yet");
            else if (e.missing != Missing::nothing)
                reasons_.insert(reason(e.missing));
    }

    //! \return whether the study reports quantiles that make one
    bool add_band(YearSummary const* year, std::vector<Estimate>& lows, std::vector<Estimate>& highs) {
        auto const band = year != nullptr ? middle_band(*year) : std::nullopt;
        lows.push_back(band ? band->low : nothing());
        highs.push_back(band ? band->high : nothing());
        if (!band || !low_head_.empty()) return band.has_value();
        double const inside = std::stod(band->percent);
        low_head_ = shortest((100 - inside) / 2) + "%";
        high_head_ = shortest((100 + inside) / 2) + "%";
        return true;
    }

    std::vector<bool> has_own_, has_pair_, has_narrower_;
    std::vector<Estimate> medians_, lows_, highs_, means_, pair_lows_, pair_highs_, narrower_;
    std::vector<std::string> saved_;
    std::string low_head_, high_head_;
    std::set<std::string_view> reasons_;
};

Estimate in_points(Estimate estimate) {
    estimate.value *= in_percent;
    estimate.mcse *= in_percent;
    return estimate;
}

StatementResult const* find_statement(std::vector<StatementResult> const& all,
                                      StatementResult const& wanted) {
    for (StatementResult const& s : all)
        if (s.id == wanted.id && s.text == wanted.text) return &s;
    return nullptr;
}

//! How probable a statement of the study is in each world. \param names  of the worlds
std::vector<Column> statement_columns(Results const& results, std::vector<TableWorld> const& worlds,
                                      StatementResult const& statement, Column names) {
    std::vector<Estimate> probabilities, differences;
    std::vector<bool> has, has_difference;
    for (TableWorld const& world : worlds) {
        auto const& all = world.scenario != nullptr ? world.scenario->statements : results.statements;
        StatementResult const* const found = find_statement(all, statement);
        has.push_back(found != nullptr);
        has_difference.push_back(found != nullptr && found->difference);
        probabilities.push_back(found != nullptr ? found->probability : nothing());
        differences.push_back(has_difference.back() ? in_points(*found->difference) : nothing());
    }
    return {std::move(names), dashed(own_decimals("P%", probabilities, in_percent), has),
            dashed(own_signed("difference", differences), has_difference),
            dashed(own_errors("\u00b1mcse", differences), has_difference)};
}

//! Why a probability is NA; empty if none is.
std::string statement_reasons(Results const& results, StatementResult const& statement) {
    std::vector<StatementResult> all = results.statements;
    for (ScenarioResults const& s : results.scenarios)
        all.insert(all.end(), s.statements.begin(), s.statements.end());
    for (StatementResult const& s : all)
        if (s.id == statement.id && s.text == statement.text && has_no_value(s.probability))
            return "NA: no trajectory fulfils the condition\n";
    if (statement.conditional && !results.scenarios.empty())
        return "no difference: the condition selects other trajectories in each world\n";
    return "";
}

//! "narrow_then_wide: gap@2030 < 15 and gap@2035 > 20", with its title between where it has one.
std::string statement_heading(StatementResult const& statement) {
    std::string const title = statement.title.empty() ? "" : plain_text(statement.title) + ": ";
    return plain_text(statement.id) + ": " + title + plain_text(statement.text);
}

std::vector<int> years_of(QuantitySummary const& quantity) {
    std::vector<int> years;
    for (YearSummary const& year : quantity.years) years.push_back(year.year);
    return milestones(years);
}

//! What the columns mean, and which contrast in which outcome.
std::string about(Study const& study, Results const& results, QuantitySummary const& base, Outcome outcome) {
    return plain_text(base.id) + ": " + plain_text(base.name) + " [" + plain_text(base.unit) + "], " +
           outcome_words(outcome, study) + "; " + fixed_decimals(base.start, 2) + " in " +
           std::to_string(study.base) + "\n" + trajectories_words(results) + ", seed " +
           std::to_string(results.request.seed) + ", the same draws in every scenario\n" +
           exact_line(results);
}

std::string digests(Results const& results) {
    std::string text = "result digest " + results.result_digest + "\n";
    if (!results.exact_digest.empty()) text += "exact digest " + results.exact_digest + "\n";
    return text;
}

std::string heading(Study const& study, Results const& results) {
    std::size_t const n = results.scenarios.size();
    return plain_text(titled(study, results)) + ": " + std::to_string(n) +
           (n == 1 ? " scenario" : " scenarios") + " beside the baseline\n";
}

constexpr std::array legend{
    "difference: mean of scenario less baseline, trajectory by trajectory; \u00b1mcse: how exactly that mean "
    "is "
    "known.",
    "diff: the middle band of these differences, which tells how much they vary.",
    "nearer%: in how many of 100 trajectories the contrast is nearer to parity than in the baseline.",
    "saved: separate draws would need so many times as many trajectories for the same error."};

std::string reasons_line(std::set<std::string_view> const& reasons) {
    std::string line;
    for (std::string_view const each : reasons) line += (line.empty() ? "NA: " : ", ") + std::string{each};
    return line.empty() ? line : line + "\n";
}

std::string passages_text(ScenarioResults const& s, Target target, std::string const& contrast) {
    std::string text;
    for (PairedPassage const& p : s.paired_passages) {
        if (p.target != target || p.contrast != contrast) continue;
        text += (text.empty() ? "" : "; ") + std::string{"\u2264 "} + shortest(p.threshold) + " " +
                one(p.earlier, in_percent) + " / " + one(p.later, in_percent);
    }
    return text;
}

//! In brackets behind a title; empty where the scenario makes a difference everywhere.
std::string unmoved_text(ScenarioResults const& scenario) {
    if (has_no_value(scenario.unmoved)) return " (nothing is compared)";
    if (!(scenario.unmoved.value > 0)) return "";
    return " (as the baseline in " + one(scenario.unmoved, in_percent) + " % of trajectories)";
}

std::string footer(std::vector<TableWorld> const& worlds, Results const& results,
                   std::string const& contrast) {
    std::string text;
    std::size_t widest = 0;
    for (TableWorld const& world : worlds) widest = std::max(widest, width_of(world.id));
    text += "\nScenarios\n";
    for (TableWorld const& world : worlds) {
        text += left_of(world.id, widest) + "  ";
        if (world.title != world.id) text += plain_text(world.title);
        if (world.scenario != nullptr) text += unmoved_text(*world.scenario);
        text += "\n";
    }
    std::string passages;
    for (TableWorld const& world : worlds)
        if (world.scenario != nullptr && world.own != nullptr)
            if (std::string const line = passages_text(*world.scenario, world.own->target, contrast);
                !line.empty())
                passages += left_of(world.id, widest) + "  " + line + "\n";
    if (!passages.empty())
        text +=
            "\nFirst year-end at or below a threshold: earlier / later than in the baseline, % of "
            "trajectories\n" +
            passages;
    for (std::string const& what : results.unpaired) text += "not compared: " + plain_text(what) + "\n";
    return text;
}

//! Lines as items of a list, so that each stays one.
std::string items(std::string const& lines) {
    std::string text;
    for (std::size_t begin = 0; begin < lines.size();) {
        std::size_t const end = lines.find('\n', begin);
        text += "- " + markdown_text(lines.substr(begin, end - begin)) + "\n";
        begin = end + 1;
    }
    return text;
}

std::string markdown_table(std::vector<Column> const& columns) {
    std::string head, rule, body;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        head += "| " + columns[i].head + " ";
        rule += i == 0 ? "|---" : "|---:";
    }
    for (std::size_t row = 0; row < columns.front().cells.size(); ++row) {
        for (Column const& column : columns) body += "| " + column.cells[row] + " ";
        body += "|\n";
    }
    return head + "|\n" + rule + "|\n" + body;
}

}  // namespace

std::vector<int> milestones(std::vector<int> const& years) {
    std::vector<int> chosen;
    for (auto year = years.rbegin(); year != years.rend() && chosen.size() < most_years; ++year)
        if (year == years.rbegin() || *year % 5 == 0) chosen.push_back(*year);
    std::reverse(chosen.begin(), chosen.end());
    return chosen;
}

std::string comparison_table(Study const& study, Results const& results, std::string const& contrast,
                             Outcome outcome) {
    std::string text = heading(study, results);
    if (results.done.empty())
        return text + trajectories_words(results) + ", seed " + std::to_string(results.request.seed) + "\n";
    std::vector<TableWorld> const worlds = table_worlds(study, results, contrast, outcome);
    QuantitySummary const& base = *worlds.front().own;
    text += about(study, results, base, outcome) + "\n";
    std::set<std::string_view> reasons;
    for (int const year : years_of(base)) {
        YearTable const table{worlds, year};
        Column names{"in " + std::to_string(year), {}};
        for (TableWorld const& world : worlds) names.cells.push_back(world.id);
        text += grid(table.columns(std::move(names)), true) + "\n";
        reasons.insert(table.reasons().begin(), table.reasons().end());
    }
    text += reasons_line(reasons);
    for (char const* const line : legend) text += std::string{line} + "\n";
    for (StatementResult const& statement : results.statements) {
        Column names{"", {}};
        for (TableWorld const& world : worlds) names.cells.push_back(world.id);
        text += "\n" + statement_heading(statement) + "\n" +
                grid(statement_columns(results, worlds, statement, std::move(names)), true) +
                statement_reasons(results, statement);
    }
    return text + footer(worlds, results, contrast);
}

std::string comparison_markdown(Study const& study, Results const& results, std::string const& contrast,
                                Outcome outcome) {
    std::string text = "# " + markdown_text(heading(study, results)) + "\n";
    if (results.done.empty()) return text + markdown_text(trajectories_words(results)) + "\n";
    std::vector<TableWorld> const worlds = table_worlds(study, results, contrast, outcome);
    QuantitySummary const& base = *worlds.front().own;
    text += items(about(study, results, base, outcome) + digests(results)) + "\n";
    std::set<std::string_view> reasons;
    for (int const year : years_of(base)) {
        YearTable const table{worlds, year};
        Column names{"in " + std::to_string(year), {}};
        for (TableWorld const& world : worlds) names.cells.push_back(markdown_text(world.id));
        text += markdown_table(table.columns(std::move(names))) + "\n";
        reasons.insert(table.reasons().begin(), table.reasons().end());
    }
    std::string words = reasons_line(reasons);
    for (char const* const line : legend) words += std::string{line} + "\n";
    text += items(words);
    if (!results.statements.empty()) text += "\n## Statements\n";
    for (StatementResult const& statement : results.statements) {
        Column names{"", {}};
        for (TableWorld const& world : worlds) names.cells.push_back(markdown_text(world.id));
        text += "\n" + markdown_text(statement_heading(statement)) + "\n\n" +
                markdown_table(statement_columns(results, worlds, statement, std::move(names)));
        if (std::string const why = statement_reasons(results, statement); !why.empty())
            text += "\n" + markdown_text(why);
    }
    text += "\n## Scenarios\n\n";
    for (TableWorld const& world : worlds) {
        std::string line = world.id == world.title ? world.id : world.id + ": " + world.title;
        if (world.scenario != nullptr) line += " (" + unmoved_text(*world.scenario) + ")";
        if (world.scenario != nullptr && !world.scenario->note.empty()) line += ". " + world.scenario->note;
        text += "- " + markdown_text(plain_text(line)) + "\n";
    }
    for (std::string const& what : results.unpaired) text += "- not compared: " + markdown_text(what) + "\n";
    return text;
}

std::vector<ComparedTable> compared_tables(Study const& study, Results const& results,
                                           std::string const& contrast, Outcome outcome) {
    if (results.done.empty()) return {};
    std::vector<ComparedTable> tables;
    std::vector<TableWorld> const worlds = table_worlds(study, results, contrast, outcome);
    Column names{"", {}};
    for (TableWorld const& world : worlds) names.cells.push_back(world.id);
    for (int const year : years_of(*worlds.front().own)) {
        YearTable const table{worlds, year};
        tables.push_back({"In " + std::to_string(year), table.columns(names), reasons_line(table.reasons())});
    }
    for (StatementResult const& statement : results.statements)
        tables.push_back({statement_heading(statement), statement_columns(results, worlds, statement, names),
                          statement_reasons(results, statement)});
    return tables;
}

std::vector<std::string> comparison_legend() { return {legend.begin(), legend.end()}; }

}  // namespace gapmc
