// SPDX-License-Identifier: Apache-2.0
#include "host/config/statement_text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "host/config/statement_tokens.hpp"
#include "host/config/suggest.hpp"
#include "host/exact/decimal.hpp"
#include "host/study/named.hpp"
#include "host/text/utf8.hpp"

namespace gapmc {
namespace {

constexpr std::size_t longest = 1000;
constexpr int deepest = 30;  // parentheses and negations: a bit of the evaluation's stack each
constexpr std::size_t most_terms = 64;

using Token = StatementToken;

//! What a term is counted in, for the eye.
struct UnitOf {
    std::string unit;
    std::string name;
    std::size_t at;
};

class Parser {
  public:
    Parser(std::string const& text, Study const& study, Outcome outcome)
        : study_{study}, outcome_{outcome}, tokens_{tokens_of(text)} {
        statement_.text = text;
    }

    Statement parse() {
        statement_.holds = condition();
        if (accept("given")) statement_.given = condition();
        if (now().is("given")) fail("there is one `given` in a statement", "Join conditions by and, or");
        if (now().is("<") || now().is("<=") || now().is(">") || now().is(">="))
            fail("a comparison has two sides", "Join two by and: gap@2030 > 5 and gap@2030 < 15");
        if (now().kind != Token::Kind::end)
            fail("'" + now().text + "' is not understood here", "Join conditions by and, or, given");
        return std::move(statement_);
    }

    QuantitySum parse_quantity() {
        in_every_year_ = true;
        StatementPart part;
        std::vector<UnitOf> units;
        sum(part, units, 1);
        if (now().kind != Token::Kind::end)
            fail("'" + now().text + "' is not understood here",
                 "Write a sum of multiples, e.g. score.us - 0.5 * score.cn");
        require_one_unit(units);
        return {std::move(part.terms), units.front().unit};
    }

    StatementTerm alone() {
        StatementPart part;
        std::vector<UnitOf> units;
        if (now().kind == Token::Kind::number) fail("a quantity is needed here", "Write e.g. gap@2035");
        term(part, units, 1);
        if (now().kind != Token::Kind::end)
            fail("'" + now().text + "' is not understood here", "Name one quantity, e.g. gap@2035");
        return part.terms.front();
    }

  private:
    Study const& study_;
    Outcome outcome_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool in_every_year_ = false;  //!< quantities have no years, and sums no numbers of their own
    Statement statement_;

    Token const& now() const { return tokens_[at_]; }
    Token const& next() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
    bool accept(std::string_view what) {
        if (!now().is(what)) return false;
        ++at_;
        return true;
    }
    [[noreturn]] void fail_at(std::size_t at, std::string const& reason, std::string const& remedy) const {
        throw StatementFault{at, reason, remedy};
    }
    [[noreturn]] void fail(std::string const& reason, std::string const& remedy) const {
        fail_at(now().at, reason, remedy);
    }

    int add(StatementPart part) {
        statement_.parts.push_back(std::move(part));
        return static_cast<int>(statement_.parts.size()) - 1;
    }
    int join(StatementPart::Kind kind, int left, int right) {
        StatementPart part;
        part.kind = kind;
        part.left = left;
        part.right = right;
        return add(std::move(part));
    }

    int condition() {
        int left = conjunction();
        while (accept("or")) {
            int const right = conjunction();
            left = join(StatementPart::Kind::either, left, right);
        }
        return left;
    }
    int conjunction() {
        int left = negation();
        while (accept("and")) {
            int const right = negation();
            left = join(StatementPart::Kind::both, left, right);
        }
        return left;
    }
    int negation() {
        if (++depth_ > deepest) fail("conditions are nested too deeply", "Ask in several statements");
        int part = -1;
        if (accept("not")) {
            part = join(StatementPart::Kind::negation, negation(), -1);
        } else if (accept("(")) {  // sums have none
            part = condition();
            if (!accept(")")) fail("a parenthesis is not closed", "Write ) here");
        } else {
            part = single();
        }
        --depth_;
        return part;
    }
    int single() {
        if (accept("first")) return passage();
        if (now().kind == Token::Kind::name && (next().is("happened") || next().is("happens")))
            return happening();
        return comparison();
    }

