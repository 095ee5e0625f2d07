// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "host/config/check_study.hpp"

namespace gapmc::config {
namespace {

class EventCheck {
  public:
    EventCheck(Context& context, Study const& study, Event const& event)
        : context_{context}, study_{study}, event_{event}, path_{"events." + event.id} {}

    void run() {
        window();
        if (event_.enabled) duration();
        references();
        if (event_.feedback) feedback(*event_.feedback);
        for (auto const& [pair, half_life] : event_.recovery) {
            if (event_.level.contains(pair)) continue;
            context_.error(half_life.place, half_life.path, "", "there is no level effect that could recover",
                           fmt::format("Add {}.level.{}, or leave it out", path_, pair.text()));
        }
        bool const acts = !event_.growth.empty() || !event_.level.empty() || !event_.volatility.empty() ||
                          !event_.ceiling.empty() || !event_.ends.empty() || raises_others();
        if (!acts && event_.enabled && !context_.reported(path_)) {
            context_.warn(event_.place, path_, "", "the event has no effect and changes no other event",
                          "Add growth, level, volatility, ceiling or ends, or leave it out");
        }
    }

  private:
    Context& context_;
    Study const& study_;
    Event const& event_;
    std::string path_;

    static std::string text(Date const& date) {
        return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    }

    void window() {
        Date const start{study_.base, 12, 31};
        Date const end{study_.end, 12, 31};
        if (event_.from && event_.until && *event_.until < *event_.from) {
            context_.error(event_.place, path_ + ".until", text(*event_.until),
                           fmt::format("the window ends before it begins: from is {}", text(*event_.from)),
                           "Swap them");
            return;
        }
        if (study_.end <= study_.base || !event_.enabled) return;
        if ((event_.from && *event_.from > end) || (event_.until && *event_.until <= start)) {
            context_.warn(event_.place, path_, "",
                          "the window of dates lies outside the horizon: no onset can happen",
                          fmt::format("Let it overlap {} ... {}", text(start), text(end)));
        }
    }

    void duration() {
        bool const ended = std::any_of(study_.events.begin(), study_.events.end(), [&](Event const& other) {
            return other.enabled &&
                   std::find(other.ends.begin(), other.ends.end(), event_.id) != other.ends.end();
        });
        if (!event_.duration && !ended && !event_.initial_age) {
            context_.note(event_.place, path_, "",
                          event_.restart
                              ? "the event stays for ever after its first onset, for it has no duration and "
                                "no event ends it"
                              : "the event stays for ever after its first onset and so happens at most "
                                "once, for it has no duration and no event ends it",
                          "Add duration if that is not meant");
        } else if (!event_.duration && !ended) {
            context_.note(event_.place, path_, "",
                          "the event is in force for ever, for it has no duration and no event ends it",
                          "Add duration if that is not meant");
        }
        bool const none = event_.refractory->is_constant() && event_.refractory->parameters[0] == 0;
        if (!event_.duration && !ended && !none) {
            context_.warn(event_.refractory->place, path_ + ".refractory", "",
                          "the event never ends, so this has no effect", "Add duration, or leave it out");
        }
        if (event_.over_at_base()) over_at_base();
    }

    //! True, and seldom meant.
    void over_at_base() {
        double const since = *event_.initial_age - event_.duration->parameters[0];
        context_.warn(
            event_.place, path_ + ".initial_age", fmt::format("{}", *event_.initial_age),
            fmt::format("the event is over at base: its end lies {:.6g} yr back, {}", since,
                        event_.repeat ? "and its refractory time counts from there"
                                      : "and with repeat = false it never comes again"),
            "Give an age below the duration if it is in force, or leave the age out if it has not happened");
    }

    void references() {
        for (auto const& [other, multiplier] : event_.multipliers) {
            if (other != event_.id || event_.restart) continue;
            context_.error(multiplier.place, multiplier.path, "",
                           "an event is not exposed while it is active, so it cannot multiply its own hazard",
                           "Remove it, or set restart = true");
        }
        for (std::size_t i = 0; i < event_.ends.size(); ++i) {
            std::string const written = "\"" + event_.ends[i] + "\"";
            if (event_.ends[i] == event_.id) {
                context_.error(event_.place, path_ + ".ends", written, "an event cannot end itself",
                               "Give it a duration instead");
            }
            if (i > 0 && event_.ends[i] == event_.ends[i - 1]) {
                context_.error(event_.place, path_ + ".ends", written, "an event is named twice",
                               "Name each once");
            }
        }
    }

    void feedback(Feedback const& feedback) {
        for (Contrast const& contrast : study_.contrasts) {
            if (contrast.id != feedback.contrast || contrast.kind == ContrastKind::linear) continue;
            context_.error(feedback.place, path_ + ".feedback.contrast", "\"" + feedback.contrast + "\"",
                           "feedback needs a linear contrast", "Name a linear one");
        }
        check_lag(context_, study_, feedback.place, path_ + ".feedback.lag", feedback.lag);
    }

    bool raises_others() const {
        return std::any_of(study_.events.begin(), study_.events.end(), [&](Event const& other) {
            return std::any_of(other.multipliers.begin(), other.multipliers.end(),
                               [&](auto const& multiplier) { return multiplier.first == event_.id; });
        });
    }
};

}  // namespace

void check_events(Context& context, Study const& study) {
    for (Event const& event : study.events) EventCheck{context, study, event}.run();
}

}  // namespace gapmc::config
