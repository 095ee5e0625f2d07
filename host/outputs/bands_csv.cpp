// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/bands_csv.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "host/outputs/lookup.hpp"
#include "host/text/escape.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

constexpr char const* missing = "NA";

//! What the rows of one quantity (in one year, if it has one) share.
struct Subject {
    std::string target;
    std::string contrast;
    std::string unit;
    std::optional<int> year = std::nullopt;  //!< index year
};

//! Days from one date to the 31 December of a year.
int days_to(Date const& from, int year) {
    using namespace std::chrono;
    auto const day = [](int y, int m, int d) {
        return sys_days{std::chrono::year{y} / month{static_cast<unsigned>(m)} /
                        std::chrono::day{static_cast<unsigned>(d)}};
    };
    return static_cast<int>((day(year, 12, 31) - day(from.year, from.month, from.day)).count());
}

//! An id, with what it is a part of, if it is one: such rows must not be taken for those of the run.
std::string whole_id(std::string const& scenario, Results const& results) {
    if (!results.is_partial()) return scenario;
    return scenario + " (a part: " + std::to_string(results.trajectories()) + " of " +
           std::to_string(results.request.trajectories) + " trajectories)";
}

enum class Columns { hub, run, comparison };

class Table {
  public:
    Table(Study const& study, Columns columns)
        : columns_{columns}, origin_{iso_date(study.origin)}, base_{year_end(study.base)}, study_{study} {
        text_ =
            hub() ? "origin_date,scenario_id,target,contrast,horizon,target_date,output_type,output_type_id,"
                    "value\n"
                  : "origin_date,base_date,scenario_id,target,contrast,unit,horizon,target_date,output_type,"
                    "output_type_id,value,mcse,output_type_level" +
                        std::string{columns == Columns::comparison ? ",reference_id\n" : "\n"};
    }

    //! Of which scenario the rows that follow are. \param reference  from which they are differences
    void begin(std::string const& scenario, std::string const& reference = missing) {
        scenario_ = csv_cell(scenario);
        reference_ = csv_cell(reference);
    }

    //! \param level  of what a row of the type is told by, if that is a number: level, threshold or year
    void row(Subject const& subject, std::string const& type, std::optional<double> level,
             Estimate const& estimate, std::string const& other = missing) {
        std::string const id = level ? shortest(*level) : other;
        if (hub() && has_no_value(estimate)) return;
        std::string const what = subject.target + " of " + subject.contrast + " (" + type + " " + id + ")";
        text_ += origin_ + ',';
        if (!hub()) text_ += base_ + ',';
        text_ += scenario_ + ',' + csv_cell(subject.target) + ',' + csv_cell(subject.contrast) + ',';
        if (!hub()) text_ += csv_cell(subject.unit) + ',';
        text_ += subject.year ? std::to_string(horizon(*subject.year)) + ',' + year_end(*subject.year)
                              : std::string{missing} + ',' + missing;
        text_ += ',' + type + ',' + id + ',';
        text_ += has_no_value(estimate) ? missing : shortest(require_finite(estimate.value, what));
        if (!hub()) text_ += ',' + shortest(estimate.mcse) + ',' + (level ? id : missing);
        if (columns_ == Columns::comparison) text_ += ',' + reference_;
        text_ += '\n';
    }

    std::string text() && { return std::move(text_); }

  private:
    bool hub() const { return columns_ == Columns::hub; }
    //! Of the hub in days from the origin, else in years from the base.
    int horizon(int year) const { return hub() ? days_to(study_.origin, year) : year - study_.base; }

    Columns columns_;
    std::string scenario_;
    std::string reference_;
    std::string origin_;
    std::string base_;
    Study const& study_;
    std::string text_;
};

//! "first_passage <= 0", "first_passage_edition <= 0", ...
std::string passage_target(std::string const& kind, PassageSummary const& passage) {
    std::string const outcome = target_name(passage.target).substr(std::string{"contrast"}.size());
    return kind + outcome + " <= " + shortest(passage.threshold);
}

//! A probability of a quantity in a year: the mean of an indicator, a target of its own.
void write_indicator(Table& table, Subject const& of, std::string const& name,
                     std::optional<Estimate> const& probability) {
    if (!probability) return;
    table.row({of.target + "_" + name, of.contrast, "1", of.year}, "mean", {}, *probability);
}