    // --- quantities

    std::string nearest(std::string const& name, std::vector<std::string> const& known) const {
        std::string const near = nearest_name(name, known);
        if (!near.empty()) return "Did you mean '" + near + "'";
        return known.empty() ? "The study has none" : fmt::format("There are: {}", fmt::join(known, ", "));
    }

    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (Contrast const& c : study_.contrasts) all.push_back(c.id);
        for (Actor const& a : study_.actors) all.push_back("score." + a.id);
        for (Driver const& d : study_.drivers)
            for (Actor const& a : study_.actors) all.push_back(d.id + "." + a.id);
        if (!in_every_year_)
            for (ReportedQuantity const& q : study_.quantities) all.push_back(q.id);
        return all;
    }

    //! \throws StatementFault for a driver of which an actor has no level
    std::string unit_of_driver(std::string const& pair, bool& known) const {
        for (Driver const& d : study_.drivers)
            for (Actor const& a : study_.actors) {
                if (d.id + "." + a.id != pair) continue;
                if (d.ratio)
                    fail_at(tokens_[at_ - 1].at, "of '" + d.id + "' only a ratio is known",
                            "Ask for another quantity; a level of an actor has no meaning there");
                known = true;
                return d.unit;
            }
        return "";
    }

    //! The scale that a driver moves on, as a unit. \param asked  its name \throws StatementFault if it is
    //! another
    std::string scale_of(std::string const& pair, std::string const& asked, Token const& name) const {
        Link const link = driver_of(study_, pair).link;
        if (asked == (link == Link::log ? "ln" : link == Link::logit ? "logit" : "")) return asked;
        fail_at(name.at, pair + " does not move on the scale of its " + asked,
                link == Link::identity ? "Write " + pair
                                       : "Write " + pair + (link == Link::log ? ".ln" : ".logit"));
    }

    //! A quantity, without its year. \return its unit
    UnitOf quantity(StatementTerm& term) {
        Token const name = now();
        ++at_;
        std::string const& text = name.text;
        std::string base = text;
        std::optional<Outcome> named;
        if (std::size_t const dot = text.rfind('.'); dot != std::string::npos)
            for (Outcome const o : {Outcome::constant, Outcome::edition, Outcome::published})
                if (text.substr(dot + 1) == name_of(o)) base = text.substr(0, dot), named = o;
        for (ReportedQuantity const& q : study_.quantities) {
            if (q.id != text) continue;
            if (in_every_year_)
                fail_at(name.at, "'" + text + "' is itself made of others",
                        "Name contrasts, scores and drivers");
            term.of = StatementTerm::Of::quantity;
            term.id = text;
            return {q.unit, text, name.at};
        }
        for (Contrast const& c : study_.contrasts)
            if (c.id == base) {
                term.of = StatementTerm::Of::contrast;
                term.id = base;
                term.outcome = named.value_or(outcome_);
                require_outcome(term.outcome, name);
                return {c.unit, text, name.at};
            }
        for (Actor const& a : study_.actors)
            if (text == "score." + a.id) {
                term.of = StatementTerm::Of::score;
                term.id = a.id;
                return {"points", text, name.at};
            }
        bool known = false;
        std::string pair = text;
        for (std::string_view const suffix : {".ln", ".logit"})
            if (text.ends_with(suffix)) pair = text.substr(0, text.size() - suffix.size());
        std::string const unit = unit_of_driver(pair, known);
        if (known) {
            term.of = StatementTerm::Of::driver;
            term.id = pair;
            term.on_scale = pair != text;
            return {term.on_scale ? scale_of(pair, text.substr(pair.size() + 1), name) : unit, text, name.at};
        }
        for (Event const& e : study_.events)
            if (e.id == text)
                fail("'" + text + "' is an event",
                     "Write " + text + " happened by YEAR, before YEAR or in YEAR");
        for (auto const& statement : study_.statements)
            if (statement.id == text)
                fail_at(name.at, "'" + text + "' is a statement of the study",
                        "Write it out, or use `gapmc ask` without a statement, which asks for all of the "
                        "study's");
        fail_at(name.at, "the study has no quantity '" + text + "'", nearest(text, names()));
    }

