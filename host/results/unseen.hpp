// SPDX-License-Identifier: Apache-2.0
//! Whether something that a study draws has shown in no trajectory yet, though it may in others.
#pragma once

#include <algorithm>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"

namespace gapmc {

/*!
 * What is drawn from a continuous distribution differs in any two trajectories, so values that are all the
 * same do not hang on it. What happens or does not may have been missed: an event without an onset, a rare
 * choice, a revision of the method.
 */
class Unseen {
  public:
    Unseen(Plan const& plan, Record const& record);

    //! Whether values of a target that are all the same at the end of a year may differ in trajectories to
    //! come. \param year  from 0, the first after the base
    bool may_move(Target target, int year) const;

  private:
    Plan const& plan_;
    Record const& record_;
    bool choices_;
    bool revisions_;

    template<class Holds>
    bool any_world(Holds const& holds) const {
        return std::any_of(plan_.worlds.begin(), plan_.worlds.end(),
                           [&](World const& world) { return holds(*world.model); });
    }
};

}  // namespace gapmc
