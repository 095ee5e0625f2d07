// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <list>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "host/app/verb.hpp"
#include "host/config/suggest.hpp"
#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

[[noreturn]] void refuse(Verb const& verb, std::string const& what) {
    throw UsageError{fmt::format("{}. See `gapmc {} --help`", what, verb.name)};
}

std::string without_dashes(std::string_view name) {
    return std::string{name.substr(std::min(name.find_first_not_of('-'), name.size()))};
}

//! What to write instead of an option that a verb does not have.
std::string remedy_for(Verb const& verb, VerbOptions const& options, std::string const& name) {
    std::vector<std::string> elsewhere;
    for (Verb const& other : verbs()) {
        VerbOptions theirs;
        static_cast<void>(other.declare(theirs));
        if (theirs.find(name) != nullptr) elsewhere.emplace_back(other.name);
    }
    if (!elsewhere.empty())
        return fmt::format(" (it is one of {} and would have no effect here). Leave it out",
                           fmt::join(elsewhere, ", "));
    std::vector<std::string> known{"help"};
    for (Declared const& declared : options.all())
        if (!declared.argument) known.push_back(without_dashes(declared.name));
    std::string const nearest = nearest_name(without_dashes(name), known);
    if (!nearest.empty()) return fmt::format(". Did you mean --{}?", nearest);
    return fmt::format(". `gapmc {} --help` lists those it has", verb.name);
}

void refuse_extra(Verb const& verb, VerbOptions const& options, std::vector<std::string> const& extra) {
    if (extra.empty()) return;
    auto const dashed = std::find_if(extra.begin(), extra.end(), [](std::string const& word) {
        return word.size() > 1 && word.front() == '-';
    });
    if (dashed != extra.end()) {
        std::string const name = dashed->substr(0, dashed->find('='));
        throw UsageError{fmt::format("{} has no option {}{}", verb.name, escaped_bytes(name),
                                     remedy_for(verb, options, name))};
    }
    refuse(verb, fmt::format("'{}' is one word too many. {}", escaped_bytes(extra.front()),
                             usage_line(verb, options)));
}

//! CLI11 tells words, options and their values apart; what they mean is ours.
class Words {
  public:
    Words(Verb const& verb, VerbOptions const& options) : verb_{verb}, options_{options} {
        app_.set_help_flag();
        app_.allow_extras();
        for (Declared const& declared : options.all()) {
            if (declared.argument) {
                // A name of its own, for CLI11 does not take every one that people are shown.
                std::string const name = "argument" + std::to_string(parsed_.size());
                parsed_.push_back({&declared, declared.many ? app_.add_option(name, many_.emplace_back())
                                                            : app_.add_option(name, one_.emplace_back())});
            } else if (declared.is_flag()) {
                parsed_.push_back({&declared, app_.add_flag(declared.name)});
            } else {
                std::string const names =
                    declared.brief.empty() ? declared.name : declared.brief + "," + declared.name;
                // One value an option, however many there are of it.
                parsed_.push_back(
                    {&declared, declared.many ? app_.add_option(names, many_.emplace_back())
                                                    ->expected(1)
                                                    ->allow_extra_args(false)
                                                    ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
                                              : app_.add_option(names, one_.emplace_back())->take_last()});
            }
        }
    }

    //! \return whether help was asked for
    bool read(std::vector<std::string> words) {
        for (std::string const& word : words) {
            if (word == "--") break;
            if (word == "-h" || word == "--help") return true;
            // CLI11 would take the next word for the value, whatever that is.
            if (word.size() > 3 && word.starts_with("--") && word.find('=') == word.size() - 1)
                refuse_empty(word.substr(0, word.size() - 1));
        }
        refuse_missing_value(words);
        std::reverse(words.begin(), words.end());
        try {
            app_.parse(std::move(words));
        } catch (CLI::Error const& e) {
            refuse(verb_, e.what());
        }
        refuse_extra(verb_, options_, app_.remaining());
        for (auto const& [declared, option] : parsed_) check(*declared, option->results());
        for (auto const& [declared, option] : parsed_) {
            std::vector<std::string> const texts = option->results();
            if (texts.empty()) continue;
            if (declared->many)
                for (std::string const& text : texts) declared->set(text);
            else
                declared->set(texts.back());
        }
        return false;
    }

  private:
    struct Parsed {
        Declared const* declared;
        CLI::Option* option;
    };

    [[noreturn]] static void refuse_empty(std::string const& name) {
        throw UsageError{fmt::format(
            "{}: its value is empty (an unset variable of a script?). Give it a value, or leave it out",
            name)};
    }

    //! An option whose value was forgotten would swallow the option behind it.
    void refuse_missing_value(std::vector<std::string> const& words) const {
        for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
            Declared const* const option = options_.find(words[i]);
            if (option == nullptr || option->is_flag()) continue;
            if (i + 1 == words.size() || options_.find(words[i + 1]) != nullptr)
                refuse(verb_,
                       fmt::format("{} wants a value: {} {}", option->name, option->name, option->value));
            ++i;
        }
    }

    void check(Declared const& declared, std::vector<std::string> const& texts) const {
        if (texts.empty()) {
            if (declared.required)
                refuse(verb_, fmt::format("{} is missing. {}", declared.name, usage_line(verb_, options_)));
            return;
        }
        if (std::any_of(texts.begin(), texts.end(), [](std::string const& text) { return text.empty(); }))
            refuse_empty(declared.name);
        if (declared.is_flag() &&
            std::any_of(texts.begin(), texts.end(), [](std::string const& text) { return text != "true"; }))
            refuse(verb_, fmt::format("{} takes no value", declared.name));
        if (!declared.beside.empty() && !is_given(declared.beside))
            refuse(verb_, fmt::format("{} has no effect without {}", declared.name, declared.beside));
        for (std::string const& other : declared.without)
            if (is_given(other))
                refuse(verb_, fmt::format("{} has no effect beside {}. Leave one of them out", declared.name,
                                          other));
    }

    bool is_given(std::string const& name) const {
        return std::any_of(parsed_.begin(), parsed_.end(), [&](Parsed const& parsed) {
            return parsed.declared->name == name && parsed.option->count() > 0;
        });
    }

    Verb const& verb_;
    VerbOptions const& options_;
    CLI::App app_;
    std::list<std::string> one_;
    std::list<std::vector<std::string>> many_;
    std::vector<Parsed> parsed_;
};

}  // namespace

std::optional<Action> parse_words(Verb const& verb, std::vector<std::string> const& words) {
    VerbOptions options;
    Action action = verb.declare(options);
    if (Words{verb, options}.read(words)) return std::nullopt;
    return action;
}

}  // namespace gapmc
