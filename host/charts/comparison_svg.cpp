// SPDX-License-Identifier: Apache-2.0
#include "host/charts/comparison_svg.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/charts/chart.hpp"
#include "host/charts/fan_layout.hpp"
#include "host/charts/svg.hpp"
#include "host/outputs/comparison_table.hpp"
#include "host/outputs/headline.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/text_grid.hpp"
#include "host/text/escape.hpp"
#include "host/text/numbers.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Where things go, in pixels.
struct Grid {
    double width = 0;
    double px = 1;  //!< of a page whose usual text has 12
    double margin = 0;
    double left = 0;
    double top = 0;
    double gap = 0;
    double head = 0;  //!< of a panel: its name, in three lines at most, and its differences
    double plot_height = 0;
    std::size_t most_columns = 3;

    double panel_height() const { return head + plot_height + 30 * px; }
};

Grid grid_of(ChartPage const& page) {
    double const px = page.font / 12;
    bool const narrow = page.is_narrow();
    return {page.width,
            px,
            (page.alone ? 24
             : narrow   ? 4
                        : 8) *
                px,
            (narrow ? 40 : 60) * px,
            (page.alone ? 92 : 0) * px,
            16 * px,
            64 * px,
            150 * px,
            narrow                        ? 1u
            : page.width < 66 * page.font ? 2u
                                          : 3u};
}

struct Panel {
    std::string title;
    std::string name;  //!< of the scenario; empty where its title says all
    std::string differences;
    std::vector<FanBand> bands;  //!< widest first
    std::vector<double> median;
};

//! "-0.82 (2030), -1.21 (2035)": means of the pairs, in the last two years of the table.
std::string differences_text(PairedQuantity const& paired) {
    std::vector<int> years;
    for (PairedYear const& year : paired.years) years.push_back(year.difference.year);
    years = milestones(years);
    if (years.size() > 2) years.erase(years.begin(), years.end() - 2);  // what a panel has room for
    std::string text;
    for (int const year : years)
        for (PairedYear const& y : paired.years) {
            if (y.difference.year != year || has_no_value(y.difference.mean)) continue;
            double const value = y.difference.mean.value;
            text += (text.empty() ? "" : ", ") + std::string{value > 0 ? "+" : ""} +
                    typographic(value, std::min(2, meaningful_decimals(y.difference.mean.mcse))) + " (" +
                    std::to_string(year) + ")";
        }
    return text;
}

struct Multiples {
    QuantitySummary const& base;
    std::vector<int> years;  //!< base year first
    FanBand widest;          //!< of the baseline
    std::vector<double> median;
    std::vector<Panel> panels;
    Scale y;  //!< of values, from the foot of a plot upwards
    Grid grid = {};

    std::size_t columns() const { return std::clamp<std::size_t>(panels.size(), 1, grid.most_columns); }
    double panel_width() const {
        auto const n = static_cast<double>(columns());
        return (grid.width - grid.margin - grid.left - grid.gap * (n - 1)) / n;
    }
};

Multiples multiples_of(Study const& study, Results const& results, std::string const& contrast,
                       Outcome outcome, ChartPage const& page) {
    Multiples m{
        find_outcome(results.quantities, outcome, contrast), {study.base}, {}, {}, {}, {}, grid_of(page)};
    if (m.base.years.empty()) throw DataError{"The result has no index year of " + contrast + "."};
    for (YearSummary const& year : m.base.years) m.years.push_back(year.year);
    auto const bands = fan_bands(m.base);
    if (!bands.empty()) m.widest = bands.front();
    m.median = fan_median(m.base);
    for (ScenarioResults const& s : results.scenarios) {
        bool const swept = s.id.starts_with(std::string{baseline} + "+");  // an id that says nothing
        Panel panel{s.title, "", "", {}, {}};
        for (QuantitySummary const& q : s.quantities) {
            if (!is_contrast(q.target) || q.id != contrast) continue;
            panel.bands = fan_bands(q);
            if (panel.bands.size() > 2) panel.bands.erase(panel.bands.begin() + 1);
            panel.median = fan_median(q);
        }
        for (PairedQuantity const& p : s.differences)
            if (is_contrast(p.target) && p.id == contrast)
                panel.name = swept ? "" : s.id, panel.differences = differences_text(p);
        m.panels.push_back(std::move(panel));
    }
    double low = m.base.start;
    double high = m.base.start;
    auto const include = [&](std::vector<double> const& values) {
        for (double const value : values) low = std::min(low, value), high = std::max(high, value);
    };
    include(m.widest.low), include(m.widest.high), include(m.median);
    for (Panel const& panel : m.panels) {
        for (FanBand const& band : panel.bands) include(band.low), include(band.high);
        include(panel.median);
    }
    if (!(high > low)) high = low + 1;
    if (low > 0 && low < 0.1 * (high - low)) low = 0;
    double const room = 0.05 * (high - low);
    m.y = {low - room, high + room, m.grid.plot_height, 0};
    return m;
}

