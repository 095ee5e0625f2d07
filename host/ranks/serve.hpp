// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/ranks/launcher.hpp"
#include "host/ranks/transport.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

/*!
 * What every rank but 0 does: count what rank 0 hands out, until that says to leave.
 *
 * \param make_engine  from the words that rank 0 sends; what it throws is told to rank 0
 * \param signals  of which only a wish to stop is looked at, to tell it to rank 0
 * \return exit code, which is rank 0's
 */
int serve(Transport& transport, Seat const& seat,
          std::function<std::unique_ptr<Backend>(std::vector<std::string> const&)> const& make_engine,
          Progress const& signals);

}  // namespace gapmc
