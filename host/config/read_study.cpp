// SPDX-License-Identifier: Apache-2.0
#include "host/config/read_study.hpp"

#include <set>

#include "host/config/all_quantities.hpp"
#include "host/config/check_shape.hpp"
#include "host/config/check_study.hpp"
#include "host/config/guard.hpp"
#include "host/config/overrides.hpp"
#include "host/config/parse_toml.hpp"
#include "host/config/read_parts.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Leaves out rank correlations of inputs that are fixed: they were warned about and have no effect.
void drop_idle_rank_pairs(Study& study) {
    std::set<std::string> fixed;
    for (Quantity const* const quantity : all_quantities(study)) {
        if (quantity->is_constant()) fixed.insert(quantity->path);
    }
    std::erase_if(study.rank_pairs, [&](RankPair const& pair) {
        return fixed.contains(pair.first) || fixed.contains(pair.second);
    });
}

}  // namespace

void ReadResult::require_ok() const {
    if (!ok()) throw StudyError{format_problems(problems)};
}

ReadResult read_study(std::string_view text, std::string const& file,
                      std::vector<std::string> const& overrides) {
    guard_text(text, file);
    ReadResult result;
    auto root = config::parse_toml(text, file, result.problems);
    if (!root) return result;
    config::Context context{file, result.problems, {}};
    config::apply_overrides(context, *root, overrides);
    context.names = config::collect_names(*root);
    config::check_shape(context, *root);
    config::Cursor const cursor{context, &*root, config::study_spec(), ""};
    Study& study = result.study;
    config::read_head(cursor, study);
    config::read_drivers(cursor, study);
    config::read_relations(cursor, study);
    config::read_events(cursor, study);
    config::read_index(cursor, study);
    config::check_study(cursor, study);
    drop_idle_rank_pairs(study);
    sort_problems(result.problems);
    return result;
}

ReadResult read_study_file(std::string const& path, std::vector<std::string> const& overrides) {
    return read_study(read_study_text(path), path, overrides);
}

}  // namespace gapmc
