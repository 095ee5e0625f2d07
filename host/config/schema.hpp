// SPDX-License-Identifier: Apache-2.0
//! The one description of every key of a study file. It drives reading, writing, the search for quantities
//! and for misspelt keys, `gapmc schema` and `gapmc init`; configs/README.md says the same for people.
#pragma once

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/member.hpp"
#include "host/config/units.hpp"

namespace gapmc::config {

enum class Kind {
    text,
    word,       //!< one of Key::words
    name,       //!< a name of its own (study.name)
    reference,  //!< text naming something of Key::names
    boolean,
    integer,
    number,
    numbers,  //!< list of numbers
    years,    //!< list of whole numbers
    date,
    references,  //!< list of texts naming something of Key::names
    texts,       //!< list of texts
    fixed,       //!< a quantity that may not be a distribution
    quantity,
    range,    //!< list of two numbers, or a table with min and max
    loading,  //!< a number, or a table
    table,
    tables,  //!< list of tables
};

//! What the names of a table's entries, or a reference, stand for.
enum class Names {
    none,
    actor,
    driver,
    event,
    dimension,
    contrast,
    tail_group,
    scenario,
    quantity,
    statement,
    pair,
    path,
    year,
    level
};

//! Scale of a quantity: a link, or the link of the driver that the key belongs to.
enum class Scale { identity, log, logit, driver };

//! Closed unless said otherwise. For quantities in the stored unit.
struct Bounds {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool low_open = false;
    bool high_open = false;

    bool admits(double value) const {
        return (low_open ? value > low : value >= low) && (high_open ? value < high : value <= high);
    }
    std::string text() const;
};

struct TableSpec;

//! One key. Its name, where its value lives and everything that is known about it; nothing else says them
//! again.
struct Key {
    std::string_view name = {};
    Kind kind = Kind::text;
    Member member = {};  //!< none: read and written with the list or map that it belongs to
    bool required = false;
    std::string_view fallback = {};  //!< default, as TOML; empty: none
    Scale scale = Scale::identity;
    Measure measure = Measure::pure;
    Bounds bounds = {};
    std::string_view words = {};  //!< of Kind::word, separated by |
    Names names = Names::none;
    std::size_t min_items = 0;       //!< of lists
    std::size_t max_items = 100000;  //!< of lists
    TableSpec const* table = nullptr;
    bool section = false;          //!< a part that is a table of its own in the resolved study
    std::string_view sample = {};  //!< value in the template; empty: written as a comment
    std::string_view doc = {};
};

//! A name that people write in a table although it is no key there, and what they should write instead.
struct Stray {
    std::string_view name;
    std::string_view remedy;
};

//! A table: fixed keys, or entries under names that the study chooses, or both.
struct TableSpec {
    std::span<Key const> keys = {};
    Key const* entry = nullptr;  //!< every entry that is not a fixed key; null: none allowed
    Names entry_names = Names::none;
    bool defines = false;  //!< entries define the names rather than refer to them
    std::size_t min_entries = 0;
    std::size_t max_entries = 100000;
    std::span<Stray const> strays = {};

    //! Fixed key of that name, or null.
    Key const* fixed(std::string_view name) const;
    //! Fixed key, else the entry, else null.
    Key const* key(std::string_view name) const;
    std::vector<std::string> key_names() const;
    //! \throws std::logic_error if there are bound keys and none of them belongs to the struct of that mark.
    //! ([study] serves two structs: what a study is, and what is asked of it.)
    void require_keys_of(char const* mark) const;
};

//! The whole file.
TableSpec const& study_spec();

//! Keys of a quantity's table. Couplings add `lag`.
TableSpec const& quantity_spec();

//! Table of each entry under a name of the study's own.
inline TableSpec const& entries_of(TableSpec const& spec) { return *spec.entry->table; }

//! How a family of distributions is written. Expert quantiles are levels (level_of), two or three of them.
struct FamilySpec {
    std::string_view dist;  //!< value of `dist`; empty for a fixed value and for quantiles
    std::span<std::string_view const> required;
    std::span<std::string_view const> optional;
};
std::span<FamilySpec const> families();

//! Parts of a text separated by |.
std::vector<std::string> words_of(std::string_view words);

//! `[a-z][a-z0-9_]{0,31}`
bool is_name(std::string_view text);
//! Four digits.
bool is_year(std::string_view text);
//! `[a-z0-9-]{1,64}`
bool is_file_name(std::string_view text);

//! Level of an expert quantile in thousandths, 0 for a name that is none: `p05` is 50, `p025` is 25. Two
//! digits are percent, three are tenths of a percent and do not end in 0, so that each level has one name.
int level_of(std::string_view name);
//! The name of a level.
std::string level_name(int thousandths);

//! "actor", "driver" ... for messages.
std::string_view described(Names names);

//! Largest of each kind of table that the walk is laid out for.
constexpr std::size_t max_actors = 8;
constexpr std::size_t max_drivers = 8;
constexpr std::size_t max_events = 16;
constexpr std::size_t max_dimensions = 8;
constexpr std::size_t max_contrasts = 16;
constexpr std::size_t max_thresholds = 64;
constexpr std::size_t max_reported_quantities = 16;
constexpr std::size_t max_reported_statements = 64;
constexpr std::size_t max_scenarios = 32;
constexpr std::size_t max_scenario_overrides = 200;
constexpr std::size_t max_quantiles = 199;
constexpr int max_horizon_years = 64;
constexpr std::size_t max_text_bytes =
    4000;  //!< so that the resolved study keeps to the line limit of guard_text

}  // namespace gapmc::config
