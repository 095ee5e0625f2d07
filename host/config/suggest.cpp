// SPDX-License-Identifier: Apache-2.0
#include "host/config/suggest.hpp"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace gapmc {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

//! Lower case, `_` for `-` and blank, no zeros before a number: p5 and P05 are the same.
std::string folded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const leading_zero = text[i] == '0' && i + 1 < text.size() && is_digit(text[i + 1]) &&
                                  (i == 0 || !is_digit(text[i - 1]));
        if (leading_zero) continue;
        char c = text[i];
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        result += c == '-' || c == ' ' ? '_' : c;
    }
    return result;
}

int common_beginning(std::string_view a, std::string_view b) {
    auto const end = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return static_cast<int>(end.first - a.begin());
}

int common_end(std::string_view a, std::string_view b) {
    auto const end = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
    return static_cast<int>(end.first - a.rbegin());
}

constexpr std::size_t longest = 200;  // names are at most 32 letters, key paths rarely more than 100

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
    std::size_t const width = b.size() + 1;
    std::vector<int> before(width), previous(width), current(width);
    for (std::size_t j = 0; j < width; ++j) previous[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = static_cast<int>(i);
        for (std::size_t j = 1; j < width; ++j) {
            int const substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, substitution});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                current[j] = std::min(current[j], before[j - 2] + 1);
            }
        }
        std::swap(before, previous);
        std::swap(previous, current);
    }
    return previous[width - 1];
}

std::string nearest_name(std::string_view word, std::vector<std::string> const& candidates) {
    if (word.empty() || word.size() > longest) return {};
    std::string const given = folded(word);
    std::string best;
    auto best_rank = std::tuple{3, 0, 0};  // distance, -beginning, -end
    for (std::string const& candidate : candidates) {
        std::string const known = folded(candidate);
        std::size_t const longer = std::max(known.size(), given.size());
        std::size_t const shorter = std::min(known.size(), given.size());
        int distance = 3;
        if (longer - shorter <= 2 && known.size() <= longest) {
            distance = edit_distance(given, known);
            int const allowed = shorter <= 3 ? 1 : 2;
            if (distance > allowed) distance = 3;
        }
        bool const cut_short = shorter >= 4 && known.starts_with(given);
        if (distance == 3 && cut_short) distance = 2;
        if (distance == 3) continue;
        auto const rank = std::tuple{distance, -common_beginning(given, known), -common_end(given, known)};
        if (best.empty() || rank < best_rank) {
            best = candidate;
            best_rank = rank;
        }
    }
    return best;
}

}  // namespace gapmc
