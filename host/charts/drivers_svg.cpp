// SPDX-License-Identifier: Apache-2.0
#include "host/charts/drivers_svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "host/charts/chart.hpp"
#include "host/charts/svg.hpp"
#include "host/exact/elementary.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/text_grid.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

//! One actor's path.
struct Path {
    std::string actor;
    std::size_t first =
        0;  //!< year of its first value: the base, where the level is known, else the one after
    std::vector<double> median;
    std::vector<double> low;
    std::vector<double> high;
};

struct Panel {
    std::string title;
    std::string unit;  //!< as it is shown
    bool logarithmic = false;
    std::vector<int> years;
    std::vector<Path> paths;
};

QuantitySummary const* summary_of(Results const& results, std::string const& pair) {
    for (Target const target : {Target::driver_level, Target::driver})
        for (QuantitySummary const& q : results.quantities)
            if (q.target == target && q.id == pair && !q.years.empty()) return &q;
    return nullptr;
}

//! Whether the level at base is a number, so that the path begins in a point.
bool starts_known(Driver const& driver, std::string const& actor) {
    Process const* const process = driver.ratio                    ? &driver.ratio->process
                                   : driver.actors.contains(actor) ? &driver.actors.at(actor)
                                                                   : nullptr;
    return process != nullptr && process->level.is_constant();
}

//! Without values where a year lacks its median or its band.
Path path_of(QuantitySummary const& q, std::string const& actor, bool known) {
    Path path{actor, known ? 0u : 1u, {}, {}, {}};
    if (known)
        for (auto* const values : {&path.median, &path.low, &path.high}) values->push_back(q.start);
    for (YearSummary const& year : q.years) {
        auto const median = find_quantile(year, 0.5);
        auto const band = middle_band(year);
        if (!median || !band || has_no_value(*median) || has_no_value(band->low) || has_no_value(band->high))
            return {actor, 0, {}, {}, {}};
        path.median.push_back(median->value);
        path.low.push_back(band->low.value);
        path.high.push_back(band->high.value);
    }
    return path;
}

std::vector<Panel> panels_of(Study const& study, Results const& results) {
    std::vector<Panel> panels;
    for (Driver const& driver : study.drivers) {
        std::string const pure = driver.link == Link::logit ? "share" : "pure number";
        Panel panel{driver.name.empty() ? driver.id : driver.name,
                    driver.unit.empty() || driver.unit == "1" ? pure : driver.unit,
                    driver.link == Link::log,
                    {study.base},
                    {}};
        for (Actor const& actor : study.actors) {
            QuantitySummary const* const q = summary_of(results, driver.id + "." + actor.id);
            if (q == nullptr) continue;
            Path path =
                path_of(*q, actor.name.empty() ? actor.id : actor.name, starts_known(driver, actor.id));
            if (path.median.empty()) continue;
            if (panel.years.size() == 1)
                for (YearSummary const& year : q->years) panel.years.push_back(year.year);
            if (q->target == Target::driver && driver.link != Link::identity) {  // known in link space only
                panel.unit = q->unit;
                panel.logarithmic = false;
            }
            panel.paths.push_back(std::move(path));
        }
        for (Path const& path : panel.paths)
            if (std::any_of(path.low.begin(), path.low.end(), [](double v) { return !(v > 0); }))
                panel.logarithmic = false;
        if (!panel.paths.empty()) panels.push_back(std::move(panel));
    }
    return panels;
}

//! 1, 10, 100, ... within the ends, with 2 and 5 between them where there are few.
std::vector<double> decades(double low, double high) {
    std::vector<double> all, tens;
    double power = 1;
    while (power > low) power /= 10;
    while (power * 10 <= low) power *= 10;
    for (; power <= high; power *= 10)
        for (double const m : {1.0, 2.0, 5.0})
            if (m * power >= low && m * power <= high) {
                all.push_back(m * power);
                if (m == 1) tens.push_back(m * power);
            }
    if (all.size() <= 5) return all;
    while (tens.size() > 5) {  // every second one
        std::vector<double> fewer;
        for (std::size_t i = 0; i < tens.size(); i += 2) fewer.push_back(tens[i]);
        tens = std::move(fewer);
    }
    return tens.size() < 2 ? all : tens;
}

