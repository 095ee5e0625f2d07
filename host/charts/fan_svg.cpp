// SPDX-License-Identifier: Apache-2.0
#include "host/charts/fan_svg.hpp"

#include <algorithm>
#include <string>

#include "host/charts/fan_layout.hpp"
#include "host/charts/fan_text.hpp"
#include "host/charts/svg.hpp"
#include "host/outputs/lookup.hpp"
#include "host/study/published_history.hpp"
#include "host/text/escape.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

constexpr int no_band = -1;

//! Something at the right edge that is named there.
struct EndLabel {
    std::string name;
    double value = 0;
    std::string style;   //!< of the text
    int band = no_band;  //!< shade of its swatch
    double y = 0;
};

class FanDrawing {
  public:
    FanDrawing(SvgWriter& svg, FanData const& data, FanFrame const& frame, Palette const& colours)
        : svg_{svg}, data_{data}, frame_{frame}, colours_{colours}, em_{frame.font} {}

    void axes() {
        svg_.rectangle({frame_.left, frame_.top}, frame_.x(data_.base) - frame_.left,
                       frame_.bottom - frame_.top, fill(colours_.past));
        auto const marks = ticks(frame_.y.from_low, frame_.y.from_high, 6);
        for (double const value : marks.values) {
            double const y = frame_.y(value);
            svg_.line({frame_.left, y}, {frame_.right, y}, stroke(colours_.grid, "0.8"));
            svg_.text({frame_.left - px(8), y + px(4)}, typographic(value, marks.decimals), em_, "end",
                      value == 0 ? fill(colours_.ink) + " font-weight=\"bold\"" : fill(colours_.text));
        }
        svg_.line({frame_.left, frame_.bottom}, {frame_.right, frame_.bottom}, axis());
        double const span = frame_.x.from_high - frame_.x.from_low;
        int const step = year_step(span, static_cast<int>((frame_.right - frame_.left) / (4.2 * em_)));
        for (int year = data_.published.begin()->first; year <= data_.years.back(); ++year) {
            double const x = frame_.x(year);
            bool const labelled = year % step == 0;
            svg_.line({x, frame_.bottom}, {x, frame_.bottom + px(labelled ? 6 : 3)}, axis());
            if (labelled)
                svg_.text({x, frame_.bottom + px(20)}, std::to_string(year), em_, "middle",
                          fill(colours_.text));
        }
    }

    void bands() {
        for (auto const& band : data_.bands) {
            auto outline = path_of(band.high);
            auto const low = path_of(band.low);
            outline.insert(outline.end(), low.rbegin(), low.rend());
            svg_.polygon(outline, "class=\"band-" + band.percent + "\" " + fill(shade(band.shade)) + " " +
                                      stroke(colours_.line, "0.7") + " stroke-linejoin=\"round\"");
        }
    }

    void lines() {
        if (frame_.y.from_low < 0 && frame_.y.from_high > 0)
            svg_.line({frame_.left, frame_.y(0)}, {frame_.right, frame_.y(0)},
                      "class=\"zero\" " + stroke(colours_.ink, "1.1"));
        if (data_.walk) walk();
        svg_.polyline(path_of(data_.central),
                      "class=\"central\" " + stroke(colours_.line, "1.3") + " stroke-dasharray=\"6 4\"");
        if (!data_.median.empty())
            svg_.polyline(path_of(data_.median),
                          "class=\"median\" " + stroke(colours_.line, "2.8") + " stroke-linejoin=\"round\"");
    }

    //! In grey the dashes tell them apart.
    void exemplars() {
        for (FanPath const& path : data_.exemplars)
            svg_.polyline(path_of(path.values), "class=\"exemplar\" " + stroke(colours_.other, "1.4") +
                                                    " stroke-dasharray=\"" + path.dashes +
                                                    "\" stroke-linejoin=\"round\"");
    }

    void history() {
        // A line joins only values of one method.
        std::vector<Point> points, joined;
        int before = data_.published.begin()->first;
        auto const draw = [&] {
            if (joined.size() > 1) svg_.polyline(joined, "class=\"history\" " + stroke(colours_.ink, "1.8"));
            joined.clear();
        };
        for (auto const& [year, value] : data_.published) {
            if (method_changed(data_.breaks, before, year)) draw();
            points.emplace_back(frame_.x(year), frame_.y(value));
            joined.push_back(points.back());
            before = year;
        }
        draw();
        for (auto const& point : points)
            svg_.circle(point, 3.4, fill(colours_.ink) + " " + stroke(colours_.paper, "1"));
        svg_.circle(points.back(), 4.6, fill(colours_.paper) + " " + stroke(colours_.ink, "2"));
        if (!frame_.values_at_end) return;  // there is no room to name them
        if (frame_.history_is_short) {
            svg_.text({points[0].first - px(10), points[0].second + px(4)}, "published", em_, "end",
                      fill(colours_.ink));
            return;
        }
        // On the side of the first point that its line does not take.
        bool const rises = points[1].second < points[0].second;
        svg_.text({points[0].first - px(3), points[0].second + px(rises ? 19 : -10)}, "published", em_,
                  "start", fill(colours_.ink));
    }

