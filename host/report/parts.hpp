// SPDX-License-Identifier: Apache-2.0
//! What sections are made of.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "host/charts/page.hpp"
#include "host/outputs/text_grid.hpp"
#include "host/report/markup.hpp"

namespace gapmc {

//! A section with its heading, to which the contents list leads. Empty without content.
Markup section(std::string const& id, std::string const& heading, Markup const& content);

/*!
 * A chart for wide and for narrow screens, of which one is shown, with what it shows and how to read it.
 * \param draw  the chart as SVG; empty: there is none, and no figure
 */
Markup figure(std::function<std::string(ChartPage const&)> const& draw, std::string const& title,
              std::string const& reading);

//! A table that scrolls by itself where it is too wide.
Markup scrolled(Markup const& table, std::string const& caption);

//! Columns as a table whose first column names the rows.
Markup table(std::vector<Column> const& columns, std::string const& caption);

Markup paragraph(std::string const& words);

}  // namespace gapmc