//! Thousands and millions by their letters, as there is little room.
std::string short_number(double value) {
    for (auto const& [size, letter] : {std::pair{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}})
        if (std::fabs(value) >= size) return shortest(value / size) + letter;
    return shortest(value);
}

class Drawing {
  public:
    Drawing(SvgWriter& svg, ChartPage const& page, double panel_width)
        : svg_{svg}, colours_{*page.colours}, em_{page.font}, width_{panel_width} {}

    static double head(double em) { return 2.8 * em; }
    static double plot(double em) { return 9.5 * em; }
    static double height(double em) { return head(em) + plot(em) + 2.6 * em; }

    void panel(Panel const& panel, double x, double y) {
        panel_ = &panel;
        double const left = x + 3.8 * em_;
        x_ = {static_cast<double>(panel.years.front()), static_cast<double>(panel.years.back()), left,
              x + width_ - 0.5 * em_};
        double low = panel.paths.front().low.front();
        double high = low;
        for (Path const& path : panel.paths)
            for (auto const* values : {&path.low, &path.high})
                for (double const v : *values) low = std::min(low, v), high = std::max(high, v);
        if (!(high > low)) high = low + 1;
        double const foot = y + head(em_) + plot(em_);
        y_ = {scaled(low), scaled(high), foot, y + head(em_)};
        svg_.text({x, y + em_}, fitted(panel.title, width_, em_ * 1.14), em_, "start",
                  "font-weight=\"bold\" " + fill(colours_.ink));
        svg_.text(
            {x, y + 2.2 * em_},
            fitted(panel.unit + (panel.logarithmic ? ", logarithmic scale" : ""), width_, 11.0 / 12 * em_),
            11.0 / 12 * em_, "start", fill(colours_.text));
        axes(low, high, left, foot);
        for (std::size_t i = panel.paths.size(); i-- > 0;) band(panel.paths[i], i);
        for (std::size_t i = panel.paths.size(); i-- > 0;) median(panel.paths[i], i);
    }

    std::string line_style(std::size_t i) const {
        constexpr std::array<std::string_view, 8> dashes{"none",      "6 3", "2 3",         "9 3 2 3",
                                                         "12 3 12 6", "1 5", "9 3 2 3 2 3", "4 6"};
        return stroke(i == 0 ? colours_.line : colours_.other, "2.2") + " stroke-dasharray=\"" +
               std::string{dashes[i % dashes.size()]} + "\"";
    }
    std::string band_style(std::size_t i) const {
        return fill(i == 0 ? colours_.bands[1] : colours_.other_band) + " fill-opacity=\"0.6\" " +
               stroke(i == 0 ? colours_.line : colours_.other, "0.6");
    }

  private:
    double scaled(double value) const { return panel_->logarithmic ? exact::log(value) : value; }

    void axes(double low, double high, double left, double foot) {
        std::vector<double> marks;
        int decimals = 0;
        if (panel_->logarithmic) {
            marks = decades(low, high);
        } else {
            Ticks const t = ticks(low, high, 4);
            marks = t.values;
            decimals = t.decimals;
        }
        for (double const value : marks) {
            double const y = y_(scaled(value));
            svg_.line({left, y}, {x_.to_high, y}, stroke(colours_.grid, "0.8"));
            svg_.text({left - 0.5 * em_, y + em_ / 3},
                      panel_->logarithmic || std::fabs(value) >= 1000 ? short_number(value)
                                                                      : typographic(value, decimals),
                      11.0 / 12 * em_, "end", fill(colours_.text));
        }
        svg_.line({left, foot}, {x_.to_high, foot}, stroke(colours_.axis, "1"));
        int const first = panel_->years.front();
        int const last = panel_->years.back();
        int const step = year_step(last - first, std::max(2, static_cast<int>(width_ / (4.5 * em_))));
        for (int year = first; year <= last; ++year)
            if (year % step == 0)
                svg_.text({x_(year), foot + 1.5 * em_}, std::to_string(year), 11.0 / 12 * em_,
                          x_(year) > x_.to_high - em_ ? "end" : "middle", fill(colours_.text));
    }

