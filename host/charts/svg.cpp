// SPDX-License-Identifier: Apache-2.0
#include "host/charts/svg.hpp"

#include "host/text/escape.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

std::string attribute(std::string_view name, double value) {
    return " " + std::string{name} + "=\"" + pixels(value) + "\"";
}

std::string list_of(std::vector<Point> const& points) {
    std::string list;
    for (auto const& [x, y] : points) list += (list.empty() ? "" : " ") + pixels(x) + "," + pixels(y);
    return list;
}

std::string with_space(std::string_view style) { return style.empty() ? "" : " " + std::string{style}; }

}  // namespace

std::string fill(std::string_view colour) { return "fill=\"" + std::string{colour} + "\""; }

std::string stroke(std::string_view colour, std::string_view width) {
    return "stroke=\"" + std::string{colour} + "\" stroke-width=\"" + std::string{width} + "\"";
}

std::string pixels(double value) {
    std::string text = fixed_decimals(value, 2);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

void SvgWriter::begin(Point size, std::string const& id, std::string_view title, std::string_view description,
                      std::string_view ground) {
    raw("<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("width", size.first) +
        attribute("height", size.second) + " viewBox=\"0 0 " + pixels(size.first) + " " +
        pixels(size.second) + "\" role=\"img\" aria-labelledby=\"" + id + "-title " + id +
        "-desc\" font-family=\"Helvetica, Arial, Liberation Sans, sans-serif\">");
    raw("<title id=\"" + id + "-title\">" + xml_text(title) + "</title>");
    raw("<desc id=\"" + id + "-desc\">" + xml_text(description) + "</desc>");
    if (!ground.empty()) rectangle({0, 0}, size.first, size.second, fill(ground));
}

void SvgWriter::end() { raw("</svg>"); }

void SvgWriter::line(Point from, Point to, std::string_view style) {
    content_ += "<line" + attribute("x1", from.first) + attribute("y1", from.second) +
                attribute("x2", to.first) + attribute("y2", to.second) + with_space(style) + "/>\n";
}

void SvgWriter::polyline(std::vector<Point> const& points, std::string_view style) {
    content_ += "<polyline points=\"" + list_of(points) + "\" fill=\"none\"" + with_space(style) + "/>\n";
}

void SvgWriter::polygon(std::vector<Point> const& points, std::string_view style) {
    content_ += "<polygon points=\"" + list_of(points) + "\"" + with_space(style) + "/>\n";
}

void SvgWriter::circle(Point centre, double radius, std::string_view style) {
    content_ += "<circle" + attribute("cx", centre.first) + attribute("cy", centre.second) +
                attribute("r", radius) + with_space(style) + "/>\n";
}

void SvgWriter::rectangle(Point corner, double width, double height, std::string_view style) {
    content_ += "<rect" + attribute("x", corner.first) + attribute("y", corner.second) +
                attribute("width", width) + attribute("height", height) + with_space(style) + "/>\n";
}

void SvgWriter::text(Point at, std::string_view text, double size, std::string_view anchor,
                     std::string_view style) {
    content_ += "<text" + attribute("x", at.first) + attribute("y", at.second) +
                attribute("font-size", size) + " text-anchor=\"" + std::string{anchor} + "\"" +
                with_space(style) + ">" + xml_text(text) + "</text>\n";
}

void SvgWriter::raw(std::string_view element) { content_ += std::string{element} + "\n"; }

}  // namespace gapmc
