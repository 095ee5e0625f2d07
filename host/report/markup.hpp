// SPDX-License-Identifier: Apache-2.0
//! Pieces of HTML that know what they are, so that no text of a study becomes markup.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gapmc {

/*!
 * A piece of HTML. It comes from text, which is escaped, from elements about other pieces, or from markup
 * that the program itself wrote; a string is none of these until it is said which.
 */
class Markup {
  public:
    Markup() = default;
    //! Markup that the program made, SVG for example. Never text of a study.
    static Markup trusted(std::string html);

    Markup& operator+=(Markup const& more);
    friend Markup operator+(Markup a, Markup const& b) { return std::move(a += b); }

    bool empty() const { return html_.empty(); }
    std::string const& html() const { return html_; }

  private:
    std::string html_;
};

//! Text, escaped.
Markup text(std::string_view text);

using Attributes = std::vector<std::pair<std::string_view, std::string>>;

//! `<name ...>content</name>` and a line end behind it where it is a block. Values of attributes are escaped.
Markup element(std::string_view name, Markup const& content, Attributes const& attributes = {});
//! The same about a text.
Markup element(std::string_view name, std::string_view content, Attributes const& attributes = {});

//! Text in which addresses of http and https are links; others stay text.
Markup linked(std::string_view text);

}  // namespace gapmc
