// SPDX-License-Identifier: Apache-2.0
#include "host/results/comparison.hpp"

#include <algorithm>
#include <string>

#include "host/results/exemplars.hpp"
#include "host/results/happenings.hpp"
#include "host/results/passages.hpp"
#include "host/results/quantities.hpp"
#include "host/results/row_counts.hpp"
#include "host/results/statements.hpp"
#include "host/results/summarise.hpp"

namespace gapmc {
namespace {

//! A scenario's title; of a sweep the words behind those of the baseline; of another study its own title.
std::string title_of_world(Study const& study, GivenStudy const& given, GivenStudy const& base) {
    std::string text = study.made.id.empty() ? "" : title_of(study.made);
    if (given.text == base.text)
        for (std::size_t i = base.overrides.size(); i < given.overrides.size(); ++i)
            text += (text.empty() ? "" : ", ") + given.overrides[i];
    if (!text.empty()) return text;
    return study.title.empty() ? study.name : study.title;
}

YearSummary const* year_of(std::vector<QuantitySummary> const& quantities, Target target,
                           std::string const& id, int year) {
    for (QuantitySummary const& q : quantities)
        if (q.target == target && q.id == id)
            for (YearSummary const& y : q.years)
                if (y.year == year) return &y;
    return nullptr;
}

class Comparer {
  public:
    Comparer(Study const& study, Plan const& plan, Record const& record, Results const& base)
        : study_{study}, plan_{plan}, record_{record}, counts_{plan, record}, base_{base} {}

    ScenarioResults scenario(std::size_t world, Study const& other, GivenStudy const& given) const {
        Plan const own = plan_of_world(plan_, world);
        ScenarioResults s;
        s.study_digest = plan_.worlds[world].study_digest;
        s.id = world_id(given, record_.given, s.study_digest);
        s.title = title_of_world(other, given, record_.given);
        s.note = other.made.note;
        s.overrides = given.overrides;
        if (record_.done.empty()) return s;
        Study reported = other;  // in the years and quantiles of the baseline, whatever it reports alone
        reported.report_years = study_.report_years;
        reported.quantiles = study_.quantiles;
        s.quantities = summarise_quantities(reported, own, record_);
        s.passages = summarise_passages(other, own, record_);
        s.events = summarise_events(other, own, record_);
        s.exemplars = summarise_exemplars(study_, plan_, record_, world);
        s.statements = summarise_statements(own, record_);
        add_differences(s, world);
        // Where nothing is compared, nothing is said.
        s.unmoved = s.differences.empty() ? no_estimate(Missing::few)
                                          : counts_.probability(plan_.spec.unmoved[world - 1].cell);
        return s;
    }

  private:
    void add_differences(ScenarioResults& s, std::size_t world) const {
        Plan const differences = plan_of_differences(plan_, world);
        std::vector<QuantitySummary> const summaries = summarise_quantities(study_, differences, record_);
        std::size_t next = 0;  // one for each pair of the world, in their order
        for (RowPair const& pair : plan_.pairs) {
            if (pair.world != static_cast<std::int32_t>(world)) continue;
            QuantitySummary const& summary = summaries[next++];
            PairedQuantity q{summary.target, summary.id, summary.name, summary.unit, {}};
            for (YearSummary const& year : summary.years) q.years.push_back(paired(s, pair, q, year));
            s.differences.push_back(std::move(q));
            add_passages(s, pair);
        }
    }

    PairedYear paired(ScenarioResults const& s, RowPair const& pair, PairedQuantity const& q,
                      YearSummary const& difference) const {
        PairedYear out{difference, {}, {}, {}};
        if (pair.nearer >= 0) {
            std::int32_t const item = pair.nearer + difference.year - study_.base - 1;
            Nearer const& nearer = plan_.spec.nearer[static_cast<std::size_t>(item)];
            out.narrower = counts_.probability(nearer.nearer());
            out.as_narrow = counts_.probability(nearer.as_near());
        }
        YearSummary const* const own = year_of(
            s.quantities, plan_.rows[static_cast<std::size_t>(pair.row)].target, q.id, difference.year);
        YearSummary const* const base = year_of(base_.quantities, q.target, q.id, difference.year);
        double const paired_sd = difference.sd.value;
        if (own != nullptr && base != nullptr && paired_sd > 0)
            out.variance_saved =
                (own->sd.value * own->sd.value + base->sd.value * base->sd.value) / (paired_sd * paired_sd);
        return out;
    }

    void add_passages(ScenarioResults& s, RowPair const& pair) const {
        if (pair.earlier < 0) return;
        Row const& row = plan_.rows[static_cast<std::size_t>(pair.row)];
        for (std::size_t k = 0; k < row.thresholds.size(); ++k) {
            Earlier const& e = plan_.spec.earlier[static_cast<std::size_t>(pair.earlier) + k];
            s.paired_passages.push_back({row.target, row.id, row.thresholds[k],
                                         counts_.probability(e.earlier()), counts_.probability(e.later())});
        }
    }

    Study const& study_;
    Plan const& plan_;
    Record const& record_;
    RowCounts counts_;
    Results const& base_;
};

}  // namespace

std::string world_id(GivenStudy const& given, GivenStudy const& base, std::string const& study_digest) {
    std::string const id = scenario_id(given, study_digest);
    bool const another = given.text != base.text && given.overrides.empty();
    return another ? id + "+" + study_digest.substr(0, 8) : id;
}

Results summarise_comparison(Study const& study, std::vector<Study const*> const& compared, Plan const& plan,
                             Record const& record) {
    refuse_lost(plan, record.tally);
    Results results = summarise(study, plan_of_world(plan, 0), record);
    for (Unpaired const& row : plan.unpaired) {
        auto const i = static_cast<std::size_t>(row.world);
        results.unpaired.push_back(
            world_id(record.compared[i - 1], record.given, plan.worlds[i].study_digest) + ": " + row.what);
    }
    Comparer const comparer{study, plan, record, results};
    std::vector<ScenarioResults> scenarios;
    for (std::size_t i = 0; i < compared.size(); ++i)
        scenarios.push_back(comparer.scenario(i + 1, *compared[i], record.compared[i]));
    results.scenarios = std::move(scenarios);
    return results;
}

}  // namespace gapmc
