// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/fan_svg.hpp"

#include <algorithm>

#include "host/outputs/fan_layout.hpp"
#include "host/outputs/fan_text.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/svg.hpp"
#include "host/study/published_history.hpp"
#include "host/text/escape.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

using Frame = FanFrame;

constexpr double margin = 24;

// Tints of Okabe-Ito blue #0072B2 and, for lines on them, its darkest shade.
constexpr char const* ink = "#00243a";
char const* fill_of(int shade) { return shade == 0 ? "#529ccb" : shade == 1 ? "#8fc0e0" : "#c9e0f0"; }

constexpr int no_band = -1;

//! Something at the right edge that is named there.
struct EndLabel {
    std::string name;
    double value = 0;
    std::string style;   //!< of the text
    int band = no_band;  //!< shade of its swatch
    double y = 0;
};

std::vector<Point> path_of(FanData const& data, Frame const& frame, std::vector<double> const& values) {
    std::vector<Point> points;
    for (std::size_t i = 0; i < values.size(); ++i)
        points.emplace_back(frame.x(data.years[i]), frame.y(values[i]));
    return points;
}

void draw_axes(SvgWriter& svg, FanData const& data, Frame const& frame) {
    double const x_base = frame.x(data.base);
    svg.rectangle({Frame::left, Frame::top}, x_base - Frame::left, Frame::bottom - Frame::top,
                  "fill=\"#f4f4f2\"");
    auto const marks = ticks(frame.y.from_low, frame.y.from_high, 6);
    for (double const value : marks.values) {
        double const y = frame.y(value);
        svg.line({Frame::left, y}, {Frame::right, y}, "stroke=\"#d9d9d6\" stroke-width=\"0.8\"");
        svg.text({Frame::left - 8, y + 4}, typographic(value, marks.decimals), 12, "end",
                 value == 0 ? "fill=\"#111\" font-weight=\"bold\"" : "fill=\"#444\"");
    }
    svg.line({Frame::left, Frame::bottom}, {Frame::right, Frame::bottom}, "stroke=\"#444\"");
    double const span = frame.x.from_high - frame.x.from_low;
    int const step = year_step(span, 13);
    for (int year = data.published.begin()->first; year <= data.years.back(); ++year) {
        double const x = frame.x(year);
        bool const labelled = year % step == 0;
        svg.line({x, Frame::bottom}, {x, Frame::bottom + (labelled ? 6 : 3)}, "stroke=\"#444\"");
        if (labelled) svg.text({x, Frame::bottom + 20}, std::to_string(year), 12, "middle", "fill=\"#444\"");
    }
}

void draw_bands(SvgWriter& svg, FanData const& data, Frame const& frame) {
    for (auto const& band : data.bands) {
        auto outline = path_of(data, frame, band.high);
        auto const low = path_of(data, frame, band.low);
        outline.insert(outline.end(), low.rbegin(), low.rend());
        svg.polygon(outline, "class=\"band-" + band.percent + "\" fill=\"" + fill_of(band.shade) +
                                 "\" stroke=\"" + ink + "\" stroke-width=\"0.7\" stroke-linejoin=\"round\"");
    }
}

void draw_walk(SvgWriter& svg, FanData const& data, Frame const& frame) {
    std::vector<Point> above;
    std::vector<Point> below;
    int const ahead = data.years.back() - data.base;
    for (int quarter = 0; quarter <= 4 * ahead; ++quarter) {
        double const years = quarter / 4.0;
        double const reach = data.walk->half_width(years);
        above.emplace_back(frame.x(data.base + years), frame.y(data.start + reach));
        below.emplace_back(frame.x(data.base + years), frame.y(data.start - reach));
    }
    for (auto const* side : {&above, &below}) {
        svg.polyline(*side,
                     "class=\"walk\" stroke=\"#111\" stroke-width=\"1.5\" stroke-dasharray=\"0.1 4\" "
                     "stroke-linecap=\"round\"");
    }
}

void draw_lines(SvgWriter& svg, FanData const& data, Frame const& frame) {
    if (frame.y.from_low < 0 && frame.y.from_high > 0) {
        svg.line({Frame::left, frame.y(0)}, {Frame::right, frame.y(0)},
                 "class=\"zero\" stroke=\"#111\" stroke-width=\"1.1\"");
    }
    if (data.walk) draw_walk(svg, data, frame);
    svg.polyline(path_of(data, frame, data.central), "class=\"central\" stroke=\"" + std::string{ink} +
                                                         "\" stroke-width=\"1.3\" stroke-dasharray=\"6 4\"");
    if (!data.median.empty()) {
        svg.polyline(path_of(data, frame, data.median),
                     "class=\"median\" stroke=\"" + std::string{ink} +
                         "\" stroke-width=\"2.8\" stroke-linejoin=\"round\"");
    }
}

