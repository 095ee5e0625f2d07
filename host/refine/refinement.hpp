// SPDX-License-Identifier: Apache-2.0
//! The second stage of a run: further passes over the same trajectories, each of which counts in windows
//! around the quantiles, until each is the order statistic of all trajectories.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "host/plan/kept_values.hpp"
#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/refine/pass_job.hpp"
#include "host/refine/pass_windows.hpp"
#include "host/results/open_ranks.hpp"
#include "host/study/study.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

//! How far a refinement has come: what another process needs to go on with it.
struct RefinementState {
    Exact exact = Exact::none;
    int passes = 0;                          //!< that are still to be made, with the one that is under way
    std::vector<OpenRank> open;              //!< in the order of rows, years and ranks
    std::vector<ExactValue> found;           //!< in this order too
    Ranges counted;                          //!< trajectories of the pass that is under way
    std::vector<std::uint64_t> counts = {};  //!< of its counters; none before its first trajectories
};

/*!
 * What a record still lacks of being exact. It speaks of the record as it was when this was made; what it
 * finds is a function of that record, so that neither engine nor order can show.
 *
 * Must not outlive plan and record.
 */
class Refinement {
  public:
    //! \throws UsageError if trajectories of the run are missing: ranks are those of the whole. DataError
    //! for exact values that do not fit \param exact  at least what the record has \param most_bytes  of a
    //! worker's counters in one pass
    Refinement(Study const& study, Plan const& plan, Record const& record, Exact exact,
               std::uint64_t most_bytes = most_window_bytes);
    //! One that was begun. \throws DataError if the state is none of this record
    Refinement(Study const& study, Plan const& plan, Record const& record, RefinementState state);

    bool finished() const { return state_.open.empty(); }
    std::size_t sought() const { return sought_; }  //!< order statistics, before the first pass
    int passes() const { return state_.passes; }    //!< that are still to be made
    std::uint64_t counted() const { return state_.counted.size(); }  //!< trajectories of the pass under way
    //! Trajectories that nobody has counted of it.
    Ranges uncounted() const;
    std::uint64_t bytes() const;  //!< of a worker's counters in the next pass
    RefinementState const& state() const { return state_; }

    /*!
     * Go on with the pass that is under way until it ends, the pause comes or progress.stop is set: whatever
     * was counted, the state has.
     * \pre not finished \return whether the pass has ended \throws std::logic_error if the trajectories are
     * not those of the record
     */
    bool pass_until(Backend& backend, Progress& progress, Pause pause);
    /*!
     * Begin the pass that is under way anew, and count of it no more than a part of the run's trajectories:
     * `pass_until` then ends with that part, and the pass waits for what others count.
     */
    void share(TrajectoryRange part);
    //! Begin the pass that is under way anew, to be added up from its shares.
    void gather();
    //! Add what another refinement of the record has counted of this pass. \throws DataError if it is of
    //! another pass, or some of it is there already
    void add(RefinementState const& share);

    //! The whole pass. \throws Stopped, and as above
    void pass(Backend& backend, Progress& progress);

    /*!
     * Find them all among values that the run kept, instead of any pass.
     * \return whether they were there; if not, nothing has changed \throws Stopped, std::logic_error as a
     * pass
     */
    bool search(KeptValues const& kept, Progress const& progress);

    //! Bring what was found to the record. \pre finished
    void put_into(Record& record) const;

  private:
    void end_pass(PassJob const& work);
    void keep_found(std::vector<OpenRank> const& open);

    Plan const& plan_;
    Ranges done_;
    std::optional<Ranges> share_;  //!< none: all that are done
    std::size_t sought_;
    RefinementState state_;
};

}  // namespace gapmc
