// SPDX-License-Identifier: Apache-2.0
#include "host/app/complete_key.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>

#include "host/config/context.hpp"
#include "host/config/guard.hpp"
#include "host/config/parse_toml.hpp"
#include "host/config/schema.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

using config::Key;
using config::Kind;
using config::Node;
using config::TableSpec;

//! The study as it is written, if it can be: completion never complains.
std::optional<Node> read_tree(std::string const& path) {
    try {
        std::error_code unknown;
        auto const inside = std::filesystem::path{path} / "resolved.toml";
        std::string const file = std::filesystem::is_directory(path, unknown) ? inside.string() : path;
        std::string const text = read_study_text(file);
        guard_text(text, file);
        std::vector<Problem> problems;
        return config::parse_toml(text, file, problems);
    } catch (Error const&) {
        return std::nullopt;
    }
}

bool is_quantity(Key const& key) { return key.kind == Kind::quantity || key.kind == Kind::fixed; }
bool has_parts(Key const& key) { return key.kind == Kind::table || key.kind == Kind::tables; }

//! Keys below a key: its own table, and of a quantity also those of every quantity.
std::vector<TableSpec const*> tables_below(Key const& key) {
    std::vector<TableSpec const*> tables;
    if (is_quantity(key)) tables.push_back(&config::quantity_spec());
    if (key.table != nullptr) tables.push_back(key.table);
    return tables;
}

//! Where the parts of a key that are already written lead.
struct Position {
    std::vector<TableSpec const*> tables;
    Node const* node = nullptr;  //!< of the study, or null

    Key const* key(std::string_view part) const {
        for (TableSpec const* const table : tables)
            if (Key const* const key = table->key(part)) return key;
        return nullptr;
    }
    //! \return whether there is such a part
    bool enter(std::string const& part) {
        if (node != nullptr && node->is_list()) {
            bool const number = !part.empty() && part.find_first_not_of("0123456789") == std::string::npos;
            node = number && part.size() < 6 && std::stoul(part) < node->items.size()
                       ? &node->items[std::stoul(part)]
                       : nullptr;
            return node != nullptr;
        }
        Key const* const next = key(part);
        if (next == nullptr) return false;
        tables = tables_below(*next);
        if (node != nullptr) node = node->find(part);
        return true;
    }
};

class Completion {
  public:
    Completion(std::string const& study, std::string const& word)
        : tree_{read_tree(study)}, word_{word}, at_{{&config::study_spec()}, tree_ ? &*tree_ : nullptr} {}

    std::vector<KeyWord> words() {
        std::size_t const sign = word_.find_first_not_of("+~");
        std::size_t begin = std::min(sign, word_.size());
        std::size_t const equals = word_.find('=');
        std::string_view const key{word_.data(), std::min(equals, word_.size())};
        for (std::size_t dot; (dot = key.find('.', begin)) != std::string_view::npos; begin = dot + 1)
            if (!at_.enter(std::string{key.substr(begin, dot - begin)})) return {};
        std::string const last{key.substr(begin)};
        if (equals != std::string::npos)
            add_values(last);
        else
            add_parts(word_.substr(0, begin), last);
        return found_;
    }

  private:
    std::optional<Node> tree_;
    std::string word_;
    Position at_;
    std::vector<KeyWord> found_;

    void add(std::string const& word, std::string_view help) {
        bool const wanted = word.starts_with(word_);
        bool const known = std::any_of(found_.begin(), found_.end(),
                                       [&](KeyWord const& other) { return other.word == word; });
        if (wanted && !known) found_.push_back({word, std::string{help}});
    }

    //! The value of a key whose words are known.
    void add_values(std::string const& last) {
        Key const* const key = at_.key(last);
        if (key == nullptr) return;
        std::string const before = word_.substr(0, word_.find('=') + 1);
        if (key->kind == Kind::boolean)
            for (char const* const value : {"true", "false"}) add(before + value, "");
        if (key->kind == Kind::word)
            for (std::string const& value : config::words_of(key->words)) add(before + value, "");
        if (key->kind == Kind::reference && tree_)
            for (std::string const& name : config::collect_names(*tree_).of(key->names))
                add(before + name, config::described(key->names));
    }

    void add_key(std::string const& before, std::string const& name, Key const& key, Node const* node) {
        // A table is entered; a list of tables by number, unless one is added; all else is set.
        if (key.kind == Kind::tables) {
            if (word_.starts_with('+')) add(before + name + "=", key.doc);
            if (node != nullptr && !node->items.empty()) add(before + name + ".", key.doc);
        } else {
            add(before + name + (has_parts(key) ? "." : "="), key.doc);
            if (is_quantity(key) && node != nullptr && node->is_table()) add(before + name + ".", key.doc);
        }
    }

    void add_parts(std::string const& before, std::string const& last) {
        if (Key const* const whole = at_.key(last);
            whole != nullptr && is_quantity(*whole))  // once it is written out, its parts are near
            add(before + last + ".", whole->doc);
        if (at_.node != nullptr && at_.node->is_list()) {
            for (std::size_t i = 0; i < at_.node->items.size(); ++i)
                add(before + std::to_string(i) + (at_.node->items[i].is_table() ? "." : "="), "");
            return;
        }
        for (TableSpec const* const table : at_.tables) {
            for (Key const& key : table->keys)
                add_key(before, std::string{key.name}, key,
                        at_.node != nullptr ? at_.node->find(key.name) : nullptr);
            if (table->entry == nullptr) continue;
            if (at_.node != nullptr)
                for (auto const& entry : at_.node->entries)
                    if (at_.key(entry.name) == table->entry)  // and no fixed key
                        add_key(before, entry.name, *table->entry, &entry.value);
            if (tree_ && !table->defines)
                for (std::string const& name : config::collect_names(*tree_).of(table->entry_names))
                    add_key(before, name, *table->entry, nullptr);
        }
    }
};

}  // namespace

std::vector<KeyWord> complete_key(std::string const& word, std::string const& study) {
    return Completion{study, word}.words();
}

}  // namespace gapmc
