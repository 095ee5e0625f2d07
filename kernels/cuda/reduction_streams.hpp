// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/cuda/runtime.hpp"

namespace gapmc::cuda {

//! Streams on which the sections of a batch are counted side by side: none of them fills a device alone.
class ReductionStreams {
  public:
    //! Before and after everything else of a batch.
    Stream const& main() const { return main_; }
    Stream const& paths() const { return paths_; }
    Stream const& others() const { return others_; }

    //! The other streams go on from where the main one is.
    void fork() const {
        begun_.record(main_);
        paths_.begin_after(begun_);
        others_.begin_after(begun_);
    }
    //! The main stream goes on when all have ended.
    void join() const {
        paths_ended_.record(paths_);
        others_ended_.record(others_);
        main_.begin_after(paths_ended_);
        main_.begin_after(others_ended_);
    }

  private:
    Stream main_, paths_, others_;
    Event begun_, paths_ended_, others_ended_;
};

}  // namespace gapmc::cuda
