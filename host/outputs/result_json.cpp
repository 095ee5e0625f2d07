// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/result_json.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "host/outputs/headline.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/result_words.hpp"
#include "host/outputs/statement_lines.hpp"
#include "host/results/exemplars.hpp"
#include "host/text/json_text.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

using Json = nlohmann::ordered_json;

Json pair(Estimate const& estimate, std::string const& what) {
    if (has_no_value(estimate)) return Json::array({nullptr, nullptr});
    Json const error = std::isnan(estimate.mcse) ? Json(nullptr) : Json(estimate.mcse);
    return Json::array({require_finite(estimate.value, what), error});
}

//! One object of the file: its estimates, and why one of them lacks its error or its value.
class Item {
  public:
    template<class Value>
    void put(char const* key, Value const& value) {
        json_[key] = value;
    }
    void put(char const* key, Estimate const& estimate, std::string const& what) {
        json_[key] = noted(key, estimate, what);
    }
    //! An estimate of several: json[key][name].
    void put(char const* key, std::string const& name, Estimate const& estimate, std::string const& what) {
        json_[key][name] = noted(std::string{key} + "." + name, estimate, what);
    }
    Json done() {
        if (!missing_.empty()) json_["missing"] = std::move(missing_);
        return std::move(json_);
    }

  private:
    Json noted(std::string const& path, Estimate const& estimate, std::string const& what) {
        if (estimate.missing != Missing::nothing) missing_[path] = reason(estimate.missing);
        return pair(estimate, what);
    }

    Json json_ = Json::object();
    Json missing_ = Json::object();
};

Json scenario_json(Scenario const& scenario) {
    return {{"id", scenario.id},     {"title", scenario.title},         {"source", scenario.source},
            {"note", scenario.note}, {"builds_on", scenario.builds_on}, {"overrides", scenario.overrides}};
}

Json study_json(Study const& study) {
    Json actors = Json::array();
    for (auto const& actor : study.actors) {
        Json history = Json::object();
        for (auto const& [year, score] : actor.history) history[std::to_string(year)] = score;
        actors.push_back(
            {{"id", actor.id}, {"name", actor.name}, {"score", actor.score}, {"history", history}});
    }
    Json drivers = Json::array();
    for (auto const& driver : study.drivers) {
        drivers.push_back({{"id", driver.id}, {"name", driver.name}, {"unit", driver.unit}});
    }
    Json json{{"name", study.name},
              {"title", study.title},
              {"description", study.description},
              {"base", study.base},
              {"origin", iso_date(study.origin)},
              {"end", study.end},
              {"months_per_step", study.months_per_step},
              {"actors", actors},
              {"drivers", drivers}};
    if (!study.made.id.empty()) json["scenario"] = scenario_json(study.made);
    return json;
}

Json run_json(Study const& study, Results const& results) {
    Headline const shown = headline_of(study, results.request);
    Json ranges = Json::array();
    for (TrajectoryRange const& range : results.done.all())
        ranges.push_back(Json::array({range.first, range.last}));
    Json run{{"trajectories", results.trajectories()},
             {"of_trajectories", results.request.trajectories},
             {"ranges", ranges},
             {"seed", results.request.seed},
             {"scenario", results.scenario},
             {"overrides", results.overrides},
             {"headline", {{"contrast", shown.contrast}, {"outcome", name_of(shown.outcome)}}},
             {"study_digest", results.study_digest},
             {"plan_digest", results.plan_digest},
             {"result_digest", results.result_digest}};
    if (!results.exact_digest.empty()) run["exact_digest"] = results.exact_digest;
    return run;
}

Json year_json(YearSummary const& year, std::string const& of) {
    std::string const what = of + " in " + std::to_string(year.year);
    Item item;
    item.put("year", year.year);
    item.put("mean", year.mean, "Mean of " + what);
    item.put("sd", year.sd, "Sd of " + what);
    item.put("quantiles", Json::object());
    for (auto const& quantile : year.quantiles)
        item.put("quantiles", shortest(quantile.level), quantile.estimate, "A quantile of " + what);
    item.put("cdf", Json::object());
    for (auto const& cdf : year.cdf)
        item.put("cdf", shortest(cdf.threshold), cdf.estimate, "A probability of " + what);
    if (year.narrower) item.put("narrower", *year.narrower, "P(narrower) of " + what);
    if (year.below_start) item.put("below_start", *year.below_start, "P(below start) of " + what);
    item.put("outside", year.outside);
    item.put("bin_width", year.bin_width);
    item.put("central", year.central);
    return item.done();
}

