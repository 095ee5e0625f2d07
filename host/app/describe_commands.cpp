// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/config/study_schema.hpp"

namespace gapmc {

int schema_command() {
    fmt::print("{}", study_schema());
    return 0;
}

int init_command() {
    fmt::print("{}", study_template());
    return 0;
}

}  // namespace gapmc
