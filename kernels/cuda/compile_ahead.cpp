// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kernels/api/backend.hpp"
#include "kernels/base/error.hpp"
#include "kernels/cuda/study_compiler.hpp"
#include "kernels/cuda/study_source.hpp"

namespace gapmc {
namespace {

AheadCode ahead(std::string const& shape, std::string const& architecture, CodeStore& codes) {
    std::string const identity = code_identity(shape, architecture);
    if (auto kept = codes.find(identity)) return {std::move(*kept), true, ""};
    WalkCode code = compile_study(shape, architecture);
    std::string why = codes.keep(identity, code);
    return {std::move(code), false, std::move(why)};
}

}  // namespace

std::vector<AheadCode> compile_ahead(Job const& job, std::string const& architecture, CodeStore& codes) {
    std::vector<std::string> shapes;
    for (std::size_t v = 0; v < job.variants.size(); ++v)
        shapes.push_back(study_source(*job.variants[v], job.spec.observed[v]).shape);
    std::sort(shapes.begin(), shapes.end());
    shapes.erase(std::unique(shapes.begin(), shapes.end()), shapes.end());
    std::vector<AheadCode> all;
    for (std::string const& shape : shapes) all.push_back(ahead(shape, architecture, codes));
    return all;
}

}  // namespace gapmc
