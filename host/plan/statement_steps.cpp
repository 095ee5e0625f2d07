// SPDX-License-Identifier: Apache-2.0
#include "host/plan/statement_steps.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>

#include "host/exact/decimal.hpp"
#include "host/exact/elementary.hpp"
#include "host/plan/thresholds.hpp"
#include "host/study/named.hpp"

namespace gapmc {
namespace {

constexpr std::int64_t most_weight = std::int64_t{1}
                                     << 30;               // times an observation of 31 bits stays below 2^62
constexpr std::int64_t never = -(std::int64_t{1} << 62);  // no sum is at most this
constexpr std::int64_t always = std::int64_t{1} << 62;

//! A number between two whole ones, or one of them.
struct Between {
    std::int64_t floor = 0;
    std::int64_t ceiling = 0;
};

Int128 floor_of(Int128 numerator, Int128 denominator) {
    Int128 const quotient = numerator / denominator;
    return quotient - (numerator % denominator != 0 && numerator < 0 ? 1 : 0);
}

std::int64_t clamped(Int128 x) { return static_cast<std::int64_t>(std::clamp<Int128>(x, never, always)); }

//! A sum as whole weights of rows, and the bound in their unit.
struct Weighted {
    std::vector<std::int64_t> weights;
    Between bound;
};

Int128 power_of_ten(int exponent) {
    Int128 power = 1;
    for (; exponent > 0; --exponent) power *= 10;
    return power;
}

//! Units of a row: 2^exponent, or a hundred times that.
struct Units {
    int exponent = 0;
    bool hundred = false;
};
std::optional<Units> units_of(double units) {
    int exponent = 0;
    if (std::frexp(units, &exponent) == 0.5) return Units{exponent - 1, false};
    if (std::frexp(units / 100, &exponent) == 0.5) return Units{exponent - 1, true};
    return std::nullopt;
}

//! Nothing where the weights would be too large, or a row's unit is no power of two.
std::optional<Weighted> exactly(std::vector<double> const& coefficients, std::vector<double> const& units,
                                double bound) {
    constexpr int most_digits = 9;
    int decimals = 0, most = -1000, least = 1000;
    bool hundred = false;
    std::vector<exact::Decimal> factors;
    std::vector<Units> each;
    for (std::size_t i = 0; i < coefficients.size(); ++i) {
        auto const u = units_of(units[i]);
        if (!u) return std::nullopt;
        each.push_back(*u);
        factors.push_back(exact::decimal_of(coefficients[i]));
        decimals = std::max(decimals, -factors.back().exponent);
        most = std::max(most, u->exponent), least = std::min(least, u->exponent);
        hundred = hundred || u->hundred;
    }
    if (decimals > most_digits || most - least > 30 || most > 40 || most < -40) return std::nullopt;
    Weighted w;
    Int128 total = 0;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        if (factors[i].exponent > most_digits) return std::nullopt;
        Int128 const digits = factors[i].digits * power_of_ten(decimals + factors[i].exponent);
        if (digits >= most_weight || digits <= -most_weight) return std::nullopt;
        Int128 const weight =
            digits * (hundred && !each[i].hundred ? 100 : 1) * (Int128{1} << (most - each[i].exponent));
        total += weight < 0 ? -weight : weight;
        if (total >= most_weight) return std::nullopt;
        w.weights.push_back(static_cast<std::int64_t>(weight));
    }
    exact::Decimal const k = exact::decimal_of(bound);
    int const shift = k.exponent + decimals;
    if (shift > most_digits || shift < -25) return std::nullopt;
    Int128 numerator = k.digits * (shift > 0 ? power_of_ten(shift) : 1) * (hundred ? 100 : 1);
    Int128 denominator = shift < 0 ? power_of_ten(-shift) : 1;
    if (numerator > (Int128{1} << 84) || numerator < -(Int128{1} << 84)) return std::nullopt;
    (most >= 0 ? numerator : denominator) *= Int128{1} << std::abs(most);
    w.bound = {clamped(floor_of(numerator, denominator)), clamped(-floor_of(-numerator, denominator))};
    return w;
}

Weighted nearly(std::vector<double> const& coefficients, std::vector<double> const& units, double bound) {
    double total = 0;
    std::vector<double> shares;
    for (std::size_t i = 0; i < coefficients.size(); ++i) {
        shares.push_back(coefficients[i] / units[i]);
        total += std::fabs(shares.back());
    }
    if (!(total > 0) || !std::isfinite(total))
        return {std::vector<std::int64_t>(units.size(), 0), {bound < 0 ? -1 : 0, bound > 0 ? 1 : 0}};
    int exponent = 0;
    std::frexp(total, &exponent);  // total below 2^exponent
    double const scale = std::ldexp(1.0, 29 - exponent);
    Weighted w;
    for (double const share : shares)
        w.weights.push_back(static_cast<std::int64_t>(std::nearbyint(share * scale)));
    double const limit = 0x1p61;
    double const scaled = std::clamp(bound * scale, -limit, limit);
    w.bound = {static_cast<std::int64_t>(std::floor(scaled)), static_cast<std::int64_t>(std::ceil(scaled))};
    return w;
}

std::uint32_t low_half(std::int64_t x) { return static_cast<std::uint32_t>(static_cast<std::uint64_t>(x)); }
std::int32_t high_half(std::int64_t x) { return static_cast<std::int32_t>(x >> 32); }

class Compiler {
  public:
    Compiler(Plan& plan, Study const& study, Statement const& statement)
        : plan_{plan}, study_{study}, statement_{statement} {}

