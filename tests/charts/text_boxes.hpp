// SPDX-License-Identifier: Apache-2.0
//! Where the texts of a chart are, and whether they clash.
#pragma once

#include <regex>
#include <string>
#include <vector>

#include "host/charts/chart.hpp"

namespace gapmc::testing {

struct TextBox {
    double left, right, top, bottom;
    std::string text;
};

//! \param narrower  than text_width allows for is what common faces need: times this
inline std::vector<TextBox> text_boxes(std::string const& svg, double narrower = 1.0) {
    std::vector<TextBox> boxes;
    std::regex const element{
        "<text x=\"([-0-9.]+)\" y=\"([-0-9.]+)\" font-size=\"([0-9.]+)\" "
        "text-anchor=\"(\\w+)\"([^>]*)>([^<]*)</text>"};
    for (std::sregex_iterator match{svg.begin(), svg.end(), element}; match != std::sregex_iterator{};
         ++match) {
        double const x = std::stod((*match)[1]);
        double const y = std::stod((*match)[2]);
        double const size = std::stod((*match)[3]);
        std::string const text = (*match)[6];
        bool const bold = (*match)[5].str().find("bold") != std::string::npos;
        double const width = text_width(text, size) * (bold ? 1.1 : 1.0) * narrower;
        std::string const anchor = (*match)[4];
        double const left = anchor == "start" ? x : anchor == "end" ? x - width : x - width / 2;
        boxes.push_back({left, left + width, y - 0.76 * size * narrower, y + 0.2 * size, text});
    }
    return boxes;
}

//! The first two texts that overlap, or one that leaves the picture by more than `slack`; "" when all is
//! well.
inline std::string clash(std::string const& svg, double narrower = 1.0, double slack = 0) {
    std::smatch size;
    if (!std::regex_search(svg, size, std::regex{"width=\"([0-9.]+)\" height=\"([0-9.]+)\""}))
        return "no size";
    double const width = std::stod(size[1]) + slack;
    double const height = std::stod(size[2]) + slack;
    auto const boxes = text_boxes(svg, narrower);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        TextBox const& a = boxes[i];
        if (a.left < -slack || a.right > width || a.top < -slack || a.bottom > height)
            return a.text + " leaves the page";
        for (std::size_t k = 0; k < i; ++k) {
            TextBox const& b = boxes[k];
            if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
                return a.text + " | " + b.text;
        }
    }
    return "";
}

}  // namespace gapmc::testing
