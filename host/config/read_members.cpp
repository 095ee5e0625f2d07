// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "host/config/members.hpp"
#include "host/config/read_parts.hpp"

namespace gapmc::config {
namespace {

template<class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
// clang before 17 wants it said.
template<class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

//! 0 for what is no year, which is reported as out of range.
int year_of(double value) { return value >= 0 && value <= 9999 ? static_cast<int>(value) : 0; }

int word_of(Cursor const& table, Key const& key) {
    auto const words = words_of(key.words);
    auto const at = std::find(words.begin(), words.end(), table.text(key.name));
    return at != words.end() ? static_cast<int>(at - words.begin()) : 0;  // an unknown one was reported
}

class Reader {
  public:
    Reader(Cursor const& table, Key const& key, LevelScale const& level)
        : table_{table}, key_{key}, level_{level} {}

    void read(MemberValue const& value) const {
        std::visit(Overloaded{
                       [&](std::monostate) {},
                       [&](std::string* text) { *text = table_.text(key_.name); },
                       [&](bool* flag) {
                           *flag =
                               key_.kind == Kind::word ? word_of(table_, key_) == 1 : table_.flag(key_.name);
                       },
                       [&](int* year) { *year = year_of(static_cast<double>(table_.integer(key_.name))); },
                       [&](std::uint64_t* n) { *n = static_cast<std::uint64_t>(table_.integer(key_.name)); },
                       [&](double* number) { *number = table_.number(key_.name); },
                       [&](std::optional<double>* number) { *number = table_.number_if(key_.name); },
                       [&](Date* date) { *date = table_.date_if(key_.name).value_or(Date{}); },
                       [&](std::optional<Date>* date) { *date = table_.date_if(key_.name); },
                       [&](std::optional<std::pair<double, double>>* range) { ends(*range); },
                       [&](PairName* pair) { *pair = pair_of(table_.text(key_.name)); },
                       [&](WordValue const& word) { word.set(word.member, word_of(table_, key_)); },
                       [&](PartValue const& part) { read_part(part); },
                       [&](IrregularValue const& value_of_its_own) {
                           value_of_its_own.how->read(table_, key_, value_of_its_own.object);
                       },
                       [&](auto* list) { fill(*list); },
                   },
                   value);
    }

  private:
    Cursor const& table_;
    Key const& key_;
    LevelScale const& level_;

    void ends(std::optional<std::pair<double, double>>& range) const {
        auto const numbers = table_.numbers(key_.name);
        range.reset();
        if (numbers.size() == 2) range = {numbers[0], numbers[1]};
    }

    void read_part(PartValue const& part) const {
        if (!table_.has(key_.name)) return;
        Cursor const inner = table_.table(key_.name);
        void* const made = part.make(part.holder, inner.place());
        for (Key const& key : key_.table->keys) {
            if (key.member.at != nullptr) Reader{inner, key, level_}.read(key.member.at(made));
        }
    }

    Quantity quantity() const { return table_.quantity(key_.name, level_.link, level_.unit); }

    void fill(Quantity& into) const { into = quantity(); }
    void fill(std::optional<Quantity>& into) const {
        into.reset();
        if (table_.has(key_.name) || !key_.fallback.empty()) into = quantity();
    }

    // Lists count as sorted.
    void fill(std::vector<std::string>& texts) const {
        texts = table_.texts(key_.name);
        std::sort(texts.begin(), texts.end());
    }
    void fill(std::vector<double>& numbers) const {
        numbers = table_.numbers(key_.name);
        std::sort(numbers.begin(), numbers.end());
    }
    void fill(std::vector<int>& years) const {
        years.clear();
        for (double const year : table_.numbers(key_.name)) {
            if (year_of(year) > 0) years.push_back(year_of(year));
        }
        std::sort(years.begin(), years.end());
    }
    void fill(std::vector<PairName>& pairs) const {
        pairs.clear();
        for (auto const& text : table_.texts(key_.name)) {
            if (table_.context().names.knows(Names::pair, text)) pairs.push_back(pair_of(text));
        }
        std::sort(pairs.begin(), pairs.end());
    }

    void fill(std::map<int, double>& by_year) const {
        Cursor const entries = table_.table(key_.name);
        for (auto const& year : entries.names()) {
            if (auto const number = entries.entry_number(year)) by_year[std::stoi(year)] = *number;
        }
    }
    void fill(std::map<std::string, double>& by_name) const {
        Cursor const entries = table_.table(key_.name);
        for (auto const& name : entries.names()) by_name[name] = entries.entry_number(name).value_or(0);
    }
    void fill(std::map<std::string, Quantity>& by_name) const {
        Cursor const entries = table_.table(key_.name);
        for (auto const& name : entries.names()) by_name[name] = entries.entry_quantity(name);
    }
    void fill(std::vector<std::pair<std::string, Quantity>>& by_name) const {
        Cursor const entries = table_.table(key_.name);
        for (auto const& name : entries.names()) by_name.emplace_back(name, entries.entry_quantity(name));
    }
    void fill(std::map<PairName, Quantity>& by_pair) const {
        Cursor const drivers = table_.table(key_.name);
        for (auto const& driver : drivers.names()) {
            Cursor const actors = drivers.entry(driver);
            for (auto const& actor : actors.names()) by_pair[{driver, actor}] = actors.entry_quantity(actor);
        }
    }
};

}  // namespace

void read_object(Cursor const& table, void* object, char const* mark, LevelScale const& level) {
    table.spec().require_keys_of(mark);
    for (Key const& key : table.spec().keys) {
        if (key.member.at == nullptr || key.member.owner != mark) continue;
        Reader{table, key, level}.read(key.member.at(object));
    }
}

}  // namespace gapmc::config
