// SPDX-License-Identifier: Apache-2.0
#include "host/resolve/model.hpp"

namespace gapmc {
namespace {

template<class T>
List<T> list_of(std::vector<T> const& items) {
    return {items.data(), static_cast<std::int32_t>(items.size())};
}

}  // namespace

void Model::bind() {
    for_each_list([](auto const& items, auto& list) { list = list_of(items); }, *this, topology);
    topology.tables = {tables.data(), static_cast<std::int32_t>(tables.size())};
}

}  // namespace gapmc
