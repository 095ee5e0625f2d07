// SPDX-License-Identifier: Apache-2.0
//! Plain structs that mirror a study file (configs/README.md). Everything is explicit: defaults are filled in
//! by the reader, units are canonical (years, 1/yr, fractions), lists are sorted by name (actors: as in
//! study.actors).
#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/study/quantity.hpp"
#include "host/study/reported.hpp"
#include "host/study/scenario.hpp"
#include "host/study/shown.hpp"

namespace gapmc {

struct Date {
    int year = 0;
    int month = 1;  //!< 1 ... 12
    int day = 1;
    friend auto operator<=>(Date const&, Date const&) = default;
};

//! A driver of an actor, written "driver.actor".
struct PairName {
    std::string driver;
    std::string actor;
    std::string text() const { return driver + "." + actor; }
    friend auto operator<=>(PairName const&, PairName const&) = default;
};

struct Actor {
    std::string id;
    std::string name;
    double score = 0;               //!< published score of the base year [points]
    Quantity score_quantity;        //!< the same with its provenance
    std::map<int, double> history;  //!< year -> published score [points]
    Place place;
};

struct Capacity {
    PairName by;
    Quantity utilisation;        //!< x~(0) over the capacity at base [1]
    Quantity efficiency_growth;  //!< [1/yr]
    double smoothness = 0.1;     //!< s, in link units
    Place place;
};

//! Parameters of one stochastic process (one pair, or one ratio driver).
struct Process {
    Quantity level;                        //!< at base, in the driver's unit
    Quantity growth;                       //!< m_inf [1/yr]; also of a `growth_per_year`, as its logarithm
    std::optional<Quantity> growth_start;  //!< m0 [1/yr]
    std::optional<Quantity> growth_half_life;  //!< h [yr]
    Quantity volatility;                       //!< sigma [1/sqrt(yr)]
    std::optional<Quantity> reversion;         //!< kappa [1/yr]
    std::optional<Quantity> reversion_level;   //!< theta0, in the driver's unit
    std::optional<Capacity> capacity;
    Place place;
};

struct RatioSpec {
    std::string of;
    std::string to;
    double split = 0.5;
    Process process;
};

struct Driver {
    std::string id;
    std::string name;
    std::string unit;
    Link link = Link::log;
    bool share_group = false;
    std::optional<RatioSpec> ratio;
    std::map<std::string, Process> actors;  //!< by actor; empty for a ratio driver
    Place place;
};

struct TailGroup {
    std::string id;  //!< "default" for the group of [shocks] nu
    double nu = 0;
    std::vector<PairName> members;
    Place place;
};

struct ShockPair {
    PairName first;
    PairName second;
    double rho = 0;
    std::string source;
    std::string note;
    Place place;
};

struct RankPair {
    std::string first;  //!< key path of an uncertain quantity
    std::string second;
    double spearman = 0;
    std::string source;
    std::string note;
    Place place;
};

struct Coupling {
    PairName to;
    PairName from;
    Quantity strength;  //!< [1]
    double lag = 1;     //!< [yr]
    Place place;
};

struct Feedback {
    Quantity strength;  //!< beta [1/points]
    std::string contrast;
    double lag = 0;  //!< [yr]
    Place place;
};

enum class DurationKind { forever, exponential, fixed };

struct Event {
    std::string id;
    std::string name;
    std::string kind;
    std::string by;
    std::string on;
    std::string source;
    std::string note;
    bool enabled = true;  //!< false: not in the model, nor what other events say about it
    Quantity rate;        //!< [1/yr]
    std::optional<Date> from;
    std::optional<Date> until;
    double max_rate = 12;  //!< [1/yr]
    DurationKind duration_kind = DurationKind::forever;
    std::optional<Quantity> duration;              //!< [yr]
    std::optional<Quantity> adaptation_half_life;  //!< [yr]
    std::optional<Quantity> refractory;            //!< [yr]
    bool repeat = true;
    bool restart = false;
    std::optional<double> initial_age;  //!< [yr]
    std::optional<Feedback> feedback;
    std::vector<std::pair<std::string, Quantity>> multipliers;  //!< other event -> hazard multiplier [1]
    std::vector<std::string> ends;
    std::map<PairName, Quantity> growth;      //!< [1/yr]
    std::map<PairName, Quantity> level;       //!< [link units]
    std::map<PairName, Quantity> recovery;    //!< [yr]
    std::map<PairName, Quantity> volatility;  //!< [1]
    std::map<PairName, Quantity> ceiling;     //!< [1/yr]
    Place place;

