// SPDX-License-Identifier: Apache-2.0
#include "host/record/tally_bytes.hpp"

namespace gapmc {

void write_tally(ByteWriter& out, Tally const& tally) {
    out.number(tally.trajectories);
    out.number(tally.index_sum);
    out.sparse(tally.bins);
    out.sparse(tally.counts);
    for (Int128 const sum : tally.sums) out.wide(sum);
    for (Int128 const product : tally.products) out.wide(product);
    for (Extremes const& e : tally.extremes) {
        out.integer(e.least);
        out.integer(e.most);
    }
    for (Lost const& lost : tally.lost) {
        out.number(lost.count);
        out.number(lost.first);
    }
}

void read_tally(ByteReader& in, Tally& tally) {
    read_tally(in, tally, [&](ByteReader& bins) { bins.sparse(tally.bins); });
}

void read_tally(ByteReader& in, Tally& tally, std::function<void(ByteReader&)> const& read_bins) {
    tally.trajectories = in.number();
    tally.index_sum = in.number();
    read_bins(in);
    in.sparse(tally.counts);
    for (Int128& sum : tally.sums) sum = in.wide();
    for (Int128& product : tally.products) product = in.wide();
    for (Extremes& e : tally.extremes) {
        e.least = in.observation();
        e.most = in.observation();
    }
    for (Lost& lost : tally.lost) {
        lost.count = in.number();
        lost.first = in.number();
    }
}

}  // namespace gapmc
