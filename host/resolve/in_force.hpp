// SPDX-License-Identifier: Apache-2.0
//! Events that began before the base year's end (docs/model.md 3).
#pragma once

#include "host/study/study.hpp"

namespace gapmc {

/*!
 * The duration of an event as it is drawn: one that is in force at base and of fixed duration lasts longer
 * than its age, so an uncertain duration is drawn given that. Every onset of a trajectory has this one
 * duration.
 *
 * \pre event.duration
 * \throw StudyError where no part of the duration exceeds the age
 */
Quantity drawn_duration(Event const& event);

//! The study with the durations that are drawn in place of those that are written. \throw StudyError as above
Study as_drawn(Study study);

}  // namespace gapmc
