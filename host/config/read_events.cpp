// SPDX-License-Identifier: Apache-2.0
#include "host/config/members.hpp"
#include "host/config/read_parts.hpp"

namespace gapmc::config {

void read_events(Cursor const& root, Study& study) {
    Cursor const events = root.table("events");
    for (auto const& id : events.names()) {
        Event& event = study.events.emplace_back();
        event.id = id;
        read_members(events.entry(id), event);
    }
}

}  // namespace gapmc::config
