// SPDX-License-Identifier: Apache-2.0
#include "host/config/settle_reported.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "host/config/statement_text.hpp"

namespace gapmc::config {
namespace {

class Settler {
  public:
    Settler(Context& context, Study& study) : context_{context}, study_{study} {}

    void quantities() {
        for (ReportedQuantity& quantity : study_.quantities) {
            std::string const path = "report.quantities." + quantity.id;
            require_own_name(quantity, path);
            understand(quantity.place, joined(path, "of"), quantity.of, [&] {
                QuantitySum sum = parse_quantity(quantity.of, study_, study_.outcome);
                quantity.terms = std::move(sum.terms);
                quantity.unit = is_year(quantity.over) ? "year" : std::move(sum.unit);
            });
        }
    }

    void statements() {
        for (ReportedStatement& statement : study_.statements) {
            std::string const path = "report.statements." + statement.id;
            understand(statement.place, joined(path, "holds"), statement.holds, [&] {
                statement.statement = parse_statement(statement.holds, study_, study_.outcome);
                statement.statement.id = statement.id;
                statement.statement.title = statement.title;
            });
        }
    }

  private:
    template<class Parse>
    void understand(Place place, std::string const& key, std::string const& text, Parse const& parse) {
        if (text.empty() && context_.reported(key)) return;
        try {
            parse();
        } catch (StatementFault const& fault) {
            context_.error(place, key, "", fault.what(), fault.remedy);
            context_.problems.back().marked = caret_lines(text, fault.at);
        }
    }

    void require_own_name(ReportedQuantity const& quantity, std::string const& path) {
        auto const refuse = [&](std::string const& reason) {
            context_.error(quantity.place, path, "", reason, "Choose another name");
        };
        if (context_.names.knows(Names::contrast, quantity.id)) refuse("the name is that of a contrast");
        if (context_.names.knows(Names::event, quantity.id)) refuse("the name is that of an event");
        if (is_statement_word(quantity.id)) refuse("the name is a word of statements");
        for (std::string_view const suffix : {"_edition", "_published"})
            if (quantity.id.ends_with(suffix))
                refuse(fmt::format("names that end in {} are taken by outcomes", suffix));
    }

    Context& context_;
    Study& study_;
};

}  // namespace

void settle_reported(Context& context, Study& study) {
    Settler settler{context, study};
    settler.quantities();
    settler.statements();
}

}  // namespace gapmc::config
