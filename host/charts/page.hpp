// SPDX-License-Identifier: Apache-2.0
//! What charts are drawn on: how wide, with which letters, in which colours.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace gapmc {

/*!
 * Colours by what they are for, as SVG writes them. Hues are of the Okabe-Ito palette, which every kind of
 * colour vision tells apart; nothing is told by hue alone. \see Okabe and Ito (2008), "Color universal
 * design"
 */
struct Palette {
    std::string_view paper;
    std::string_view ink;   //!< titles, names, published values
    std::string_view text;  //!< what is said beside them
    std::string_view axis;
    std::string_view grid;
    std::string_view marker;                //!< lines at a date
    std::string_view faint;                 //!< lines that lead to a label
    std::string_view past;                  //!< behind published years
    std::string_view line;                  //!< on bands: 3:1 to each of them at least
    std::array<std::string_view, 3> bands;  //!< the innermost first
    std::string_view other;                 //!< lines of a second actor, single trajectories
    std::string_view other_band;
};

//! On white paper.
Palette const& paper_colours();
//! Of a page whose style sheet defines them, for light and for dark.
Palette const& page_colours();
//! Style sheet rules of page_colours(): custom properties, light or dark.
std::string page_colour_rules(bool dark);

struct ChartPage {
    double width = 960;        //!< px, 1/96 inch
    double font = 12;          //!< px of the usual text
    double plot_height = 334;  //!< px
    bool alone = true;         //!< with title, notes and paper of its own; else a page says these around it
    std::string_view ground = "";  //!< colour behind a chart that is not alone; empty: none
    Palette const* colours = &paper_colours();
    std::string_view id_suffix = "";  //!< of ids within a page that holds a chart twice

    //! Too narrow for numbers beside names.
    bool is_narrow() const { return width < 44 * font; }
};

}  // namespace gapmc
