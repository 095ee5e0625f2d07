// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kernels/api/backend.hpp"
#include "kernels/api/job.hpp"
#include "kernels/cuda/compilation.hpp"
#include "kernels/cuda/study_source.hpp"

namespace gapmc::cuda {

//! The compiled walks of a job, one for each shape of its variants and architecture; made when first asked
//! for.
class JobCode {
  public:
    JobCode(Job const& job, std::shared_ptr<CodeStore> codes) : job_{job}, codes_{std::move(codes)} {}

    //! Whether all variants' walks are kept from earlier runs.
    bool at_hand(std::string const& architecture) {
        if (codes_ == nullptr) return false;
        for (Compilation& compilation : compilations())
            if (!compilation.find(architecture)) return false;
        return true;
    }
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
    //! One for each shape, waited for if need be; what stopped the compiler is thrown. \throws Stopped if
    //! that is wished meanwhile
    std::vector<AheadCode> of_shapes(std::string const& architecture, Progress const& progress) {
        begin(architecture);
        while (!ready(architecture)) {
            progress.go_on();
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
        std::vector<AheadCode> codes;
        for (Compilation const& compilation : compilations()) codes.push_back(compilation.code(architecture));
        return codes;
    }
    //! The same, one for each variant.
    std::vector<AheadCode> of_variants(std::string const& architecture, Progress const& progress) {
        std::vector<AheadCode> const all = of_shapes(architecture, progress);
        std::vector<AheadCode> codes;
        for (std::size_t const shape : shape_of_variant_) codes.push_back(all[shape]);
        return codes;
    }
    //! What is kept is of no use: compile it anew when it is asked for next.
    void renew(std::string const& architecture) {
        for (Compilation& compilation : compilations()) compilation.renew(architecture);
    }

  private:
    std::vector<Compilation>& compilations() {
        std::call_once(made_, [this] {
            std::vector<std::string> shapes;
            for (std::size_t v = 0; v < job_.variants.size(); ++v) {
                std::string shape = study_source(*job_.variants[v], job_.spec.observed[v]).shape;
                auto const known = std::find(shapes.begin(), shapes.end(), shape);
                shape_of_variant_.push_back(static_cast<std::size_t>(known - shapes.begin()));
                if (known == shapes.end()) shapes.push_back(std::move(shape));
            }
            for (std::string& shape : shapes) compilations_.emplace_back(std::move(shape), codes_);
        });
        return compilations_;
    }

    Job const& job_;
    std::shared_ptr<CodeStore> codes_;
    std::once_flag made_;
    std::vector<std::size_t> shape_of_variant_;
    std::vector<Compilation> compilations_;
};

}  // namespace gapmc::cuda