    //! Whether it ended before the base: it is as old as its duration, a fixed number, or older.
    bool over_at_base() const {
        return initial_age && duration_kind == DurationKind::fixed && duration->is_constant() &&
               *initial_age >= duration->parameters[0];
    }
};

struct Loading {
    std::string driver;
    double weight = 0;
    double lag = 0;  //!< [yr]
    Place place;
};

enum class Reference { frontier, mean, outside };

struct BaseContrast {
    std::string first;
    std::string second;
    Quantity points;
    Place place;
};

struct Dimension {
    std::string id;
    std::string name;
    double weight = 0;
    Quantity steepness;  //!< eta [1]
    Reference reference = Reference::frontier;
    std::map<int, double> outside;  //!< year -> F [link units]
    std::vector<Loading> loadings;
    std::map<std::string, Quantity> base;  //!< actor -> dimension score, as a fraction of 100
    std::optional<BaseContrast> base_contrast;
    Place place;
};

struct Revisions {
    Quantity probability;  //!< per calendar year [1]
    Quantity common_mean;  //!< [points]
    Quantity common_sd;
    Quantity difference_mean;
    Quantity difference_sd;
    std::string first;
    std::string second;
    Place place;
};

struct Measurement {
    Quantity sd;  //!< [points]
    Place place;
};

struct Index {
    Quantity phi;                                //!< [1]
    Quantity order;                              //!< p [1]
    std::optional<double> weight_concentration;  //!< c
    double base_spread = 0;                      //!< sd on the logit scale
    //! Years whose published score is not comparable with that of the year before: the published method
    //! changed in between. Sorted.
    std::vector<int> history_breaks;
    std::vector<Dimension> dimensions;
    std::optional<Revisions> revisions;
    std::optional<Measurement> measurement;
    Place place;
};

enum class ContrastKind { linear, ratio, log_ratio };

struct Contrast {
    std::string id;
    ContrastKind kind = ContrastKind::linear;
    std::map<std::string, double> coefficients;  //!< linear: actor -> coefficient, no zeros
    std::string of;                              //!< ratio, log_ratio
    std::string to;
    std::vector<double> thresholds;
    std::string unit;
    Place place;
};

//! Whether a contrast compares scores and so has a parity that it can be nearer to: a ratio, or coefficients
//! that add to 0. A mean of scores has none.
inline bool compares(Contrast const& contrast) {
    double sum = 0;
    for (auto const& [actor, coefficient] : contrast.coefficients) sum += coefficient;
    return contrast.kind != ContrastKind::linear || std::fabs(sum) < 1e-9;
}

//! Declared plausible ranges for the prior predictive gate; absent ones are not checked.
struct Plausible {
    std::string contrast = "gap";
    std::optional<std::pair<double, double>> yearly_sd;     //!< [contrast units]
    std::optional<std::pair<double, double>> yearly_drift;  //!< [contrast units / yr]
    std::optional<double> score_above_95;
    std::optional<double> saturated;
    std::optional<double> capped;
    std::optional<std::pair<double, double>> narrows;
};

struct Study {
    std::string name;
    std::string title;
    std::string description;
    int base = 0;  //!< index year; t = 0 is its 31 December
    Date origin;
    int end = 0;  //!< last index year
    int months_per_step = 12;

    std::vector<Actor> actors;  //!< in the order of study.actors
    std::vector<Driver> drivers;
    std::vector<TailGroup> tail_groups;
    std::vector<ShockPair> shock_pairs;
    bool repair_shocks = false;
    std::vector<RankPair> rank_pairs;
    bool repair_dependence = false;
    std::vector<Coupling> couplings;
    std::vector<Event> events;
    Index index;
    std::vector<Contrast> contrasts;  //!< "gap" first
    std::string shown_contrast =
        "gap";  //!< of chart and headline: `report.contrast`, else the first declared
    Outcome outcome = Outcome::constant;  //!< of the headline
    std::vector<int> report_years;
    std::vector<double> quantiles;
    std::vector<ReportedQuantity> quantities;   //!< sorted by name, as all lists
    std::vector<ReportedStatement> statements;  //!< sorted by name
    Plausible plausible;
    std::vector<Scenario> scenarios;  //!< sorted by name; none where one of them was made
    Scenario made;                    //!< the scenario that this study is; without a name: the baseline
};

}  // namespace gapmc
