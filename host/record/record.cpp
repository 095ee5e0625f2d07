// SPDX-License-Identifier: Apache-2.0
#include "host/record/record.hpp"

#include <algorithm>

#include "host/digest/sha256.hpp"
#include "host/plan/digest.hpp"
#include "host/record/found_bytes.hpp"
#include "host/record/record_bytes.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

Record make_record(GivenStudy given, std::vector<GivenStudy> compared, Request const& request,
                   Plan const& plan) {
    Record record;
    record.given = std::move(given);
    record.compared = std::move(compared);
    record.request = request;
    record.request.exact = Exact::none;
    record.identity = {stream_version, plan.digest, plan.study_digest(), plan.model_digest};
    record.tally = make_tally(plan.spec);
    return record;
}

void add_counted(Record& record, Counted const& counted) {
    for (TrajectoryRange const& range : counted.ranges) record.done.add(range);
    add(record.tally, counted.tally);
    add_fingerprints(record.fingerprints, counted, record.request.trajectories);
}

void add_counted(Record& record, Job const& job, Tally const& tally) {
    add_counted(record, counted_prefix(job, tally));
}

void add_diagnosed(Record& record, std::int32_t midpoints, Diagnostics const& diagnostics) {
    if (diagnostics.trajectories == 0) return;
    if (record.midpoints == 0) {
        record.midpoints = midpoints;
        record.diagnostics = diagnostics;
        return;
    }
    if (record.midpoints != midpoints || record.diagnostics.sums.size() != diagnostics.sums.size())
        throw DataError("the records decompose in different ways. Use the same program for all of a run");
    add(record.diagnostics, diagnostics);
}

void take_back(Record& record, TrajectoryRange group, Tally const& tally, Diagnostics const& diagnostics) {
    std::vector<RangePrint>& blocks = record.fingerprints.blocks;
    auto const block = std::find(blocks.begin(), blocks.end(), RangePrint{group, tally.fingerprints.front()});
    if (block == blocks.end())
        throw DataError(
            "its last trajectories come out differently when they are simulated again. Look with "
            "`gapmc verify`");
    blocks.erase(block);
    record.done = record.done.without(group);
    subtract(record.tally, tally);
    if (diagnostics.trajectories == 0) return;
    subtract(record.diagnostics, diagnostics);
    if (record.diagnostics.trajectories > 0) return;
    record.midpoints = 0;
    record.diagnostics = {};
}

void require_same(Identity const& into, Identity const& from) {
    if (into == from) return;
    throw DataError(
        into.stream != from.stream
            ? "the records were made by programs that draw or count differently. Use one version"
        : into.study_digest != from.study_digest
            ? "the records are of different studies. Give those of one run"
            : "the records are of different plans (another seed, perhaps). Give those of one run");
}

void add(Record& into, Record const& from) {
    require_same(into.identity, from.identity);
    into.done.add(from.done);
    into.request.trajectories = std::max(into.request.trajectories, from.request.trajectories);
    into.request.shard = {};
    add(into.tally, from.tally);
    add_diagnosed(into, from.midpoints, from.diagnostics);
    add_fingerprints(into.fingerprints, from.fingerprints, into.request.trajectories);
    // Order statistics and exemplars of parts say nothing of those of the whole.
    into.request.exact = Exact::none;
    into.exact.clear();
    into.exemplars.clear();
}

std::string result_digest(Record const& record) {
    Sha256 hash;
    hash.update(record.identity.plan_digest);
    hash.update(canonical_bytes(record));
    return hash.hex();
}

std::string exact_digest(Record const& record) {
    if (record.request.exact == Exact::none) return "";
    Sha256 hash;
    hash.update(result_digest(record));
    hash.update(exact_bytes(record));
    return hash.hex();
}

}  // namespace gapmc