    void add() {
        Asked asked;
        asked.holds = steps();
        emit(statement_.holds);
        asked.given = steps();
        if (statement_.given >= 0) emit(statement_.given);
        asked.end = steps();
        plan_.spec.asked.push_back(asked);
    }

  private:
    std::int32_t steps() const { return static_cast<std::int32_t>(plan_.spec.asked_steps.size()); }

    void step(AskedStep::Kind kind, std::int32_t row = 0, std::int32_t first = 0, std::int32_t last = 0,
              std::int64_t bound = 0) {
        plan_.spec.asked_steps.push_back({kind, row, first, last, low_half(bound), high_half(bound)});
    }

    void emit(int index) {
        StatementPart const& part = statement_.parts[static_cast<std::size_t>(index)];
        switch (part.kind) {
            case StatementPart::Kind::comparison:
                return compare(part);
            case StatementPart::Kind::reached: {
                Against const a = against(part.terms.front(), part.bound);
                bool const below = part.relation == Relation::less || part.relation == Relation::at_most;
                bool const strict = part.relation == Relation::less || part.relation == Relation::at_least;
                return step(below ? AskedStep::reached : AskedStep::exceeded, a.row, year(part.first_year),
                            year(part.last_year), strict ? a.value - 1 : a.value);
            }
            case StatementPart::Kind::happened: {
                std::size_t const row = plan_.row_of(Target::event_onsets, part.event);
                return step(AskedStep::exceeded, static_cast<std::int32_t>(row), year(part.first_year),
                            year(part.last_year), 0);
            }
            case StatementPart::Kind::negation:
                emit(part.left);
                return step(AskedStep::negation);
            default:
                emit(part.left);
                emit(part.right);
                return step(part.kind == StatementPart::Kind::both ? AskedStep::both : AskedStep::either);
        }
    }

    std::int32_t year(int index_year) const { return index_year - study_.base - 1; }

    //! A row, and the integer by which X <= c is x <= value.
    struct Against {
        std::int32_t row;
        std::int64_t value;
    };