//! Vermilion of Okabe-Ito; in grey the dashes tell the lines apart.
void draw_exemplars(SvgWriter& svg, FanData const& data, Frame const& frame) {
    for (FanPath const& path : data.exemplars)
        svg.polyline(path_of(data, frame, path.values),
                     "class=\"exemplar\" stroke=\"#b84a00\" stroke-width=\"1.4\" stroke-dasharray=\"" +
                         path.dashes + "\" stroke-linejoin=\"round\"");
}

void draw_history(SvgWriter& svg, FanData const& data, Frame const& frame) {
    // A line joins only values of one method.
    std::vector<Point> points, joined;
    int before = data.published.begin()->first;
    auto const draw = [&] {
        if (joined.size() > 1) svg.polyline(joined, "class=\"history\" stroke=\"#111\" stroke-width=\"1.8\"");
        joined.clear();
    };
    for (auto const& [year, value] : data.published) {
        if (method_changed(data.breaks, before, year)) draw();
        points.emplace_back(frame.x(year), frame.y(value));
        joined.push_back(points.back());
        before = year;
    }
    draw();
    for (auto const& point : points)
        svg.circle(point, 3.4, "fill=\"#111\" stroke=\"#fff\" stroke-width=\"1\"");
    svg.circle(points.back(), 4.6, "fill=\"#fff\" stroke=\"#111\" stroke-width=\"2\"");
    if (frame.history_is_short) {
        svg.text({points[0].first - 10, points[0].second + 4}, "published", 12, "end", "fill=\"#111\"");
        return;
    }
    // On the side of the first point that its line does not take.
    bool const rises = points[1].second < points[0].second;
    svg.text({points[0].first - 3, points[0].second + (rises ? 19 : -10)}, "published", 12, "start",
             "fill=\"#111\"");
}

void draw_markers(SvgWriter& svg, FanData const& data, Frame const& frame, Study const& study) {
    std::string const base_text = "base " + std::to_string(data.base) + ": " + typographic(data.start, 2);
    std::string const origin_text = "origin " + iso_date(study.origin);
    double const x_base = frame.x(data.base);
    auto const mark = [&](double x, char const* dashes) {
        svg.line({x, Frame::top - 14}, {x, Frame::bottom},
                 std::string{"stroke=\"#555\" stroke-width=\"1\" stroke-dasharray=\""} + dashes + "\"");
    };
    mark(x_base, "none");
    double const y = Frame::top - 6;
    bool const after = data.origin >= data.base;
    svg.text({x_base + (after ? -6 : 6), y}, base_text, 12, after ? "end" : "start", "fill=\"#111\"");
    // An origin outside the axis, or without room for its text, is in the notes only.
    double const x_origin = frame.x(data.origin);
    double const x_text = after ? x_origin + 6 : x_origin - 6 - text_width(origin_text, 12);
    if (x_text < 8 || x_origin > Frame::right) return;
    mark(x_origin, "2 3");
    svg.text({x_text, y}, origin_text, 12, "start", "fill=\"#111\"");
}

std::vector<EndLabel> end_labels(FanData const& data, Frame const& frame) {
    std::vector<EndLabel> labels;
    auto const add = [&](std::string name, double value, std::string style, int band) {
        double const y = frame.y(value);
        if (y >= Frame::top && y <= Frame::bottom)
            labels.push_back({std::move(name), value, std::move(style), band, y});
    };
    for (auto const& band : data.bands)
        add(band.percent + " %", band.high.back(), "fill=\"#111\"", band.shade);
    if (!data.median.empty())
        add("median", data.median.back(), "fill=\"#111\" font-weight=\"bold\"", no_band);
    add("central path", data.central.back(), "fill=\"#444\"", no_band);
    for (auto const& band : data.bands)
        add(band.percent + " %", band.low.back(), "fill=\"#111\"", band.shade);
    if (data.walk) {
        double const reach = data.walk->half_width(data.years.back() - data.base);
        add("random walk 95 %", data.start + reach, "fill=\"#444\"", no_band);
        add("random walk 95 %", data.start - reach, "fill=\"#444\"", no_band);
    }
    std::stable_sort(labels.begin(), labels.end(), [](auto const& a, auto const& b) { return a.y < b.y; });
    return labels;
}

