// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/document_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/outputs/headline.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/text_grid.hpp"
#include "host/text/json_text.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

//! A number with the last digit that its error leaves meaningful, before the point too; four digits where the
//! error says nothing.
std::string rounded(double value, double error) {
    if (value != value) return "NA";
    if (!(error > 0) || !std::isfinite(error)) return significant(value, 4);
    constexpr int most = 17;  // that a double can have
    if (error < 10) return fixed_decimals(value, decimals_for(error, 0, most));
    double unit = 1;
    while (unit * 10 <= error) unit *= 10;
    return fixed_decimals(std::round(value / unit) * unit, 0);
}

class Collection {
  public:
    Collection(Study const& study, Results const& results) : study_{study}, results_{results} {}

    std::vector<DocumentNumber> all() {
        Headline const shown = headline_of(study_, results_.request);
        for (Contrast const& contrast : study_.contrasts) {
            outcome(contrast.id, contrast.id, shown.outcome);
            for (Outcome const each : outcomes_of(results_, contrast.id))
                outcome(contrast.id + "." + std::string{name_of(each)}, contrast.id, each);
        }
        for (QuantitySummary const& q : results_.quantities) {
            if (q.target == Target::score) quantity("score." + q.id, q, q.name);
            if (q.target == Target::quantity) quantity(q.id, q, q.name);
        }
        drivers();
        for (StatementResult const& s : results_.statements)
            if (!s.id.empty()) probability("P." + s.id, s.probability, s.title.empty() ? s.text : s.title);
        run();
        return std::move(numbers_);
    }

  private:
    void add(std::string key, std::string text, Estimate const& estimate, std::string unit,
             std::string what) {
        // Of two with one name the first counts: contrasts come before drivers.
        if (!keys_.insert(key).second) return;
        numbers_.push_back({std::move(key), std::move(text), estimate, std::move(unit), std::move(what)});
    }

    void number(std::string key, Estimate const& e, std::string const& unit, std::string what) {
        add(std::move(key), has_no_value(e) ? "NA" : rounded(e.value, e.mcse), e, unit, std::move(what));
    }

    void probability(std::string key, Estimate const& e, std::string what) {
        add(std::move(key), has_no_value(e) ? "NA" : rounded(e.value * in_percent, e.mcse * in_percent), e,
            "%", std::move(what));
    }

    void outcome(std::string const& name, std::string const& contrast, Outcome outcome) {
        QuantitySummary const& q = find_outcome(results_.quantities, outcome, contrast);
        std::string const of = q.name + ", " + outcome_words(outcome, study_);
        add(name + ".start", shortest(q.start), {q.start}, q.unit, of + ", base year");
        quantity(name, q, of);
        for (YearSummary const& year : q.years) {
            std::string const when = fmt::format("@{}", year.year);
            std::string const end = fmt::format(", end of {}", year.year);
            if (year.narrower && has_parity(contrast))
                probability(name + ".narrower" + when, *year.narrower,
                            "probability that it is nearer to parity than at base: " + of + end);
            for (CdfEstimate const& c : year.cdf)
                probability(fmt::format("{}.le{}{}", name, shortest(c.threshold), when), c.estimate,
                            fmt::format("probability that it is at or below {}: {}{}", shortest(c.threshold),
                                        of, end));
        }
        for (PassageSummary const& p : results_.passages)
            if (p.target == q.target && p.contrast == contrast) passage(name, p, of);
    }

    bool has_parity(std::string const& contrast) const {
        return std::any_of(study_.contrasts.begin(), study_.contrasts.end(),
                           [&](Contrast const& c) { return c.id == contrast && compares(c); });
    }

    void passage(std::string const& name, PassageSummary const& p, std::string const& of) {
        std::string const threshold = shortest(p.threshold);
        for (auto const& [year, reached] : p.reached)
            probability(
                fmt::format("{}.first.le{}@{}", name, threshold, year), reached,
                fmt::format("probability that it is at or below {} at the end of some year up to {}: {}",
                            threshold, year, of));
        probability(
            fmt::format("{}.never.le{}", name, threshold), p.never,
            fmt::format("probability that it is at or below {} at the end of no year: {}", threshold, of));
    }

    void quantity(std::string const& name, QuantitySummary const& q, std::string const& of) {
        for (YearSummary const& year : q.years) {
            std::string const when = fmt::format("@{}", year.year);
            std::string const end = fmt::format(", end of {}", year.year);
            number(name + ".mean" + when, year.mean, q.unit, "mean: " + of + end);
            number(name + ".sd" + when, year.sd, q.unit, "standard deviation: " + of + end);
            for (QuantileEstimate const& quantile : year.quantiles) {
                std::string const percent = percent_text(quantile.level);  // "2.5%"
                number(fmt::format("{}.p{}{}", name, percent.substr(0, percent.size() - 1), when),
                       quantile.estimate, q.unit,
                       (quantile.level == 0.5 ? std::string{"median"} : percent + " quantile") + ": " + of +
                           end);
            }
        }
    }

    //! In their own units where they are known, else on their links.
    void drivers() {
        for (QuantitySummary const& q : results_.quantities) {
            if (q.target == Target::driver_level) quantity(q.id, q, q.name);
            if (q.target != Target::driver) continue;
            bool const has_level = std::any_of(
                results_.quantities.begin(), results_.quantities.end(),
                [&](QuantitySummary const& o) { return o.target == Target::driver_level && o.id == q.id; });
            if (!has_level) quantity(q.id, q, q.name);
        }
    }

