// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "host/config/check_study.hpp"
#include "host/config/simple_median.hpp"

namespace gapmc::config {
namespace {

class DriverCheck {
  public:
    DriverCheck(Context& context, Study const& study) : context_{context}, study_{study} {
        for (Driver const& driver : study.drivers) drivers_[driver.id] = &driver;
    }

    void run() {
        for (Driver const& driver : study_.drivers) {
            std::string const path = "drivers." + driver.id;
            if (driver.ratio) ratio(driver, path);
            if (driver.share_group) shares(driver, path);
            for (auto const& [actor, process] : driver.actors) {
                check_process(process, joined(path, actor));
                if (process.capacity) capacity(driver, actor, *process.capacity);
            }
            used(driver, path);
        }
        for (auto const& [pair, limit] : limits_) cycle(pair);
    }

  private:
    Context& context_;
    Study const& study_;
    std::map<std::string, Driver const*> drivers_;
    std::map<PairName, PairName> limits_;  //!< pair -> the pair that limits it
    std::set<PairName> reported_;          //!< members of cycles that are reported

    void check_process(Process const& process, std::string const& path) {
        if (process.growth_start && !process.growth_half_life) {
            context_.error(process.growth_start->place, joined(path, "growth_start"), "",
                           "growth_start needs growth_half_life",
                           "Add how fast growth goes from growth_start to growth");
        }
        if (process.growth_half_life && !process.growth_start) {
            context_.warn(process.growth_half_life->place, joined(path, "growth_half_life"), "",
                          "without growth_start this has no effect", "Add growth_start, or leave it out");
        }
        if (process.reversion_level && !process.reversion) {
            context_.warn(process.reversion_level->place, joined(path, "reversion_level"), "",
                          "without reversion this has no effect", "Add reversion, or leave it out");
        }
    }

    void ratio(Driver const& driver, std::string const& path) {
        RatioSpec const& spec = *driver.ratio;
        Place const place = spec.process.place;
        if (study_.actors.size() != 2 && context_.judges(Names::actor)) {
            context_.error(
                place, joined(path, "ratio"), "",
                fmt::format("a ratio needs exactly two actors, the study has {}", study_.actors.size()),
                "Give a level for each actor");
        }
        if (driver.link != Link::log) {
            context_.error(place, joined(path, "link"), "", "a ratio needs link = \"log\"",
                           "Change the link");
        }
        if (driver.share_group) {
            context_.error(place, joined(path, "share_group"), "true",
                           "a driver cannot be a ratio and a share group", "Remove one of them");
        }
        if (!spec.of.empty() && spec.of == spec.to) {
            context_.error(place, joined(path, "ratio.to"), "\"" + spec.to + "\"",
                           "the ratio compares an actor with itself", "Name the other actor");
        }
        check_process(spec.process, joined(path, "ratio"));
    }

    void shares(Driver const& driver, std::string const& path) {
        if (driver.link != Link::logit) {
            context_.error(driver.place, joined(path, "share_group"), "true", "shares need link = \"logit\"",
                           "Change the link, or leave share_group out");
            return;
        }
        double sum = 0;
        for (auto const& [actor, process] : driver.actors) sum += simple_median(process.level).value_or(0);
        if (sum >= 1 && !context_.reported(path)) {
            context_.error(
                driver.place, path, "",
                fmt::format("the actors' shares sum to {:.6g} at their medians and leave no rest", sum),
                "Lower the levels until they sum to less than 1");
        }
    }

    void capacity(Driver const& driver, std::string const& actor, Capacity const& capacity) {
        std::string const path = fmt::format("drivers.{}.{}.capacity", driver.id, actor);
        auto const by = drivers_.find(capacity.by.driver);
        if (by == drivers_.end()) return;  // reported as a reference
        if (driver.link != Link::log || by->second->link != Link::log) {
            std::string const which = driver.link != Link::log ? driver.id : capacity.by.driver;
            context_.error(capacity.place, path, "",
                           fmt::format("a capacity needs log links, and {} has none", which),
                           "Change the link, or leave the capacity out");
        }
        limits_[{driver.id, actor}] = capacity.by;
    }

    //! Follows what limits a pair; iterative, for a chain may be as long as the file allows.
    void cycle(PairName const& start) {
        std::vector<PairName> path{start};
        std::set<PairName> seen{start};
        while (true) {
            auto const next = limits_.find(path.back());
            if (next == limits_.end() || reported_.contains(next->second)) return;
            path.push_back(next->second);
            if (next->second == start) break;
            if (!seen.insert(next->second).second)
                return;  // a cycle further down, found from its own members
        }
        reported_.insert(path.begin(), path.end());
        std::vector<std::string> names;
        for (PairName const& pair : path) names.push_back(pair.text());
        Process const& process = drivers_.at(start.driver)->actors.at(start.actor);
        context_.error(process.capacity->place, fmt::format("drivers.{}.capacity.by", start.text()), "",
                       fmt::format("capacities limit each other in a cycle: {}", fmt::join(names, " -> ")),
                       "Break the cycle");
    }

    void used(Driver const& driver, std::string const& path) {
        for (Dimension const& dimension : study_.index.dimensions) {
            for (Loading const& loading : dimension.loadings) {
                if (loading.driver == driver.id) return;
            }
        }
        for (Coupling const& coupling : study_.couplings) {
            if (coupling.from.driver == driver.id) return;
        }
        for (Driver const& other : study_.drivers) {
            for (auto const& [actor, process] : other.actors) {
                if (process.capacity && process.capacity->by.driver == driver.id) return;
            }
        }
        context_.warn(driver.place, path, "",
                      "the driver has no loading, coupling or capacity: it moves no score",
                      "Load a dimension on it, or leave it out");
    }
};

}  // namespace

void check_drivers(Context& context, Study const& study) { DriverCheck{context, study}.run(); }

}  // namespace gapmc::config
