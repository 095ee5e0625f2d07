// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "kernels/api/backend.hpp"

namespace gapmc {

/*!
 * An engine while it can do the work, another from then on: what was begun is done again from its start, with
 * the same results.
 * \param second  makes the other one, if it is needed
 * \param notice  is told why
 */
std::unique_ptr<Backend> with_fallback(std::unique_ptr<Backend> first,
                                       std::function<std::unique_ptr<Backend>()> second, Notice notice);

}  // namespace gapmc