//! Whether all quantiles of a quantity are order statistics themselves. \param year_of  its YearSummary
template<class Years, class YearOf>
bool are_exact(Years const& years, YearOf const& year_of) {
    return std::all_of(years.begin(), years.end(), [&](auto const& y) { return is_exact(year_of(y)); });
}

//! \param refined  whether it is said which quantiles are exact
Json quantities_json(std::vector<QuantitySummary> const& quantities, bool refined) {
    Json list = Json::array();
    for (auto const& quantity : quantities) {
        Json years = Json::array();
        std::string const what = target_name(quantity.target) + " " + quantity.id;
        for (auto const& year : quantity.years) years.push_back(year_json(year, what));
        Json json{{"target", target_name(quantity.target)},
                  {"id", quantity.id},
                  {"name", quantity.name},
                  {"unit", quantity.unit},
                  {"start", quantity.start}};
        if (refined)
            json["exact"] = are_exact(
                quantity.years, [](auto const& y) -> auto& { return y; });
        json["years"] = std::move(years);
        list.push_back(std::move(json));
    }
    return list;
}

//! A distribution over years, and what it leaves.
void put_years(Item& item, char const* key, std::map<int, Estimate> const& years, Estimate const& never,
               std::string const& what) {
    item.put(key, Json::object());
    for (auto const& [year, probability] : years) item.put(key, std::to_string(year), probability, what);
    item.put(key, "never", never, what);
}

Json passages_json(std::vector<PassageSummary> const& passages) {
    Json list = Json::array();
    for (auto const& passage : passages) {
        std::string const what = "A passage of " + passage.contrast;
        Item item;
        item.put("target", target_name(passage.target));
        item.put("contrast", passage.contrast);
        item.put("threshold", passage.threshold);
        put_years(item, "first", passage.first, passage.never, what);
        put_years(item, "lasting", passage.lasting, passage.lasting_never, what);
        item.put("crossings", passage.crossings, what);
        item.put("share_above", passage.share_above, what);
        list.push_back(item.done());
    }
    return list;
}

Json events_json(std::vector<EventSummary> const& events) {
    Json list = Json::array();
    for (auto const& event : events) {
        Json years = Json::array();
        for (auto const& year : event.years) {
            std::string const what = "Event " + event.id + " in " + std::to_string(year.year);
            Item item;
            item.put("year", year.year);
            item.put("onsets", year.onsets, what);
            item.put("active_share", year.active_share, what);
            item.put("happened", year.happened, what);
            years.push_back(item.done());
        }
        list.push_back({{"id", event.id}, {"name", event.name}, {"years", years}});
    }
    return list;
}

Json statements_json(std::vector<StatementResult> const& statements) {
    Json list = Json::array();
    for (StatementResult const& statement : statements) list.push_back(statement_json(statement));
    return list;
}

Json exemplars_json(std::vector<ExemplarSummary> const& exemplars) {
    Json list = Json::array();
    for (ExemplarSummary const& e : exemplars) {
        Json values = Json::object();
        for (auto const& [year, value] : e.values) values[std::to_string(year)] = value;
        Json json{{"kind", name_of(e.kind)}, {"target", target_name(e.target)}, {"id", e.id}};
        if (e.threshold) json["threshold"] = *e.threshold;
        json["trajectory"] = e.trajectory;
        json["of_first"] = e.of;
        if (e.distance) json["distance"] = require_finite(*e.distance, "An exemplar's distance");
        json["values"] = values;
        list.push_back(std::move(json));
    }
    return list;
}

