// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/plan/plan.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

inline constexpr std::uint64_t prior_trajectories = 1 << 16;

//! Every row of a plan in the first trajectories, as integers: what a study implies before anything is
//! counted.
class PriorSample {
  public:
    PriorSample(Plan const& plan, std::vector<std::int32_t> values)
        : plan_{plan}, values_{std::move(values)} {}

    //! prior_trajectories values. \param year  from 0, the first after the base
    std::int32_t const* values(std::size_t row, std::int32_t year) const {
        return values_.data() + (row * static_cast<std::size_t>(years()) + static_cast<std::size_t>(year)) *
                                    prior_trajectories;
    }
    std::size_t find(Target target, std::string const& id) const { return plan_.row_of(target, id); }
    double units(std::size_t row) const { return plan_.rows[row].units; }
    //! At base, as it is observed.
    std::int32_t start(std::size_t row) const { return plan_.rows[row].start; }
    int years() const { return plan_.spec.years; }

  private:
    Plan const& plan_;
    std::vector<std::int32_t> values_;
};

//! Simulate trajectories 0 ... 65,535. The plan must outlive the sample. \throws Stopped
PriorSample observe_prior(Plan const& plan, Backend& backend, Progress& progress);

}  // namespace gapmc
