// SPDX-License-Identifier: Apache-2.0
#include "host/charts/causes_svg.hpp"

#include <algorithm>
#include <vector>

#include "host/charts/chart.hpp"
#include "host/charts/svg.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/text_grid.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

//! A bar from one value to another.
struct Step {
    std::string name;
    std::string size;
    double from = 0;
    double to = 0;
    bool total = false;
};

std::vector<Step> steps_of(Study const& study, double start, DecompositionYear const& year) {
    int const decimals = std::min(2, meaningful_decimals(year.total.mcse));
    std::vector<Step> steps{{std::to_string(study.base), typographic(start, decimals), 0, start, true}};
    double at = start;
    for (auto const& [name, part] : year.parts) {
        if (part.value == 0) continue;  // the study has nothing of the kind
        double const next = at + part.value;
        std::string const sign = part.value > 0 ? "+" : "";
        steps.push_back({part_words(study, name), sign + typographic(part.value, decimals), at, next, false});
        at = next;
    }
    double const end = start + year.total.value;
    steps.push_back({std::to_string(year.year) + ", mean", typographic(end, decimals), 0, end, true});
    return steps;
}

}  // namespace

std::string part_words(Study const& study, std::string const& part) {
    std::string const driver = "driver.";
    if (part.starts_with(driver)) {
        std::string const id = part.substr(driver.size());
        for (Driver const& d : study.drivers)
            if (d.id == id) return d.name.empty() ? id : d.name;
        return id;
    }
    if (part == "compression") return "Less room at the top (compression)";
    if (part == "outside") return "The path of the outside world";
    if (part == "method") return "Revisions of the method";
    if (part == "residual") return "What the others leave";
    return part;
}

std::string causes_svg(Study const& study, Results const& results, std::string const& contrast,
                       ChartPage const& page) {
    auto const found = std::find_if(results.decompositions.begin(), results.decompositions.end(),
                                    [&](DecompositionSummary const& d) { return d.contrast == contrast; });
    if (found == results.decompositions.end() || found->years.empty()) return "";
    double const start = find_quantity(results.quantities, Target::contrast, contrast).start;
    auto const steps = steps_of(study, start, found->years.back());
    Palette const& colours = *page.colours;
    double const em = page.font;
    bool const wide = !page.is_narrow();
    double const row = (wide ? 1.9 : 3.2) * em;  // where there is no room beside the bars, names stand above
    double const left = (wide ? 24 : 0.5) * em;
    double const right = page.width - 5 * em;
    double const top = 0.5 * em;
    double low = 0;
    double high = 0;
    for (Step const& s : steps) {
        low = std::min({low, s.from, s.to});
        high = std::max({high, s.from, s.to});
    }
    if (!(high > low)) high = low + 1;
    Scale const x{low, high, left, right};
    double const height = top + row * static_cast<double>(steps.size()) + 0.5 * em;
    SvgWriter svg;
    std::string description;
    for (Step const& s : steps) description += (description.empty() ? "" : "; ") + s.name + ": " + s.size;
    svg.begin({page.width, height}, "causes-" + contrast + std::string{page.id_suffix},
              "Parts of the mean change of " + contrast, description + ".", page.ground);
    svg.line({x(0), top}, {x(0), height - 0.5 * em}, stroke(colours.axis, "0.8"));
    double const thick = 1.15 * em;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        Step const& s = steps[i];
        double const y = top + row * static_cast<double>(i) + row - thick - 0.2 * em;
        double const a = std::min(x(s.from), x(s.to));
        double const b = std::max(x(s.from), x(s.to));
        std::string_view const colour = s.total          ? colours.bands[1]
                                        : s.to >= s.from ? colours.other_band
                                                         : colours.bands[0];
        svg.rectangle({a, y}, std::max(b - a, 0.8), thick, fill(colour) + " " + stroke(colours.line, "0.6"));
        if (i + 1 < steps.size())
            svg.line({x(s.to), y + thick}, {x(s.to), y + row}, stroke(colours.faint, "0.8"));
        std::string const weight = s.total ? " font-weight=\"bold\"" : "";
        if (wide)
            svg.text({left - 0.8 * em, y + 0.9 * em}, fitted(s.name, left - 0.8 * em, em), em, "end",
                     fill(colours.ink) + weight);
        else
            svg.text({left, y - 0.35 * em}, fitted(s.name, page.width - left, em), em, "start",
                     fill(colours.ink) + weight);
        svg.text({b + 0.5 * em, y + 0.9 * em}, s.size, em, "start", fill(colours.ink) + weight);
    }
    svg.end();
    return svg.content();
}

}  // namespace gapmc
