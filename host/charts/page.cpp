// SPDX-License-Identifier: Apache-2.0
#include "host/charts/page.hpp"

namespace gapmc {

Palette const& paper_colours() {
    static constexpr Palette colours{
        .paper = "#fff",
        .ink = "#111",
        .text = "#444",
        .axis = "#444",
        .grid = "#d9d9d6",
        .marker = "#555",
        .faint = "#777",
        .past = "#f4f4f2",
        .line = "#00243a",
        .bands = {"#529ccb", "#8fc0e0", "#c9e0f0"},
        .other = "#b84a00",
        .other_band = "#f6d3ba",
    };
    return colours;
}

Palette const& page_colours() {
    static constexpr Palette colours{
        .paper = "var(--paper)",
        .ink = "var(--ink)",
        .text = "var(--text)",
        .axis = "var(--axis)",
        .grid = "var(--grid)",
        .marker = "var(--faint)",
        .faint = "var(--faint)",
        .past = "var(--past)",
        .line = "var(--line)",
        .bands = {"var(--band-1)", "var(--band-2)", "var(--band-3)"},
        .other = "var(--other)",
        .other_band = "var(--other-band)",
    };
    return colours;
}

std::string_view page_colour_rules(bool dark) {
    return dark
               ? "--paper:#14181c;--ink:#f2f4f5;--text:#c3c9ce;--axis:#9aa3ab;--grid:#333b42;--faint:#8b949c;"
                 "--past:#1c2227;--line:#f4faff;--band-1:#2f7fb5;--band-2:#225b82;--band-3:#193f5a;"
                 "--other:#ff9d5c;--other-band:#5c3217;"
               : "--paper:#fff;--ink:#111;--text:#444;--axis:#444;--grid:#d9d9d6;--faint:#777;--past:#f4f4f2;"
                 "--line:#00243a;--band-1:#529ccb;--band-2:#8fc0e0;--band-3:#c9e0f0;--other:#b84a00;"
                 "--other-band:#f6d3ba;";
}

}  // namespace gapmc
