// SPDX-License-Identifier: Apache-2.0
//! What a record says: estimates with standard errors, ready for the writers. Pure values, no arrays of
//! trajectories.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/plan/row.hpp"
#include "host/record/exemplar.hpp"
#include "host/record/ranges.hpp"
#include "host/results/estimate.hpp"
#include "host/study/request.hpp"

namespace gapmc {

struct QuantileEstimate {
    double level = 0;  //!< probability
    Estimate estimate;
    bool exact = false;  //!< the order statistic itself
};

//! P(X <= threshold)
struct CdfEstimate {
    double threshold = 0;
    Estimate estimate;
};

//! Everything about one quantity in one index year.
struct YearSummary {
    int year = 0;
    Estimate mean;
    Estimate sd;
    std::vector<QuantileEstimate> quantiles;
    std::vector<CdfEstimate> cdf;
    std::optional<Estimate> narrower;     //!< P(X(t) is nearer to parity than X(0)), contrasts only
    std::optional<Estimate> below_start;  //!< P(X(t) < X(0)), contrasts only
    std::uint64_t outside = 0;    //!< trajectories outside the histogram's range, counted and never dropped
    std::uint64_t saturated = 0;  //!< of these, beyond what can be counted
    double bin_width = 0;         //!< hard bound on a quantile's error, in the quantity's unit
    double central = 0;           //!< value on the central path
};

//! Whether every quantile of the year is the order statistic itself.
inline bool is_exact(YearSummary const& year) {
    return std::all_of(year.quantiles.begin(), year.quantiles.end(),
                       [](QuantileEstimate const& q) { return q.exact; });
}

struct QuantitySummary {
    Target target = Target::contrast;
    std::string id;    //!< contrast, actor, pair, or quantity of the study
    std::string name;  //!< for people
    std::string unit;  //!< "points", "1", "ln H100e", ...
    double start = 0;  //!< value at base
    std::vector<YearSummary> years;
};

//! First passage of a contrast to a threshold, judged at index years (never at the base year).
struct PassageSummary {
    Target target = Target::contrast;
    std::string contrast;
    double threshold = 0;
    bool starts_at_most = false;      //!< X(0) is at or below already
    std::map<int, Estimate> first;    //!< year -> P(first year with X <= threshold)
    std::map<int, Estimate> reached;  //!< year -> P(X <= threshold in that index year or one before)
    Estimate never;
    std::map<int, Estimate> lasting;  //!< year -> P(first year from which X <= threshold holds to the end)
    Estimate lasting_never;
    Estimate crossings;    //!< mean number of changes of side between index years, base included
    Estimate share_above;  //!< mean share of index years with X > threshold
};

//! How a contrast is distributed in a year: shares of all trajectories in cells of equal width.
struct DensitySummary {
    Target target = Target::contrast;
    std::string id;
    int year = 0;
    double low = 0;              //!< where the first cell begins, in the contrast's unit
    double width = 0;            //!< of a cell, in that unit
    std::vector<double> shares;  //!< by cell
    double below = 0;            //!< what lies beneath the first cell, and ...
    double above = 0;            //!< ... beyond the last one
};

struct EventYear {
    int year = 0;
    Estimate onsets;        //!< mean number of onsets in the year
    Estimate active_share;  //!< mean share of the year in which it is active
    Estimate happened;      //!< P(at least one onset by the end of the year)
};

struct EventSummary {
    std::string id;
    std::string name;
    std::vector<EventYear> years;
};

struct DecompositionYear {
    int year = 0;
    //! "compression", "driver.NAME", "outside", "method", "residual" -> mean part in points; in this order
    std::vector<std::pair<std::string, Estimate>> parts;
    Estimate total;  //!< mean of G_edition(t) - G(0) over the same trajectories
};

struct DecompositionSummary {
    std::string contrast;
    std::uint64_t trajectories = 0;
    std::vector<DecompositionYear> years;
};

//! How often trajectories fulfil a statement.
struct StatementResult {
    std::string id;     //!< in the study; empty: it was asked on the command line
    std::string title;  //!< for people; may be empty
    std::string text;
    std::uint64_t fulfilled = 0;   //!< trajectories, of those that fulfil the condition
    std::uint64_t conditions = 0;  //!< trajectories that fulfil the condition; all where there is none
    bool conditional = false;
    Estimate probability;  //!< without an error, or without a value, where the condition is too rare
    std::optional<Estimate> difference;  //!< from that in the baseline, where the two are compared
};

//! A trajectory that stands for many.
struct ExemplarSummary {
    ExemplarKind kind = ExemplarKind::median_path;
    Target target = Target::contrast;
    std::string id;  //!< of the contrast
    std::uint64_t trajectory = 0;
    std::uint64_t of = 0;             //!< so many first trajectories were looked at
    std::optional<double> threshold;  //!< of `earliest`
    std::optional<double> distance;   //!< from the path, mean over years, in the contrast's unit
    std::map<int, double> values;     //!< index year -> value of the contrast
};

//! A quantity in one world less the same in the baseline, trajectory by trajectory.
struct PairedYear {
    YearSummary difference;                //!< `below_start` is P(difference < 0)
    std::optional<Estimate> narrower;      //!< P(nearer to parity than in the baseline), contrasts only
    std::optional<Estimate> as_narrow;     //!< P(as near)
    std::optional<double> variance_saved;  //!< variance of the difference of two means without pairing, over
                                           //!< that with it; none where no trajectory differs
};

struct PairedQuantity {
    Target target = Target::contrast;
    std::string id;
    std::string name;
    std::string unit;
    std::vector<PairedYear> years;
};

//! Whether a threshold is reached in an earlier year than in the baseline.
struct PairedPassage {
    Target target = Target::contrast;
    std::string contrast;
    double threshold = 0;
    Estimate earlier;
    Estimate later;
};

//! A world that is compared with the baseline.
struct ScenarioResults {
    std::string id;                      //!< as in `scenario`
    std::string title;                   //!< for people
    std::string note;                    //!< of the scenario: what it cannot show, and the like
    std::vector<std::string> overrides;  //!< of the command line, beside the scenario's own
    std::string study_digest;
    std::vector<QuantitySummary> quantities;  //!< contrasts in the compared outcome alone
    std::vector<PassageSummary> passages;
    std::vector<EventSummary> events;
    std::vector<StatementResult> statements;
    std::vector<ExemplarSummary> exemplars;
    std::vector<PairedQuantity> differences;
    std::vector<PairedPassage> paired_passages;
    Estimate unmoved;  //!< P(every difference is 0 in every year)
};

struct Results {
    Request request;
    Ranges done;           //!< trajectories that were counted
    std::string scenario;  //!< "baseline", or that with the study's digest where overrides apply
    std::vector<std::string> overrides;
    std::string study_digest;  //!< SHA-256 of the assumptions, hex
    std::string plan_digest;
    std::string result_digest;  //!< of everything counted
    std::string exact_digest;   //!< of that and of what further passes found; empty without
    std::vector<QuantitySummary> quantities;
    std::vector<PassageSummary> passages;
    std::vector<DensitySummary> densities;  //!< of contrasts
    std::vector<EventSummary> events;
    std::vector<StatementResult> statements;           //!< of the study
    std::vector<ExemplarSummary> exemplars;            //!< none of a part of a run
    std::vector<DecompositionSummary> decompositions;  //!< none where no diagnosed trajectory was counted
    std::map<std::string, double>
        rates;  //!< "capped", "clipped_base", "ceiling", "saturated", ... shares of evaluations

    std::vector<ScenarioResults> scenarios;  //!< that were compared
    std::vector<std::string> unpaired;       //!< what two worlds do not share, and why, for people

    std::uint64_t trajectories() const { return done.size(); }
    //! Whether there are trajectories of the request that were not counted.
    bool is_partial() const { return trajectories() != request.trajectories; }
};

}  // namespace gapmc