    void require_outcome(Outcome outcome, Token const& name) const {
        bool const has = outcome == Outcome::constant ||
                         (outcome == Outcome::edition && study_.index.revisions) ||
                         (outcome == Outcome::published && study_.index.measurement);
        if (!has)
            fail_at(name.at, fmt::format("the study does not tell the outcome '{}' apart", name_of(outcome)),
                    "Name another, e.g. gap.constant@2030");
    }

    int year() {
        Token const token = now();
        bool const whole = token.kind == Token::Kind::number && token.number == std::floor(token.number) &&
                           token.number >= 0 && token.number < 10000;
        if (!whole) fail("an index year is needed here", "Write four digits, e.g. 2030");
        auto const number = static_cast<int>(token.number);
        if (number <= study_.base || number > study_.end)
            fail(fmt::format("{} is not an index year of the study", token.text),
                 fmt::format("Use {} to {}", study_.base + 1, study_.end));
        ++at_;
        return number;
    }

    //! `by`, `before` or `in` a year: the first and last that are meant.
    std::pair<int, int> years() {
        if (accept("by")) return {study_.base + 1, year()};
        if (accept("before")) {
            int const last = year() - 1;
            if (last <= study_.base) {
                --at_;
                fail("there is no index year before this one", "Use a later one");
            }
            return {study_.base + 1, last};
        }
        if (accept("in")) {
            int const only = year();
            return {only, only};
        }
        fail("a year is missing", "Write by YEAR, before YEAR or in YEAR");
    }

    // --- parts

    Relation relation() {
        for (auto const& [sign, relation] : {std::pair{"<=", Relation::at_most},
                                             {"<", Relation::less},
                                             {">=", Relation::at_least},
                                             {">", Relation::more}})
            if (accept(sign)) return relation;
        fail("a comparison is needed here", "Write < <= > or >=");
    }

    double number() {
        double const sign = accept("-") ? -1 : 1;
        if (now().kind != Token::Kind::number)
            fail("a number is needed here", "Write digits, e.g. 15 or -0.5");
        double const value = now().number;
        ++at_;
        return sign * value;
    }

    int passage() {
        StatementPart part;
        part.kind = StatementPart::Kind::reached;
        if (now().kind != Token::Kind::name)
            fail("a quantity is needed here", "Write e.g. first gap <= 0 by 2033");
        part.terms.emplace_back();
        UnitOf const of = quantity(part.terms.back());
        if (now().is("@"))
            fail("a passage looks at all years", "Write e.g. first gap <= 0 by 2033, without @");
        part.relation = relation();
        part.bound = number();
        require_share(part, {of});
        bool const exactly = now().is("in");
        std::tie(part.first_year, part.last_year) = years();
        int const reached = add(part);
        // The first in a year: reached then, and in no year before.
        if (!exactly || part.first_year == study_.base + 1) return reached;
        part.last_year = part.first_year - 1;
        part.first_year = study_.base + 1;
        int const before = join(StatementPart::Kind::negation, add(part), -1);
        return join(StatementPart::Kind::both, reached, before);
    }

    int happening() {
        StatementPart part;
        part.kind = StatementPart::Kind::happened;
        Token const name = now();
        std::vector<std::string> known;
        // One that is switched off happens in no trajectory: a sweep or a scenario may switch it on or off.
        for (Event const& e : study_.events) known.push_back(e.id);
        if (std::find(known.begin(), known.end(), name.text) == known.end())
            fail("the study has no event '" + name.text + "'", nearest(name.text, known));
        part.event = name.text;
        at_ += 2;
        std::tie(part.first_year, part.last_year) = years();
        return add(std::move(part));
    }

    int comparison() {
        StatementPart part;
        std::vector<UnitOf> units;
        std::size_t const begin = now().at;
        sum(part, units, 1);
        part.relation = relation();
        sum(part, units, -1);
        if (part.terms.empty())
            fail_at(begin, "this compares numbers alone", "Name a quantity, e.g. gap@2030");
        require_one_unit(units);
        require_share(part, units);
        return add(std::move(part));
    }

