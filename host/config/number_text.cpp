// SPDX-License-Identifier: Apache-2.0
#include "host/config/number_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

#include "host/config/units.hpp"

namespace gapmc::config {
namespace {

enum class Suffix { none, percent, month, year };

struct NumberText {
    double number = 0;
    Suffix suffix = Suffix::none;
    bool comma = false;  //!< for the decimal point
};

void skip(std::string_view& text, std::string_view part) {
    if (text.starts_with(part)) text.remove_prefix(part.size());
}

void skip_blanks(std::string_view& text) {
    constexpr std::array<std::string_view, 4> blanks{" ", "\t", "\xC2\xA0",
                                                     "\xE2\x80\xAF"};  // no-break ones too
    for (std::size_t before = 0; before != text.size();) {
        before = text.size();
        for (auto const blank : blanks) skip(text, blank);
    }
}

std::optional<Suffix> suffix_of(std::string_view text) {
    while (text.ends_with(' ')) text.remove_suffix(1);
    if (text.empty()) return Suffix::none;
    if (text == "%" || text == "percent") return Suffix::percent;
    if (text == "month" || text == "months") return Suffix::month;
    if (text == "yr" || text == "year" || text == "years") return Suffix::year;
    return std::nullopt;
}

//! A decimal number and what stands behind it; nothing if there is anything else.
std::optional<NumberText> taken_apart(std::string_view text) {
    NumberText result;
    skip_blanks(text);
    bool const minus = text.starts_with('-') || text.starts_with("\xE2\x88\x92");
    if (minus) {
        skip(text, text.starts_with('-') ? "-" : "\xE2\x88\x92");
    } else {
        skip(text, "+");
    }
    skip_blanks(text);
    std::size_t const length = std::min(text.find_first_not_of("0123456789.,eE"), text.size());
    std::string digits{text.substr(0, length)};
    if (digits.empty() || digits.find_first_of("0123456789") == std::string::npos) return std::nullopt;
    if (auto const comma = digits.find(','); comma != std::string::npos) {
        result.comma = true;
        digits[comma] = '.';
    }
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), result.number);
    if (error != std::errc{} || end != digits.data() + digits.size() || !std::isfinite(result.number))
        return std::nullopt;
    if (minus) result.number = -result.number;
    text.remove_prefix(length);
    skip_blanks(text);
    auto const suffix = suffix_of(text);
    if (!suffix) return std::nullopt;
    result.suffix = *suffix;
    return result;
}

bool takes_percent(Measure measure) {
    return measure == Measure::pure || measure == Measure::rate || measure == Measure::volatility;
}

//! What may be written where a number has more words around it than are understood.
std::string number_alone(Measure measure) {
    if (measure == Measure::time) return "Write the number alone, or as text \"2 years\" or \"18 months\"";
    if (measure == Measure::level) return "Write the number alone, in the driver's unit";
    std::vector<std::string> const known = units_of(measure);
    std::string const text = takes_percent(measure) ? ", or as text \"20 %\"" : "";
    return "Write the number alone" + text +
           (known.size() > 1 ? ". Another unit goes beside it: { value = 20, unit = \"" + known[1] + "\" }"
                             : "");
}

class Reader {
  public:
    void table(TableSpec const& spec, TableSpec const* more, Node& node) {
        for (Entry& entry : node.entries) {
            Key const* key = spec.fixed(entry.name);
            if (key == nullptr && more != nullptr) key = more->fixed(entry.name);
            if (key == nullptr) key = spec.entry;
            if (key != nullptr) value(*key, spec, entry.value);
        }
    }

  private:
    bool share_ = false;  //!< within a driver whose levels are shares

    void value(Key const& key, TableSpec const& around, Node& node) {
        switch (key.kind) {
            case Kind::number:
                number(node, key.measure);
                return;
            case Kind::numbers:
                for (Node& item : node.items) number(item, key.measure);
                return;
            case Kind::fixed:
            case Kind::quantity:
                quantity(key, node);
                return;
            case Kind::loading:
                number(node, key.measure);
                [[fallthrough]];
            case Kind::table: {
                if (!node.is_table()) return;
                bool const before = share_;
                if (around.entry_names == Names::driver && around.defines) {
                    Node const* const link = node.find("link");
                    share_ = link != nullptr && link->is_text() && link->text == "logit";
                }
                table(*key.table, nullptr, node);
                share_ = before;
                return;
            }
            case Kind::tables:
                for (Node& item : node.items) {
                    if (item.is_table()) table(*key.table, nullptr, item);
                }
                return;
            default:
                return;
        }
    }

    //! Everything in a quantity's table is in its unit but for shapes, which are pure numbers.
    void quantity(Key const& key, Node& node) {
        Measure const measure = key.measure == Measure::level && share_ ? Measure::pure : key.measure;
        number(node, measure);
        if (!node.is_table()) return;
        // Of what has a unit of its own the text would say it twice.
        bool const scaled = node.find("unit") != nullptr;
        for (Entry& entry : node.entries) {
            Key const* const own = key.table != nullptr ? key.table->fixed(entry.name) : nullptr;
            bool const shape = entry.name == "sigma" || entry.name == "alpha" || entry.name == "beta" ||
                               entry.name == "shape" || entry.name == "weights";
            Kind const kind = own != nullptr ? own->kind : quantity_spec().key(entry.name)->kind;
            if (kind != Kind::number && kind != Kind::numbers && kind != Kind::range) continue;
            if (own == nullptr && !shape && scaled) continue;
            Measure const of = own != nullptr ? own->measure : shape ? Measure::pure : measure;
            number(entry.value, of);
            for (Node& item : entry.value.items) number(item, of);
            if (entry.name != "truncate") continue;
            for (Entry& bound : entry.value.entries) number(bound.value, of);
        }
    }

    static void number(Node& node, Measure measure) {
        if (!node.is_text()) return;
        auto const text = taken_apart(node.text);
        if (!text || text->comma) return;
        double stored = 0;
        if (text->suffix == Suffix::percent && takes_percent(measure)) {
            stored = text->number / 100;
        } else if (text->suffix == Suffix::month && measure == Measure::time) {
            stored = text->number / 12;
        } else if (text->suffix == Suffix::year && measure == Measure::time) {
            stored = text->number;
        } else {
            return;
        }
        node.type = Node::Type::real;
        node.real = stored;
        node.text.clear();
    }
};

}  // namespace

void read_number_texts(Node& root) { Reader{}.table(study_spec(), nullptr, root); }

std::string number_text_remedy(std::string_view text, Measure measure) {
    auto const number = taken_apart(text);
    if (!number)
        return text.find_first_of("0123456789") == std::string_view::npos ? std::string{}
                                                                          : number_alone(measure);
    if (number->comma) return "Write a point instead of the comma";
    switch (number->suffix) {
        case Suffix::none:
            return "Leave out the quotes";
        case Suffix::percent:
            if (measure == Measure::factor) return "Write the factor of a year: 1.05 for growth of 5 %";
            if (takes_percent(measure)) return "Leave out unit, which says percent or another unit already";
            return "Only pure numbers, rates, volatilities and shares may be in percent";
        case Suffix::month:
        case Suffix::year:
            if (measure == Measure::time) return "Leave out unit, which says months or years already";
            return "Only times may be in months or years";
    }
    return {};
}

}  // namespace gapmc::config
