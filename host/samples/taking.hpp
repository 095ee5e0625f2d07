// SPDX-License-Identifier: Apache-2.0
//! Samples of a run: beside it, or after it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/folder/directory.hpp"
#include "host/plan/kept_values.hpp"
#include "host/plan/plan.hpp"
#include "host/samples/collector.hpp"
#include "host/samples/request.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

/*!
 * Takes samples of the first world of a plan. Either the run shows its trajectories to `sink`, if all of them
 * are known beforehand, or `finish` walks them itself.
 */
class SampleTaking {
  public:
    //! Begins the files. \throws UsageError for a format that this build cannot write, StudyError for names
    //! of columns that are not unique, CannotCreate, IoError
    SampleTaking(SampleRequest request, Study const& study, Plan const& plan, OutputDirectory& directory,
                 CpuOptions processor);
    ~SampleTaking();

    //! Before a run that shows nobody its trajectories: what makes their choice less work.
    void want(KeptValues& kept) const;

    //! What the engine shows the trajectories of a range to, once.
    TrajectorySink& sink(TrajectoryRange range);

    /*!
     * After the run, of the trajectories that it counted: takes what is still to be taken, on the processor,
     * and ends the files.
     * \param kept  what the run kept, if it has it
     * \return how many trajectories they hold \throws Stopped, IoError
     */
    std::uint64_t finish(TrajectoryRange range, KeptValues const& kept, Progress& progress);

  private:
    class Ranks;
    std::uint64_t wanted(TrajectoryRange range) const;
    KeptLine ranked_line() const;
    std::optional<std::vector<std::uint64_t>> chosen_by(KeptValues const& kept, TrajectoryRange range) const;
    void take_numbered(std::vector<std::uint64_t> const& numbers, TrajectoryRange range, Progress& progress);
    int threads() const;

    SampleRequest request_;
    Plan const& plan_;
    CpuOptions processor_;
    SampleColumns columns_;
    std::optional<Condition> where_;
    std::vector<std::unique_ptr<SampleFile>> files_;
    std::unique_ptr<SampleCollector> collector_;
    std::unique_ptr<Ranks> ranks_;
};

}  // namespace gapmc
