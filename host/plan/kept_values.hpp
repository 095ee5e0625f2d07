// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "kernels/api/backend.hpp"

namespace gapmc {

/*!
 * What is wanted to know of every trajectory of a run once it has ended, and where an engine kept it.
 *
 * It saves work and changes no result: who finds nothing here takes the way that every engine has.
 */
class KeptValues {
  public:
    //! Before the run. \param line  of the plan's rows
    void want(KeptLine line);
    //! There is one statement at most.
    void want(KeptStatement statement) { spec_.statement = std::move(statement); }
    //! Ask an engine for room. \param trajectories  of the run, at most
    void begin(Backend& backend, std::uint64_t trajectories);

    //! Where the jobs of the run put values; null: nowhere.
    KeptColumns* columns() const { return columns_.get(); }

    //! Whether that many trajectories, all of the run's, have their values here.
    bool has(std::uint64_t trajectories) const {
        return columns_ != nullptr && trajectories > 0 && columns_->trajectories() == trajectories;
    }
    //! \pre it was wanted
    std::size_t column_of(KeptLine line) const;
    std::size_t column_of_statement() const { return spec_.lines.size(); }

  private:
    KeptSpec spec_;
    std::unique_ptr<KeptColumns> columns_;
};

}  // namespace gapmc
