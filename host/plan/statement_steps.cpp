// SPDX-License-Identifier: Apache-2.0
#include "host/plan/statement_steps.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/exact/elementary.hpp"
#include "host/plan/level_steps.hpp"
#include "host/plan/row_weights.hpp"
#include "host/plan/term_rows.hpp"
#include "host/plan/thresholds.hpp"
#include "host/study/named.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

class Compiler {
  public:
    Compiler(Plan& plan, std::size_t world, Study const& study, Statement const& statement)
        : plan_{plan}, world_{world}, study_{study}, statement_{statement} {}

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
        plan_.spec.asked_steps.push_back({kind, row, first, last, bound});
    }

    void emit(int index) {
        StatementPart const& part = statement_.parts[static_cast<std::size_t>(index)];
        switch (part.kind) {
            case StatementPart::Kind::comparison:
                return compare(part);
            case StatementPart::Kind::reached: {
                Against const a = against(part.terms.front(), part.bound);
                bool const below = part.relation == Relation::less || part.relation == Relation::at_most;
                return step(below ? AskedStep::reached : AskedStep::exceeded, a.row, year(part.first_year),
                            year(part.last_year), is_strict(part.relation) ? a.less : a.at_most);
            }
            case StatementPart::Kind::happened: {
                auto const row = plan_.find_row(Target::event_onsets, part.event, world_);
                // Without a row it is switched off.
                if (!row) return step(AskedStep::at_most, 0, 0, 0, -1);
                return step(AskedStep::exceeded, static_cast<std::int32_t>(*row), year(part.first_year),
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

    //! A row, and the integers by which X <= c is x <= at_most, and X < c is x <= less.
    struct Against {
        std::int32_t row;
        std::int64_t at_most;
        std::int64_t less;

        Against(std::int32_t of, std::int64_t equal) : Against(of, equal, equal - 1) {}
        Against(std::int32_t of, std::int64_t not_above, std::int64_t below)
            : row{of}, at_most{not_above}, less{below} {}
    };
    static bool is_strict(Relation r) { return r == Relation::less || r == Relation::at_least; }

    void compare(StatementPart const& part) {
        if (is_single(part)) {
            StatementTerm const& term = part.terms.front();
            bool const turned = term.coefficient < 0;  // -X <= c is X >= -c
            double const bound = part.bound / std::fabs(term.coefficient);
            Against const a = against(term, turned ? 0 - bound : bound);
            Relation const r = turned ? mirrored(part.relation) : part.relation;
            at_most({{a.row, year(term.year), 1}}, is_strict(r) ? a.less : a.at_most);
            if (r == Relation::more || r == Relation::at_least) step(AskedStep::negation);
            return;
        }
        if (is_ratio(part)) return sum(logarithms(part));
        for (StatementTerm const& term : part.terms) require_fine_steps(term);
        sum(part);
    }

    bool is_level(StatementTerm const& term, Link link) const {
        return term.of == StatementTerm::Of::driver && !term.on_scale && link_of(term.id) == link;
    }

    //! One quantity against a number: a multiple of it where the number is divided without harm.
    bool is_single(StatementPart const& part) const {
        if (part.terms.size() != 1) return false;
        StatementTerm const& term = part.terms.front();
        bool const divides = is_level(term, Link::log) || is_level(term, Link::logit);
        return std::fabs(term.coefficient) == 1 || (divides && term.coefficient != 0);
    }

    //! a X < b Y of levels that move on the scale of their logarithms, a and b above 0.
    bool is_ratio(StatementPart const& part) const {
        return part.terms.size() == 2 && part.bound == 0 && is_level(part.terms[0], Link::log) &&
               is_level(part.terms[1], Link::log) &&
               part.terms[0].coefficient * part.terms[1].coefficient < 0;
    }
    //! The same as ln X - ln Y < ln (b / a), which needs no level.
    static StatementPart logarithms(StatementPart part) {
        double const ratio = std::fabs(part.terms[1].coefficient / part.terms[0].coefficient);
        bool const turned = part.terms[0].coefficient < 0;
        part.bound = turned ? 0 - exact::log(ratio) : exact::log(ratio);
        for (StatementTerm& term : part.terms) {
            term.coefficient = term.coefficient < 0 ? -1 : 1;
            term.on_scale = true;
        }
        return part;
    }

    //! \throws UsageError of a statement that was asked for now, StudyError of the study's own
    void require_fine_steps(StatementTerm const& term) const {
        std::string const reason = coarse_steps(plan_, world_, study_, term);
        if (reason.empty()) return;
        if (statement_.id.empty()) throw UsageError("the statement '" + statement_.text + "': " + reason);
        throw StudyError("report.statements." + statement_.id + ".holds: " + reason);
    }

    void sum(StatementPart const& part) {
        std::vector<double> coefficients, units;
        std::vector<std::int32_t> rows;
        for (StatementTerm const& term : part.terms) {
            rows.push_back(level_row(term));
            coefficients.push_back(term.coefficient);
            units.push_back(plan_.rows[static_cast<std::size_t>(rows.back())].units);
        }
        RowWeights const w = weights_of(coefficients, units);
        WeightedBound const bound = bound_in(w, part.bound);
        std::vector<AskedTerm> terms;
        for (std::size_t i = 0; i < rows.size(); ++i)
            terms.push_back({rows[i], year(part.terms[i].year), w.weights[i]});
        at_most(terms, is_strict(part.relation) ? bound.ceiling - 1 : bound.floor);
        if (part.relation == Relation::more || part.relation == Relation::at_least) step(AskedStep::negation);
    }

    static Relation mirrored(Relation r) {
        return r == Relation::less      ? Relation::more
               : r == Relation::at_most ? Relation::at_least
               : r == Relation::more    ? Relation::less
                                        : Relation::at_most;
    }

    void at_most(std::vector<AskedTerm> const& terms, std::int64_t bound) {
        auto const first = static_cast<std::int32_t>(plan_.spec.asked_terms.size());
        plan_.spec.asked_terms.insert(plan_.spec.asked_terms.end(), terms.begin(), terms.end());
        step(AskedStep::at_most, first, static_cast<std::int32_t>(terms.size()), 0, bound);
    }

    std::int32_t row_of(Target target, std::string const& id) const {
        return static_cast<std::int32_t>(plan_.row_of(target, id, world_));
    }
    std::int32_t level_row(StatementTerm const& term) const {
        return row_of(level_target(study_, term), term.id);
    }

    Link link_of(std::string const& pair) const { return driver_of(study_, pair).link; }

    Against against(StatementTerm const& term, double bound) const {
        std::int32_t const r = row_of(target_of(term), term.id);
        Row const& row = plan_.rows[static_cast<std::size_t>(r)];
        if (term.of == StatementTerm::Of::quantity) return of_quantity(r, bound * row.units);
        Observed const& observed = plan_.observed_of(static_cast<std::size_t>(r));
        if (term.of == StatementTerm::Of::contrast) {
            Contrast const& contrast = contrast_of(study_, term.id);
            ObservedRow as_observed{row, observed, {}};
            // Whole hundredths, or a hundred times a power of two.
            int exponent = 0;
            if (std::frexp(row.units / 100, &exponent) == 0.5) as_observed.bounds = Bounds{};
            return {r, threshold_of(study_, contrast, as_observed, bound)};
        }
        if (term.of == StatementTerm::Of::score) return {r, fixed(bound, observed)};
        Link const link = link_of(term.id);
        if (link == Link::identity || term.on_scale) return {r, fixed(bound, observed)};
        if (bound <= 0) return {r, never_reached};
        if (link == Link::logit && bound >= 1) return {r, always_reached};
        return {r, fixed(link == Link::log ? exact::log(bound) : exact::logit(bound), observed)};
    }

    //! \param scaled  the bound in the row's units; one that is whole as it was written must not fall off
    //! by a rounding
    static Against of_quantity(std::int32_t row, double scaled) {
        double const near = std::nearbyint(scaled);
        double const c = std::fabs(scaled - near) <= 1e-9 * std::max(1.0, std::fabs(scaled)) ? near : scaled;
        double const within = std::clamp(c, -0x1p61, 0x1p61);
        return {row, static_cast<std::int64_t>(std::floor(within)),
                static_cast<std::int64_t>(std::ceil(within)) - 1};
    }
    static std::int64_t fixed(double value, Observed const& observed) {
        return to_fixed(static_cast<float>(value), observed.scale);
    }

    Plan& plan_;
    std::size_t world_;
    Study const& study_;
    Statement const& statement_;
};

}  // namespace

void add_statement(Plan& plan, std::size_t world, Study const& study, Statement const& statement) {
    Compiler{plan, world, study, statement}.add();
}

}  // namespace gapmc