//! "controls_lifted · ", or nothing.
std::string named(Panel const& panel) { return panel.name.empty() ? "" : panel.name + " \u00b7 "; }

class Drawing {
  public:
    Drawing(SvgWriter& svg, Multiples const& m, Palette const& colours)
        : svg_{svg}, m_{m}, colours_{colours}, panel_width_{m.panel_width()}, px_{m.grid.px} {}

    void panel(Panel const& panel, double x, double y, bool first_of_row) {
        x_ = {static_cast<double>(m_.years.front()), static_cast<double>(m_.years.back()), x,
              x + panel_width_};
        double const head = m_.grid.head;
        foot_ = y + head;
        auto lines = wrapped(panel.title, panel_width_, 12 * px_ * bold);
        if (lines.size() > 3) lines[2] = fitted(lines[2] + " " + lines[3], panel_width_, 12 * px_ * bold);
        std::size_t const shown = std::min<std::size_t>(3, lines.size());
        for (std::size_t i = 0; i < shown; ++i)  // the last one stands right above the differences
            svg_.text({x, y + head - (25 + 14 * static_cast<double>(shown - 1 - i)) * px_}, lines[i],
                      12 * px_, "start", "font-weight=\"bold\" " + fill(colours_.ink));
        svg_.text({x, y + head - 8 * px_}, name_and_differences(panel), 11 * px_, "start",
                  fill(colours_.text));
        axes(x, first_of_row);
        for (std::size_t i = 0; i < panel.bands.size(); ++i) {
            auto outline = path(panel.bands[i].high);
            auto const low = path(panel.bands[i].low);
            outline.insert(outline.end(), low.rbegin(), low.rend());
            svg_.polygon(outline, fill(colours_.bands[i == 0 ? 2 : 1]) + " " + stroke(colours_.line, "0.5") +
                                      " stroke-linejoin=\"round\"");
        }
        // Parity is what is looked for: its line stands above the bands.
        if (m_.y.from_low < 0 && m_.y.from_high > 0)
            svg_.line({x, at(0)}, {x + panel_width_, at(0)}, stroke(colours_.ink, "1"));
        std::string const dashed = stroke(colours_.marker, "1.2") + " stroke-dasharray=\"4 3\"";
        if (!m_.widest.low.empty()) {
            svg_.polyline(path(m_.widest.low), dashed);
            svg_.polyline(path(m_.widest.high), dashed);
        }
        if (!m_.median.empty())
            svg_.polyline(path(m_.median), stroke(colours_.ink, "1.6") + " stroke-dasharray=\"4 3\"");
        if (!panel.median.empty())
            svg_.polyline(path(panel.median), stroke(colours_.line, "2.4") + " stroke-linejoin=\"round\"");
    }

  private:
    //! Where both do not fit, the name is cut and not a number.
    std::string name_and_differences(Panel const& panel) const {
        double const size = 11 * px_;
        std::string const all = named(panel) + panel.differences;
        if (panel.name.empty() || text_width(all, size) <= panel_width_)
            return fitted(all, panel_width_, size);
        std::string const behind = " \u00b7 " + panel.differences;
        return fitted(panel.name, panel_width_ - text_width(behind, size), size) + behind;
    }

    static constexpr double bold = 1.14;  // how much wider bold faces are

    double at(double value) const { return foot_ + m_.y(value); }

    std::vector<Point> path(std::vector<double> const& values) const {
        std::vector<Point> points;
        for (std::size_t i = 0; i < std::min(values.size(), m_.years.size()); ++i)
            points.emplace_back(x_(m_.years[i]), at(values[i]));
        return points;
    }

