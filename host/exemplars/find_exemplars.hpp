// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/exemplar.hpp"
#include "host/record/record.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

//! Rows that have exemplars: of each world its contrasts in one outcome, that of the headline.
std::vector<std::size_t> exemplar_rows(Plan const& plan, Outcome outcome);

/*!
 * Exemplars among the first trajectories of a whole run: nearest to the medians and to the means that all
 * trajectories have, by the sum over years of the distances; highest and lowest in the last year; and for
 * each threshold below X(0) the first to reach it.
 *
 * Medians are those of the histograms, also where a record has exact ones, so that a later refinement does
 * not choose others.
 *
 * \param outcome  of the headline \return none for a record that is a part of its run \throws Stopped
 */
std::vector<Exemplar> find_exemplars(Plan const& plan, Record const& record, Outcome outcome,
                                     Backend& backend, Progress& progress);

}  // namespace gapmc
