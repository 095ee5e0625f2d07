// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>

#include "host/config/schema.hpp"
#include "host/config/study_schema.hpp"

namespace gapmc {
namespace config {
namespace {

//! Names under which the template fills tables of named entries; other such tables are written as comments.
std::vector<std::string> instances(std::string const& path) {
    static std::map<std::string, std::vector<std::string>> const names{
        {"actors", {"north", "south"}},
        {"drivers", {"capital", "talent"}},
        {"drivers.capital", {"north", "south"}},
        {"drivers.talent", {"north", "south"}},
        {"events", {"embargo"}},
        {"events.embargo.growth", {"capital"}},
        {"events.embargo.growth.capital", {"south"}},
        {"index.dimensions", {"capability"}},
        {"index.dimensions.capability.loadings", {"capital", "talent"}},
    };
    auto const at = names.find(path);
    return at != names.end() ? at->second : std::vector<std::string>{};
}

//! Values that differ from the schema's sample, for the template to be a study that says something.
std::string sample_of(Key const& key, std::string const& path) {
    static std::map<std::string, std::string> const samples{
        {"actors.north.name", "\"North\""},
        {"actors.north.score", "{ value = 71.5, source = \"who published it\" }"},
        {"actors.south.name", "\"South\""},
        {"actors.south.score", "{ value = 58.2, source = \"who published it\" }"},
        {"drivers.capital.name", "\"Capital\""},
        {"drivers.capital.unit", "\"billion USD\""},
        {"drivers.capital.south.level", "{ p05 = 40, p95 = 70 }"},
        {"drivers.capital.south.growth", "{ p05 = 0.15, p50 = 0.25, p95 = 0.4 }"},
        {"drivers.talent.name", "\"Talent\""},
        {"drivers.talent.unit", "\"thousand people\""},
        {"drivers.talent.north.growth", "{ p05 = 0.02, p95 = 0.08 }"},
        {"drivers.talent.south.growth", "{ p05 = 0.04, p95 = 0.12, note = \"why\" }"},
        {"events.embargo.name", "\"Embargo\""},
        {"index.dimensions.capability.name", "\"Capability\""},
    };
    auto const at = samples.find(path);
    return at != samples.end() ? at->second : std::string{key.sample};
}

//! Of the size that such a quantity has in studies, so that an example that stays is not absurd.
std::string quantity_to_start_from(Measure measure) {
    switch (measure) {
        case Measure::factor:
            return "{ p05 = 1.05, p95 = 1.2 }";
        case Measure::score:
            return "{ p05 = 2, p95 = 6 }";
        case Measure::time:
            return "{ p05 = 1, p95 = 3 }";
        case Measure::per_point:
            return "{ p05 = 0.01, p95 = 0.05 }";
        case Measure::level:
            return "{ p05 = 80, p95 = 120 }";
        default:
            return "{ p05 = 0.1, p95 = 0.3 }";
    }
}

//! A value to start from, for a key that the template leaves as a comment.
std::string placeholder(Key const& key) {
    if (!key.fallback.empty()) return std::string{key.fallback};
    switch (key.kind) {
        case Kind::word:
            return fmt::format("\"{}\"", words_of(key.words).front());
        case Kind::boolean:
            return "true";
        case Kind::integer:
        case Kind::number:
            return key.bounds.low >= 2 ? "5" : key.bounds.high <= 1 ? "0.5" : "1";
        case Kind::numbers:
            return key.bounds.high <= 1 ? "[0.1, 0.9]" : "[1, 5]";
        case Kind::years:
            return key.name == "history_breaks" ? "[2023]" : "[2027, 2030]";
        case Kind::date:
            return key.name == "until" ? "2029-12-31" : "2026-01-01";
        case Kind::reference: {
            bool const other = key.name == "to" || key.name == "second" || key.name == "on";
            if (key.names == Names::actor) return other ? "\"south\"" : "\"north\"";
            if (key.names == Names::scenario) return "\"OTHER\"";
            return key.names == Names::pair ? "\"talent.north\"" : "\"gap\"";
        }
        case Kind::references:
            if (key.names == Names::pair) return "[\"capital.north\", \"capital.south\"]";
            if (key.names == Names::path)
                return "[\"drivers.capital.north.growth\", \"drivers.capital.south.growth\"]";
            return key.names == Names::actor ? "[\"north\", \"south\"]" : "[]";
        case Kind::texts:
            return "[\"events.embargo.enabled=false\"]";
        case Kind::quantity:
            return quantity_to_start_from(key.measure);
        default:
            return "\"\"";
    }
}

//! What stands for a name or a year; an outside path begins after the base, a history ends before it.
std::string entry_word(TableSpec const& spec, std::string const& path) {
    std::string word{described(spec.entry_names)};
    for (char& c : word) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    if (word == "YEAR") return path.ends_with("outside") ? "2025" : "2022";
    return word == "TAIL GROUP" ? "GROUP" : word;
}

class Template {
  public:
    std::string text =
        "# A study for gapmc. Lines that begin with # are optional keys with their defaults or an example.\n"
        "# Wherever a quantity is uncertain, write a number, \"5 %\", { value, source, note, as_of }, { p05, "
        "p95 },\n"
        "# { p05, p50, p95 } or { dist = \"...\", ... }; configs/README.md lists the forms and units.\n";

