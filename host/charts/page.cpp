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
        .marker = "var(--marker)",
        .faint = "var(--faint)",
        .past = "var(--past)",
        .line = "var(--line)",
        .bands = {"var(--band-1)", "var(--band-2)", "var(--band-3)"},
        .other = "var(--other)",
        .other_band = "var(--other-band)",
    };
    return colours;
}

std::string page_colour_rules(bool dark) {
    static constexpr Palette at_night{
        .paper = "#14181c",
        .ink = "#f2f4f5",
        .text = "#c3c9ce",
        .axis = "#9aa3ab",
        .grid = "#333b42",
        .marker = "#8b949c",
        .faint = "#8b949c",
        .past = "#1c2227",
        .line = "#f4faff",
        .bands = {"#2f7fb5", "#225b82", "#193f5a"},
        .other = "#ff9d5c",
        .other_band = "#5c3217",
    };
    // Those of paper by day, under the names that page_colours() has for them.
    Palette const& values = dark ? at_night : paper_colours();
    Palette const& names = page_colours();
    std::string rules;
    auto const add = [&](std::string_view name, std::string_view value) {
        constexpr std::string_view before = "var(";
        rules += std::string{name.substr(before.size(), name.size() - before.size() - 1)} + ":" +
                 std::string{value} + ";";
    };
    for (auto const colour :
         {&Palette::paper, &Palette::ink, &Palette::text, &Palette::axis, &Palette::grid, &Palette::marker,
          &Palette::faint, &Palette::past, &Palette::line, &Palette::other, &Palette::other_band})
        add(names.*colour, values.*colour);
    for (std::size_t i = 0; i < names.bands.size(); ++i) add(names.bands[i], values.bands[i]);
    return rules;
}

}  // namespace gapmc
