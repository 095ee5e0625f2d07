// SPDX-License-Identifier: Apache-2.0
#include "host/check/implausible.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "host/exact/elementary.hpp"
#include "host/exact/special.hpp"
#include "host/exact/transform.hpp"

namespace gapmc {
namespace {

constexpr double z_95 = 1.6448536269514722;
constexpr char const* check_unit = "Check the number and its unit";

//! The value at a draw, on the key's own scale.
double at(Quantity const& quantity, double z) {
    double const linked = exact::exact_quantile_on_link(quantity, z);
    return quantity.link == Link::log     ? exact::exp(linked)
           : quantity.link == Link::logit ? exact::logistic(linked)
                                          : linked;
}
double median(Quantity const& quantity) { return at(quantity, 0); }

class Implausible {
  public:
    Implausible(Study const& study, std::string const& file) : study_{study}, file_{file} {
        for (Driver const& driver : study.drivers) links_[driver.id] = driver.link;
    }

    void drivers() {
        for (Driver const& driver : study_.drivers) {
            if (driver.ratio) process(driver.link, driver.ratio->process);
            for (auto const& [actor, process_of_actor] : driver.actors)
                process(driver.link, process_of_actor);
        }
    }

    void events() {
        for (Event const& event : study_.events) {
            if (!event.enabled) continue;
            for (auto const& [pair, effect] : event.growth) growth(links_.at(pair.driver), effect);
        }
    }

    void tails() {
        for (TailGroup const& group : study_.tail_groups) {
            double const lost = lost_variance(group.nu);
            if (lost <= plausible_lost_variance) continue;
            std::string const key =
                group.id == "default" ? "shocks.nu" : "shocks.tail_groups." + group.id + ".nu";
            warn(
                group.place, key, fmt::format("{}", group.nu),
                fmt::format(
                    "{:.0f} % of the shocks' variance lies in tails that no draw reaches (its 32 bits end at "
                    "6.34 standard deviations), so standard deviations come out too small",
                    100 * lost),
                "Use nu = 3 or more, of which less than 0.1 % is lost");
        }
    }

    void lags() {
        for (Dimension const& dimension : study_.index.dimensions) {
            for (Loading const& loading : dimension.loadings) {
                if (loading.lag > 0) lag(dimension, loading);
            }
        }
    }

    std::vector<Problem> take() { return std::move(problems_); }

  private:
    Study const& study_;
    std::string const& file_;
    std::map<std::string, Link> links_;
    std::vector<Problem> problems_;

    void warn(Place place, std::string const& key, std::string const& value, std::string const& reason,
              std::string const& remedy) {
        problems_.push_back(
            {place.line > 0 ? file_ : "", place, key, value, reason, remedy, "", Severity::warning});
    }

    //! Levels are float32: what a step adds is rounded to the spacing of the level.
    void rounding(Process const& process) {
        double const level = std::abs(median(process.level));
        double const step = study_.months_per_step / 12.0;
        double const spacing = level * 0x1p-24;
        auto const lost = [&](double move) { return move > 0 && move < least_move_in_spacings * spacing; };
        Quantity const& moved =
            lost(std::abs(median(process.growth)) * step) ? process.growth : process.volatility;
        if (&moved == &process.volatility && !lost(median(process.volatility) * std::sqrt(step))) return;
        warn(moved.place, moved.path, fmt::format("{:.4g}", median(moved)),
             fmt::format(
                 "a level of {:.4g} is held to {:.1g} (single precision), beside which a step's move is lost",
                 level, spacing),
             "Count the level from a nearer zero, or in a unit in which it moves more");
    }

    void process(Link link, Process const& process) {
        if (link == Link::identity) rounding(process);
        growth(link, process.growth);
        if (process.growth_start) growth(link, *process.growth_start, plausible_growth_start);
        if (process.capacity) growth(link, process.capacity->efficiency_growth);
        if (link == Link::identity) return;
        double const volatility = median(process.volatility);
        if (volatility <= plausible_volatility) return;
        warn(process.volatility.place, process.volatility.path, fmt::format("{:.4g}", volatility),
             fmt::format("half of all years would move the level by more than a factor of {:.3g}",
                         exact::exp(0.6744897501960817 * volatility)),
             percent(volatility));
    }

