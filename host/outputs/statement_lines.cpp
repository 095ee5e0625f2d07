// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/statement_lines.hpp"

#include <cmath>

#include "host/outputs/text_grid.hpp"
#include "host/text/escape.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {

std::string statement_answer(StatementResult const& s) {
    Estimate const& p = s.probability;
    if (has_no_value(p))
        return s.conditional ? "NA (no trajectory fulfils the condition)" : "NA (there are no trajectories)";
    std::string const error =
        std::isnan(p.mcse)
            ? "NA (" + std::string{reason(p.missing)} + ")"
            : fixed_decimals(in_percent * p.mcse, meaningful_decimals(in_percent * p.mcse) + 1);
    return one(p, in_percent) + " % \u00b1 " + error;
}

std::string statement_lines(Study const& study, Request const& request, std::uint64_t trajectories,
                            std::vector<std::string> const& quantities,
                            std::vector<StatementResult> const& statements) {
    std::string text = plain_text(study.title.empty() ? study.name : study.title);
    if (!study.made.id.empty()) text += ". Scenario: " + plain_text(title_of(study.made));
    text += "\n" + grouped(trajectories) + " trajectories, seed " + std::to_string(request.seed);
    if (request.is_shard()) text += "; a part of a run: " + shard_words(request.shard);
    text += "\n";
    for (std::string const& quantity : quantities) text += plain_text(quantity) + "\n";
    for (StatementResult const& s : statements) {
        text += "\n" + (s.title.empty() ? "" : plain_text(s.title) + "\n") + plain_text(s.text) + "\n  " +
                statement_answer(s) + "   (" + grouped(s.fulfilled) + " of " + grouped(s.conditions) +
                (s.conditional ? " that fulfil the condition" : "") + ")\n";
    }
    return text;
}

nlohmann::ordered_json statement_json(StatementResult const& s) {
    using Json = nlohmann::ordered_json;
    Estimate const& p = s.probability;
    Json const value = has_no_value(p) ? Json(nullptr) : Json(p.value);
    Json const error = std::isnan(p.mcse) ? Json(nullptr) : Json(p.mcse);
    Json json = Json::object();
    if (!s.id.empty()) json["id"] = s.id;
    if (!s.title.empty()) json["title"] = s.title;
    json.update({{"statement", s.text},
                 {"probability", Json::array({value, error})},
                 {"fulfilled", s.fulfilled},
                 {"of", s.conditions},
                 {"conditional", s.conditional}});
    if (s.difference) json["difference"] = Json::array({s.difference->value, s.difference->mcse});
    if (p.missing != Missing::nothing) json["missing"] = reason(p.missing);
    return json;
}

}  // namespace gapmc
