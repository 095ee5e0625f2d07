// SPDX-License-Identifier: Apache-2.0
//! Events and their effects; docs/model.md 3.
#pragma once

#include <cstdint>

#include "kernels/model/operand.hpp"

namespace gapmc {

enum class Lasting : std::int32_t { forever, exponential, fixed };
//! An event at base: it has not been there, is in force, or has been there and is over.
enum class AtBase : std::int32_t { idle, in_force, over };

struct EventNode {
    Operand log_rate;
    Number least_interval;  //!< 1/max_rate [yr]
    std::int32_t windowed;  //!< exposed between two dates only
    Number from;            //!< window of exposure [yr after base]
    Number until;
    Lasting lasting;
    Operand duration;    //!< [yr]
    Operand half_life;   //!< adaptation [yr]; constant `never`: none
    Operand refractory;  //!< [yr]
    std::int32_t adapts;
    std::int32_t repeats;
    std::int32_t restarts;
    AtBase at_base;
    Number initial_age;  //!< from its onset to the base, unless it is idle there [yr]
    Range multipliers;
    Range ends;                 //!< of Topology::ended
    Operand feedback;           //!< beta [1/points]
    std::int32_t contrast;      //!< its contrast, or -1
    std::int32_t feedback_lag;  //!< steps
    std::int32_t ring;          //!< slots of past G - G(0), feedback_lag + 1 of them
    std::int32_t state;         //!< first of the slots named by EventSlot
};
enum EventSlot : std::int32_t {
    slot_active,     //!< 0 or 1
    slot_age,        //!< [yr]
    slot_remaining,  //!< time to its end [yr]
    slot_wait,       //!< idle: time to exposure [yr]
    slot_strength,   //!< at the step's start, 0 when idle
    slot_integral,   //!< strength integrated over the step [yr]
    slot_onset,      //!< 0 or 1: an onset in this step, a restart too
    slot_fresh,      //!< 0 or 1: one that found the event idle
    slot_tau,        //!< onset time inside the step [yr]
    slot_rate,       //!< ln 2 / adaptation half-life [1/yr]
    slot_mean_life,  //!< 1 / slot_rate [yr]
    slot_interval,   //!< mean time to an onset where nothing changes the hazard [yr]
    slot_onsets,     //!< onsets in this year
    slot_time,       //!< time active in this year [yr]
    event_slots
};
struct Multiplier {
    std::int32_t other;
    Operand log_factor;
};
//! Effect of an event on a process. sign is -1 for the denominator of a ratio.
struct Effect {
    std::int32_t event;
    std::int32_t process;
    Operand size;
    float sign;
};
//! A level effect that recovers; slots: current value and, next to it, its decay per step.
struct Recovery {
    std::int32_t event;
    std::int32_t process;
    Operand size;
    Operand half_life;  //!< [yr]
    float sign;
    std::int32_t slot;
};

}  // namespace gapmc
