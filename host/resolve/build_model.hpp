// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "host/resolve/model.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * Turn a validated study into what the walk interprets. Constants are computed with the arithmetic of
 * host/exact and rounded once to float32, so that the model is the same bits on any machine. \throws
 * StudyError if two names of draws collide
 */
std::unique_ptr<Model> build_model(Study const& study);

}  // namespace gapmc
