// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "host/config/schema.hpp"
#include "host/config/toml_text.hpp"
#include "host/config/write_parts.hpp"

namespace gapmc::config {
namespace {

struct Parameter {
    std::string_view name;
    bool has_unit = true;
};

struct Form {
    std::string_view dist;  //!< empty: none is written
    std::array<Parameter, 4> parameters;
};

Form form_of(Family family) {
    switch (family) {
        case Family::constant:
            return {"", {{{"value"}}}};
        case Family::quantile2:
        case Family::quantile3:
            return {"", {}};  // named by their levels
        case Family::normal:
            return {"normal", {{{"mean"}, {"sd"}}}};
        case Family::lognormal:
            return {"lognormal", {{{"median"}, {"sigma", false}}}};
        case Family::uniform:
            return {"uniform", {{{"min"}, {"max"}}}};
        case Family::triangular:
            return {"triangular", {{{"min"}, {"mode"}, {"max"}}}};
        case Family::pert:
            return {"pert", {{{"min"}, {"mode"}, {"max"}}}};
        case Family::beta:
            return {"beta", {{{"alpha", false}, {"beta", false}, {"min"}, {"max"}}}};
        case Family::gamma:
            return {"gamma", {{{"shape", false}, {"scale"}}}};
        case Family::student_t:
            return {"student_t", {{{"location"}, {"scale"}, {"nu", false}}}};
        case Family::empirical:
            return {"empirical", {}};
        case Family::choice:
            return {"choice", {}};
    }
    return {};
}

}  // namespace

void TomlText::table(std::string_view name) {
    text_ += fmt::format("{}[{}]\n", text_.empty() ? "" : "\n", name);
}
void TomlText::tables(std::string_view name) { text_ += fmt::format("\n[[{}]]\n", name); }
void TomlText::line(std::string_view key, std::string_view value) {
    text_ += fmt::format("{} = {}\n", key, value);
}
void TomlText::text(std::string_view key, std::string_view value) { line(key, toml_text(value)); }
void TomlText::text_if(std::string_view key, std::string_view value) {
    if (!value.empty()) text(key, value);
}
void TomlText::flag(std::string_view key, bool value) { line(key, value ? "true" : "false"); }
void TomlText::number(std::string_view key, double value) { line(key, toml_number(value)); }
void TomlText::number(std::string_view key, std::optional<double> const& value) {
    if (value) number(key, *value);
}
void TomlText::quantity(std::string_view key, Quantity const& quantity) { write(key, quantity, false); }
void TomlText::quantity(std::string_view key, std::optional<Quantity> const& quantity) {
    if (quantity) write(key, *quantity, false);
}
void TomlText::points(std::string_view key, Quantity const& quantity) { write(key, quantity, true); }

void TomlText::write(std::string_view key, Quantity const& quantity, bool in_points) {
    auto const written = [&](double stored) { return in_points ? points_of(stored) : stored; };
    auto const sub = [&](std::string_view name) { return fmt::format("{}.{}", key, name); };
    Form const form = form_of(quantity.family);
    if (!form.dist.empty()) text(sub("dist"), form.dist);
    auto const levels = quantity.quantile_levels();
    for (std::size_t i = 0; i < levels.size(); ++i)
        number(sub(level_name(levels[i])), written(quantity.parameters[i]));
    for (std::size_t i = levels.size(); i < quantity.parameters.size(); ++i) {
        Parameter const& parameter = form.parameters.at(i);
        double const value = quantity.parameters[i];
        number(sub(parameter.name), parameter.has_unit ? written(value) : value);
    }
    if (!quantity.values.empty()) {
        std::vector<double> values;
        for (double const value : quantity.values) values.push_back(written(value));
        line(sub("values"), toml_list(values));
    }
    if (!quantity.weights.empty()) line(sub("weights"), toml_list(quantity.weights));
    if (quantity.truncate_min) number(sub("truncate.min"), written(*quantity.truncate_min));
    if (quantity.truncate_max) number(sub("truncate.max"), written(*quantity.truncate_max));
    text(sub("unit"), in_points ? "points" : quantity.unit);
    text_if(sub("source"), quantity.source);
    text_if(sub("note"), quantity.note);
    text_if(sub("as_of"), quantity.as_of);
}

}  // namespace gapmc::config