    std::vector<Point> points_of(std::vector<double> const& values, std::size_t first) const {
        std::vector<Point> points;
        for (std::size_t i = 0; i < values.size(); ++i)
            points.emplace_back(x_(panel_->years[first + i]), y_(scaled(values[i])));
        return points;
    }

    void band(Path const& path, std::size_t i) {
        auto outline = points_of(path.high, path.first);
        auto const low = points_of(path.low, path.first);
        outline.insert(outline.end(), low.rbegin(), low.rend());
        svg_.polygon(outline, band_style(i));
    }

    void median(Path const& path, std::size_t i) {
        svg_.polyline(points_of(path.median, path.first), line_style(i) + " stroke-linejoin=\"round\"");
    }

    SvgWriter& svg_;
    Palette const& colours_;
    double em_;
    double width_;
    Panel const* panel_ = nullptr;
    Scale x_;
    Scale y_;
};

std::string description(std::vector<Panel> const& panels) {
    std::string text = "Implied paths of the drivers: median and middle band in the last year.";
    for (Panel const& panel : panels)
        for (Path const& path : panel.paths)
            text += " " + panel.title + ", " + path.actor + ", " + std::to_string(panel.years.back()) + ": " +
                    significant(path.median.back(), 3) + ", " + significant(path.low.back(), 3) + " to " +
                    significant(path.high.back(), 3) + " " + panel.unit + ".";
    return text;
}

//! Which actor is drawn how.
struct KeyEntry {
    std::string name;
    Point place;  //!< of its text's base line, and where its mark begins
};

//! In lines as wide as the page.
std::vector<KeyEntry> key_of(Study const& study, ChartPage const& page) {
    double const em = page.font;
    std::vector<KeyEntry> key;
    Point next{0, em};
    for (Actor const& actor : study.actors) {
        std::string const name = fitted(actor.name.empty() ? actor.id : actor.name, page.width - 3 * em, em);
        double const width = 3 * em + text_width(name, em);
        if (next.first > 0 && next.first + width > page.width) next = {0, next.second + 1.5 * em};
        key.push_back({name, next});
        next.first += width + 2 * em;
    }
    return key;
}

}  // namespace

std::string drivers_svg(Study const& study, Results const& results, ChartPage const& page) {
    auto const panels = panels_of(study, results);
    if (panels.empty()) return "";
    double const em = page.font;
    std::size_t const columns = std::min<std::size_t>(panels.size(), page.is_narrow()       ? 1
                                                                     : page.width < 62 * em ? 2
                                                                                            : 3);
    double const gap = 1.5 * em;
    double const width = (page.width - gap * static_cast<double>(columns - 1)) / static_cast<double>(columns);
    std::size_t const rows = (panels.size() + columns - 1) / columns;
    auto const key = key_of(study, page);
    double const top = key.back().place.second + 1.4 * em;
    SvgWriter svg;
    svg.begin({page.width, top + Drawing::height(em) * static_cast<double>(rows)},
              "drivers" + std::string{page.id_suffix}, "Implied paths of the drivers", description(panels),
              page.ground);
    Drawing drawing{svg, page, width};
    for (std::size_t i = 0; i < key.size(); ++i) {
        auto const [x, y] = key[i].place;
        svg.rectangle({x, y - 0.9 * em}, 2.4 * em, 0.9 * em, drawing.band_style(i));
        svg.line({x, y - 0.45 * em}, {x + 2.4 * em, y - 0.45 * em}, drawing.line_style(i));
        svg.text({x + 3 * em, y}, key[i].name, em, "start", fill(page.colours->ink));
    }
    for (std::size_t i = 0; i < panels.size(); ++i)
        drawing.panel(panels[i], static_cast<double>(i % columns) * (width + gap),
                      top + static_cast<double>(i / columns) * Drawing::height(em));
    svg.end();
    return svg.content();
}

}  // namespace gapmc
