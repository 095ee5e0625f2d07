// SPDX-License-Identifier: Apache-2.0
//! The door to everything that is computed: programs, Python and tests come in here.
//!
//!     Session session{open_study({text}, "study.toml", {.trajectories = 100'000}), *engine.backend,
//!     progress}; Record const record = session.run(*engine.backend, progress).record; Results const results
//!     = session.results(record); for (RunFile const& file : session.files(record)) ...
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/checkpoint/under_way.hpp"
#include "host/pack/run_files.hpp"
#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/refine/refinement.hpp"
#include "host/results/results.hpp"
#include "host/session/engine.hpp"
#include "host/session/opened_study.hpp"
#include "host/session/stop_rule.hpp"
#include "kernels/api/backend.hpp"
#include "kernels/api/trajectory_sink.hpp"

namespace gapmc {

//! Trajectories from which it is said what a stop rule will take.
inline constexpr std::uint64_t forecast_trajectories = 1 << 14;

//! What a stop rule will take, as far as the first trajectories say.
struct StopForecast {
    double needed = 0;           //!< trajectories; NaN where some error is not defined from so few
    std::uint64_t stops_at = 0;  //!< the checkpoint at which the run ends; 0 where it is not known
};

//! Who is given trajectories while a run counts them.
struct Takers {
    TrajectorySink* sink = nullptr;  //!< sees every trajectory that a processor counts without a stop rule
    KeptColumns* kept = nullptr;     //!< gets values of those that the engine counts which made it
    Keeper* keeper = nullptr;        //!< is shown the run in pauses
};

//! A record, and whether it is what was asked for.
struct Simulated {
    Record record;
    bool precise = true;  //!< the stop rule was met, or there was none
};

/*!
 * A sound study with its request and its plan. Nothing of it changes; what is simulated is a Record, which
 * any session of the same study and seed can add to, summarise and write.
 */
class Session {
  public:
    //! Make the plan; runs the pilot. \throws StudyError with all problems if the study is not sound, Stopped
    Session(OpenedStudy opened, Backend& backend, Progress& progress);
    //! The same of a study and of worlds that are compared with it.
    Session(OpenedStudies opened, Backend& backend, Progress& progress);

    Study const& study() const { return opened_.study; }
    std::vector<OpenedStudy> const& compared() const { return compared_; }
    Request const& request() const { return opened_.request; }
    OpenedStudy const& opened() const { return opened_; }
    Plan const& plan() const { return plan_; }

    //! A record of no trajectories.
    Record empty_record() const;

    //! The trajectories that the request asks for: all of them, or those of a shard.
    TrajectoryRange range() const;

    /*!
     * Simulate them, or with a stop rule as many as it asks for: the rule is looked at on the complete
     * prefixes of 2^16 * 2^j trajectories and must hold twice in a row, so that their number depends on study
     * and seed alone. The record is then that of a plain run of that number. \throws Stopped if progress.stop
     * was set; StudyError if a value is not finite
     */
    Simulated run(Backend& backend, Progress& progress, std::optional<StopRule> const& until = {},
                  Takers const& takers = {}) const;
    /*!
     * The same of a run that may have begun already. Whatever is thrown, it then holds what was counted, and
     * can go on from there.
     * \return whether the stop rule was met, or there was none
     */
    bool go_on(UnderWay& run, Backend& backend, Progress& progress, std::optional<StopRule> const& until = {},
               Takers const& takers = {}) const;

    //! What a stop rule will take. \throws Stopped
    StopForecast forecast(StopRule const& until, Backend& backend, Progress& progress) const;

    //! The trajectories that the request asks for, without decompositions. \throws as run
    Record count(Backend& backend, Progress& progress) const;
    //! The same of a run that may have begun already. \throws as go_on
    void count(UnderWay& run, Backend& backend, Progress& progress, Takers const& takers = {}) const;

    /*!
     * Take back a last group of a run that is not full, which is counted again as a whole. \throws DataError
     * if its trajectories are not what they were
     */
    void take_back(Record& record, TrajectoryRange group, Backend& backend) const;

    /*!
     * Make of a whole record of fewer trajectories than are asked for the beginning of a run of so many, with
     * which `go_on` goes on. Of what is there only the last group of 64 is simulated again, where it is not
     * full. \pre the record is whole \throws Stopped, DataError if its last trajectories are not what they
     * were
     */
    void begin_extension(Record& record, Backend& backend, Progress& progress) const;

    //! Decompose those of a record's trajectories that are diagnosed and that it has no parts of yet. \throws
    //! Stopped
    void diagnose(Record& record, Backend& backend, Progress& progress) const;

    //! Trajectories of a whole record that stand for many. \throws Stopped
    std::vector<Exemplar> exemplars(Record const& record, Backend& backend, Progress& progress) const;

    //! What further passes have to find until quantiles of a record are exact. \throws what Refinement throws
    Refinement refinement(Record const& record, Exact exact) const;
    //! Make these passes. \throws Stopped, after which the record is as it was
    void refine(Record& record, Exact exact, Backend& backend, Progress& progress) const;

    Results results(Record const& record) const;
    //! How probable the statements are, in the baseline.
    std::vector<StatementResult> statements(Record const& record) const;
    //! Every reproducible file of a run's folder, tally.bin among them.
    std::vector<RunFile> files(Record const& record) const;

  private:
    //! Those of some trajectories that are diagnosed and that a record has no parts of yet.
    static Ranges undiagnosed(Ranges const& counted, Record const& record);
    //! Parts of some ranges' trajectories, and how finely paths were divided for them.
    struct Diagnosed {
        int midpoints = 0;
        std::vector<Diagnostics> parts;
    };
    Diagnosed diagnosed(Ranges const& wanted, Backend& backend, Progress& progress) const;
    void add(Diagnosed const& diagnosed, Record& record) const;

    bool count_as_asked(UnderWay& run, Backend& backend, Progress& progress,
                        std::optional<StopRule> const& until, Takers const& takers) const;
    void count_in(TrajectoryRange range, UnderWay& run, Backend& backend, Progress& progress,
                  Takers const& takers) const;
    bool count_until(UnderWay& run, Backend& backend, Progress& progress, StopRule const& until,
                     Takers takers) const;

    OpenedStudy opened_;
    std::vector<OpenedStudy> compared_;
    Plan plan_;
};

}  // namespace gapmc
