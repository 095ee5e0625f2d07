// SPDX-License-Identifier: Apache-2.0
//! A study in two variants: as it is, and with another growth of one driver and another replicate of its
//! shocks; with a difference of their gaps, the product of both, and which is nearer and earlier,
//! and windows around their values.
#pragma once

#include <memory>
#include <vector>

#include "host/plan/plan.hpp"
#include "host/resolve/build_model.hpp"
#include "kernels/api/job.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {

class TwoWorlds {
  public:
    TwoWorlds()
        : plan_{plan_of(load(path))}, other_{build_model(load(path, {"drivers.compute.us.growth=0.9"}))} {
        for (DrawName& draw : other_->shock_draws) draw.replicate = 3;
        spec_ = plan_.spec;
        gap_ = static_cast<std::int32_t>(plan_.row_of(Target::contrast, "gap"));
        spec_.observed.push_back({spec_.observed.front()[static_cast<std::size_t>(gap_)]});
        other_gap_ = static_cast<std::int32_t>(spec_.rows.size());
        spec_.rows.push_back({0});  // walked for what is made of it alone
        // A sum with a weight of -2 and a rounding, and what it comes to; of two worlds, since nothing
        // forbids it.
        spec_.derived_terms = {{gap_, 3}, {other_gap_, -2}};
        for (std::int32_t over = Derived::each_year; over <= Derived::year_of_smallest; ++over) {
            spec_.derived.push_back({over, 0, 2, 1, 2025});
            spec_.rows.push_back({1});
        }
        spec_.differences.push_back({other_gap_, gap_, 0, 0, 0});
        spec_.rows.push_back({1});
        spec_.products.push_back({gap_, other_gap_, spec_.years - 1, 0});
        for (std::int32_t y = 0; y < spec_.years; ++y) {
            spec_.nearer.push_back({other_gap_, gap_, y, 0, 0, -1, 0});
            spec_.nearer.push_back({other_gap_, gap_, y, 3, 0, 22, 0});  // as if they were ratios near 4
        }
        spec_.earlier.push_back({other_gap_, gap_, 18 << 20, 19 << 20, spec_.years, 0});
        spec_.unmoved.push_back({other_gap_ + 1 + made, 1, spec_.years, 0});
        // Steps of every kind, a weight of -2, bounds of more than 32 bits.
        spec_.asked_terms = {{gap_, 2, 1}, {other_gap_, 1, -2}};
        spec_.asked_steps = {{AskedStep::exceeded, gap_, 0, 3, 19 << 20},
                             {AskedStep::at_most, 0, 2, 0, -2 * (std::int64_t{1} << 32)},
                             {AskedStep::negation},
                             {AskedStep::either},
                             {AskedStep::at_most, 0, 1, 0, 20 << 20},
                             {AskedStep::both},
                             {AskedStep::reached, other_gap_, 1, 2, 18 << 20}};
        spec_.asked = {{0, 6, 7, 0}, {4, 5, 5, 0}};
        spec_.turned = {{4, 5, 6, 7, 0}};
        for (std::int32_t y = 0; y < spec_.years; ++y) {
            spec_.windows.push_back({gap_, y, 18 << 20, (1 << 20) - 1, 8, 0});
            spec_.windows.push_back({gap_, y, 19 << 20, (1 << 18) + 5, 3, 0});
            spec_.windows.push_back({other_gap_ + 1 + made, y, -(1 << 19), 1 << 20, 6, 0});
        }
        lay_out(spec_);
    }

    Job job(TrajectoryRange range) const {
        return {{&plan_.model().topology, &other_->topology}, spec_, plan_.seed, range, {{range}, {}}};
    }
    Plan const& plan() const { return plan_; }
    Model const& other() const { return *other_; }
    std::size_t gap() const { return static_cast<std::size_t>(gap_); }
    std::size_t other_gap() const { return static_cast<std::size_t>(other_gap_); }
    std::size_t difference() const { return derived() + made; }
    //! The first of the rows that are made in a world, one for each Derived::Over.
    std::size_t derived() const { return static_cast<std::size_t>(other_gap_) + 1; }
    static constexpr int made = 5;
    TallySpec const& spec() const { return spec_; }

  private:
    static constexpr char const* path = "tests/oracle/studies/04-events.toml";
    Plan plan_;
    std::unique_ptr<Model> other_;
    TallySpec spec_;
    std::int32_t gap_ = 0;
    std::int32_t other_gap_ = 0;
};

}  // namespace gapmc::support
