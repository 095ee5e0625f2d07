// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gapmc {

using Point = std::pair<double, double>;  //!< pixels, y downwards

//! Attributes: `fill="#111"`, `stroke="#111" stroke-width="1.5"`.
std::string fill(std::string_view colour);
std::string stroke(std::string_view colour, std::string_view width);

/*!
 * Writes SVG 1.1 elements, one a line, with two decimals: equal input, equal bytes.
 *
 * `style` is a piece of attributes written as it is, by the program, never from a study. All texts are
 * escaped.
 */
class SvgWriter {
  public:
    //! Opens the picture. \param size  width and height \param id  fit for XML \param title, description  its
    //! text for those who do not see it \param ground  its colour; empty: none
    void begin(Point size, std::string const& id, std::string_view title, std::string_view description,
               std::string_view ground = {});
    void end();
    void line(Point from, Point to, std::string_view style);
    void polyline(std::vector<Point> const& points, std::string_view style);
    void polygon(std::vector<Point> const& points, std::string_view style);
    void circle(Point centre, double radius, std::string_view style);
    void rectangle(Point corner, double width, double height, std::string_view style);
    //! \param anchor "start", "middle" or "end"
    void text(Point at, std::string_view text, double size, std::string_view anchor,
              std::string_view style = "");
    //! An element without geometry: `<g ...>`, `</g>`, ...
    void raw(std::string_view element);
    std::string const& content() const { return content_; }

  private:
    std::string content_;
};

//! A pixel coordinate: two decimals.
std::string pixels(double value);

}  // namespace gapmc