    //! How much of a table is written: a later one of its kind leaves out what the first explains.
    enum class Extent { all, filled, comment };

    void table(TableSpec const& spec, std::string const& path, std::string_view doc, Extent extent) {
        if (!spec.keys.empty() && spec.keys[0].kind != Kind::table) {
            text += fmt::format("\n# {}\n{}[{}]\n", doc, extent == Extent::comment ? "# " : "", path);
            for (Key const& key : spec.keys) {
                std::string const name{key.name};
                if (key.kind != Kind::table && key.kind != Kind::tables)
                    simple(key, joined_path(path, key), extent);
                if (key.kind == Kind::table && is_dotted(*key.table))
                    dotted(key, name, joined_path(path, key), extent);
            }
        }
        for (Key const& key : spec.keys) {
            std::string const sub = joined_path(path, key);
            if (key.kind == Kind::table && is_dotted(*key.table) && path.empty()) {
                text += fmt::format("\n# {}\n# [{}]\n", key.doc, key.name);
                dotted(key, "", sub, Extent::comment);
            }
            bool const filled = extent != Extent::comment && (key.required || !instances(sub).empty());
            if (key.kind == Kind::table && !is_dotted(*key.table) && (filled || extent != Extent::filled)) {
                table(*key.table, sub, key.doc, filled ? extent : Extent::comment);
            }
            if (key.kind == Kind::tables) tables(*key.table, sub, key.doc);
        }
        if (spec.entry != nullptr && spec.entry->kind == Kind::table && !is_dotted(spec))
            entries(spec, path, extent);
    }

  private:
    static std::string joined_path(std::string const& path, Key const& key) {
        return path.empty() ? std::string{key.name} : fmt::format("{}.{}", path, key.name);
    }

    //! Entries that are written as dotted keys in the table around them.
    static bool is_dotted(TableSpec const& spec) {
        if (!spec.keys.empty() || spec.entry == nullptr) return false;
        return spec.entry->kind != Kind::table || is_dotted(*spec.entry->table);
    }

    void entries(TableSpec const& spec, std::string const& path, Extent extent) {
        auto const names = extent == Extent::comment ? std::vector<std::string>{} : instances(path);
        Extent each = extent;
        for (auto const& name : names) {
            table(*spec.entry->table, path + "." + name, spec.entry->doc, each);
            each = Extent::filled;
        }
        if (names.empty() && extent != Extent::filled) {
            table(*spec.entry->table, path + "." + entry_word(spec, path), spec.entry->doc, Extent::comment);
        }
    }

    void line(std::string const& name, std::string const& value, std::string_view doc, bool filled) {
        text += fmt::format("{}{} = {}{}\n", filled ? "" : "# ", name, value,
                            doc.empty() ? "" : fmt::format("  # {}", doc));
    }

    void simple(Key const& key, std::string const& path, Extent extent) {
        std::string const sample = sample_of(key, path);
        bool const filled = !sample.empty() && extent != Extent::comment;
        if (!filled && extent == Extent::filled) return;
        line(std::string{key.name}, sample.empty() ? placeholder(key) : sample,
             extent == Extent::filled ? "" : key.doc, filled);
    }

    void dotted(Key const& key, std::string const& name, std::string const& path, Extent extent) {
        TableSpec const& spec = *key.table;
        auto const given = extent == Extent::comment ? std::vector<std::string>{} : instances(path);
        if (given.empty() && extent == Extent::filled) return;
        Extent const inner_extent = given.empty() ? Extent::comment : extent;
        for (auto const& entry : given.empty() ? std::vector<std::string>{entry_word(spec, path)} : given) {
            std::string const inner = name.empty() ? entry : name + "." + entry;
            if (spec.entry->kind == Kind::table) {
                dotted(*spec.entry, inner, path + "." + entry, inner_extent);
            } else {
                std::string const sample = sample_of(*spec.entry, path + "." + entry);
                line(inner, sample.empty() ? placeholder(*spec.entry) : sample, spec.entry->doc,
                     !given.empty());
            }
        }
    }

    void tables(TableSpec const& spec, std::string const& path, std::string_view doc) {
        text += fmt::format("\n# {}\n# [[{}]]\n", doc, path);
        for (Key const& key : spec.keys) simple(key, "", Extent::comment);
    }
};

}  // namespace
}  // namespace config

std::string study_template() {
    config::Template result;
    result.table(config::study_spec(), "", "", config::Template::Extent::all);
    return result.text;
}

}  // namespace gapmc
