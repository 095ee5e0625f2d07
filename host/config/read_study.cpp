// SPDX-License-Identifier: Apache-2.0
#include "host/config/read_study.hpp"

#include <set>

#include "host/config/all_quantities.hpp"
#include "host/config/check_shape.hpp"
#include "host/config/check_study.hpp"
#include "host/config/guard.hpp"
#include "host/config/number_text.hpp"
#include "host/config/overrides.hpp"
#include "host/config/parse_toml.hpp"
#include "host/config/read_parts.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Lags as the whole numbers of steps that they mean.
void settle_lags(Study& study) {
    auto const settle = [&](double& years) { years = config::settled_lag(years, study.months_per_step); };
    for (Coupling& coupling : study.couplings) settle(coupling.lag);
    for (Event& event : study.events) {
        if (event.feedback) settle(event.feedback->lag);
    }
    for (Dimension& dimension : study.index.dimensions) {
        for (Loading& loading : dimension.loadings) settle(loading.lag);
    }
}

//! Leaves out rank correlations of inputs that are fixed or not drawn: they were warned about and have no
//! effect.
void drop_idle_rank_pairs(Study& study) {
    std::set<std::string> idle;
    for (Quantity const* const quantity : all_quantities(study)) {
        if (!is_drawn(study, *quantity)) idle.insert(quantity->path);
    }
    std::erase_if(study.rank_pairs, [&](RankPair const& pair) {
        return idle.contains(pair.first) || idle.contains(pair.second);
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
    config::read_number_texts(*root);
    context.names = config::collect_names(*root);
    config::check_shape(context, *root);
    config::Cursor const cursor{context, &*root, config::study_spec(), ""};
    Study& study = result.study;
    config::read_head(cursor, study);
    result.request = config::read_request(cursor);
    config::read_drivers(cursor, study);
    config::read_relations(cursor, study);
    config::read_events(cursor, study);
    config::read_index(cursor, study);
    settle_lags(study);
    config::check_study(cursor, study);
    drop_idle_rank_pairs(study);
    sort_problems(result.problems);
    return result;
}

ReadResult read_study_file(std::string const& path, std::vector<std::string> const& overrides) {
    return read_study(read_study_text(path), path, overrides);
}

}  // namespace gapmc
