// SPDX-License-Identifier: Apache-2.0
//! What a verb is, and how it declares its options: once, for parsing, help, completion and man pages.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gapmc {

//! What may stand where a value is asked for; completion offers it.
enum class Offer { nothing, files, folders, choices, study_keys, contrasts, scenarios };

//! An option, a flag, or an argument (a word without a dash, in its place).
struct Declared {
    std::string name;   //!< "--seed"; of an argument "STUDY"
    std::string brief;  //!< "-n", or empty
    std::string value;  //!< "N"; empty: a flag, or an argument
    std::string help;
    bool argument = false;
    bool many = false;      //!< an argument that may be repeated
    bool required = false;  //!< without which the verb cannot run
    Offer offer = Offer::nothing;
    std::vector<std::string> choices;  //!< words that are meant, for help and completion
    std::vector<std::string> without;  //!< options beside which it would have no effect
    std::string beside;                //!< option without which it would have none; empty: it always has
    std::function<void(std::string const&)> set;

    bool is_flag() const { return !argument && value.empty(); }

    Declared& offers(Offer what) { return offer = what, *this; }
    Declared& of(std::vector<std::string> words) {
        return choices = std::move(words), offer = Offer::choices, *this;
    }
    Declared& not_beside(std::vector<std::string> options) { return without = std::move(options), *this; }
    Declared& only_with(std::string option) { return beside = std::move(option), *this; }
    Declared& repeated() { return many = true, *this; }
    Declared& needed() { return required = true, *this; }
    Declared& optional() { return required = false, *this; }
};

/*!
 * A verb's options. Rules that hold for every one of them, whatever a verb declares:
 * an empty value is refused, the last of a repeated option wins, an option that the verb does not have is
 * refused with the nearest one, and so is one that would have no effect beside another.
 */
class VerbOptions {
  public:
    using Set = std::function<void(std::string const&)>;

    //! A word in its place, in the order of declaration; required unless said otherwise.
    Declared& argument(std::string name, std::string help, Set set);
    //! \param names  "--seed" or "-n,--trajectories"  \param set  takes the value, may throw UsageError
    Declared& option(std::string_view names, std::string value, std::string help, Set set);
    Declared& flag(std::string name, std::string help, bool& set);

    std::deque<Declared> const& all() const { return all_; }
    //! The option of that name or brief name, or null.
    Declared const* find(std::string_view name) const;

  private:
    std::deque<Declared> all_;  // references to its members stay valid
};

//! What a verb does once its options are set. \return exit code
using Action = std::function<int()>;

struct Verb {
    std::string_view name;
    std::string_view summary;
    std::array<std::string_view, 2> examples;  //!< they run, in the order of the table
    Action (*declare)(VerbOptions&);
    bool shares_work = false;  //!< several processes do it together, where a launcher started them
};

//! All of them, in the order of help.
std::span<Verb const> verbs();
//! Null for an unknown name.
Verb const* find_verb(std::string_view name);
//! \throws UsageError for an unknown name, with the nearest one
Verb const& known_verb(std::string const& name);

/*!
 * Reads a verb's words and sets its options.
 * \return what to do; nothing if --help was among the words
 * \throws UsageError, of the words or of what they set
 */
std::optional<Action> parse_words(Verb const& verb, std::vector<std::string> const& words);

//! "gapmc run STUDY [KEY=VALUE...] [options]"
std::string usage_line(Verb const& verb, VerbOptions const& options);
//! Text of `gapmc --help` and of `gapmc VERB --help`.
std::string program_help();
std::string verb_help(Verb const& verb);

}  // namespace gapmc