    void markers(Study const& study) {
        std::string const base_text =
            "base " + std::to_string(data_.base) + ": " + typographic(data_.start, 2);
        std::string const origin_text = "origin " + iso_date(study.origin);
        double const x_base = frame_.x(data_.base);
        mark(x_base, "none");
        double const y = frame_.top - px(6);
        if (!frame_.values_at_end) {
            svg_.text({px(4), y}, base_text, em_, "start", fill(colours_.ink));
            if (double const x = frame_.x(data_.origin); x > frame_.left && x < frame_.right) mark(x, "2 3");
            return;
        }
        bool const after = data_.origin >= data_.base;
        svg_.text({x_base + px(after ? -6 : 6), y}, base_text, em_, after ? "end" : "start",
                  fill(colours_.ink));
        // An origin outside the axis, or without room for its text, is in the notes only.
        double const x_origin = frame_.x(data_.origin);
        double const width = text_width(origin_text, em_);
        double const x_text = after ? x_origin + px(6) : x_origin - px(6) - width;
        if (x_text < px(8) || x_text + width > frame_.width || x_origin > frame_.right) return;
        mark(x_origin, "2 3");
        svg_.text({x_text, y}, origin_text, em_, "start", fill(colours_.ink));
    }

    void end_labels() {
        double const gap = px(16);
        double const x_name = frame_.right + px(40);
        double const x_value = frame_.width - px(14);
        if (frame_.values_at_end)
            svg_.text({x_value, frame_.top - px(6)}, "in " + std::to_string(data_.years.back()), em_, "end",
                      fill(colours_.ink));
        auto const labels = labels_at_end();
        std::vector<double> wanted;
        for (auto const& label : labels) wanted.push_back(label.y);
        auto const places = spread_labels(wanted, gap, frame_.top + px(8), frame_.bottom + px(8));
        for (std::size_t i = 0; i < labels.size(); ++i) {
            auto const& label = labels[i];
            double const y = places[i];
            svg_.polyline({{frame_.right + px(2), label.y},
                           {frame_.right + px(6), label.y},
                           {frame_.right + px(18), y},
                           {frame_.right + px(22), y}},
                          stroke(colours_.faint, "0.8"));
            if (label.band != no_band)
                svg_.rectangle({x_name - px(15), y - px(5)}, px(10), px(10),
                               fill(shade(label.band)) + " " + stroke(colours_.line, "0.7"));
            double const x = x_name - px(label.band == no_band ? 15 : -2);
            std::string const value = frame_.values_at_end ? typographic(label.value, data_.decimals) : "";
            double const room =
                frame_.values_at_end ? x_value - x - text_width(value, em_) - px(6) : frame_.width - x;
            svg_.text({x, y + px(4)}, fitted(label.name, room, em_), em_, "start", label.style);
            if (frame_.values_at_end) svg_.text({x_value, y + px(4)}, value, em_, "end", label.style);
        }
    }

  private:
    //! A length that is so many pixels where the usual text has 12.
    double px(double length) const { return length * em_ / 12; }
    std::string axis() const { return "stroke=\"" + std::string{colours_.axis} + "\""; }
    std::string_view shade(int band) const { return colours_.bands[static_cast<std::size_t>(band)]; }

    std::vector<Point> path_of(std::vector<double> const& values) const {
        std::vector<Point> points;
        for (std::size_t i = 0; i < values.size(); ++i)
            points.emplace_back(frame_.x(data_.years[i]), frame_.y(values[i]));
        return points;
    }

    void walk() {
        std::vector<Point> above;
        std::vector<Point> below;
        int const ahead = data_.years.back() - data_.base;
        for (int quarter = 0; quarter <= 4 * ahead; ++quarter) {
            double const years = quarter / 4.0;
            double const reach = data_.walk->half_width(years);
            above.emplace_back(frame_.x(data_.base + years), frame_.y(data_.start + reach));
            below.emplace_back(frame_.x(data_.base + years), frame_.y(data_.start - reach));
        }
        for (auto const* side : {&above, &below})
            svg_.polyline(*side, "class=\"walk\" " + stroke(colours_.ink, "1.5") +
                                     " stroke-dasharray=\"0.1 4\" stroke-linecap=\"round\"");
    }

    void mark(double x, std::string const& dashes) {
        svg_.line({x, frame_.top - px(14)}, {x, frame_.bottom},
                  stroke(colours_.marker, "1") + " stroke-dasharray=\"" + dashes + "\"");
    }

