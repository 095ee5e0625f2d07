// SPDX-License-Identifier: Apache-2.0
#include "host/config/statement_tokens.hpp"

#include <charconv>
#include <cmath>

#include "host/config/statement_text.hpp"

namespace gapmc {
namespace {

using Token = StatementToken;

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::vector<StatementToken> tokens_of(std::string const& text) {
    std::vector<Token> tokens;
    std::size_t i = 0;
    auto const take = [&](Token::Kind kind, std::size_t length) {
        tokens.push_back({kind, text.substr(i, length), 0, i});
        i += length;
    };
    while (i < text.size()) {
        char const c = text[i];
        if (c == ' ' || c == '\t' || c == '\n') {
            ++i;
        } else if (is_letter(c)) {
            std::size_t end = i;
            while (end < text.size() &&
                   (is_letter(text[end]) || is_digit(text[end]) || text[end] == '_' || text[end] == '.'))
                ++end;
            take(Token::Kind::name, end - i);
        } else if (is_digit(c) || c == '.') {
            double value = 0;
            auto const [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), value);
            if (error != std::errc{} || !std::isfinite(value))
                throw StatementFault{i, "this is not a number", "Write digits, e.g. 15 or 0.5"};
            std::size_t const at = i;
            take(Token::Kind::number, static_cast<std::size_t>(end - text.data()) - i);
            tokens.back().number = value;
            if (i < text.size() && (is_letter(text[i]) || text[i] == '_'))
                throw StatementFault{at, "a number runs into a word", "Put a blank or a sign between them"};
        } else if ((c == '<' || c == '>') && i + 1 < text.size() && text[i + 1] == '=') {
            take(Token::Kind::sign, 2);
        } else if (std::string_view{"<>()+-*@"}.find(c) != std::string_view::npos) {
            take(Token::Kind::sign, 1);
        } else if (c == '=') {
            throw StatementFault{
                i, "trajectories are compared by < <= > >=", "Ask for a range: two comparisons with and"};
        } else {
            throw StatementFault{
                i, "this character has no meaning here",
                "Write names in lower case, numbers, < <= > >=, + - *, @YEAR, and, or, not, ( )"};
        }
    }
    tokens.push_back({Token::Kind::end, "", 0, text.size()});
    return tokens;
}

}  // namespace gapmc