    void run() {
        auto const fact = [&](std::string key, std::string text, double value, std::string what) {
            add(std::move(key), std::move(text), {value}, "", std::move(what));
        };
        auto const whole = [](std::uint64_t number) {  // beyond 2^53 the text alone has all digits
            bool const fits = number <= std::uint64_t{1} << 53;
            return fits ? static_cast<double>(number) : std::numeric_limits<double>::quiet_NaN();
        };
        fact("trajectories", grouped(results_.trajectories()), whole(results_.trajectories()),
             "number of trajectories");
        fact("seed", std::to_string(results_.request.seed), whole(results_.request.seed), "seed");
        fact("base", std::to_string(study_.base), study_.base, "base year");
        fact("digest", results_.result_digest.substr(0, 12), std::numeric_limits<double>::quiet_NaN(),
             "first digits of the result digest");
    }

    Study const& study_;
    Results const& results_;
    std::vector<DocumentNumber> numbers_;
    std::set<std::string> keys_;
};

//! Two digits of an error, in the unit of the text.
std::string error_text(DocumentNumber const& n) {
    double const scale = n.unit == "%" ? in_percent : 1;
    return n.estimate.mcse == n.estimate.mcse ? significant(n.estimate.mcse * scale, 2) : "NA";
}

//! A string literal of Typst.
std::string typst_text(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string with_true_minus(std::string text) {
    if (text.starts_with('-')) text.replace(0, 1, "\u2212");
    return text;
}

//! Numbers are set as mathematics, whose minus is one.
std::string tex_number(std::string const& text) {
    return text.starts_with('-') ? "\\ensuremath{" + text + "}" : text;
}

}  // namespace

std::vector<DocumentNumber> document_numbers(Study const& study, Results const& results) {
    if (results.done.empty()) return {};
    return Collection{study, results}.all();
}

std::string numbers_json(Study const& study, Results const& results) {
    using Json = nlohmann::ordered_json;
    Json numbers = Json::object();
    auto const or_null = [](double value) { return value == value ? Json(value) : Json(); };
    for (DocumentNumber const& n : document_numbers(study, results))
        numbers[n.key] = {{"text", n.text},
                          {"value", or_null(n.estimate.value)},
                          {"mcse", or_null(n.estimate.mcse)},
                          {"unit", n.unit},
                          {"what", n.what}};
    Json const all{
        {"version", 1},
        {"study", study.name},
        {"scenario", results.scenario},
        {"result_digest", results.result_digest},
        {"text", "rounded by its error; probabilities in percent, `value` and `mcse` as shares of 1"},
        {"numbers", std::move(numbers)}};
    return json_text(all);
}

std::string numbers_tex(Study const& study, Results const& results) {
    std::string text =
        "% Numbers of a run of gapmc, rounded by their errors. In a document:\n"
        "%   \\input{numbers.tex}  ... the median is \\gapmc{gap.p50@2030} points ...\n"
        "% \\gapmcerror{KEY} is the standard error. An unknown key is an error. Keys: numbers.json, `what`.\n"
        "\\newcommand{\\gapmclookup}[2]{\\ifcsname gapmc#1/#2\\endcsname\\csname gapmc#1/#2\\endcsname\\else"
        "\\errmessage{gapmc: there is no number called #2 in numbers.tex}\\textbf{??}\\fi}\n"
        "\\newcommand{\\gapmc}[1]{\\gapmclookup{number}{#1}}\n"
        "\\newcommand{\\gapmcerror}[1]{\\gapmclookup{error}{#1}}\n"
        "\\newcommand{\\gapmcdefine}[3]{\\expandafter\\def\\csname gapmcnumber/#1\\endcsname{#2}"
        "\\expandafter\\def\\csname gapmcerror/#1\\endcsname{#3}}\n";
    for (DocumentNumber const& n : document_numbers(study, results))
        text += "\\gapmcdefine{" + n.key + "}{" + tex_number(n.text) + "}{" + error_text(n) + "}\n";
    return text;
}

std::string numbers_typ(Study const& study, Results const& results) {
    std::string text =
        "// Numbers of a run of gapmc, rounded by their errors. In a document:\n"
        "//   #import \"numbers.typ\": gapmc  ... the median is #gapmc(\"gap.p50@2030\") points ...\n"
        "// gapmc-error(KEY) is the standard error. An unknown key is an error. Keys: numbers.json, `what`.\n"
        "#let gapmc-numbers = (:\n";
    std::vector<DocumentNumber> const all = document_numbers(study, results);
    text = all.empty() ? text : text.substr(0, text.size() - 2) + "\n";  // without the colon of an empty one
    for (DocumentNumber const& n : all)
        text += "  " + typst_text(n.key) + ": (" + typst_text(with_true_minus(n.text)) + ", " +
                typst_text(error_text(n)) + ", " + typst_text(n.unit) + "),\n";
    return text +
           ")\n#let gapmc(key) = gapmc-numbers.at(key).at(0)\n"
           "#let gapmc-error(key) = gapmc-numbers.at(key).at(1)\n"
           "#let gapmc-unit(key) = gapmc-numbers.at(key).at(2)\n";
}

}  // namespace gapmc
