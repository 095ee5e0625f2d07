// SPDX-License-Identifier: Apache-2.0
//! The scripts that bind `gapmc __complete` to a shell. They know nothing of verbs and options.
#include <array>
#include <memory>

#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/config/suggest.hpp"
#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr char const* bash_script = R"(# gapmc completion for bash: source <(gapmc completion bash)
_gapmc() {
    local words=() i cut answer line
    # bash cuts words at = and : (COMP_WORDBREAKS); put them together again.
    for ((i = 1; i <= COMP_CWORD; ++i)); do
        if ((i > 1)) && [[ ${COMP_WORDS[i]} == [=:]* || ${COMP_WORDS[i - 1]} == *[=:] ]]; then
            words[${#words[@]} - 1]+=${COMP_WORDS[i]}
        else
            words+=("${COMP_WORDS[i]}")
        fi
    done
    local word=${words[${#words[@]} - 1]}
    COMPREPLY=()
    answer=$("$1" __complete "${words[@]}" 2>/dev/null) || return
    while IFS= read -r line; do
        line=${line%%$'\t'*}
        case $line in
            '') ;;
            :files) compopt -o filenames; mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word") ;;
            :folders) compopt -o filenames; mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$word") ;;
            *) COMPREPLY+=("$line") ;;
        esac
    done <<<"$answer"
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[.=] ]] && compopt -o nospace
    # What readline replaces begins after the last place where bash cut.
    if [[ $word == *[=:]* ]]; then
        cut=${word%"${word##*[=:]}"}
        COMPREPLY=("${COMPREPLY[@]#"$cut"}")
    fi
}
complete -F _gapmc gapmc
)";

constexpr char const* zsh_script = R"(#compdef gapmc
# gapmc completion for zsh: save it as _gapmc in a folder of fpath, or source <(gapmc completion zsh)
_gapmc() {
    local -a ended open
    local line word help
    while IFS= read -r line; do
        word=${line%%$'\t'*}
        help=${line#*$'\t'}
        [[ $help == $line ]] && help=
        case $word in
            '') ;;
            :files) _files ;;
            :folders) _files -/ ;;
            *[.=]) open+=("${word//:/\\:}${help:+:$help}") ;;
            *) ended+=("${word//:/\\:}${help:+:$help}") ;;
        esac
    done < <("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
    (( ${#ended} )) && _describe -t words 'gapmc' ended
    (( ${#open} )) && _describe -t keys 'study key' open -S ''
    return 0
}
if [[ ${funcstack[1]} == _gapmc ]]; then _gapmc "$@"; else compdef _gapmc gapmc; fi
)";

constexpr char const* fish_script =
    R"(# gapmc completion for fish: gapmc completion fish > ~/.config/fish/completions/gapmc.fish
function __gapmc_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] __complete $words[2..-1] 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (commandline -ct)
            case :folders
                __fish_complete_directories (commandline -ct)
            case '*'
                echo $line
        end
    end
end
complete -c gapmc -f -a '(__gapmc_complete)'
)";

struct Shell {
    std::string name;
    char const* script;
};

std::array<Shell, 3> const& shells() {
    static std::array<Shell, 3> const all{
        {{"bash", bash_script}, {"zsh", zsh_script}, {"fish", fish_script}}};
    return all;
}

}  // namespace

Action declare_completion(VerbOptions& verb) {
    auto const chosen = std::make_shared<char const*>(nullptr);
    std::vector<std::string> names;
    for (Shell const& shell : shells()) names.push_back(shell.name);
    verb.argument("SHELL", "bash, zsh or fish",
                  [chosen, names](std::string const& text) {
                      for (Shell const& shell : shells())
                          if (shell.name == text) *chosen = shell.script;
                      if (*chosen != nullptr) return;
                      std::string const nearest = nearest_name(text, names);
                      throw UsageError{
                          "'" + escaped_bytes(text) + "' is not a shell that can be served. " +
                          (nearest.empty() ? "Name bash, zsh or fish" : "Did you mean '" + nearest + "'?")};
                  })
        .of(names);
    return [chosen] {
        print_data(*chosen);
        return 0;
    };
}

}  // namespace gapmc
