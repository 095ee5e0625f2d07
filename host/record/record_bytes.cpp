// SPDX-License-Identifier: Apache-2.0
#include "host/record/record_bytes.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "host/digest/sha256.hpp"
#include "host/plan/digest.hpp"
#include "host/record/added_bins.hpp"
#include "host/record/byte_text.hpp"
#include "host/record/found_bytes.hpp"
#include "host/record/tally_bytes.hpp"
#include "host/study/request_limits.hpp"
#include "kernels/base/error.hpp"
#include "kernels/model/decomposition.hpp"

namespace gapmc {
namespace {

constexpr std::string_view magic = "gapmc-record\n";
constexpr std::string_view former_magic = "gapmc-tally\n";
constexpr std::uint64_t format = 6;
constexpr std::size_t digest_size = 64;
constexpr std::size_t most_text = std::size_t{1} << 20;  // of a study, as its reader has it
constexpr std::size_t most_words = 10'000;
constexpr std::size_t most_name = 32;
constexpr std::size_t most_worlds = 256;

//! 0: none, so that the study chooses.
std::uint64_t number_of(std::optional<Outcome> const& outcome) {
    return outcome ? static_cast<std::uint64_t>(*outcome) + 1 : 0;
}
std::optional<Outcome> outcome_of(ByteReader& in) {
    std::uint64_t const number = in.number();
    if (number > number_of(Outcome::published)) in.damaged("an outcome that there is not");
    if (number == 0) return std::nullopt;
    return static_cast<Outcome>(number - 1);
}

//! Parts of a run have none: their ranks are not those of the whole.
Exact exact_of(ByteReader& in, Request const& request) {
    std::uint64_t const number = in.number();
    if (number > static_cast<std::uint64_t>(Exact::drivers) || (number > 0 && request.is_shard()))
        in.damaged("its quantiles are exact in a way that there is not");
    return static_cast<Exact>(number);
}

[[noreturn]] void refuse_format(std::uint64_t found) {
    throw DataError("tally.bin has format version " + std::to_string(found) + ", this program reads " +
                    std::to_string(format) + ". Use the program that wrote it");
}

void write_given(ByteWriter& out, GivenStudy const& given) {
    out.text(given.text);
    out.number(given.overrides.size());
    for (std::string const& word : given.overrides) out.text(word);
    out.text(given.scenario);
}

void write_head(ByteWriter& out, Record const& record, RecordLabel const& label) {
    out.number(format);
    out.number(label.output);
    out.number(label.files.size());
    for (std::string const& file : label.files) out.text(file);
    write_given(out, record.given);
    out.number(record.compared.size());
    for (GivenStudy given : record.compared) {
        if (given.text == record.given.text) given.text.clear();  // as most are: a study's own scenarios
        write_given(out, given);
    }
    out.number(record.request.seed);
    out.number(record.request.trajectories);
    out.number(record.request.shard.number);
    out.number(record.request.shard.of);
    out.number(record.request.shard.extends);
    out.text(record.request.shown.contrast);
    out.number(number_of(record.request.shown.outcome));
    out.number((record.request.shown.exemplars ? 1 : 0) + (record.request.shown.no_report ? 2 : 0));
    out.number(static_cast<std::uint64_t>(record.request.exact));
    out.number(record.identity.stream);
    for (std::string const* digest :
         {&record.identity.plan_digest, &record.identity.study_digest, &record.identity.model_digest})
        out.text(*digest);
}

std::vector<std::string> read_words(ByteReader& in) {
    std::vector<std::string> words(std::min(in.size(), most_words));
    for (std::string& word : words) word = in.text(most_text);
    return words;
}

GivenStudy read_given(ByteReader& in) {
    GivenStudy given;
    given.text = in.text(most_text);
    given.overrides = read_words(in);
    given.scenario = in.text(most_name);
    return given;
}

//! What options can ask for.
bool is_sound(Request const& r) {
    return r.seed <= most_seed && r.trajectories >= 1 && r.trajectories <= most_trajectories &&
           r.shard.number >= 1 && r.shard.number <= r.shard.of && r.shard.of <= most_trajectories &&
           r.shard.extends < r.trajectories;
}

RecordHead read_head(ByteReader& in) {
    std::uint64_t const found = in.number();
    if (found != format) refuse_format(found);
    RecordHead head;
    head.label.output = in.number();
    if (head.label.output == 0) in.damaged("its files have no version");
    head.label.files = read_words(in);
    head.given = read_given(in);
    head.compared.resize(std::min(in.size(), most_worlds));
    for (GivenStudy& given : head.compared) {
        given = read_given(in);
        if (given.text.empty()) given.text = head.given.text;
    }
    head.request.seed = in.number();
    head.request.trajectories = in.number();
    head.request.shard.number = in.number();
    head.request.shard.of = in.number();
    head.request.shard.extends = in.number();
    if (!is_sound(head.request)) in.damaged("its request is none that can be made");
    head.request.shown.contrast = in.text(most_text);
    head.request.shown.outcome = outcome_of(in);
    std::uint64_t const pictures = in.number();
    if (pictures > 3) in.damaged("its chart is none that can be asked for");
    head.request.shown.exemplars = (pictures & 1) != 0;
    head.request.shown.no_report = (pictures & 2) != 0;
    head.request.exact = exact_of(in, head.request);
    head.identity.stream = in.number();
    for (std::string* digest :
         {&head.identity.plan_digest, &head.identity.study_digest, &head.identity.model_digest}) {
        *digest = in.text(digest_size);
        if (digest->size() != digest_size) in.damaged("a digest is too short");
    }
    return head;
}

void write_ranges(ByteWriter& out, Ranges const& ranges) {
    out.number(ranges.all().size());
    for (TrajectoryRange const& range : ranges.all()) {
        out.number(range.first);
        out.number(range.last);
    }
}

Ranges read_ranges(ByteReader& in, std::uint64_t trajectories) {
    Ranges ranges;
    std::size_t const number = in.size();
    for (std::size_t i = 0; i < number; ++i) {
        TrajectoryRange range;
        range.first = in.number();
        range.last = in.number();
        bool const ascends = ranges.empty() || range.first > ranges.all().back().last;
        if (!ascends || range.first >= range.last || range.last > trajectories ||
            range.first % tally_groups != 0)
            in.damaged("its trajectories do not fit");
        ranges.add(range);
    }
    return ranges;
}

void write_counted(ByteWriter& out, Record const& record) {
    write_ranges(out, record.done);
    write_tally(out, record.tally);
    out.number(static_cast<std::uint64_t>(record.midpoints));
    if (record.midpoints == 0) return;
    out.number(record.diagnostics.trajectories);
    for (Int128 const sum : record.diagnostics.sums) out.wide(sum);
    for_each_rate([&out](std::uint64_t count) { out.number(count); }, record.diagnostics.rates);
}

//! Sum of the numbers of all trajectories of the ranges, mod 2^64.
std::uint64_t index_sum_of(Ranges const& ranges) {
    std::uint64_t sum = 0;
    for (TrajectoryRange const& r : ranges.all()) {
        auto const n = static_cast<UInt128>(r.size());
        sum += static_cast<std::uint64_t>(n * r.first + n * (n - 1) / 2);
    }
    return sum;
}

//! How many contrasts are decomposed: the linear ones.
std::size_t decomposed(Model const& model) {
    return static_cast<std::size_t>(
        std::count_if(model.contrasts.begin(), model.contrasts.end(),
                      [](ContrastNode const& contrast) { return contrast.form == ContrastForm::linear; }));
}

void read_diagnostics(ByteReader& in, Plan const& plan, Whole whole, Record& record) {
    std::uint64_t const midpoints = in.number();
    std::uint64_t const expected = record.done.below(diagnosed_trajectories).size();
    bool const known = midpoints == 0 || midpoints == few_midpoints || midpoints == many_midpoints;
    bool const lacks = midpoints == 0 && expected > 0 && whole == Whole::not_yet;
    if (!known || ((midpoints == 0) != (expected == 0) && !lacks))
        in.damaged("its decomposition does not fit");
    record.midpoints = static_cast<std::int32_t>(midpoints);
    if (midpoints == 0) return;
    Diagnostics& d = record.diagnostics;
    d.trajectories = in.number();
    if (d.trajectories > expected || (d.trajectories < expected && whole == Whole::yes))
        in.damaged("its decomposition does not fit");
    d.parts = decomposition_parts(plan.model().topology);
    d.sums.resize(decomposed(plan.model()) * static_cast<std::size_t>(d.parts * plan.spec.years) * 2 *
                  tally_groups);
    for (Int128& sum : d.sums) sum = in.wide();
    for_each_rate([&in](std::uint64_t& count) { count = in.number(); }, d.rates);
}

void read_done(ByteReader& in, Record& record) {
    record.done = read_ranges(in, record.request.trajectories);
    TrajectoryRange const asked = range_of(record.request);
    for (TrajectoryRange const& range : record.done.all())
        if (range.first < asked.first || range.last > asked.last)
            in.damaged("it has counted trajectories that it was not asked for");
}

//! What comes behind the trajectories.
void read_counted(ByteReader& in, Plan const& plan, Whole whole, Record& record,
                  std::function<void(ByteReader&)> const& read_bins) {
    Tally& t = record.tally;
    read_tally(in, t, read_bins);
    if (t.trajectories != record.done.size() || t.index_sum != index_sum_of(record.done))
        in.damaged("it has not counted the trajectories that it names");
    read_diagnostics(in, plan, whole, record);
}

//! Every trajectory is in one counter of each histogram.
bool add_up(Plan const& plan, Tally const& tally) {
    return std::all_of(plan.spec.histograms.begin(), plan.spec.histograms.end(), [&](Histogram const& h) {
        UInt128 sum = 0;
        for (std::uint32_t i = 0; i < h.bins + 2; ++i) sum += tally.bins[h.bin(i)];
        return sum == tally.trajectories;
    });
}

void write_prints(ByteWriter& out, std::vector<RangePrint> const& prints) {
    out.number(prints.size());
    for (RangePrint const& p : prints) {
        out.number(p.range.first);
        out.number(p.range.last);
        out.number(p.print);
    }
}

//! Blocks leave no trajectory out, so that each can be checked.
void require_cover(ByteReader& in, std::vector<RangePrint> const& blocks, Ranges const& done) {
    std::uint64_t covered = 0;  // they are apart and within what is done
    for (RangePrint const& block : blocks) covered += block.range.size();
    if (covered != done.size()) in.damaged("its fingerprints leave trajectories out");
}

std::vector<RangePrint> read_prints(ByteReader& in, Ranges const& done) {
    std::vector<RangePrint> prints(in.size());
    std::uint64_t last = 0;
    for (RangePrint& p : prints) {
        p.range.first = in.number();
        p.range.last = in.number();
        p.print = in.number();
        if (p.range.first < last || p.range.first >= p.range.last || !done.hold(p.range))
            in.damaged("its fingerprints do not fit");
        last = p.range.last;
    }
    return prints;
}

//! The part of the file between magic and checksum.
std::string_view checked_body(std::string const& bytes) {
    if (bytes.compare(0, former_magic.size(), former_magic) == 0) refuse_format(1);
    if (bytes.compare(0, magic.size(), magic) != 0)
        throw DataError("tally.bin is not a record of gapmc. Give the folder of a run");
    if (bytes.size() < magic.size() + digest_size)
        throw DataError("tally.bin is damaged (it ends too early). Run again");
    std::string_view const all = bytes;
    std::size_t const end = bytes.size() - digest_size;
    if (sha256_hex(all.substr(0, end)) != all.substr(end))
        throw DataError("tally.bin is damaged (its checksum does not hold). Run again");
    return all.substr(magic.size(), end - magic.size());
}

}  // namespace

std::string canonical_bytes(Record const& record) {
    ByteWriter out;
    write_counted(out, record);
    return out.bytes();
}

std::string write_record(Record const& record, RecordLabel const& label) {
    ByteWriter out;
    out.raw(magic);
    write_head(out, record, label);
    write_counted(out, record);
    write_prints(out, record.fingerprints.blocks);
    write_prints(out, record.fingerprints.probes);
    write_exact(out, record);
    write_exemplars(out, record);
    return out.bytes() + sha256_hex(out.bytes());
}

RecordHead read_record_head(std::string const& bytes) {
    ByteReader in{checked_body(bytes), record_name};
    return read_head(in);
}

namespace {

//! Up to the trajectories, which are read.
Record begun(ByteReader& in, Plan const& plan) {
    RecordHead const head = read_head(in);
    Identity const expected{stream_version, plan.digest, plan.study_digest(), plan.model_digest};
    if (head.identity != expected)
        throw DataError(
            "tally.bin is of another plan than its study and seed make. It was changed, or made by a program "
            "that draws or counts differently");
    Record record;
    record.given = head.given;
    record.compared = head.compared;
    record.request = head.request;
    record.identity = head.identity;
    read_done(in, record);
    return record;
}

//! The rest.
void finish(ByteReader& in, Plan const& plan, Whole whole, Record& record,
            std::function<void(ByteReader&)> const& read_bins) {
    read_counted(in, plan, whole, record, read_bins);
    record.fingerprints.blocks = read_prints(in, record.done);
    require_cover(in, record.fingerprints.blocks, record.done);
    record.fingerprints.probes = read_prints(in, record.done);
    read_exact(in, plan, record);
    read_exemplars(in, plan, record);
    in.end();
}

void finish_with_bins(ByteReader& in, Plan const& plan, Whole whole, Record& record) {
    record.tally = make_tally(plan.spec);
    finish(in, plan, whole, record, [&](ByteReader& bins) {
        bins.sparse(record.tally.bins);
        if (!add_up(plan, record.tally)) bins.damaged("a histogram does not hold all trajectories");
    });
}

}  // namespace

Record read_record(std::string const& bytes, Plan const& plan, Whole whole) {
    ByteReader in{checked_body(bytes), record_name};
    Record record = begun(in, plan);
    finish_with_bins(in, plan, whole, record);
    return record;
}

PartReader::PartReader(std::string const& bytes, Plan const& plan)
    : in_{checked_body(bytes), record_name}, plan_{plan}, record_{begun(in_, plan)} {}

Record PartReader::read() {
    finish_with_bins(in_, plan_, Whole::yes, record_);
    return std::move(record_);
}

Record PartReader::read_onto(std::vector<std::uint64_t>& bins) {
    record_.tally = make_tally_without_bins(plan_.spec);
    finish(in_, plan_, Whole::yes, record_,
           [&](ByteReader& in) { add_bins(in, plan_.spec.histograms, record_.done.size(), bins); });
    return std::move(record_);
}

}  // namespace gapmc