    void axes(double x, bool labelled) {
        auto const marks = ticks(m_.y.from_low, m_.y.from_high, 4);
        for (double const value : marks.values) {
            svg_.line({x, at(value)}, {x + panel_width_, at(value)},
                      value == 0 ? stroke(colours_.ink, "1") : stroke(colours_.grid, "0.8"));
            if (labelled)
                svg_.text({x - 8 * px_, at(value) + 4 * px_}, typographic(value, marks.decimals), 11 * px_,
                          "end", fill(colours_.text));
        }
        double const bottom = foot_ + m_.grid.plot_height;
        std::string const axis = "stroke=\"" + std::string{colours_.axis} + "\"";
        svg_.line({x, bottom}, {x + panel_width_, bottom}, axis);
        int const step = year_step(m_.years.back() - m_.years.front(), 4);
        for (int year = m_.years.front(); year <= m_.years.back(); ++year) {
            bool const named = year % step == 0;
            svg_.line({x_(year), bottom}, {x_(year), bottom + (named ? 5 : 2) * px_}, axis);
            bool const at_end = x_(year) > x + panel_width_ - 12 * px_;
            if (named)
                svg_.text({x_(year), bottom + 17 * px_}, std::to_string(year), 11 * px_,
                          at_end ? "end" : "middle", fill(colours_.text));
        }
    }

    SvgWriter& svg_;
    Multiples const& m_;
    Palette const& colours_;
    double panel_width_;
    double px_;
    Scale x_;
    double foot_ = 0;
};

std::string description(Multiples const& m, std::string const& about) {
    std::string text = "Small multiples of " + about + ".";
    for (Panel const& panel : m.panels)
        text += " " + panel.title + ": " + named(panel) + panel.differences + ".";
    return text;
}

std::string reading_note(Multiples const& m) {
    std::string inside;
    if (!m.panels.empty())
        for (FanBand const& band : m.panels.front().bands)
            inside += (inside.empty() ? "" : " and ") + band.percent + " %";
    return (inside.empty() ? "" : "Shaded: the middle " + inside + " of trajectories in the scenario. ") +
           "Thick line: its median. Dashed: the baseline\u2019s median" +
           (m.widest.percent.empty() ? "" : " and the edges of its middle " + m.widest.percent + " %") +
           ". Below each title: the scenario\u2019s name, and its mean difference from the baseline, "
           "trajectory by trajectory.";
}

}  // namespace

std::string comparison_svg(Study const& study, Results const& results, std::string const& contrast,
                           Outcome outcome, ChartPage const& page) {
    Multiples const m = multiples_of(study, results, contrast, outcome, page);
    Grid const& grid = m.grid;
    Palette const& colours = *page.colours;
    double const px = grid.px;
    std::size_t const columns = m.columns();
    auto const rows = static_cast<double>((m.panels.size() + columns - 1) / columns);
    double const height = grid.top + rows * grid.panel_height() + (page.alone ? 44 * px : 0);
    std::string const unit = m.base.unit.empty() || m.base.unit == "1" ? "" : ", " + m.base.unit;
    std::string const about = m.base.name + unit + " \u00b7 " + outcome_words(outcome, study) + " \u00b7 " +
                              trajectories_words(results) + " \u00b7 seed " +
                              std::to_string(results.request.seed) + " \u00b7 result " +
                              results.result_digest.substr(0, 12);
    std::string const title = titled(study, results) + ": scenarios";
    SvgWriter svg;
    svg.begin({grid.width, height},
              "scenarios-" + contrast + std::string{page.id_suffix},  // names are letters, digits and '_'
              title, description(m, about), page.ground);
    double const room = grid.width - 2 * grid.margin;
    if (page.alone) {
        svg.rectangle({0, 0}, grid.width, height, fill(colours.paper));
        svg.text({grid.margin, 38 * px}, fitted(title, room, 19 * 1.14 * px), 19 * px, "start",
                 "font-weight=\"bold\" " + fill(colours.ink));
        svg.text({grid.margin, 62 * px}, fitted(about, room, 13 * px), 13 * px, "start", fill(colours.text));
    }
    Drawing drawing{svg, m, colours};
    for (std::size_t i = 0; i < m.panels.size(); ++i) {
        auto const column = static_cast<double>(i % columns);
        auto const row = static_cast<double>(i / columns);
        drawing.panel(m.panels[i], grid.left + column * (m.panel_width() + grid.gap),
                      grid.top + row * grid.panel_height(), i % columns == 0);
    }
    double y = height - 26 * px;
    if (page.alone)
        for (std::string const& line : wrapped(reading_note(m), room, 11 * px)) {
            svg.text({grid.margin, y}, line, 11 * px, "start", fill(colours.text));
            y += 15 * px;
        }
    svg.end();
    return svg.content();
}

std::string comparison_note(Study const& study, Results const& results, std::string const& contrast,
                            Outcome outcome) {
    return reading_note(multiples_of(study, results, contrast, outcome, {}));
}

}  // namespace gapmc
