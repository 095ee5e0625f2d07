// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/record/record.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * A run as one page of HTML that can be mailed: it needs no network, no script and no other file, and every
 * text of the study is escaped. What it shows is the contrast and outcome of the request, else of the study.
 *
 * Light and dark, from 320 px to A4 paper; each figure has its numbers as text for screen readers, and
 * nothing is told by colour alone. A content security policy allows nothing but the page's own style sheet.
 * Nothing in it depends on machine or time: equal input, equal bytes.
 *
 * \throws UsageError when there is no such contrast, StudyError when a value is not finite
 * \see WCAG 2.2; Content Security Policy Level 3 (W3C)
 */
std::string report_html(Study const& study, Record const& record, Results const& results);

}  // namespace gapmc
