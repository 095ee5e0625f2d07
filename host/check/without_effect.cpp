// SPDX-License-Identifier: Apache-2.0
#include "host/check/without_effect.hpp"

#include <algorithm>
#include <set>

namespace gapmc {
namespace {

bool is_zero(Quantity const& quantity) { return quantity.is_constant() && quantity.parameters[0] == 0; }

class WithoutEffect {
  public:
    WithoutEffect(Study const& study, std::string const& file) : study_{study}, file_{file} {
        for (Driver const& driver : study.drivers) {
            if (driver.ratio && !is_zero(driver.ratio->process.volatility))
                for (std::string const& actor : {driver.ratio->of, driver.ratio->to})
                    noisy_.insert({driver.id, actor});
            for (auto const& [actor, process] : driver.actors)
                if (!is_zero(process.volatility)) noisy_.insert({driver.id, actor});
        }
    }

    void processes() {
        for (Driver const& driver : study_.drivers) {
            if (driver.ratio) reversion(driver.ratio->process);
            for (auto const& [actor, process] : driver.actors) reversion(process);
        }
    }

    void events() {
        for (Event const& event : study_.events)
            if (event.enabled) times_and_effects(event);
    }

    void shocks() {
        for (ShockPair const& pair : study_.shock_pairs) {
            for (PairName const& end : {pair.first, pair.second})
                if (!is_noisy(end))
                    warn(pair.place, "shocks.pair.between", end.text(),
                         "it has no volatility, so nothing is correlated with it",
                         "Give it volatility, or leave the pair out");
        }
        for (TailGroup const& group : study_.tail_groups) {
            if (std::any_of(group.members.begin(), group.members.end(),
                            [&](PairName const& p) { return is_noisy(p); }))
                continue;
            warn(group.place, group.id == "default" ? "shocks.nu" : "shocks.tail_groups." + group.id, "",
                 "none of its drivers has volatility, so it has no effect",
                 "Give one volatility, or leave it out");
        }
    }

    void references() {
        if (!is_zero(study_.index.phi)) return;
        for (Dimension const& dimension : study_.index.dimensions) {
            if (dimension.reference != Reference::outside) continue;
            warn(dimension.place, "index.dimensions." + dimension.id + ".reference", "\"outside\"",
                 "index.phi is 0, so no score is moved by a reference and this has no effect",
                 "Give index.phi, or leave it out");
        }
    }

    std::vector<Problem> take() { return std::move(problems_); }

  private:
    Study const& study_;
    std::string const& file_;
    std::set<PairName> noisy_;
    std::vector<Problem> problems_;

    bool is_noisy(PairName const& pair) const { return noisy_.count(pair) > 0; }

    void warn(Place place, std::string const& key, std::string const& value, std::string const& reason,
              std::string const& remedy) {
        problems_.push_back(
            {place.line > 0 ? file_ : "", place, key, value, reason, remedy, "", Severity::warning});
    }

    //! Without chance a deviation from the trend is only that which a level of its own makes at base.
    void reversion(Process const& process) {
        if (!process.reversion || process.reversion_level || !is_zero(process.volatility)) return;
        warn(process.reversion->place, process.reversion->path, "",
             "nothing departs from the trend, so this has no effect",
             "Add volatility or reversion_level, or leave it out");
    }

    bool is_multiplier(Event const& event) const {
        return std::any_of(study_.events.begin(), study_.events.end(), [&](Event const& other) {
            return other.enabled &&
                   std::any_of(other.multipliers.begin(), other.multipliers.end(),
                               [&](auto const& multiplier) { return multiplier.first == event.id; });
        });
    }

    void times_and_effects(Event const& event) {
        std::string const path = "events." + event.id;
        bool const forever = !event.duration;
        if (!event.repeat && event.refractory && !is_zero(*event.refractory) && !forever)
            warn(event.refractory->place, path + ".refractory", "",
                 "with repeat = false the event comes once, so this has no effect",
                 "Leave it out, or set repeat = true");
        bool const lasts = !event.growth.empty() || !event.volatility.empty() || !event.ceiling.empty() ||
                           is_multiplier(event);
        if (event.adaptation_half_life && !lasts)
            warn(event.adaptation_half_life->place, path + ".adaptation_half_life", "",
                 "the event does nothing while it lasts that could wear off, so this has no effect",
                 "Leave it out; a level effect fades by recovery");
        for (auto const& [pair, size] : event.volatility)
            if (!is_noisy(pair))
                warn(size.place, size.path, "",
                     "the driver has no volatility that could be multiplied, so this has no effect",
                     "Give it volatility, or leave this out");
        if (!event.initial_age || event.over_at_base()) return;
        for (auto const& [pair, half_life] : event.recovery)
            warn(half_life.place, half_life.path, "",
                 "the event is in force at base, whose level holds what is left of its effect: that rest is "
                 "not recovered, only "
                 "effects of later onsets are",
                 "Let growth_start say what is still to recover, or leave the age out");
    }
};

}  // namespace

std::vector<Problem> keys_without_effect(Study const& study, std::string const& file) {
    WithoutEffect check{study, file};
    check.processes();
    check.events();
    check.shocks();
    check.references();
    return check.take();
}

}  // namespace gapmc
