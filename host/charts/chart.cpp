// SPDX-License-Identifier: Apache-2.0
#include "host/charts/chart.hpp"

#include <algorithm>
#include <cmath>

namespace gapmc {
namespace {

//! Bytes of the UTF-8 character that begins here; 1 for what is not UTF-8.
std::size_t character_size(std::string_view text, std::size_t at) {
    auto const lead = static_cast<unsigned char>(text[at]);
    std::size_t const size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return std::min(size, text.size() - at);
}

//! Width in em, after DejaVu Sans, the widest of the usual faces.
double em_of(std::string_view character) {
    if (character.size() >= 3) {
        auto const lead = static_cast<unsigned char>(character[0]);
        bool const punctuation = lead == 0xE2;  // dashes, minus, ellipsis, arrows
        return punctuation ? 0.84 : 1.0;
    }
    if (character.size() == 2) return 0.68;
    char const c = character[0];
    if (std::string_view{" .,:;'|!ijlI"}.find(c) != std::string_view::npos) return 0.34;
    if (std::string_view{"frt()[]/\"-"}.find(c) != std::string_view::npos) return 0.44;
    if (std::string_view{"mwMW%@"}.find(c) != std::string_view::npos) return 0.98;
    if (c >= 'A' && c <= 'Z') return 0.74;
    return 0.64;
}

std::string cut(std::string const& text, double width, double size) {
    std::string const ellipsis = "\u2026";
    double used = text_width(ellipsis, size);
    std::size_t end = 0;
    while (end < text.size()) {
        std::size_t const next = character_size(text, end);
        used += em_of(std::string_view{text}.substr(end, next)) * size;
        if (used > width) break;
        end += next;
    }
    while (end > 0 && text[end - 1] == ' ') --end;
    return text.substr(0, end) + ellipsis;
}

}  // namespace

Ticks ticks(double low, double high, int wanted) {
    double const rough = (high - low) / wanted;
    // step = mantissa * 10^exponent >= rough; multiples are made by one multiplication or one division each.
    int exponent = 0;
    double power = 1;
    for (; power * 10 <= rough; power *= 10) ++exponent;
    double divisor = 1;
    for (; 1 / divisor > rough; divisor *= 10) --exponent;
    double const unit = exponent < 0 ? 1 / divisor : power;
    double const mantissa = rough <= 1.5 * unit ? 1 : rough <= 3.5 * unit ? 2 : rough <= 7.5 * unit ? 5 : 10;
    auto const multiple = [&](double k) {
        return exponent < 0 ? k * mantissa / divisor : k * mantissa * power;
    };
    Ticks result;
    result.decimals = exponent < 0 ? -exponent - (mantissa == 10 ? 1 : 0) : 0;
    for (double k = std::ceil(low / (mantissa * unit)); multiple(k) <= high; ++k) {
        if (multiple(k) >= low) result.values.push_back(k == 0 ? 0 : multiple(k));
    }
    return result;
}

int year_step(double span, int most) {
    for (int const step : {1, 2, 5, 10, 20}) {
        if (span / step + 1 <= most) return step;
    }
    return 50;
}

std::vector<double> spread_labels(std::vector<double> const& wanted, double gap, double low, double high) {
    if (wanted.empty()) return {};
    double const count = static_cast<double>(wanted.size());
    double const room = std::max(0.0, high - low);
    double const step = count > 1 ? std::min(gap, room / (count - 1)) : 0;
    // With i * step taken off, "step apart" becomes "not falling": isotonic regression by pooling.
    struct Pool {
        double sum;
        int count;
        double mean() const { return sum / count; }
    };
    std::vector<Pool> pools;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        pools.push_back({wanted[i] - static_cast<double>(i) * step, 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            Pool const last = pools.back();
            pools.pop_back();
            pools.back().sum += last.sum;
            pools.back().count += last.count;
        }
    }
    std::vector<double> positions;
    double const last = std::max(low, high - (count - 1) * step);
    for (Pool const& pool : pools) {
        double const place = std::clamp(pool.mean(), low, last);
        for (int k = 0; k < pool.count; ++k)
            positions.push_back(place + static_cast<double>(positions.size()) * step);
    }
    return positions;
}

double text_width(std::string_view text, double size) {
    double em = 0;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t const next = character_size(text, i);
        em += em_of(text.substr(i, next));
        i += next;
    }
    return em * size;
}

std::string fitted(std::string const& text, double width, double size) {
    return text_width(text, size) <= width ? text : cut(text, width, size);
}

std::vector<std::string> wrapped(std::string const& text, double width, double size) {
    std::vector<std::string> lines;
    std::string line;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t const end = std::min(text.find(' ', i), text.size());
        std::string const word = fitted(text.substr(i, end - i), width, size);
        i = end + 1;
        if (word.empty()) continue;
        if (!line.empty() && text_width(line + " " + word, size) > width) {
            lines.push_back(line);
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
    }
    if (!line.empty()) lines.push_back(line);
    return lines;
}

}  // namespace gapmc
