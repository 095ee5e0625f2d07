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

struct Override {
    bool adds = false;
    std::string path;
    std::vector<std::string> parts;
    Node value;
    std::string written;
};

void forget_places(Node& node) {
    node.place = {};
    for (Node& item : node.items) forget_places(item);
    for (Entry& entry : node.entries) {
        entry.place = {};
        forget_places(entry.value);
    }
}

//! The value of an override; nothing if it looks like TOML but is not.
std::optional<Node> value_of(std::string const& text) {
    guard_text("value = " + text, "command line");
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
    forget_places(*node);
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
        context_.error({}, what_.path, what_.written, reason, remedy, suggestion);
        return false;
    }

    Key const* fixed(std::string const& part) const {
        Key const* const key = spec_->fixed(part);
        return key == nullptr && more_ != nullptr ? more_->fixed(part) : key;
    }

    bool step(std::string const& part, bool last) {
        if (node_->is_list()) return into_list(part, last);
        Key const* const known = fixed(part);
        Key const* const key = known != nullptr ? known : spec_->entry;
        Node* const child = node_->find(part);
        if (key == nullptr) {
            auto const keys = all_keys();
            std::string const nearest = nearest_name(part, keys);
            return fail(fmt::format("unknown key '{}'", shown(part)),
                        nearest.empty() ? fmt::format("Known here: {}", listed(keys)) : "", nearest);
        }
        bool const named = known == nullptr;
        if (named && child == nullptr && !what_.adds) {
            auto const candidates = present();
            return fail(
                fmt::format("unknown key '{}': there is nothing of that name to override", shown(part)),
                fmt::format("Write +{}=... to add it", what_.path), nearest_name(part, candidates));
        }
        path_ = joined(path_, part);
        if (last) return set(part, *key, child);
        enter(*key);
        if (child != nullptr && !child->is_table() && !child->is_list()) {
            return fail(fmt::format("'{}' is {} here and has no keys", path_,
                                    child->is_number() ? "a number" : described(child->type)),
                        fmt::format("Override {} as a whole", path_));
        }
        if (spec_ == nullptr) return fail(fmt::format("'{}' has no keys", path_), "Shorten the key");
        node_ = child != nullptr ? child : &node_->set(part, Node{}, {});
        return true;
    }

    bool set(std::string const& part, Key const& key, Node* child) {
        if (what_.adds && key.kind == Kind::tables) {
            if (child == nullptr) {
                Node list;
                list.type = Node::Type::list;
                child = &node_->set(part, list, {});
            }
            child->items.push_back(what_.value);
            return true;
        }
        if (what_.adds && child != nullptr) {
            return fail("this key is there already",
                        fmt::format("Write {}=... without + to override it", what_.path));
        }
        node_->set(part, what_.value, {});
        return true;
    }

    bool into_list(std::string const& part, bool last) {
        if (!is_index(part) || std::stoul(part) >= node_->items.size()) {
            return fail(fmt::format("'{}' is a list of {} and '{}' is none of its numbers", path_,
                                    node_->items.size(), shown(part)),
                        "Give a number from 0, or override the list as a whole");
        }
        path_ = joined(path_, part);
        Node& item = node_->items[std::stoul(part)];
        if (last) {
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

    std::vector<std::string> present() const {
        auto names = all_keys();
        for (Entry const& entry : node_->entries) names.push_back(entry.name);
        return names;
    }
};

}  // namespace

void apply_overrides(Context& context, Node& root, std::vector<std::string> const& words) {
    for (std::string const& word : words) {
        Override what;
        std::size_t const equals = word.find('=');
        std::string_view key = std::string_view{word}.substr(0, equals);
        what.adds = key.starts_with('+');
        if (what.adds) key.remove_prefix(1);
        if (equals == std::string::npos || key.empty()) {
            throw UsageError{fmt::format(
                "'{}' is not an override. Write key.path=value, or +key.path=value to add.", shown(word))};
        }
        what.path = key;
        what.parts = parts_of(key);
        what.written = word.substr(equals + 1);
        auto value = value_of(what.written);
        if (!value) {
            context.error({}, what.path, what.written, "the value is not TOML",
                          "Write a number, a word, a \"text\", a [list] or a { table }");
            continue;
        }
        what.value = *value;
        Walk{context, root, what}.run();
    }
}

}  // namespace gapmc::config
