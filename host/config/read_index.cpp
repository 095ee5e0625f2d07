// SPDX-License-Identifier: Apache-2.0
#include "host/config/members.hpp"
#include "host/config/read_parts.hpp"

namespace gapmc::config {

void read_index(Cursor const& root, Study& study) {
    Cursor const table = root.table("index");
    read_members(table, study.index);
    Cursor const dimensions = table.table("dimensions");
    for (auto const& id : dimensions.names()) {
        Dimension& dimension = study.index.dimensions.emplace_back();
        dimension.id = id;
        read_members(dimensions.entry(id), dimension);
    }
}

}  // namespace gapmc::config
