// SPDX-License-Identifier: Apache-2.0
//! The second stage of a run: further passes over the same trajectories, each of which counts in windows
//! around the quantiles, until each is the order statistic of all trajectories.
#pragma once

#include <cstdint>
#include <vector>

#include "host/plan/kept_values.hpp"
#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/refine/pass_windows.hpp"
#include "host/results/open_ranks.hpp"
#include "host/study/study.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

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

    bool finished() const { return open_.empty(); }
    std::size_t sought() const { return sought_; }  //!< order statistics, before the first pass
    int passes() const { return passes_; }          //!< that are still to be made
    std::uint64_t bytes() const;                    //!< of a worker's counters in the next pass

    //! One pass. \pre not finished \throws Stopped, after which nothing has changed; std::logic_error if the
    //! trajectories are not those of the record
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
    void keep_found(std::vector<OpenRank> const& open);

    Plan const& plan_;
    Ranges done_;
    Exact exact_;
    std::vector<OpenRank> open_;
    std::size_t sought_;
    int passes_;
    std::vector<ExactValue> found_;
};

}  // namespace gapmc
