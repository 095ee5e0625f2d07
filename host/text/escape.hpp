// SPDX-License-Identifier: Apache-2.0
//! Text of a study is data wherever it is written: these keep it from becoming a formula, markup or a
//! terminal command.
#pragma once

#include <string>
#include <string_view>

namespace gapmc {

/*!
 * One text cell of a CSV file (RFC 4180): quoted when it holds a comma, a quote or a line end; a cell that a
 * spreadsheet would take for a formula (first character = + - @, tab or carriage return) gets an apostrophe
 * in front and quotes.
 */
std::string csv_cell(std::string_view text);

//! Text for XML content and double-quoted attributes. Control characters, which XML 1.0 forbids, become
//! spaces.
std::string xml_text(std::string_view text);

//! Text for a terminal or one line of a file: control characters (C0, DEL and C1) become spaces.
std::string plain_text(std::string_view text);

/*!
 * Text for Markdown, tables included: what would become markup, a link, HTML or another cell is escaped with
 * a backslash; line ends stay, other control characters become spaces. \see CommonMark 0.31, section 2.4: any
 * ASCII punctuation may be escaped
 */
std::string markdown_text(std::string_view text);

}  // namespace gapmc
