// SPDX-License-Identifier: Apache-2.0
#include "host/resolve/in_force.hpp"

#include "host/exact/conditioned.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

Quantity drawn_duration(Event const& event) {
    Quantity const& written = *event.duration;
    bool const aged = event.initial_age && event.duration_kind == DurationKind::fixed;
    if (!aged || written.is_constant()) return written;
    if (auto given = exact::given_above(written, *event.initial_age)) return *std::move(given);
    throw StudyError{written.path +
                     ": no part of the duration exceeds initial_age (the event cannot be in force at base). "
                     "Give a younger age or a longer duration."};
}

Study as_drawn(Study study) {
    for (Event& event : study.events)
        if (event.duration) event.duration = drawn_duration(event);
    return study;
}

}  // namespace gapmc
