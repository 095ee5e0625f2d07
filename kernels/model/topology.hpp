// SPDX-License-Identifier: Apache-2.0
//! The shape and the constants of one study, as plain lists: what the walk interprets.
//!
//! Everything a trajectory needs is either a constant here or a *slot* of its store: inputs first, then
//! derived values, then state. Lists are sorted by name, never by the order of the study file, so that the
//! order of entries cannot change a result. A Topology owns nothing: its lists point into an arena (host
//! memory, or a device's).
#pragma once

#include <cstdint>

#include "kernels/base/list.hpp"
#include "kernels/base/macros.hpp"

namespace gapmc {

inline constexpr int max_actors = 8;
inline constexpr int max_dimensions = 8;
inline constexpr float never = 1e30f;  //!< a time that does not come [yr]

//! Half-open range of indices into a list.
struct Range {
    std::int32_t begin = 0;
    std::int32_t end = 0;
};

//! A parameter: the value in a slot, or a constant when slot < 0.
struct Operand {
    std::int32_t slot = -1;
    float constant = 0;
};

// ---- uncertain inputs
// -------------------------------------------------------------------------------------------

enum class InputKind : std::int32_t { affine, table, step };
enum class Inverse : std::int32_t { none, exponential, logistic };  //!< g^-1 applied after q(z)

//! One draw per trajectory: slot = g^-1(q(z)), z a standard normal or a mixture of several.
struct Input {
    std::int32_t slot;
    InputKind kind;
    Inverse inverse;
    float offset;  //!< affine: q = offset + scale z
    float scale;
    std::int32_t
        table;  //!< table: first coefficient in Topology::tables; step: first entry of Topology::steps
    std::int32_t size;  //!< intervals, or number of values
};
//! A term of a mixture of normals: those of inputs, or of a step's shocks.
struct Mixture {
    std::int32_t draw;
    float coefficient;
};
//! An input whose normal is a mixture of its own and earlier inputs' normals: a row of a Cholesky factor.
//! Rows are listed last first, so that each can take the place of its own normal.
struct MixedInput {
    std::int32_t input;
    Range mixture;
};
//! A value of a discrete input from its threshold in z upwards (the first has threshold -inf).
struct Step {
    float threshold;
    float value;
};
//! Slots first ... first+count-1 hold ln g and become g/sum(g).
struct WeightGroup {
    std::int32_t first;
    std::int32_t count;
};

// ---- drivers
// ----------------------------------------------------------------------------------------------------

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
    float factor;          //!< ratio: +split or -(1 - split); else 1
    Range members;         //!< share: processes of the other actors, in Topology::share_members
    std::int32_t limiter;  //!< capacity: slot of the limiting view
    std::int32_t log_k;    //!< capacity: slot of ln k
    Operand utilisation;
    Operand efficiency;  //!< g_k [1/yr]
    float smoothness;
};

//! Deviation of a view's growth from plan, remembered for couplings: ring of `length` slots, entry n at n mod
//! length.
struct DeviationHistory {
    std::int32_t view;  //!< slot whose deviation it is
    std::int32_t process;
    float factor;        //!< of the planned growth
    std::int32_t start;  //!< slot of the view's value at base
    std::int32_t ring;
    std::int32_t length;
};
struct CouplingNode {
    std::int32_t process;  //!< destination
    Operand strength;
    float factor;  //!< (+1 or -1) * step / lag
    std::int32_t history;
    std::int32_t lag;  //!< steps
};
//! Past values of a view, for loadings with a lag; before the base the planned trend is read backwards.
struct ViewHistory {
    std::int32_t view;
    std::int32_t process;
    float factor;
    std::int32_t ring;
    std::int32_t length;
};
//! A tail group: ln sqrt(W) as a table in z.
struct Tail {
    std::int32_t slot;
    std::int32_t table;
    std::int32_t size;
};

// ---- events
// -----------------------------------------------------------------------------------------------------

enum class Lasting : std::int32_t { forever, exponential, fixed };