void write_values(Table& table, Subject const& subject, YearSummary const& year) {
    table.row(subject, "mean", {}, year.mean);
    // Hubverse keeps the median apart from the quantiles; readers of quantiles want it among them too.
    if (auto const median = find_quantile(year, 0.5)) table.row(subject, "median", {}, *median);
    for (auto const& quantile : year.quantiles) {
        table.row(subject, "quantile", quantile.level, quantile.estimate);
    }
    for (auto const& cdf : year.cdf) table.row(subject, "cdf", cdf.threshold, cdf.estimate);
}

void write_year(Table& table, QuantitySummary const& quantity, YearSummary const& year) {
    Subject const subject{target_name(quantity.target), quantity.id, quantity.unit, year.year};
    write_values(table, subject, year);
    write_indicator(table, subject, "narrower", year.narrower);
    write_indicator(table, subject, "below_start", year.below_start);
}

void write_pmf(Table& table, Subject const& subject, std::map<int, Estimate> const& years,
               Estimate const& never) {
    for (auto const& [year, probability] : years) table.row(subject, "pmf", year, probability);
    table.row(subject, "pmf", {}, never, "never");
}

//! A statement's probability is the mean of an indicator; it names its own years.
void write_statements(Table& table, std::vector<StatementResult> const& statements) {
    for (auto const& statement : statements)
        table.row({"statement", statement.id, "1"}, "mean", {}, statement.probability);
}

void write_world(Table& table, std::vector<QuantitySummary> const& quantities,
                 std::vector<PassageSummary> const& passages,
                 std::vector<StatementResult> const& statements) {
    for (auto const& quantity : quantities) {
        for (auto const& year : quantity.years) write_year(table, quantity, year);
    }
    for (auto const& passage : passages) {
        Subject subject{passage_target("first_passage", passage), passage.contrast, "1"};
        write_pmf(table, subject, passage.first, passage.never);
        subject.target = passage_target("lasting_passage", passage);
        write_pmf(table, subject, passage.lasting, passage.lasting_never);
    }
    write_statements(table, statements);
}

void write_differences(Table& table, ScenarioResults const& scenario) {
    for (PairedQuantity const& quantity : scenario.differences)
        for (PairedYear const& year : quantity.years) {
            Subject const subject{"difference_" + target_name(quantity.target), quantity.id, quantity.unit,
                                  year.difference.year};
            write_values(table, subject, year.difference);
            write_indicator(table, subject, "below_zero", year.difference.below_start);
            write_indicator(table, subject, "narrower", year.narrower);
            write_indicator(table, subject, "as_narrow", year.as_narrow);
        }
    for (PairedPassage const& passage : scenario.paired_passages) {
        PassageSummary named;
        named.target = passage.target;
        named.threshold = passage.threshold;
        Subject const subject{passage_target("difference_first_passage", named), passage.contrast, "1"};
        table.row(subject, "pmf", {}, passage.earlier, "earlier");
        table.row(subject, "pmf", {}, passage.later, "later");
    }
    for (StatementResult const& statement : scenario.statements)
        if (statement.difference)
            table.row({"difference_statement", statement.id, "1"}, "mean", {}, *statement.difference);
    table.row({"difference_none", missing, "1"}, "mean", {}, scenario.unmoved);
}

std::string write(Study const& study, Results const& results, Columns columns) {
    Table table{study, columns};
    table.begin(whole_id(results.scenario, results));
    write_world(table, results.quantities, results.passages, results.statements);
    for (ScenarioResults const& scenario : results.scenarios) {
        table.begin(whole_id(scenario.id, results));
        write_world(table, scenario.quantities, scenario.passages, scenario.statements);
    }
    if (columns == Columns::hub) return std::move(table).text();
    for (ScenarioResults const& scenario : results.scenarios) {
        table.begin(whole_id(scenario.id, results), results.scenario);
        write_differences(table, scenario);
    }
    return std::move(table).text();
}

}  // namespace

std::string bands_csv(Study const& study, Results const& results) {
    return write(study, results, results.scenarios.empty() ? Columns::run : Columns::comparison);
}

std::string hub_csv(Study const& study, Results const& results) {
    return write(study, results, Columns::hub);
}

std::array<std::string, 2> hub_names(Study const& study) {
    std::string model = "gapmc-" + study.name;  // team and model; a part has letters, digits and underscores
    std::replace(model.begin() + 6, model.end(), '-', '_');
    std::string const name = iso_date(study.origin) + "-" + model + ".csv";
    return {"hub/" + name, "hub/" + model + "/" + name};
}

}  // namespace gapmc
