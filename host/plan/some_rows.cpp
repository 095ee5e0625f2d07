// SPDX-License-Identifier: Apache-2.0
#include "host/plan/some_rows.hpp"

#include <algorithm>

#include "host/plan/pilot.hpp"

namespace gapmc {
namespace {

//! Marks a row of a plan and all that it is made of.
class Needed {
  public:
    explicit Needed(TallySpec const& spec) : spec_{spec}, marked_(spec.rows.size()) {}

    void mark(std::size_t row) {
        if (marked_[row]) return;
        marked_[row] = true;
        std::size_t const walked = spec_.walked_rows();
        if (row < walked) return;
        if (row < walked + spec_.derived.size()) {
            Derived const& d = spec_.derived[row - walked];
            for (std::int32_t t = d.first_term; t < d.first_term + d.terms; ++t)
                mark(static_cast<std::size_t>(spec_.derived_terms[static_cast<std::size_t>(t)].row));
            return;
        }
        Difference const& d = spec_.differences[row - walked - spec_.derived.size()];
        mark(static_cast<std::size_t>(d.minuend));
        mark(static_cast<std::size_t>(d.subtrahend));
    }
    bool has(std::size_t row) const { return marked_[row]; }

  private:
    TallySpec const& spec_;
    std::vector<bool> marked_;
};

}  // namespace

SomeRows::SomeRows(Plan const& plan, std::vector<std::size_t> const& wanted) {
    TallySpec const& all = plan.spec;
    Needed needed{all};
    for (std::size_t const row : wanted) needed.mark(row);
    spec.years = all.years;
    std::vector<std::int32_t> place(all.rows.size(), -1);
    std::int32_t next = 0;
    std::size_t row = 0;
    for (std::size_t w = 0; w < all.observed.size(); ++w) {
        std::vector<Observed> observed;
        for (Observed const& o : all.observed[w]) {
            if (needed.has(row)) {
                place[row] = next++;
                observed.push_back(o);
            }
            ++row;
        }
        if (observed.empty()) continue;
        spec.observed.push_back(std::move(observed));
        variants.push_back(&plan.worlds[w].model->topology);
    }
    auto const placed = [&](std::int32_t old) { return place[static_cast<std::size_t>(old)]; };
    for (Derived d : all.derived) {
        if (needed.has(row)) {
            place[row] = next++;
            auto const first = static_cast<std::int32_t>(spec.derived_terms.size());
            for (std::int32_t t = d.first_term; t < d.first_term + d.terms; ++t) {
                RowTerm term = all.derived_terms[static_cast<std::size_t>(t)];
                term.row = placed(term.row);
                spec.derived_terms.push_back(term);
            }
            d.first_term = first;
            spec.derived.push_back(d);
        }
        ++row;
    }
    for (Difference d : all.differences) {
        if (needed.has(row)) {
            place[row] = next++;
            d.minuend = placed(d.minuend);
            d.subtrahend = placed(d.subtrahend);
            spec.differences.push_back(d);
        }
        ++row;
    }
    spec.rows.assign(static_cast<std::size_t>(next), {0});
    lay_out(spec);
    for (std::size_t const w : wanted) rows.push_back(static_cast<std::size_t>(place[w]));
}

std::vector<std::int32_t> observe_pilot(Plan const& plan, std::vector<std::size_t> const& wanted,
                                        Backend& backend, Progress& progress) {
    SomeRows const some{plan, wanted};
    std::vector<std::int32_t> const all =
        backend.observe(some.job(plan.seed, {0, pilot_trajectories}), progress);
    std::size_t const size = static_cast<std::size_t>(plan.spec.years) * pilot_trajectories;
    std::vector<std::int32_t> out;
    out.reserve(wanted.size() * size);
    for (std::size_t const row : some.rows) {
        auto const begin = all.begin() + static_cast<std::ptrdiff_t>(row * size);
        out.insert(out.end(), begin, begin + static_cast<std::ptrdiff_t>(size));
    }
    return out;
}

}  // namespace gapmc
