// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/table.hpp"
#include "host/report/parts.hpp"
#include "host/report/sections.hpp"

namespace gapmc {

Markup table_section(ReportSubject const& s) {
    if (s.is_empty()) return {};
    Markup body;
    for (Outcome const outcome : outcomes_of(s.results, s.shown.contrast)) {
        BandColumns const bands = band_columns(s.study, s.results, s.shown.contrast, outcome);
        QuantitySummary const& q = find_outcome(s.results.quantities, outcome, s.shown.contrast);
        body += table(bands.columns, q.name + " [" + q.unit + "], " + outcome_words(outcome, s.study));
        if (!bands.note.empty()) body += paragraph(bands.note);
    }
    body += paragraph(
        "Columns with a % are quantiles: below the number of the column 5% lie five of a hundred "
        "trajectories. "
        "\u00b1mcse is the standard error of the mean that comes from drawing only so many trajectories; "
        "numbers "
        "are printed with the decimals that their errors leave meaningful. All numbers, with all errors, are "
        "in "
        "bands.csv and result.json beside this page.");
    return body;
}

}  // namespace gapmc