    void require_one_unit(std::vector<UnitOf> const& units) const {
        for (UnitOf const& u : units)
            if (u.unit != units.front().unit)
                fail_at(u.at,
                        fmt::format("{} is in {}, and {} in {}", u.name, unit_words(u.unit),
                                    units.front().name, unit_words(units.front().unit)),
                        in_every_year_ ? "Add quantities of one unit" : "Compare quantities of one unit");
    }

    //! A share is between 0 and 1: 40 for 40 % would hold never, and nobody would see why.
    void require_share(StatementPart const& part, std::vector<UnitOf> const& units) const {
        StatementTerm const& term = part.terms.front();
        if (part.terms.size() != 1 || term.of != StatementTerm::Of::driver || term.on_scale ||
            term.coefficient == 0)
            return;
        double const against = part.bound / term.coefficient;
        if (driver_of(study_, term.id).link == Link::logit && !(against > 0 && against < 1))
            fail_at(units.front().at,
                    fmt::format("{} lies between 0 and 1, and {} does not", term.id, against),
                    "Write a share as a fraction, 0.4 for 40 %");
    }

    static std::string unit_words(std::string const& unit) {
        return unit.empty() || unit == "1" ? "pure numbers" : escaped_bytes(unit);
    }

    //! \param side  1 left of the relation, -1 right of it: all terms go to the left, numbers to the right
    void sum(StatementPart& part, std::vector<UnitOf>& units, double side) {
        double sign = accept("-") ? -1 : 1;
        while (true) {
            term(part, units, side * sign);
            if (accept("+"))
                sign = 1;
            else if (accept("-"))
                sign = -1;
            else
                return;
        }
    }

    void term(StatementPart& part, std::vector<UnitOf>& units, double factor) {
        if (now().kind == Token::Kind::number) {
            double const value = now().number;
            ++at_;
            if (!now().is("*") && in_every_year_)
                fail("a number stands alone", "Multiply it by a quantity: 0.5 * score.us");
            if (!accept("*")) {
                take_from(part.bound, factor * value);
                return;
            }
            factor *= value;
        }
        if (now().kind != Token::Kind::name || is_statement_word(now().text))
            fail("a quantity or a number is needed here", "Write e.g. gap@2030 < 15");
        if (part.terms.size() == most_terms)
            fail("the sum has more than 64 terms", "Ask in several statements");
        StatementTerm term;
        term.coefficient = factor;
        units.push_back(quantity(term));
        if (in_every_year_) {
            if (now().is("@"))
                fail("a quantity of a report is taken in every year", "Leave @ and the year out");
            part.terms.push_back(std::move(term));
            return;
        }
        if (!accept("@")) fail("the year of the quantity is missing", "Write e.g. gap@2030");
        term.year = year();
        part.terms.push_back(std::move(term));
    }

    //! As decimals, which is how they were written: 5.28 + 3.59 is 8.87.
    static void take_from(double& bound, double value) {
        auto const sum = exact::sum(exact::decimal_of(bound), exact::decimal_of(-value));
        bound = sum ? exact::nearest_double(*sum) : bound - value;
    }
};

}  // namespace

Statement parse_statement(std::string const& text, Study const& study, Outcome outcome) {
    if (text.size() > longest)
        throw StatementFault{longest, "the statement is longer than 1000 bytes", "Shorten it"};
    return Parser{text, study, outcome}.parse();
}

StatementTerm parse_term(std::string const& text, Study const& study, Outcome outcome) {
    if (text.size() > longest)
        throw StatementFault{longest, "the quantity is longer than 1000 bytes", "Shorten it"};
    return Parser{text, study, outcome}.alone();
}

QuantitySum parse_quantity(std::string const& text, Study const& study, Outcome outcome) {
    if (text.size() > longest)
        throw StatementFault{longest, "the sum is longer than 1000 bytes", "Shorten it"};
    return Parser{text, study, outcome}.parse_quantity();
}

bool is_statement_word(std::string_view name) {
    for (std::string_view const word :
         {"and", "or", "not", "given", "first", "by", "before", "in", "happened", "happens"})
        if (name == word) return true;
    return false;
}

}  // namespace gapmc
