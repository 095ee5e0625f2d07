// SPDX-License-Identifier: Apache-2.0
#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/config/study_schema.hpp"

namespace gapmc {
namespace {

Action printing(std::string (*text)()) {
    return [text] {
        print_data(text());
        return 0;
    };
}

}  // namespace

Action declare_schema(VerbOptions&) { return printing(study_schema); }
Action declare_init(VerbOptions&) { return printing(study_template); }

}  // namespace gapmc