struct EventNode {
    Operand log_rate;
    float least_interval;  //!< 1/max_rate [yr]
    float from;            //!< window of exposure [yr after base]
    float until;
    Lasting lasting;
    Operand duration;    //!< [yr]
    Operand half_life;   //!< adaptation [yr]; constant `never`: none
    Operand refractory;  //!< [yr]
    std::int32_t adapts;
    std::int32_t repeats;
    std::int32_t restarts;
    std::int32_t in_force;  //!< active at base
    float initial_age;      //!< [yr]
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

// ---- index
// ------------------------------------------------------------------------------------------------------

struct LoadingTerm {
    Operand weight;
    std::int32_t slot;    //!< of the view, or the ring of its history
    std::int32_t lag;     //!< steps; 0: slot is the view itself
    std::int32_t length;  //!< of the ring
    std::int32_t driver;  //!< for the decomposition
    std::int32_t start;   //!< slot of the value that Y(0) reads
};
enum class FrontierKind : std::int32_t { frontier, mean, outside };

//! How dimension scores become one: a fixed order of 1 or 0 needs no power.
enum class Mean : std::int32_t { arithmetic, geometric, generalised };

struct DimensionNode {
    Operand weight;
    Operand steepness;
    FrontierKind reference;
    std::int32_t outside;  //!< first entry of Topology::outside_path, one per step state 0 ... steps
};
//! Actor a, dimension k: at index a * dimensions + k.
struct Cell {
    Range loadings;
    Operand base_logit;       //!< its prior median or published value, on the logit scale
    std::int32_t contrasted;  //!< centre from the two totals and an uncertain contrast
    float mean_total;         //!< [points]
    Operand contrast;         //!< [points]
    float contrast_sign;      //!< +1/2 or -1/2
    float spread;             //!< sd on the logit scale
    Operand spread_z;         //!< slot of its normal
    std::int32_t state;       //!< first of the slots named by CellSlot
};
enum CellSlot : std::int32_t {
    slot_y_start,  //!< Y(0)
    slot_y,        //!< Y(t)
    slot_logit,    //!< l
    cell_slots
};
struct ActorConstants {
    float total;       //!< T [points]
    float total_odds;  //!< T/(100 - T)
    float logit_total;
    float revision_factor;  //!< 1/(100 T (1-T)), T as a fraction [1/points]
    float revision_share;   //!< of the difference: +1/2, -1/2 or 0
    std::int32_t state;     //!< first of the slots named by ActorSlot
};
enum ActorSlot : std::int32_t {
    slot_anchor,  //!< odds of T over odds of M(0)
    slot_above,   //!< Score = 100 above/(above + below)
    slot_below,
    slot_score,       //!< [points]
    slot_revision,    //!< rho
    slot_edition,     //!< [points]
    slot_hundredths,  //!< published score [0.01 points]
    actor_slots
};
struct RevisionsNode {
    std::int32_t present;
    Operand probability;
    Operand common_mean, common_sd, difference_mean, difference_sd;
};
struct MeasurementNode {
    std::int32_t present;
    Operand sd;
};

enum class ContrastForm : std::int32_t { linear, ratio, log_ratio };
struct ContrastTerm {
    std::int32_t actor;
    float coefficient;
};
struct ContrastNode {
    ContrastForm form;
    Range terms;  //!< linear: all; ratio and log_ratio: numerator, denominator
    float start;  //!< value at base, of the published scores
};

// ---- the whole
// --------------------------------------------------------------------------------------------------

struct Topology {
    std::int32_t slots;  //!< size of a trajectory's store
    std::int32_t steps;
    std::int32_t steps_per_year;
    std::int32_t years;  //!< index years after the base
    std::int32_t actors;
    std::int32_t dimensions;
    std::int32_t drivers;
    std::int32_t pairs;
    float step;                    //!< [yr]
    float root_step;               //!< sqrt(step)
    std::int32_t score_each_step;  //!< some event reads the gap
    std::int32_t shock_slots;      //!< first of the slots of a step's shock draws
    std::int32_t month_of_base;    //!< 12 * year + 11
    std::int32_t months_per_step;

    List<Input> inputs;
    List<MixedInput> mixed_inputs;
    List<Mixture> mixtures;
    Table<float> tables;  //!< cubic coefficients, [interval][4]
    List<Step> steps_of_choice;
    List<WeightGroup> weights;

    List<ProcessNode> processes;
    List<View> views;
    List<std::int32_t> pair_slots;  //!< slot of each pair's view, in the order of pairs
    List<std::int32_t> share_members;
    List<DeviationHistory> deviations;
    List<CouplingNode> couplings;
    List<ViewHistory> view_histories;
    List<Tail> tails;

    List<EventNode> events;
    List<Multiplier> multipliers;
    List<std::int32_t> ended;
    List<Effect> growth_effects;
    List<Effect> level_effects;       //!< permanent
    List<Effect> volatility_effects;  //!< grouped by process
    List<Effect> ceilings;            //!< grouped by process
    List<Recovery> recoveries;        //!< grouped by process

    List<DimensionNode> dimension;
    List<Cell> cells;
    List<LoadingTerm> loadings;
    List<float> outside_path;
    Operand phi;
    Operand order;
    Mean mean;
    List<ActorConstants> actor;
    RevisionsNode revisions;
    MeasurementNode measurement;
    List<ContrastNode> contrasts;
    List<ContrastTerm> contrast_terms;

    // Names of the draws (30-bit ids), in the order of what they feed.
    List<std::uint32_t> input_ids;
    List<std::uint32_t> shock_ids;
    List<std::uint32_t> onset_ids;
    List<std::uint32_t> duration_ids;
    List<std::uint32_t> tail_ids;
    List<std::uint32_t> measurement_ids;
    std::uint32_t revision_id;
    std::uint32_t revision_common_id;
    std::uint32_t revision_difference_id;
};

}  // namespace gapmc
