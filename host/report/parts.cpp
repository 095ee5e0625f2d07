// SPDX-License-Identifier: Apache-2.0
#include "host/report/parts.hpp"

namespace gapmc {
namespace {

// As wide as the page's text may become, and as a telephone's screen.
constexpr ChartPage wide_page{
    .width = 832, .font = 13, .plot_height = 330, .alone = false, .colours = nullptr, .id_suffix = ""};
constexpr ChartPage narrow_page{
    .width = 358, .font = 12, .plot_height = 250, .alone = false, .colours = nullptr, .id_suffix = "-narrow"};

ChartPage on_page(ChartPage page) {
    page.colours = &page_colours();
    return page;
}

}  // namespace

Markup section(std::string const& id, std::string const& heading, Markup const& content) {
    if (content.empty()) return {};
    return element("section", element("h2", heading, {{"id", id}}) + content, {{"aria-labelledby", id}});
}

Markup figure(std::function<std::string(ChartPage const&)> const& draw, std::string const& title,
              std::string const& reading) {
    std::string const wide = draw(on_page(wide_page));
    if (wide.empty()) return {};
    std::string const narrow = draw(on_page(narrow_page));
    return element("figure", element("h3", title) +
                                 element("div", Markup::trusted(wide), {{"class", "chart wide"}}) +
                                 element("div", Markup::trusted(narrow), {{"class", "chart narrow"}}) +
                                 element("figcaption", reading));
}

Markup scrolled(Markup const& table, std::string const& caption) {
    // Focus lets those without a mouse scroll it.
    return element("div", table,
                   {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", caption}});
}

Markup table(std::vector<Column> const& columns, std::string const& caption) {
    if (columns.empty() || columns.front().cells.empty()) return {};
    Markup heads;
    for (Column const& column : columns) heads += element("th", column.head, {{"scope", "col"}});
    Markup rows;
    for (std::size_t i = 0; i < columns.front().cells.size(); ++i) {
        Markup cells = element("th", columns.front().cells[i], {{"scope", "row"}});
        for (std::size_t k = 1; k < columns.size(); ++k) cells += element("td", columns[k].cells[i]);
        rows += element("tr", cells);
    }
    Markup const whole =
        element("table", element("caption", caption) + element("thead", element("tr", heads)) +
                             element("tbody", rows));
    return scrolled(whole, caption);
}

Markup paragraph(std::string const& words) { return element("p", words); }

}  // namespace gapmc
