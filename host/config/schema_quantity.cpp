// SPDX-License-Identifier: Apache-2.0
//! Keys of a quantity, and the families of distributions.
#include <array>

#include "host/config/schema_tables.hpp"

namespace gapmc::config {
namespace {

constexpr std::array range_keys{
    Key{.name = "min", .kind = Kind::number, .doc = "lower bound"},
    Key{.name = "max", .kind = Kind::number, .doc = "upper bound"},
};
constexpr TableSpec range_table{.keys = range_keys};

constexpr std::array quantity_keys{
    Key{.name = "value", .kind = Kind::number, .doc = "a fixed value"},
    Key{.name = "dist",
        .kind = Kind::word,
        .words = "normal|lognormal|uniform|triangular|pert|beta|gamma|student_t|empirical|choice",
        .doc = "family of the distribution"},
    Key{.name = "mean", .kind = Kind::number, .doc = "normal: mean"},
    Key{.name = "sd", .kind = Kind::number, .doc = "normal: standard deviation"},
    Key{.name = "median", .kind = Kind::number, .doc = "lognormal: median"},
    Key{.name = "sigma", .kind = Kind::number, .doc = "lognormal: standard deviation of the logarithm"},
    Key{.name = "min", .kind = Kind::number, .doc = "uniform, triangular, pert, beta: smallest value"},
    Key{.name = "mode", .kind = Kind::number, .doc = "triangular, pert: most likely value"},
    Key{.name = "max", .kind = Kind::number, .doc = "uniform, triangular, pert, beta: largest value"},
    Key{.name = "alpha", .kind = Kind::number, .doc = "beta: first shape"},
    Key{.name = "beta", .kind = Kind::number, .doc = "beta: second shape"},
    Key{.name = "shape", .kind = Kind::number, .doc = "gamma: shape"},
    Key{.name = "scale", .kind = Kind::number, .doc = "gamma, student_t: scale"},
    Key{.name = "location", .kind = Kind::number, .doc = "student_t: centre"},
    Key{.name = "nu", .kind = Kind::number, .doc = "student_t: degrees of freedom"},
    Key{.name = "values", .kind = Kind::numbers, .min_items = 1, .doc = "empirical, choice: the values"},
    Key{.name = "weights", .kind = Kind::numbers, .min_items = 1, .doc = "choice: their probabilities"},
    Key{.name = "truncate",
        .kind = Kind::range,
        .table = &range_table,
        .doc = "cut the distribution to [min, max]"},
    Key{.name = "unit", .doc = "unit of the numbers here"},
    source_text,
    note_text,
    Key{.name = "as_of", .doc = "when the value was known"},
};
constexpr Key level_value{.kind = Kind::number,
                          .doc = "value at that level: p05, p50, p95, any two or three; p025 is 2.5 %"};
constexpr TableSpec quantity_table{.keys = quantity_keys, .entry = &level_value, .entry_names = Names::level};

using Words = std::string_view;
constexpr std::array<Words, 1> value_words{"value"};
constexpr std::array<Words, 2> normal_words{"mean", "sd"};
constexpr std::array<Words, 2> lognormal_words{"median", "sigma"};
constexpr std::array<Words, 2> range_words{"min", "max"};
constexpr std::array<Words, 3> mode_words{"min", "mode", "max"};
constexpr std::array<Words, 2> beta_words{"alpha", "beta"};
constexpr std::array<Words, 2> gamma_words{"shape", "scale"};
constexpr std::array<Words, 3> student_words{"location", "scale", "nu"};
constexpr std::array<Words, 1> empirical_words{"values"};
constexpr std::array<Words, 2> choice_words{"values", "weights"};

constexpr std::array family_specs{
    FamilySpec{"", value_words, {}},
    FamilySpec{"", {}, {}},
    FamilySpec{"normal", normal_words, {}},
    FamilySpec{"lognormal", lognormal_words, {}},
    FamilySpec{"uniform", range_words, {}},
    FamilySpec{"triangular", mode_words, {}},
    FamilySpec{"pert", mode_words, {}},
    FamilySpec{"beta", beta_words, range_words},
    FamilySpec{"gamma", gamma_words, {}},
    FamilySpec{"student_t", student_words, {}},
    FamilySpec{"empirical", empirical_words, {}},
    FamilySpec{"choice", choice_words, {}},
};

}  // namespace

TableSpec const& quantity_spec() { return quantity_table; }
std::span<FamilySpec const> families() { return family_specs; }

}  // namespace gapmc::config
