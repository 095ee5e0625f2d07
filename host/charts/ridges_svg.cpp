// SPDX-License-Identifier: Apache-2.0
#include "host/charts/ridges_svg.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "host/charts/chart.hpp"
#include "host/charts/svg.hpp"
#include "host/outputs/headline.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/text_grid.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

constexpr std::size_t most_years = 6;

struct Ridge {
    int year = 0;
    DensitySummary const* density = nullptr;
    std::optional<Estimate> median;
    std::optional<Band> band;
    std::optional<Estimate> at_parity;  //!< P(X <= 0), where the study reports it
};

std::vector<Ridge> ridges_of(Results const& results, QuantitySummary const& quantity) {
    std::vector<Ridge> all;
    for (YearSummary const& year : quantity.years)
        for (DensitySummary const& d : results.densities) {
            if (d.target != quantity.target || d.id != quantity.id || d.year != year.year) continue;
            Ridge ridge{year.year, &d, find_quantile(year, 0.5), middle_band(year), {}};
            if (ridge.median && has_no_value(*ridge.median)) ridge.median.reset();
            if (ridge.band && (has_no_value(ridge.band->low) || has_no_value(ridge.band->high)))
                ridge.band.reset();
            for (CdfEstimate const& c : year.cdf)
                if (c.threshold == 0 && !has_no_value(c.estimate)) ridge.at_parity = c.estimate;
            all.push_back(ridge);
        }
    std::vector<int> years;
    for (Ridge const& ridge : all) years.push_back(ridge.year);
    auto const shown = spread_years(years, most_years);
    std::erase_if(all, [&](Ridge const& ridge) {
        return std::find(shown.begin(), shown.end(), ridge.year) == shown.end();
    });
    return all;
}

class RidgeDrawing {
  public:
    RidgeDrawing(SvgWriter& svg, std::vector<Ridge> const& ridges, ChartPage const& page)
        : svg_{svg}, ridges_{ridges}, colours_{*page.colours}, em_{page.font}, wide_{!page.is_narrow()} {
        left_ = 4 * em_;
        right_ = page.width - (wide_ ? 9 : 1) * em_;
        low_ = ridges.front().density->low;
        high_ = low_;
        for (Ridge const& r : ridges) {
            DensitySummary const& d = *r.density;
            low_ = std::min(low_, d.low);
            high_ = std::max(high_, d.low + d.width * static_cast<double>(d.shares.size()));
            for (double const share : d.shares) highest_ = std::max(highest_, share / d.width);
        }
        x_ = {low_, high_, left_, right_};
    }

    double height() const { return foot(ridges_.size() - 1) + 2.4 * em_; }

    void axes() {
        double const bottom = foot(ridges_.size() - 1);
        auto const marks = ticks(low_, high_, wide_ ? 8 : 5);
        for (double const value : marks.values) {
            svg_.line({x_(value), top() - em_}, {x_(value), bottom}, stroke(colours_.grid, "0.8"));
            svg_.text({x_(value), bottom + 1.6 * em_}, typographic(value, marks.decimals), em_, "middle",
                      value == 0 ? fill(colours_.ink) + " font-weight=\"bold\"" : fill(colours_.text));
        }
        for (std::size_t i = 0; i < ridges_.size(); ++i)
            svg_.line({left_, foot(i)}, {right_, foot(i)}, stroke(colours_.axis, "0.8"));
    }

    void ridges() {
        for (std::size_t i = 0; i < ridges_.size(); ++i) ridge(ridges_[i], foot(i));
        if (low_ < 0 && high_ > 0)
            svg_.line({x_(0), top() - em_}, {x_(0), foot(ridges_.size() - 1)}, stroke(colours_.ink, "1.2"));
    }

    void names() {
        for (std::size_t i = 0; i < ridges_.size(); ++i) {
            svg_.text({left_ - 0.6 * em_, foot(i) - 0.2 * em_}, std::to_string(ridges_[i].year), em_, "end",
                      fill(colours_.ink) + " font-weight=\"bold\"");
            if (!wide_ || !ridges_[i].median) continue;
            svg_.text({right_ + 0.6 * em_, foot(i) - 0.2 * em_},
                      "median " + typographic(ridges_[i].median->value, decimals(ridges_[i])), em_, "start",
                      fill(colours_.text));
        }
    }

