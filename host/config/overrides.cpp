// SPDX-License-Identifier: Apache-2.0
#include "host/config/overrides.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/config/guard.hpp"
#include "host/config/parse_toml.hpp"
#include "host/config/suggest.hpp"
#include "kernels/base/error.hpp"

namespace gapmc::config {
namespace {

enum class Act { replace, add, remove };

struct Override {
    Act act = Act::replace;
    std::string path;
    std::vector<std::string> parts;
    Node value;
    std::string written;
    Place place;
};

//! Everything in it stands where the override does.
void put_at(Place place, Node& node) {
    node.place = place;
    for (Node& item : node.items) put_at(place, item);
    for (Entry& entry : node.entries) {
        entry.place = place;
        put_at(place, entry.value);
    }
}

//! The value of an override; nothing if it looks like TOML but is not.
std::optional<Node> value_of(std::string const& text, Place place) {
    auto node = parse_value(text);
    if (!node) {
        bool const structured =
            text.empty() || std::string_view{"[{\"'"}.find(text.front()) != std::string_view::npos;
        bool const one_line = std::none_of(text.begin(), text.end(),
                                           [](char c) { return static_cast<unsigned char>(c) < 0x20; });
        if (structured || !one_line) return std::nullopt;
        node = Node{};
        node->type = Node::Type::text;
        node->text = text;
        node->written = text;
    }
    put_at(place, *node);
    return node;
}

std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> parts;
    while (true) {
        std::size_t const dot = path.find('.');
        parts.emplace_back(path.substr(0, dot));
        if (dot == std::string_view::npos) return parts;
        path.remove_prefix(dot + 1);
    }
}

bool is_index(std::string_view text) {
    return !text.empty() && text.size() <= 6 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

//! Goes down the tree and the schema together.
class Walk {
  public:
    Walk(Context& context, Node& root, Override const& what) : context_{context}, node_{&root}, what_{what} {}

    void run() {
        for (std::size_t i = 0; i < what_.parts.size(); ++i) {
            if (!step(what_.parts[i], i + 1 == what_.parts.size())) return;
        }
    }

  private:
    Context& context_;
    Node* node_;
    Override const& what_;
    TableSpec const* spec_ = &study_spec();
    TableSpec const* more_ = nullptr;  //!< further keys beside spec_
    std::string path_;

    bool fail(std::string const& reason, std::string const& remedy, std::string const& suggestion = {}) {
        context_.error(what_.place, what_.path, what_.written, reason, remedy, suggestion);
        return false;
    }

    //! A table that nobody wrote.
    Node made_here() const {
        Node node;
        node.place = what_.place;
        return node;
    }

    //! Keys that the format knows, of which a table need not have one to have it overridden; levels of
    //! quantiles too.
    Key const* fixed(std::string const& part) const {
        Key const* const key = spec_->fixed(part);
        if (key == nullptr && spec_->entry_names == Names::level && level_of(part) > 0) return spec_->entry;
        return key == nullptr && more_ != nullptr ? more_->fixed(part) : key;
    }

    //! Entries under names of the study's own.
    Key const* entry() const { return spec_->entry_names == Names::level ? nullptr : spec_->entry; }

    bool step(std::string const& part, bool last) {
        if (node_->is_list()) return into_list(part, last);
        Key const* const known = fixed(part);
        Key const* const key = known != nullptr ? known : entry();
        Node* const child = node_->find(part);
        if (key == nullptr) {
            auto const keys = all_keys();
            std::string const nearest = nearest_name(part, keys);
            return fail(fmt::format("unknown key '{}'", shown(part)),
                        nearest.empty() ? fmt::format("Known here: {}", listed(keys)) : "", nearest);
        }
        if (what_.act == Act::remove && child == nullptr) {
            auto const candidates = names_there();
            std::string const nearest = nearest_name(part, candidates);
            return fail(fmt::format("there is no '{}' to remove", shown(joined(path_, part))),
                        nearest.empty() ? fmt::format("There are here: {}", listed(candidates)) : "",
                        nearest);
        }
        bool const named = known == nullptr;
        if (named && child == nullptr && what_.act != Act::add) {
            auto const candidates = present();
            return fail(
                fmt::format("unknown key '{}': there is nothing of that name to override", shown(part)),
                fmt::format("Write +{}=... to add it", what_.path), nearest_name(part, candidates));
        }
        path_ = joined(path_, part);
        if (last && what_.act == Act::remove) {
            std::erase_if(node_->entries, [&](Entry const& entry) { return entry.name == part; });
            return true;
        }
        if (last) return set(part, *key, child);
        enter(*key);
        if (child != nullptr && !child->is_table() && !child->is_list()) {
            return fail(fmt::format("'{}' is {} here and has no keys", path_,
                                    child->is_number() ? "a number" : described(child->type)),
                        fmt::format("Override {} as a whole", path_));
        }
        if (spec_ == nullptr) return fail(fmt::format("'{}' has no keys", path_), "Shorten the key");
        node_ = child != nullptr ? child : &node_->set(part, made_here(), what_.place);
        return true;
    }

    bool set(std::string const& part, Key const& key, Node* child) {
        if (what_.act == Act::add && key.kind == Kind::tables) {
            if (child == nullptr) {
                Node list = made_here();
                list.type = Node::Type::list;
                child = &node_->set(part, list, what_.place);
            }
            child->items.push_back(what_.value);
            return true;
        }
        if (what_.act == Act::add && child != nullptr) {
            return fail("this key is there already",
                        fmt::format("Write {}=... without + to override it", what_.path));
        }
        node_->set(part, what_.value, what_.place);
        return true;
    }

    bool into_list(std::string const& part, bool last) {
        if (!is_index(part) || std::stoul(part) >= node_->items.size()) {
            return fail(fmt::format("'{}' is a list of {} and '{}' is none of its numbers", path_,
                                    node_->items.size(), shown(part)),
                        "Give a number from 0, or override the list as a whole");
        }
        path_ = joined(path_, part);
        std::size_t const number = std::stoul(part);
        Node& item = node_->items[number];
        if (last && what_.act == Act::remove) {
            node_->items.erase(node_->items.begin() + static_cast<std::ptrdiff_t>(number));
        } else if (last) {
            item = what_.value;
        } else {
            node_ = &item;
        }
        return true;
    }

    void enter(Key const& key) {
        more_ = nullptr;
        spec_ = key.table;
        if (key.kind == Kind::quantity || key.kind == Kind::fixed) {
            spec_ = &quantity_spec();
            more_ = key.table;
        }
    }

    std::vector<std::string> all_keys() const {
        auto keys = spec_->key_names();
        if (more_ != nullptr) {
            for (Key const& key : more_->keys) keys.emplace_back(key.name);
        }
        return keys;
    }

    std::vector<std::string> names_there() const {
        std::vector<std::string> names;
        for (Entry const& entry : node_->entries) names.push_back(entry.name);
        return names;
    }

    std::vector<std::string> present() const {
        auto names = all_keys();
        auto const there = names_there();
        names.insert(names.end(), there.begin(), there.end());
        return names;
    }
};

//! \throws UsageError for a word that is none
Override parsed(std::string const& word) {
    Override what;
    std::size_t const equals = word.find('=');
    std::string_view key = std::string_view{word}.substr(0, equals);
    if (key.starts_with('+')) what.act = Act::add;
    if (key.starts_with('~')) what.act = Act::remove;
    if (what.act != Act::replace) key.remove_prefix(1);
    bool const has_value = equals != std::string::npos;
    if (key.empty() || has_value == (what.act == Act::remove)) {
        throw UsageError{
            fmt::format("'{}' is not an override. Write key.path=value to replace, +key.path=value to add or "
                        "~key.path to remove.",
                        shown(word))};
    }
    what.path = key;
    what.parts = parts_of(key);
    if (has_value) what.written = word.substr(equals + 1);
    return what;
}

}  // namespace

void apply_override(Context& context, Node& root, std::string const& word, Place place) {
    guard_words(word);
    Override what = parsed(word);
    what.place = place;
    if (what.act != Act::remove) {
        auto value = value_of(what.written, place);
        if (!value) {
            context.error(place, what.path, what.written, "the value is not TOML",
                          "Write a number, a word, a \"text\", a [list] or a { table }");
            return;
        }
        what.value = *value;
    }
    Walk{context, root, what}.run();
}

void apply_overrides(Context& context, Node& root, std::vector<std::string> const& words) {
    for (std::string const& word : words) apply_override(context, root, word, {});
}

std::string_view overridden_table(std::string_view word) {
    if (word.starts_with('+') || word.starts_with('~')) word.remove_prefix(1);
    return word.substr(0, word.find_first_of(".="));
}

}  // namespace gapmc::config
