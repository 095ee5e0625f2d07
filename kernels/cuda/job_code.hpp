// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kernels/api/backend.hpp"
#include "kernels/api/job.hpp"
#include "kernels/cuda/compilation.hpp"
#include "kernels/cuda/study_source.hpp"

namespace gapmc::cuda {

//! The compiled walks of a job, one for each variant and architecture; made when first asked for.
class JobCode {
  public:
    explicit JobCode(Job const& job) : job_{job} {}

    //! Begin to compile all variants for an architecture, unless that was begun before.
    void begin(std::string const& architecture) {
        for (Compilation& compilation : compilations()) compilation.begin(architecture);
    }
    //! Has everything that was begun for the architecture come to an end?
    bool ready(std::string const& architecture) {
        for (Compilation const& compilation : compilations())
            if (!compilation.ready(architecture)) return false;
        return true;
    }
    //! One for each variant, waited for if need be; what stopped the compiler is thrown. \throws Stopped if
    //! that is wished meanwhile
    std::vector<std::string> codes(std::string const& architecture, Progress const& progress) {
        begin(architecture);
        while (!ready(architecture)) {
            progress.go_on();
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
        std::vector<std::string> codes;
        for (Compilation const& compilation : compilations()) codes.push_back(compilation.code(architecture));
        return codes;
    }

  private:
    std::vector<Compilation>& compilations() {
        std::call_once(made_, [this] {
            for (std::size_t v = 0; v < job_.variants.size(); ++v)
                compilations_.emplace_back(study_source(*job_.variants[v], job_.spec.observed[v]));
        });
        return compilations_;
    }

    Job const& job_;
    std::once_flag made_;
    std::vector<Compilation> compilations_;
};

}  // namespace gapmc::cuda