  private:
    static int decimals(Ridge const& ridge) { return std::min(2, meaningful_decimals(ridge.median->mcse)); }

    double row() const { return 3.4 * em_; }
    double peak() const { return 1.7 * row(); }
    double top() const { return 1.6 * em_; }
    double foot(std::size_t i) const { return top() + peak() + static_cast<double>(i) * row(); }

    void ridge(Ridge const& r, double foot) {
        DensitySummary const& d = *r.density;
        auto const outline = curve(d, foot, d.low, d.low + d.width * static_cast<double>(d.shares.size()));
        svg_.polygon(outline, fill(colours_.bands[2]) + " fill-opacity=\"0.9\"");
        if (r.band)
            svg_.polygon(curve(d, foot, r.band->low.value, r.band->high.value),
                         fill(colours_.bands[1]) + " fill-opacity=\"0.9\"");
        std::vector<Point> const line{outline.begin() + 1, outline.end() - 1};
        svg_.polyline(line, stroke(colours_.line, "1.1") + " stroke-linejoin=\"round\"");
        if (r.median)
            svg_.line({x_(r.median->value), foot},
                      {x_(r.median->value), foot - peak() * at(d, r.median->value) / highest_},
                      stroke(colours_.line, "2.4"));
    }

    //! Density at a value: between the middles of two cells a straight line.
    static double at(DensitySummary const& d, double value) {
        double const place = (value - d.low) / d.width - 0.5;
        auto const last = static_cast<double>(d.shares.size() - 1);
        double const within = std::clamp(place, 0.0, last);
        auto const cell = std::min(static_cast<std::size_t>(within), d.shares.size() - 2);
        double const part = within - static_cast<double>(cell);
        return (d.shares[cell] * (1 - part) + d.shares[cell + 1] * part) / d.width;
    }

    //! The area under the curve between two values.
    std::vector<Point> curve(DensitySummary const& d, double foot, double from, double to) const {
        double const end = d.low + d.width * static_cast<double>(d.shares.size());
        from = std::clamp(from, d.low, end);
        to = std::clamp(to, d.low, end);
        auto const point = [&](double value) {
            return Point{x_(value), foot - peak() * at(d, value) / highest_};
        };
        std::vector<Point> points{{x_(from), foot}, point(from)};
        for (std::size_t i = 0; i < d.shares.size(); ++i) {
            double const middle = d.low + (static_cast<double>(i) + 0.5) * d.width;
            if (middle > from && middle < to) points.push_back(point(middle));
        }
        points.push_back(point(to));
        points.emplace_back(x_(to), foot);
        return points;
    }

    SvgWriter& svg_;
    std::vector<Ridge> const& ridges_;
    Palette const& colours_;
    double em_;
    bool wide_;
    double left_ = 0;
    double right_ = 0;
    double low_ = 0;
    double high_ = 0;
    double highest_ = 0;
    Scale x_;
};

std::string description(std::vector<Ridge> const& ridges, QuantitySummary const& quantity,
                        std::string const& outcome) {
    std::string text = "Distributions of " + quantity.name + ", " + outcome + ".";
    for (Ridge const& r : ridges) {
        text += " " + std::to_string(r.year) + ":";
        if (r.median) text += " median " + one(*r.median, 1);
        if (r.band)
            text +=
                ", " + r.band->percent + " % between " + one(r.band->low, 1) + " and " + one(r.band->high, 1);
        if (r.at_parity) text += ", at or below 0 with " + one(*r.at_parity, in_percent) + " %";
        text += ".";
    }
    return text;
}

}  // namespace

std::string ridges_svg(Study const& study, Results const& results, std::string const& contrast,
                       Outcome outcome, ChartPage const& page) {
    QuantitySummary const& quantity = find_outcome(results.quantities, outcome, contrast);
    auto const ridges = ridges_of(results, quantity);
    if (ridges.empty()) return "";
    SvgWriter svg;
    RidgeDrawing drawing{svg, ridges, page};
    svg.begin({page.width, drawing.height()}, "ridges-" + contrast + std::string{page.id_suffix},
              "Distributions of " + quantity.name,
              description(ridges, quantity, outcome_words(outcome, study)), page.ground);
    drawing.axes();
    drawing.ridges();
    drawing.names();
    svg.end();
    return svg.content();
}

}  // namespace gapmc