    std::vector<EndLabel> labels_at_end() const {
        std::vector<EndLabel> labels;
        auto const add = [&](std::string name, double value, std::string style, int band) {
            double const y = frame_.y(value);
            if (y >= frame_.top && y <= frame_.bottom)
                labels.push_back({std::move(name), value, std::move(style), band, y});
        };
        bool const wide = frame_.values_at_end;
        for (auto const& band : data_.bands)
            add(band.percent + " %", band.high.back(), fill(colours_.ink), band.shade);
        if (!data_.median.empty())
            add("median", data_.median.back(), fill(colours_.ink) + " font-weight=\"bold\"", no_band);
        add(wide ? "central path" : "central", data_.central.back(), fill(colours_.text), no_band);
        for (auto const& band : data_.bands)
            add(band.percent + " %", band.low.back(), fill(colours_.ink), band.shade);
        if (data_.walk) {
            double const reach = data_.walk->half_width(data_.years.back() - data_.base);
            for (double const side : {reach, -reach})
                add(wide ? "random walk 95 %" : "walk", data_.start + side, fill(colours_.text), no_band);
        }
        std::stable_sort(labels.begin(), labels.end(),
                         [](auto const& a, auto const& b) { return a.y < b.y; });
        return labels;
    }

    SvgWriter& svg_;
    FanData const& data_;
    FanFrame const& frame_;
    Palette const& colours_;
    double em_;
};

//! One line, or two smaller ones.
void draw_title(SvgWriter& svg, FanText const& words, Palette const& colours, double em, double room) {
    constexpr double bold = 1.14;  // how much wider bold faces are
    double const px = em / 12;
    double const margin = 2 * em;
    std::string const style = "font-weight=\"bold\" " + fill(colours.ink);
    double y = 38 * px;
    if (text_width(words.title, 21 * px * bold) <= room) {
        svg.text({margin, y}, words.title, 21 * px, "start", style);
    } else {
        auto lines = wrapped(words.title, room, 16 * px * bold);
        if (lines.size() > 2) lines[1] = fitted(lines[1] + " " + lines[2] + "\u2026", room, 16 * px * bold);
        for (std::size_t i = 0; i < std::min<std::size_t>(2, lines.size()); ++i) {
            y = (30 + 20 * static_cast<double>(i)) * px;
            svg.text({margin, y}, lines[i], 16 * px, "start", style);
        }
    }
    svg.text({margin, y + 2 * em}, fitted(words.subtitle, room, 13 * px), 13 * px, "start",
             fill(colours.text));
}

}  // namespace

std::string fan_svg(Study const& study, Results const& results, std::string const& contrast, Outcome outcome,
                    ChartPage const& page) {
    auto const data = fan_data(study, results, contrast, outcome);
    auto const frame = fan_frame(data, page);
    auto const words = fan_text(study, results, data);
    double const em = page.font;
    double const px = em / 12;
    double const room = page.width - 4 * em;
    std::vector<std::string> notes;
    if (page.alone)
        for (auto const& note : words.notes)
            for (auto const& row : wrapped(note, room, 11 * px)) notes.push_back(row);
    // As high as its notes need.
    double const last_note = frame.bottom + (31 + 15 * static_cast<double>(notes.size())) * px;
    double const height = page.alone ? std::max(frame.height, last_note + 10 * px) : frame.height;
    SvgWriter svg;
    // Names of the study are restricted to letters, digits and '_': fit for an XML id.
    std::string const id = "fan-" + contrast + std::string{page.id_suffix};
    svg.begin({page.width, height}, id, words.title, words.description, page.ground);
    svg.raw("<defs><clipPath id=\"" + id + "-plot\"><rect x=\"" + pixels(frame.left) + "\" y=\"" +
            pixels(frame.top) + "\" width=\"" + pixels(frame.right - frame.left) + "\" height=\"" +
            pixels(frame.bottom - frame.top) + "\"/></clipPath></defs>");
    Palette const& colours = *page.colours;
    if (page.alone) {
        svg.rectangle({0, 0}, page.width, height, fill(colours.paper));
        draw_title(svg, words, colours, em, room);
    }
    FanDrawing fan{svg, data, frame, colours};
    fan.axes();
    svg.raw("<g clip-path=\"url(#" + id + "-plot)\">");
    fan.bands();
    fan.lines();
    fan.exemplars();
    svg.raw("</g>");
    fan.markers(study);
    fan.history();
    fan.end_labels();
    double y = frame.bottom + 46 * px;
    for (auto const& row : notes) {
        svg.text({2 * em, y}, row, 11 * px, "start", fill(colours.text));
        y += 15 * px;
    }
    svg.end();
    return svg.content();
}

}  // namespace gapmc
