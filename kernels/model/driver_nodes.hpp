// SPDX-License-Identifier: Apache-2.0
//! Drivers: latent processes, and the views that pairs of driver and actor show of them; docs/model.md 2.
#pragma once

#include <cstdint>

#include "kernels/model/operand.hpp"

namespace gapmc {

//! A latent process in link space; see docs/model.md 2.
struct ProcessNode {
    Operand level;            //!< start of its view, in link space
    Operand growth;           //!< m_inf [1/yr]
    Operand growth_start;     //!< m0 [1/yr]
    Operand half_life;        //!< h [yr]
    Operand volatility;       //!< sigma [1/sqrt(yr)]
    Operand reversion;        //!< kappa [1/yr]
    Operand reversion_level;  //!< theta0, in link space
    std::int32_t relaxes;     //!< growth relaxes from m0 to m_inf
    std::int32_t reverts;     //!< kappa given
    std::int32_t has_level;   //!< theta0 given
    std::int32_t noisy;       //!< volatility is not the constant 0
    Range shock;              //!< of Topology::mixtures: row of the Cholesky factor over shock draws
    Range volatility_effects;
    Range ceilings;
    Range recoveries;
    std::int32_t tail;   //!< tail group or -1
    std::int32_t state;  //!< first of the slots named by ProcessSlot
};
enum ProcessSlot : std::int32_t {
    slot_theta,      //!< reference path
    slot_deviation,  //!< u
    slot_latent,     //!< x
    slot_planned,    //!< M(t)
    slot_drift,      //!< drift of the current step
    slot_persist,    //!< e^(-kappa step)
    slot_shock,      //!< standard deviation of one step's shock
    slot_amplitude,  //!< (m0 - m_inf)(h/ln 2)(1 - 2^(-step/h))
    slot_ratio,      //!< 2^(-step/h)
    slot_decay,      //!< 2^(-t/h)
    process_slots
};

enum class ViewKind : std::int32_t { direct, ratio, share, capacity };

//! What a pair shows: x~ as a function of processes and other views. Listed so that what a view reads comes
//! first.
struct View {
    ViewKind kind;
    std::int32_t slot;  //!< where x~ is stored
    std::int32_t pair;  //!< index in the sorted list of pairs
    std::int32_t process;
    Number factor;         //!< ratio: +split or -(1 - split); else 1
    Range members;         //!< share: processes of the other actors, in Topology::share_members
    std::int32_t limiter;  //!< capacity: slot of the limiting view
    std::int32_t log_k;    //!< capacity: slot of ln k
    Operand utilisation;
    Operand efficiency;  //!< g_k [1/yr]
    Number smoothness;
};

//! Deviation of a view's growth from plan, remembered for couplings: ring of `length` slots, entry n at n mod
//! length.
struct DeviationHistory {
    std::int32_t view;  //!< slot whose deviation it is
    std::int32_t process;
    Number factor;       //!< of the planned growth
    std::int32_t start;  //!< slot of the view's value at base
    std::int32_t ring;
    std::int32_t length;
};
struct CouplingNode {
    std::int32_t process;  //!< destination
    Operand strength;
    Number factor;  //!< (+1 or -1) * step / lag
    std::int32_t history;
    std::int32_t lag;  //!< steps
};
//! Past values of a view, for loadings with a lag; before the base the planned trend is read backwards.
struct ViewHistory {
    std::int32_t view;
    std::int32_t process;
    Number factor;
    std::int32_t ring;
    std::int32_t length;
};
//! A tail group: ln sqrt(W) as a table in z.
struct Tail {
    std::int32_t slot;
    std::int32_t table;
    std::int32_t size;
};

}  // namespace gapmc