void draw_end_labels(SvgWriter& svg, FanData const& data, Frame const& frame) {
    constexpr double gap = 16;
    constexpr double x_name = Frame::right + 40;
    constexpr double x_value = Frame::width - 14;
    svg.text({x_value, Frame::top - 6}, "in " + std::to_string(data.years.back()), 12, "end",
             "fill=\"#111\"");
    auto const labels = end_labels(data, frame);
    std::vector<double> wanted;
    for (auto const& label : labels) wanted.push_back(label.y);
    auto const places = spread_labels(wanted, gap, Frame::top + 8, Frame::bottom + 8);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        auto const& label = labels[i];
        double const y = places[i];
        svg.polyline({{Frame::right + 2, label.y},
                      {Frame::right + 6, label.y},
                      {Frame::right + 18, y},
                      {Frame::right + 22, y}},
                     "stroke=\"#777\" stroke-width=\"0.8\"");
        if (label.band != no_band) {
            svg.rectangle({x_name - 15, y - 5}, 10, 10,
                          std::string{"fill=\""} + fill_of(label.band) + "\" stroke=\"" + ink +
                              "\" stroke-width=\"0.7\"");
        }
        std::string const value = typographic(label.value, data.decimals);
        double const room = x_value - x_name - text_width(value, 12) - 6;
        svg.text({x_name - (label.band == no_band ? 15 : -2), y + 4},
                 fitted(label.name, room + (label.band == no_band ? 15 : -2), 12), 12, "start", label.style);
        svg.text({x_value, y + 4}, value, 12, "end", label.style);
    }
}

//! One line, or two smaller ones.
void draw_title(SvgWriter& svg, FanText const& words, double room) {
    constexpr double bold = 1.14;  // how much wider bold faces are
    std::string const style = "font-weight=\"bold\" fill=\"#111\"";
    double y = 38;
    if (text_width(words.title, 21 * bold) <= room) {
        svg.text({margin, y}, words.title, 21, "start", style);
    } else {
        auto lines = wrapped(words.title, room, 16 * bold);
        if (lines.size() > 2) lines[1] = fitted(lines[1] + " " + lines[2] + "\u2026", room, 16 * bold);
        for (std::size_t i = 0; i < std::min<std::size_t>(2, lines.size()); ++i) {
            y = 30 + 20 * static_cast<double>(i);
            svg.text({margin, y}, lines[i], 16, "start", style);
        }
    }
    svg.text({margin, y + 24}, fitted(words.subtitle, room, 13), 13, "start", "fill=\"#444\"");
}

}  // namespace

std::string fan_svg(Study const& study, Results const& results, std::string const& contrast,
                    Outcome outcome) {
    auto const data = fan_data(study, results, contrast, outcome);
    auto const frame = fan_frame(data);
    auto const words = fan_text(study, results, data);
    double const room = Frame::width - 2 * margin;
    std::vector<std::string> notes;
    for (auto const& note : words.notes)
        for (auto const& row : wrapped(note, room, 11)) notes.push_back(row);
    // As high as its notes need.
    double const last_note = Frame::bottom + 31 + 15 * static_cast<double>(notes.size());
    double const height = std::max(Frame::height, last_note + 10);
    SvgWriter svg;
    // Names of the study are restricted to letters, digits and '_': fit for an XML id.
    std::string const id = "fan-" + contrast;
    svg.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\" height=\"" + pixels(height) +
            "\" viewBox=\"0 0 960 " + pixels(height) +
            "\" "
            "role=\"img\" aria-labelledby=\"" +
            id + "-title " + id + "-desc\" font-family=\"Helvetica, Arial, Liberation Sans, sans-serif\">");
    svg.raw("<title id=\"" + id + "-title\">" + xml_text(words.title) + "</title>");
    svg.raw("<desc id=\"" + id + "-desc\">" + xml_text(words.description) + "</desc>");
    svg.raw("<defs><clipPath id=\"" + id + "-plot\"><rect x=\"" + pixels(Frame::left) + "\" y=\"" +
            pixels(Frame::top) + "\" width=\"" + pixels(Frame::right - Frame::left) + "\" height=\"" +
            pixels(Frame::bottom - Frame::top) + "\"/></clipPath></defs>");
    svg.rectangle({0, 0}, Frame::width, height, "fill=\"#fff\"");
    draw_title(svg, words, room);
    draw_axes(svg, data, frame);
    svg.raw("<g clip-path=\"url(#" + id + "-plot)\">");
    draw_bands(svg, data, frame);
    draw_lines(svg, data, frame);
    draw_exemplars(svg, data, frame);
    svg.raw("</g>");
    draw_markers(svg, data, frame, study);
    draw_history(svg, data, frame);
    draw_end_labels(svg, data, frame);
    double y = Frame::bottom + 46;
    for (auto const& row : notes) {
        svg.text({margin, y}, row, 11, "start", "fill=\"#444\"");
        y += 15;
    }
    svg.raw("</svg>");
    return svg.content();
}

}  // namespace gapmc
