// SPDX-License-Identifier: Apache-2.0
#include "host/app/complete.hpp"

#include <algorithm>

#include "host/app/complete_key.hpp"
#include "host/app/verb.hpp"

namespace gapmc {
namespace {

using Words = std::vector<std::string>;

class Lines {
  public:
    explicit Lines(std::string begun) : begun_{std::move(begun)} {}

    void add(std::string const& word, std::string_view help = "") {
        if (!word.starts_with(begun_)) return;
        text_ += word;
        if (!help.empty()) text_ += "\t" + std::string{help};
        text_ += '\n';
    }
    void ask(std::string_view line) { text_ += std::string{line} + "\n"; }
    std::string const& text() const { return text_; }

  private:
    std::string begun_;
    std::string text_;
};

//! Values of an option or argument, with what stands before them in the same word. \param arguments  of the
//! line so far
void add_values(Lines& lines, Declared const& declared, std::string const& before, Words const& arguments) {
    for (std::string const& choice : declared.choices) lines.add(before + choice);
    if (declared.offer == Offer::files) lines.ask(offer_files);
    if (declared.offer == Offer::folders) lines.ask(offer_folders);
    if (arguments.empty()) return;
    // Names of a study are what a key may be set to that refers to them.
    std::string const key = declared.offer == Offer::contrasts   ? "report.contrast="
                            : declared.offer == Offer::scenarios ? "scenarios.any.builds_on="
                                                                 : "";
    if (key.empty()) return;
    for (KeyWord const& name : complete_key(key, arguments.front()))
        lines.add(before + name.word.substr(key.size()), name.help);
}

//! The arguments among the words, values of options left out. \param open  the option that waits for its
//! value
Words arguments_of(VerbOptions const& options, Words const& words, Declared const*& open) {
    Words arguments;
    open = nullptr;
    for (std::string const& word : words) {
        if (open != nullptr) {
            open = nullptr;
        } else if (word.size() > 1 && word.front() == '-') {
            Declared const* const option = options.find(word);
            if (option != nullptr && !option->is_flag()) open = option;
        } else {
            arguments.push_back(word);
        }
    }
    return arguments;
}

Declared const* argument_at(VerbOptions const& options, std::size_t place) {
    Declared const* last = nullptr;
    for (Declared const& declared : options.all()) {
        if (!declared.argument) continue;
        last = &declared;
        if (place-- == 0) return last;
    }
    return last != nullptr && last->many ? last : nullptr;
}

std::string complete_verb(Verb const& verb, Words words) {
    std::string const begun = words.back();
    words.pop_back();
    VerbOptions options;
    static_cast<void>(verb.declare(options));
    Lines lines{begun};
    Declared const* open = nullptr;
    Words const arguments = arguments_of(options, words, open);
    std::size_t const equals = begun.find('=');
    if (open != nullptr) {
        add_values(lines, *open, "", arguments);
    } else if (begun.starts_with("--") && equals != std::string::npos) {
        Declared const* const option = options.find(begun.substr(0, equals));
        if (option != nullptr) add_values(lines, *option, begun.substr(0, equals + 1), arguments);
    } else if (begun.starts_with("-")) {
        for (Declared const& declared : options.all())
            if (!declared.argument && std::find(words.begin(), words.end(), declared.name) == words.end())
                lines.add(declared.name, declared.help);
        lines.add("--help", "This text");
    } else if (Declared const* const argument = argument_at(options, arguments.size())) {
        add_values(lines, *argument, "", arguments);
        if (argument->offer == Offer::study_keys)
            for (KeyWord const& key : complete_key(begun, arguments.front())) lines.add(key.word, key.help);
    }
    return lines.text();
}

}  // namespace

std::string completions(std::vector<std::string> const& words) {
    if (words.empty()) return "";
    bool const asks_help = words.front() == "help" && words.size() == 2;
    if (words.size() > 1 && !asks_help) {
        Verb const* const verb = find_verb(words.front());
        return verb != nullptr ? complete_verb(*verb, {words.begin() + 1, words.end()}) : "";
    }
    Lines lines{words.back()};
    for (Verb const& verb : verbs()) lines.add(std::string{verb.name}, verb.summary);
    if (!asks_help) lines.add("help", "Options of a verb, with examples");
    if (words.back().starts_with("-"))
        for (char const* const option : {"--help", "--version"}) lines.add(option);
    return lines.text();
}

}  // namespace gapmc