    //! On the identity link the driver's own unit says what is much.
    void growth(Link link, Quantity const& quantity, double limit = plausible_growth) {
        double const rate = median(quantity);
        if (!quantity.written_as.empty()) return factor(quantity, exact::exp(rate));
        if (link == Link::identity || std::abs(rate) <= limit) return;
        bool const takes_factor =
            link == Link::log && quantity.path.starts_with("drivers.") && quantity.path.ends_with(".growth");
        warn(quantity.place, quantity.path, fmt::format("{:.4g}", rate),
             fmt::format("growth is in link units per year: this multiplies the {} by {:.3g} every year",
                         link == Link::log ? "level" : "odds of the level", exact::exp(rate)),
             takes_factor ? growth_as_factor(rate) : percent(rate));
    }

    //! Growth that was given as the factor by which a year multiplies the level.
    void factor(Quantity const& quantity, double factor) {
        if (factor >= plausible_shrinking && factor <= exact::exp(plausible_growth)) return;
        // 103 is 103 % of the year before, smaller numbers are what is added to it.
        double const added = factor < 1      ? 100 * factor
                             : factor < 100  ? factor
                             : factor <= 200 ? factor - 100
                                             : 0;
        warn(quantity.place, quantity.written_as, fmt::format("{:.4g}", factor),
             fmt::format("this is a factor: every year the level becomes {:.4g} times what it was", factor),
             added > 0 ? fmt::format("For {:.4g} % more a year write {:.6g}", added, 1 + added / 100)
                       : check_unit);
    }

    //! What to write instead of a growth on the logarithm: "35 %" would be a rate there, of which a year
    //! makes 42 %.
    static std::string growth_as_factor(double rate) {
        if (rate > 0 && rate < 2)
            return fmt::format("For {:.3g} % a year write growth_per_year = {:.6g}", 100 * (rate - 1), rate);
        if (rate < 2 || rate > 1000) return percent(rate);
        return fmt::format(
            "For {0:.6g} % a year write growth_per_year = {1:.6g}; growth = \"{0:.6g} %\" is a rate on the "
            "logarithm, {2:.3g} % a year",
            rate, 1 + rate / 100, 100 * exact::expm1(rate / 100));
    }

    static std::string percent(double number) {
        if (std::abs(number) < 2 || std::abs(number) > 1000) return check_unit;
        return fmt::format("Did you mean {0:.6g} %? Then write \"{0:.6g} %\" or {1:.6g}", number,
                           number / 100);
    }

    Process const& process_of(Driver const& driver, std::string const& actor) const {
        return driver.ratio ? driver.ratio->process : driver.actors.at(actor);
    }

    //! The first pair of the loading whose past is implausible speaks for all.
    void lag(Dimension const& dimension, Loading const& loading) {
        auto const driver = std::find_if(study_.drivers.begin(), study_.drivers.end(),
                                         [&](Driver const& d) { return d.id == loading.driver; });
        for (Actor const& actor : study_.actors) {
            Process const& process = process_of(*driver, actor.id);
            if (!process.growth_start) continue;
            double const excess = median(*process.growth_start) - median(process.growth);
            double const half_life = at(*process.growth_half_life, -z_95);
            double const rate = exact::ln_2 / half_life;
            double const move = std::abs(excess * (exact::expm1(rate * loading.lag) / rate - loading.lag));
            if (move <= plausible_backward_move) continue;
            warn(loading.place,
                 fmt::format("index.dimensions.{}.loadings.{}.lag", dimension.id, loading.driver),
                 fmt::format("{:.4g}", loading.lag),
                 fmt::format("{}.{} reads its relaxing growth that far backwards: with a half-life of {:.3g} "
                             "years (its "
                             "5 % quantile) growth was {:.3g} a year then, and the level is {:.3g} link "
                             "units off what "
                             "growth at base gives",
                             loading.driver, actor.id, half_life,
                             median(process.growth) + excess * exact::exp(rate * loading.lag), move),
                 "Shorten the lag, lengthen growth_half_life, or bring growth_start nearer to growth");
            return;
        }
    }
};

}  // namespace

double lost_variance(double nu) {
    exact::Probability const least{0x1p-33, 1 - 0x1p-33};
    double const log_of_half = exact::chi_square_quantile_log(nu, least) - exact::ln_2;
    return exact::gamma_probability_log(0.5 * (nu - 2), log_of_half).lower;
}

std::vector<Problem> implausible_inputs(Study const& study, std::string const& file) {
    Implausible check{study, file};
    check.drivers();
    check.events();
    check.tails();
    check.lags();
    return check.take();
}

}  // namespace gapmc
