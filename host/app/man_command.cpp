// SPDX-License-Identifier: Apache-2.0
//! Manual pages, from the table of verbs: gapmc(1) and gapmc-VERB(1).
#include <memory>

#include <fmt/format.h>

#include "gapmc_version.hpp"
#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/exit_meanings.hpp"

namespace gapmc {
namespace {

//! Text for a roff line: no character of it is a command, and a dash stays a dash.
std::string roff(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else if (c == '\'') {
            out += "\\(aq";
        } else {
            out += c;
        }
    }
    return out.starts_with('.') ? "\\&" + out : out;
}

std::string head(std::string_view page, std::string_view summary) {
    return fmt::format(
        ".\\\" Made by gapmc man; do not edit.\n.TH {} 1 \"\" \"gapmc {}\" \"User Commands\"\n.SH NAME\n{} "
        "\\- "
        "{}\n",
        roff(page), version, roff(page), roff(summary));
}

std::string entry(std::string const& name, std::string_view help) {
    return fmt::format(".TP\n.B {}\n{}\n", roff(name), roff(help));
}

std::string option_name(Declared const& declared) {
    std::string name = declared.brief.empty() ? declared.name : declared.brief + ", " + declared.name;
    return declared.value.empty() ? name : name + " " + declared.value;
}

std::string examples(std::span<std::string_view const> commands) {
    std::string text = ".SH EXAMPLES\n.EX\n";
    for (std::string_view const command : commands) text += roff(command) + "\n";
    return text + ".EE\n";
}

std::string program_page() {
    std::string text =
        head("gapmc", "distributions of the gap between composite-index scores, by Monte Carlo");
    text += ".SH SYNOPSIS\n.B gapmc\n.I VERB\n\\&...\n.SH VERBS\n";
    for (Verb const& verb : verbs()) text += entry(std::string{verb.name}, verb.summary);
    text += ".SH OPTIONS\n" + entry("-h, --help", "Explains the program, or after a verb the verb") +
            entry("--version", "Version, commit, compiler and build type");
    text +=
        ".SH OUTPUT\nData goes to standard output, talk to standard error. Files and exit codes are the "
        "same whether anyone reads them or not.\n";
    text += ".SH EXIT STATUS\n";
    for (ExitMeaning const& exit : exit_meanings())
        text += entry(std::to_string(static_cast<int>(exit.code)), exit.meaning);
    std::vector<std::string_view> commands;
    for (char const* const name : {"init", "validate", "run"})
        commands.push_back(find_verb(name)->examples.front());
    text += examples(commands);
    text += ".SH SEE ALSO\n";
    for (Verb const& verb : verbs())
        text += fmt::format("{}.BR gapmc\\-{} (1)", &verb == verbs().data() ? "" : ",\n", verb.name);
    return text + "\n";
}

std::string verb_page(Verb const& verb) {
    VerbOptions options;
    static_cast<void>(verb.declare(options));
    std::string const line = usage_line(verb, options);
    std::string text = head(fmt::format("gapmc-{}", verb.name), verb.summary);
    text += ".SH SYNOPSIS\n.B " + roff(line.substr(line.find("gapmc"))) + "\n";
    std::string arguments, others;
    for (Declared const& declared : options.all())
        if (declared.argument)
            arguments += entry(declared.name, declared.help);
        else
            others += entry(option_name(declared), declared.help);
    if (!arguments.empty()) text += ".SH ARGUMENTS\n" + arguments;
    text += ".SH OPTIONS\n" + others + entry("-h, --help", "Explains the verb");
    return text + examples(verb.examples) + ".SH SEE ALSO\n.BR gapmc (1)\n";
}

}  // namespace

Action declare_man(VerbOptions& verb) {
    auto const page = std::make_shared<Verb const*>(nullptr);
    std::vector<std::string> names;
    for (Verb const& other : verbs()) names.emplace_back(other.name);
    verb.argument("VERB", "The verb to explain (default: the program)",
                  [page](std::string const& text) { *page = &known_verb(text); })
        .of(names)
        .optional();
    return [page] {
        print_data(*page == nullptr ? program_page() : verb_page(**page));
        return 0;
    };
}

}  // namespace gapmc