Json decompositions_json(Results const& results) {
    Json list = Json::array();
    for (auto const& decomposition : results.decompositions) {
        Json years = Json::array();
        for (auto const& year : decomposition.years) {
            std::string const what =
                "Decomposition of " + decomposition.contrast + " in " + std::to_string(year.year);
            Item item;
            item.put("year", year.year);
            item.put("total", year.total, what);
            item.put("parts", Json::object());
            for (auto const& [name, part] : year.parts) item.put("parts", name, part, what);
            years.push_back(item.done());
        }
        list.push_back({{"contrast", decomposition.contrast},
                        {"trajectories", decomposition.trajectories},
                        {"years", years}});
    }
    return list;
}

Json paired_json(PairedQuantity const& quantity, bool refined) {
    Json years = Json::array();
    std::string const what = "A difference of " + target_name(quantity.target) + " " + quantity.id;
    for (PairedYear const& year : quantity.years) {
        Item item;
        item.put("year", year.difference.year);
        item.put("mean", year.difference.mean, what);
        item.put("sd", year.difference.sd, what);
        item.put("quantiles", Json::object());
        for (auto const& quantile : year.difference.quantiles)
            item.put("quantiles", shortest(quantile.level), quantile.estimate, what);
        if (year.difference.below_start) item.put("below_zero", *year.difference.below_start, what);
        if (year.narrower) item.put("narrower", *year.narrower, what);
        if (year.as_narrow) item.put("as_narrow", *year.as_narrow, what);
        if (year.variance_saved) item.put("variance_saved", require_finite(*year.variance_saved, what));
        item.put("outside", year.difference.outside);
        item.put("bin_width", year.difference.bin_width);
        item.put("central", year.difference.central);
        years.push_back(item.done());
    }
    Json json{{"target", target_name(quantity.target)},
              {"id", quantity.id},
              {"name", quantity.name},
              {"unit", quantity.unit}};
    if (refined)
        json["exact"] = are_exact(
            quantity.years, [](auto const& y) -> auto& { return y.difference; });
    json["years"] = std::move(years);
    return json;
}

Json scenarios_json(Results const& results) {
    bool const refined = results.request.exact != Exact::none;
    Json list = Json::array();
    for (ScenarioResults const& scenario : results.scenarios) {
        Json differences = Json::array();
        for (PairedQuantity const& quantity : scenario.differences)
            differences.push_back(paired_json(quantity, refined));
        Json passages = Json::array();
        for (PairedPassage const& passage : scenario.paired_passages) {
            std::string const what = "A passage of " + passage.contrast + " beside the baseline's";
            Item item;
            item.put("target", target_name(passage.target));
            item.put("contrast", passage.contrast);
            item.put("threshold", passage.threshold);
            item.put("earlier", passage.earlier, what);
            item.put("later", passage.later, what);
            passages.push_back(item.done());
        }
        Item item;
        item.put("id", scenario.id);
        item.put("title", scenario.title);
        item.put("note", scenario.note);
        item.put("overrides", scenario.overrides);
        item.put("study_digest", scenario.study_digest);
        item.put("unmoved", scenario.unmoved,
                 "The share of scenario " + scenario.id + " that is the baseline");
        item.put("differences", differences);
        item.put("paired_passages", passages);
        item.put("quantities", quantities_json(scenario.quantities, refined));
        item.put("passages", passages_json(scenario.passages));
        item.put("events", events_json(scenario.events));
        item.put("statements", statements_json(scenario.statements));
        item.put("exemplars", exemplars_json(scenario.exemplars));
        list.push_back(item.done());
    }
    return list;
}

}  // namespace

std::string result_json(Study const& study, Results const& results) {
    Json rates = Json::object();
    for (auto const& [name, rate] : results.rates) rates[name] = rate;
    bool const refined = results.request.exact != Exact::none;
    Json json{{"format", "gapmc-result"},
              {"version", 1},
              {"definitions", result_words(results)},
              {"study", study_json(study)},
              {"run", run_json(study, results)},
              {"quantities", quantities_json(results.quantities, refined)},
              {"passages", passages_json(results.passages)},
              {"events", events_json(results.events)},
              {"statements", statements_json(results.statements)},
              {"exemplars", exemplars_json(results.exemplars)},
              {"decomposition", decompositions_json(results)},
              {"rates", rates}};
    if (!results.scenarios.empty()) json["scenarios"] = scenarios_json(results);
    if (!results.unpaired.empty()) json["unpaired"] = results.unpaired;
    return json_text(json);
}

}  // namespace gapmc
