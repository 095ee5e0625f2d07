// SPDX-License-Identifier: Apache-2.0
#include "host/exemplars/find_exemplars.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <optional>

#include "host/plan/some_rows.hpp"
#include "host/results/row_counts.hpp"

namespace gapmc {
namespace {

//! Observations of one row in the first trajectories.
struct RowPaths {
    std::int32_t const* values;  //!< [year][trajectory]
    std::size_t years;
    std::size_t trajectories;

    std::int32_t at(std::size_t year, std::size_t i) const { return values[year * trajectories + i]; }
};

class Finder {
  public:
    Finder(RowCounts const& counts, Row const& row, std::size_t index, RowPaths const& paths)
        : counts_{counts}, row_{row}, index_{index}, paths_{paths} {}

    void add_all(std::vector<Exemplar>& out) const {
        std::size_t const last = paths_.years - 1;
        add(out, ExemplarKind::median_path, nearest(path([&](int year) {
                return counts_.ranked_by_bins(index_, year).quantile(0.5).value;
            })));
        add(out, ExemplarKind::mean_path,
            nearest(path([&](int year) { return counts_.moments(index_, year).mean.value; })));
        add(out, ExemplarKind::highest,
            least([&](std::size_t i) { return -std::int64_t{paths_.at(last, i)}; }));
        add(out, ExemplarKind::lowest,
            least([&](std::size_t i) { return std::int64_t{paths_.at(last, i)}; }));
    }

    void add_earliest(std::vector<Exemplar>& out, std::int32_t which, std::int32_t threshold) const {
        if (row_.start <= threshold) return;  // it is there at base
        auto const passage = [&](std::size_t i) {
            for (std::size_t y = 0; y < paths_.years; ++y)
                if (paths_.at(y, i) <= threshold)
                    return static_cast<std::int64_t>(y) * (std::int64_t{1} << 33) + paths_.at(y, i);
            return INT64_MAX;
        };
        std::size_t const first = least(passage);
        if (passage(first) != INT64_MAX) add(out, ExemplarKind::earliest, first, which);
    }

  private:
    //! Values in each year as integers of the row; nothing where one is not known.
    std::optional<std::vector<std::int64_t>> path(std::function<double(int)> const& value) const {
        std::vector<std::int64_t> all;
        for (std::size_t y = 0; y < paths_.years; ++y) {
            double const units = value(static_cast<int>(y)) * row_.units;
            if (!(std::fabs(units) <= 0x1p31)) return std::nullopt;
            all.push_back(static_cast<std::int64_t>(std::nearbyint(units)));
        }
        return all;
    }

    //! The first trajectory with the least key.
    template<class Key>
    std::size_t least(Key const& key) const {
        std::size_t best = 0;
        std::int64_t least = key(0);
        for (std::size_t i = 1; i < paths_.trajectories; ++i)
            if (std::int64_t const k = key(i); k < least) best = i, least = k;
        return best;
    }

    std::optional<std::size_t> nearest(std::optional<std::vector<std::int64_t>> const& wanted) const {
        if (!wanted) return std::nullopt;
        return least([&](std::size_t i) {
            std::int64_t distance = 0;
            for (std::size_t y = 0; y < paths_.years; ++y)
                distance += std::abs(paths_.at(y, i) - (*wanted)[y]);
            return distance;
        });
    }

    void add(std::vector<Exemplar>& out, ExemplarKind kind, std::optional<std::size_t> i,
             std::int32_t threshold = 0) const {
        if (!i) return;
        Exemplar exemplar{kind, static_cast<std::int32_t>(index_), threshold, *i, {}};
        for (std::size_t y = 0; y < paths_.years; ++y) exemplar.path.push_back(paths_.at(y, *i));
        out.push_back(std::move(exemplar));
    }

    RowCounts const& counts_;
    Row const& row_;
    std::size_t index_;
    RowPaths const& paths_;
};

}  // namespace

std::vector<std::size_t> exemplar_rows(Plan const& plan, Outcome outcome) {
    std::vector<std::size_t> rows;
    for (std::size_t r = 0; r < plan.rows.size(); ++r) {
        Row const& row = plan.rows[r];
        if (!is_contrast(row.target) || row.difference || row.standing < 0) continue;
        // Of worlds that are compared one outcome is counted; the study itself may have three.
        bool const wanted = row.world != 0 || row.target == contrast_in(outcome);
        if (wanted) rows.push_back(r);
    }
    return rows;
}

std::vector<Exemplar> find_exemplars(Plan const& plan, Record const& record, Outcome outcome,
                                     Backend& backend, Progress& progress) {
    std::vector<Exemplar> out;
    if (record.request.is_shard() || record.done.size() != record.request.trajectories) return out;
    std::vector<std::size_t> const rows = exemplar_rows(plan, outcome);
    SomeRows const some{plan, rows};
    std::uint64_t const number = std::min(exemplar_trajectories, record.done.size());
    std::vector<std::int32_t> const values = backend.observe(some.job(plan.seed, {0, number}), progress);
    auto const years = static_cast<std::size_t>(plan.spec.years);
    RowCounts const counts{plan, record};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Row const& row = plan.rows[rows[i]];
        RowPaths const paths{values.data() + some.rows[i] * years * number, years, number};
        Finder const finder{counts, row, rows[i], paths};
        finder.add_all(out);
        for (std::size_t k = 0; k < row.thresholds.size(); ++k)
            finder.add_earliest(
                out, static_cast<std::int32_t>(k),
                plan.spec.thresholds[static_cast<std::size_t>(row.first_threshold) + k].value);
    }
    return out;
}

}  // namespace gapmc
