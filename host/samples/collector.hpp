// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "host/samples/chunk.hpp"
#include "host/samples/condition.hpp"
#include "host/samples/sample_file.hpp"
#include "kernels/api/trajectory_sink.hpp"

namespace gapmc {

//! Which of the trajectories that come by are kept.
struct SampleChoice {
    std::uint64_t places = 0;                //!< of these first ones of the work
    std::uint64_t most = ~std::uint64_t{0};  //!< at most so many, the first ones
    Condition const* where = nullptr;        //!< that fulfil this; null: all
    std::vector<std::uint64_t> lanes;        //!< a bit for each trajectory of every 64; empty: all
};

/*!
 * Puts the trajectories of an engine in order and into files, while they come.
 *
 * Places are gathered in chunks of a fixed size. Who brings the last place of a chunk makes its cells of it,
 * and, if nobody else is at it, writes what has its turn. Who is far ahead of the writing waits, so that a
 * few chunks exist at a time. What the files hold depends on the places alone.
 */
class SampleCollector final : public TrajectorySink {
  public:
    //! \param threads  that may come at once
    SampleCollector(SampleColumns const& columns, SampleChoice choice,
                    std::vector<std::unique_ptr<SampleFile>> const& files, int threads);

    bool wants_inputs() const override { return !columns_.inputs.empty(); }
    void take(TrajectoryBatch const& batch) override;

    //! How many were kept. \pre everything came
    std::uint64_t kept() const { return kept_; }

  private:
    struct Work {
        explicit Work(SampleColumns const& columns) : raw{columns} {}
        RawChunk raw;
        std::size_t came = 0;  //!< places
        SampleChunk chunk;
        std::vector<std::string> prepared;  //!< [file]
    };
    using Lock = std::unique_lock<std::mutex>;

    void gather(TrajectoryBatch const& batch);
    void choose(TrajectoryBatch const& batch, int count, std::uint8_t* chosen) const;
    Work& work_of(std::uint64_t index);
    void complete(std::uint64_t index, Work& work);
    void write_ready(Lock& lock);
    void write(Work& work);

    SampleColumns const& columns_;
    SampleChoice choice_;
    std::vector<std::unique_ptr<SampleFile>> const& files_;
    std::uint64_t ahead_;  //!< chunks that may be begun before the one that is written next

    std::atomic<bool> done_{false};  //!< enough were kept
    std::mutex mutex_;
    std::condition_variable moved_;
    std::map<std::uint64_t, std::unique_ptr<Work>> begun_;  //!< by index; of incomplete and of ready chunks
    std::map<std::uint64_t, bool> ready_;
    std::vector<std::unique_ptr<Work>> idle_;
    std::uint64_t next_ = 0;  //!< chunk whose turn it is
    bool writing_ = false;
    std::uint64_t kept_ = 0;
    std::exception_ptr failure_;
};

}  // namespace gapmc
