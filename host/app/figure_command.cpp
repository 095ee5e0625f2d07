// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/finished_run.hpp"
#include "host/app/length.hpp"
#include "host/charts/kinds.hpp"
#include "host/outputs/headline.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr double least_width = 24;                  // in font sizes, for names and a plot beside them
constexpr double usual_width = 16 * pixels_per_cm;  // of text on A4
constexpr double usual_font = 9 * pixels_per_point;

std::string kind_names() {
    std::string all;
    for (ChartKind const& kind : chart_kinds()) all += (all.empty() ? "" : ", ") + std::string{kind.name};
    return all;
}

ChartKind const& kind_of(std::string const& name) {
    if (ChartKind const* const kind = find_chart(name)) return *kind;
    throw UsageError(fmt::format("--kind: {} is no chart. Give one of {}", plain_text(name), kind_names()));
}

int figure(FigureOptions const& options) {
    ChartKind const& kind = kind_of(options.kind);
    FinishedRun const run = open_finished_run(options);
    Headline const shown = headline_of(run.session.study(), run.record.request);
    ChartPage page;
    page.width = options.width.value_or(usual_width);
    page.font = options.font.value_or(usual_font);
    if (page.width < least_width * page.font)
        throw UsageError(
            fmt::format("--font: letters of {:.3g}pt are too large for a figure that is {:.3g}cm wide. "
                        "Make it {:.3g}cm wide at least, or the letters smaller",
                        page.font / pixels_per_point, page.width / pixels_per_cm,
                        least_width * page.font / pixels_per_cm));
    page.plot_height = std::max(0.4 * page.width, 18 * page.font);
    page.alone = false;
    page.ground = page.colours->paper;  // dark pages show it too
    std::string const svg = run.record.done.empty() ? ""
                                                    : kind.draw(run.session.study(), run.results,
                                                                shown.contrast, shown.outcome, page);
    if (svg.empty())
        throw DataError(
            fmt::format("{} has nothing for a chart of this kind ({}: {}). Choose another one with "
                        "--kind",
                        plain_text(options.folder), kind.name, kind.what));
    return deliver(svg, options);
}

}  // namespace

Action declare_figure(VerbOptions& verb) {
    auto const options = std::make_shared<FigureOptions>();
    declare_shown_run(verb, *options, "figure");
    std::vector<std::string> names;
    for (ChartKind const& kind : chart_kinds()) names.emplace_back(kind.name);
    verb.option("--kind", "K", "What it shows: " + kind_names() + " (default: fan)",
                [options](std::string const& text) { options->kind = kind_of(text).name; })
        .of(names);
    verb.option(
        "--width", "W", "Its width in cm, mm, in, pt or px (default: 16cm)",
        [options](std::string const& text) {
            options->width = parse_length("--width", text, {2 * pixels_per_inch, 40 * pixels_per_inch});
        });
    verb.option("--font", "F", "Size of its letters (default: 9pt)", [options](std::string const& text) {
        options->font = parse_length("--font", text, {4 * pixels_per_point, 72 * pixels_per_point});
    });
    return [options] { return figure(*options); };
}

}  // namespace gapmc
