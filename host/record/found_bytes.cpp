// SPDX-License-Identifier: Apache-2.0
#include "host/record/found_bytes.hpp"

#include <algorithm>

namespace gapmc {
namespace {

std::int32_t read_place(ByteReader& in, std::size_t places) {
    std::uint64_t const place = in.number();
    if (place >= places) in.damaged("an exact value is of no row");
    return static_cast<std::int32_t>(place);
}

}  // namespace

void write_exact(ByteWriter& out, Record const& record) {
    out.number(record.exact.size());
    for (ExactValue const& e : record.exact) {
        out.number(static_cast<std::uint64_t>(e.row));
        out.number(static_cast<std::uint64_t>(e.year));
        out.number(e.rank);
        out.integer(e.value);
    }
}

void read_exact(ByteReader& in, Plan const& plan, Record& record) {
    record.exact.resize(in.size());
    if (!record.exact.empty() && record.request.exact == Exact::none)
        in.damaged("it holds exact values that it was not asked for");
    ExactValue const* former = nullptr;
    for (ExactValue& e : record.exact) {
        e.row = read_place(in, plan.rows.size());
        e.year = read_place(in, static_cast<std::size_t>(plan.spec.years));
        e.rank = in.number();
        e.value = in.observation();
        bool const ascends = former == nullptr || former->comes_before(e);
        if (!ascends || e.rank < 1 || e.rank > record.done.size()) in.damaged("its exact values do not fit");
        former = &e;
    }
}

void write_exemplars(ByteWriter& out, Record const& record) {
    out.number(record.exemplars.size());
    for (Exemplar const& e : record.exemplars) {
        out.number(static_cast<std::uint64_t>(e.kind));
        out.number(static_cast<std::uint64_t>(e.row));
        out.number(static_cast<std::uint64_t>(e.threshold));
        out.number(e.trajectory);
        for (std::int32_t const value : e.path) out.integer(value);
    }
}

void read_exemplars(ByteReader& in, Plan const& plan, Record& record) {
    record.exemplars.resize(in.size());
    for (Exemplar& e : record.exemplars) {
        std::uint64_t const kind = in.number();
        std::uint64_t const row = in.number();
        std::uint64_t const threshold = in.number();
        e.trajectory = in.number();
        bool const is_one = kind < exemplar_kinds && row < plan.spec.walked_rows() &&
                            is_contrast(plan.rows[row].target) && plan.rows[row].standing >= 0 &&
                            threshold < std::max<std::size_t>(plan.rows[row].thresholds.size(), 1) &&
                            e.trajectory < std::min(exemplar_trajectories, record.done.size());
        if (!is_one) in.damaged("an exemplar is none of its trajectories");
        e.kind = static_cast<ExemplarKind>(kind);
        e.row = static_cast<std::int32_t>(row);
        e.threshold = static_cast<std::int32_t>(threshold);
        for (std::int32_t y = 0; y < plan.spec.years; ++y) e.path.push_back(in.observation());
    }
}

std::string exact_bytes(Record const& record) {
    ByteWriter out;
    write_exact(out, record);
    return out.bytes();
}

}  // namespace gapmc