    void compare(StatementPart const& part) {
        bool const single = part.terms.size() == 1 && std::fabs(part.terms.front().coefficient) == 1;
        if (single) {
            StatementTerm const& term = part.terms.front();
            bool const turned = term.coefficient < 0;  // -X <= c is X >= -c
            Against const a = against(term, turned ? 0 - part.bound : part.bound);
            Relation const r = turned ? mirrored(part.relation) : part.relation;
            bool const strict = r == Relation::less || r == Relation::at_least;
            at_most({{a.row, year(term.year), 1}}, strict ? a.value - 1 : a.value);
            if (r == Relation::more || r == Relation::at_least) step(AskedStep::negation);
            return;
        }
        std::vector<double> coefficients, units;
        std::vector<std::int32_t> rows;
        for (StatementTerm const& term : part.terms) {
            rows.push_back(level_row(term));
            coefficients.push_back(term.coefficient);
            units.push_back(plan_.rows[static_cast<std::size_t>(rows.back())].units);
        }
        Weighted const w =
            exactly(coefficients, units, part.bound).value_or(nearly(coefficients, units, part.bound));
        std::vector<Term> terms;
        for (std::size_t i = 0; i < rows.size(); ++i)
            terms.push_back({rows[i], year(part.terms[i].year), w.weights[i]});
        bool const strict = part.relation == Relation::less || part.relation == Relation::at_least;
        at_most(terms, strict ? w.bound.ceiling - 1 : w.bound.floor);
        if (part.relation == Relation::more || part.relation == Relation::at_least) step(AskedStep::negation);
    }

    static Relation mirrored(Relation r) {
        return r == Relation::less      ? Relation::more
               : r == Relation::at_most ? Relation::at_least
               : r == Relation::more    ? Relation::less
                                        : Relation::at_most;
    }

    struct Term {
        std::int32_t row;
        std::int32_t year;
        std::int64_t weight;
    };
    void at_most(std::vector<Term> const& terms, std::int64_t bound) {
        auto const first = static_cast<std::int32_t>(plan_.spec.asked_terms.size());
        for (Term const& t : terms)
            plan_.spec.asked_terms.push_back({t.row, t.year, low_half(t.weight), high_half(t.weight)});
        step(AskedStep::at_most, first, static_cast<std::int32_t>(terms.size()), 0, bound);
    }

    Target target_of(StatementTerm const& term) const {
        return term.of == StatementTerm::Of::contrast ? contrast_in(term.outcome)
               : term.of == StatementTerm::Of::score  ? Target::score
                                                      : Target::driver;
    }
    std::int32_t row_of(Target target, std::string const& id) const {
        return static_cast<std::int32_t>(plan_.row_of(target, id));
    }
    //! The row in which a quantity counts in its own unit.
    std::int32_t level_row(StatementTerm const& term) const {
        if (term.of == StatementTerm::Of::driver && link_of(term.id) != Link::identity)
            return row_of(Target::driver_level, term.id);
        return row_of(target_of(term), term.id);
    }

    Link link_of(std::string const& pair) const { return driver_of(study_, pair).link; }

    Against against(StatementTerm const& term, double bound) const {
        std::int32_t const r = row_of(target_of(term), term.id);
        Row const& row = plan_.rows[static_cast<std::size_t>(r)];
        Observed const& observed = plan_.spec.observed.front()[static_cast<std::size_t>(r)];
        if (term.of == StatementTerm::Of::contrast) {
            Contrast const& contrast = contrast_of(study_, term.id);
            ObservedRow as_observed{row, observed, {}};
            auto const units = units_of(row.units);
            if (units && units->hundred) as_observed.bounds = Bounds{};
            return {r, threshold_of(study_, contrast, as_observed, bound)};
        }
        if (term.of == StatementTerm::Of::score) return {r, fixed(bound, observed)};
        Link const link = link_of(term.id);
        if (link == Link::identity) return {r, fixed(bound, observed)};
        if (bound <= 0) return {r, never};
        if (link == Link::logit && bound >= 1) return {r, always};
        return {r, fixed(link == Link::log ? exact::log(bound) : exact::logit(bound), observed)};
    }

    static std::int64_t fixed(double value, Observed const& observed) {
        return to_fixed(static_cast<float>(value), observed.scale);
    }

    Plan& plan_;
    Study const& study_;
    Statement const& statement_;
};

}  // namespace

void add_statement(Plan& plan, Study const& study, Statement const& statement) {
    Compiler{plan, study, statement}.add();
}

}  // namespace gapmc
