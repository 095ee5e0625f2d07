// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/bands_csv.hpp"

#include "host/outputs/escape.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/numbers.hpp"

namespace gapmc {
namespace {

constexpr char const* missing = "NA";

//! What the rows of one quantity (in one year, if it has one) share.
struct Subject {
    std::string target;
    std::string contrast;
    std::string unit;
    std::string horizon = missing;
    std::string target_date = missing;
};

class Table {
  public:
    Table(Study const& study, std::string const& scenario, bool hub)
        : hub_{hub}, scenario_{csv_cell(scenario)} {
        origin_ = iso_date(study.origin);
        base_ = year_end(study.base);
        text_ =
            hub ? "origin_date,scenario_id,target,contrast,horizon,target_date,output_type,output_type_id,"
                  "value\n"
                : "origin_date,base_date,scenario_id,target,contrast,unit,horizon,target_date,output_type,"
                  "output_type_id,value,mcse\n";
    }

    void row(Subject const& subject, std::string const& type, std::string const& id,
             Estimate const& estimate) {
        std::string const what = subject.target + " of " + subject.contrast + " (" + type + " " + id + ")";
        text_ += origin_ + ',';
        if (!hub_) text_ += base_ + ',';
        text_ += scenario_ + ',' + csv_cell(subject.target) + ',' + csv_cell(subject.contrast) + ',';
        if (!hub_) text_ += csv_cell(subject.unit) + ',';
        text_ += subject.horizon + ',' + subject.target_date + ',' + type + ',' + id + ',';
        text_ += shortest(require_finite(estimate.value, what));
        if (!hub_) text_ += ',' + shortest(estimate.mcse);
        text_ += '\n';
    }

    std::string text() && { return std::move(text_); }

  private:
    bool hub_;
    std::string scenario_;
    std::string origin_;
    std::string base_;
    std::string text_;
};

//! "first_passage <= 0", "first_passage_edition <= 0", ...
std::string passage_target(std::string const& kind, PassageSummary const& passage) {
    std::string const outcome = target_name(passage.target).substr(std::string{"contrast"}.size());
    return kind + outcome + " <= " + shortest(passage.threshold);
}

void write_year(Table& table, Study const& study, QuantitySummary const& quantity, YearSummary const& year) {
    std::string const target = target_name(quantity.target);
    std::string const horizon = std::to_string(year.year - study.base);
    Subject const subject{target, quantity.id, quantity.unit, horizon, year_end(year.year)};
    table.row(subject, "mean", missing, year.mean);
    // Hubverse keeps the median apart from the quantiles; readers of quantiles want it among them too.
    if (auto const median = find_quantile(year, 0.5)) table.row(subject, "median", missing, *median);
    for (auto const& quantile : year.quantiles) {
        table.row(subject, "quantile", shortest(quantile.level), quantile.estimate);
    }
    for (auto const& cdf : year.cdf) table.row(subject, "cdf", shortest(cdf.threshold), cdf.estimate);
    // A probability is the mean of an indicator.
    auto const indicator = [&](std::string const& name, std::optional<Estimate> const& probability) {
        if (!probability) return;
        Subject const own{target + "_" + name, quantity.id, "1", horizon, year_end(year.year)};
        table.row(own, "mean", missing, *probability);
    };
    indicator("narrower", year.narrower);
    indicator("below_start", year.below_start);
}

void write_pmf(Table& table, Subject const& subject, std::map<int, Estimate> const& years,
               Estimate const& never) {
    for (auto const& [year, probability] : years)
        table.row(subject, "pmf", std::to_string(year), probability);
    table.row(subject, "pmf", "never", never);
}

std::string write(Study const& study, Results const& results, std::string const& scenario, bool hub) {
    Table table{study, scenario, hub};
    for (auto const& quantity : results.quantities) {
        for (auto const& year : quantity.years) write_year(table, study, quantity, year);
    }
    for (auto const& passage : results.passages) {
        Subject subject{passage_target("first_passage", passage), passage.contrast, "1"};
        write_pmf(table, subject, passage.first, passage.never);
        subject.target = passage_target("lasting_passage", passage);
        write_pmf(table, subject, passage.lasting, passage.lasting_never);
    }
    return std::move(table).text();
}

}  // namespace

std::string bands_csv(Study const& study, Results const& results, std::string const& scenario) {
    return write(study, results, scenario, false);
}

std::string hub_csv(Study const& study, Results const& results, std::string const& scenario) {
    return write(study, results, scenario, true);
}

std::string hub_name(Study const& study) {
    return "hub/" + iso_date(study.origin) + "-gapmc-" + study.name + ".csv";
}

}  // namespace gapmc
