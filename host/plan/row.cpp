// SPDX-License-Identifier: Apache-2.0
#include "host/plan/row.hpp"

namespace gapmc {

std::string row_label(Row const& row) {
    switch (row.target) {
        case Target::contrast:
            return "contrast " + row.id;
        case Target::contrast_edition:
            return "contrast " + row.id + " (edition)";
        case Target::contrast_published:
            return "contrast " + row.id + " (published)";
        case Target::score:
            return "score " + row.id;
        case Target::driver:
            return "driver " + row.id;
        case Target::driver_level:
            return "level " + row.id;
        case Target::event_onsets:
            return "onsets " + row.id;
        case Target::event_active:
            return "active " + row.id;
        default:
            return "quantity " + row.id;
    }
}

}  // namespace gapmc
