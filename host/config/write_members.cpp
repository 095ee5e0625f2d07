// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <stdexcept>

#include "host/config/members.hpp"
#include "host/config/toml_text.hpp"

namespace gapmc::config {
namespace {

class Writer {
  public:
    Writer(TomlText& out, Key const& key, std::string name) : out_{out}, key_{key}, name_{std::move(name)} {}

    void operator()(std::monostate) const {}
    void operator()(std::string const* text) const { out_.text_if(name_, *text); }
    void operator()(bool const* flag) const {
        if (key_.kind == Kind::word) return word(*flag ? 1 : 0);
        out_.flag(name_, *flag);
    }
    void operator()(int const* number) const { out_.line(name_, std::to_string(*number)); }
    void operator()(std::uint64_t const* number) const { out_.line(name_, std::to_string(*number)); }
    void operator()(double const* number) const { out_.number(name_, *number); }
    void operator()(std::optional<double> const* number) const { out_.number(name_, *number); }
    void operator()(Date const* date) const { out_.line(name_, toml_date(*date)); }
    void operator()(std::optional<Date> const* date) const {
        if (*date) out_.line(name_, toml_date(**date));
    }
    void operator()(std::vector<std::string> const* texts) const {
        if (!texts->empty()) out_.line(name_, toml_list(*texts));
    }
    void operator()(std::vector<double> const* numbers) const {
        if (!numbers->empty()) out_.line(name_, toml_list(*numbers));
    }
    void operator()(std::vector<int> const* years) const {
        if (!years->empty()) out_.line(name_, fmt::format("[{}]", fmt::join(*years, ", ")));
    }
    void operator()(PairName const* pair) const { out_.text(name_, pair->text()); }
    void operator()(std::vector<PairName> const* pairs) const {
        std::vector<std::string> texts;
        for (PairName const& pair : *pairs) texts.push_back(pair.text());
        out_.line(name_, toml_list(texts));
    }
    void operator()(std::optional<std::pair<double, double>> const* range) const {
        if (*range) out_.line(name_, toml_list(std::vector<double>{(*range)->first, (*range)->second}));
    }
    void operator()(std::map<int, double> const* by_year) const {
        for (auto const& [year, number] : *by_year) out_.number(joined(name_, std::to_string(year)), number);
    }
    void operator()(std::map<std::string, double> const* by_name) const {
        for (auto const& [name, number] : *by_name) out_.number(joined(name_, name), number);
    }
    void operator()(Quantity const* quantity) const { write(name_, *quantity, key_); }
    void operator()(std::optional<Quantity> const* quantity) const {
        if (*quantity) write(name_, **quantity, key_);
    }
    void operator()(std::map<std::string, Quantity> const* by_name) const { entries(*by_name); }
    void operator()(std::vector<std::pair<std::string, Quantity>> const* by_name) const { entries(*by_name); }
    void operator()(std::map<PairName, Quantity> const* by_pair) const {
        for (auto const& [pair, quantity] : *by_pair)
            write(joined(name_, pair.text()), quantity, *key_.table->entry->table->entry);
    }
    void operator()(WordValue const& value) const { word(value.get(value.member)); }
    void operator()(PartValue const& part) const {
        if (part.object == nullptr || key_.section) return;
        for (Key const& key : key_.table->keys) {
            if (key.member.at == nullptr) continue;
            std::visit(Writer{out_, key, joined(name_, key.name)}, key.member.at(part.object));
        }
    }
    void operator()(IrregularValue const& value) const { value.how->write(out_, name_, value.object); }

  private:
    TomlText& out_;
    Key const& key_;
    std::string name_;

    void word(int index) const { out_.text(name_, words_of(key_.words).at(static_cast<std::size_t>(index))); }

    template<class Entries>
    void entries(Entries const& by_name) const {
        for (auto const& [name, quantity] : by_name) write(joined(name_, name), quantity, *key_.table->entry);
    }

    void write(std::string const& name, Quantity const& quantity, Key const& key) const {
        bool const as_fraction = key.measure == Measure::score && quantity.link == Link::logit;
        as_fraction ? out_.points(name, quantity) : out_.quantity(name, quantity);
    }
};

//! Members are only read through it.
void* unlocked(void const* object) { return const_cast<void*>(object); }

}  // namespace

void write_object(TomlText& out, std::string const& prefix, TableSpec const& spec, void const* object,
                  char const* mark) {
    spec.require_keys_of(mark);
    for (Key const& key : spec.keys) {
        if (key.member.at == nullptr || key.member.owner != mark) continue;
        std::visit(Writer{out, key, joined(prefix, key.name)}, key.member.at(unlocked(object)));
    }
}

void write_sections_of(TomlText& out, std::string const& path, TableSpec const& spec, void const* object,
                       char const* mark) {
    for (Key const& key : spec.keys) {
        if (key.member.at == nullptr || !key.section || key.member.owner != mark) continue;
        auto const value = key.member.at(unlocked(object));
        auto const* const part = std::get_if<PartValue>(&value);
        if (part == nullptr || part->object == nullptr) continue;
        out.table(joined(path, key.name));
        for (Key const& inner : key.table->keys) {
            if (inner.member.at == nullptr) continue;
            std::visit(Writer{out, inner, std::string{inner.name}}, inner.member.at(part->object));
        }
    }
}

}  // namespace gapmc::config
