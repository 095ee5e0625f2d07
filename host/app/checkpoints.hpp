// SPDX-License-Identifier: Apache-2.0
//! The checkpoints of a verb that simulates: written now and then and on a stop, taken up by the next
//! process.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "host/checkpoint/checkpoint.hpp"
#include "host/folder/directory.hpp"
#include "host/session/session.hpp"

namespace gapmc {

//! The newest sound checkpoint of a folder.
struct FoundCheckpoint {
    CheckpointHead head;
    std::string path;
    std::size_t slot = 0;
    std::string bytes;
    std::string damaged = {};  //!< what is wrong with a newer one that could not be used; empty: nothing
};
//! \return nothing if there is none \throws DataError if there are some and none is sound; IoError
std::optional<FoundCheckpoint> find_checkpoint(Generations const& files);

//! How often, and what is said of it.
struct CheckpointOptions {
    std::chrono::milliseconds every{120'000};  //!< at least between two, later in a run; 0: on a stop alone
    bool force = false;                        //!< gives up a run of something else that has not ended
    bool quiet = false;
    std::uint64_t trajectories = 0;  //!< of how many a stop speaks; 0: of those that the session asks for
};

/*!
 * Keeps one run. A checkpoint that cannot be written is told once and the run goes on; on a stop it is an
 * error.
 */
class Checkpoints final : public Keeper {
  public:
    //! \param directory  of the run, under its lock
    Checkpoints(OutputDirectory& directory, Session const& session, Task task, CheckpointOptions options);

    /*!
     * The run that the folder holds, if the same is asked for, on whatever engine; otherwise the one that is
     * given.
     * \throws CannotCreate if the folder holds another one, unless that may be given up; DataError if its
     * checkpoints are damaged
     */
    UnderWay begin(UnderWay fresh);
    //! Whether `begin` found a run that had begun.
    bool taken_up() const { return taken_up_; }

    //! A run as a checkpoint has it, with nothing that says when it was made.
    std::string bytes_of(UnderWay const& run) const;

    Pause next() const override { return next_; }
    void keep(UnderWay const& run) override;

    /*!
     * Do what may be stopped. If it is, or fails through no fault of the study, what the run has counted is
     * kept, and people are told how to go on.
     * \throws what the work throws; IoError if it was stopped and could not be kept
     */
    template<class Work>
    void watch(UnderWay const& run, Work&& work) {
        try {
            work();
        } catch (Stopped const& e) {
            stopped(run, e.what());
        } catch (StudyError const&) {
            throw;
        } catch (...) {
            failed(run);
            throw;
        }
    }

  private:
    //! How far a run is: what has to grow for a checkpoint to be worth it.
    struct Reach {
        std::uint64_t counted = 0;
        int passes_left = 0;  //!< negative ones, so that it grows
        std::uint64_t counted_in_pass = 0;
        auto operator<=>(Reach const&) const = default;
    };
    static Reach reach_of(UnderWay const& run);
    bool is_same(CheckpointHead const& head) const;
    void write(UnderWay const& run, std::uint64_t attempts);
    bool keep_if_any(UnderWay const& run);
    [[noreturn]] void stopped(UnderWay const& run, std::string const& what);
    void failed(UnderWay const& run) noexcept;
    std::string where(UnderWay const& run) const;
    std::string kept(UnderWay const& run) const;
    std::string advice() const;

    OutputDirectory& directory_;
    Session const& session_;
    CheckpointHead head_;
    CheckpointOptions options_;
    std::chrono::milliseconds interval_;
    Pause next_ = no_pause;
    std::size_t slot_ = 0;  //!< that is written next
    std::uint64_t attempts_ = 0;
    Reach begun_;
    bool taken_up_ = false;
    bool told_ = false;
};

}  // namespace gapmc
