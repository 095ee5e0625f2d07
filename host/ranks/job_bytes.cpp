// SPDX-License-Identifier: Apache-2.0
#include "host/ranks/job_bytes.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "host/record/byte_text.hpp"
#include "host/record/tally_bytes.hpp"

namespace gapmc {
namespace {

constexpr char const* name = "a message of another rank";
constexpr std::size_t most_bytes = std::size_t{1} << 31;

//! Structs of 32-bit fields without padding, as they lie: ranks of a job run the same program.
template<class T>
void write_items(ByteWriter& out, T const* items, std::size_t number) {
    static_assert(std::is_trivially_copyable_v<T>);
    out.text({reinterpret_cast<char const*>(items), number * sizeof(T)});
}
template<class T>
void write_items(ByteWriter& out, std::vector<T> const& items) {
    write_items(out, items.data(), items.size());
}
template<class T>
void read_items(ByteReader& in, std::vector<T>& items) {
    std::string const bytes = in.text(most_bytes);
    if (bytes.size() % sizeof(T) != 0) in.damaged("a list has parts of an item");
    items.resize(bytes.size() / sizeof(T));
    if (!bytes.empty()) std::memcpy(items.data(), bytes.data(), bytes.size());
}
template<class T>
void read_item(ByteReader& in, T& item) {
    std::string const bytes = in.text(sizeof(T));
    if (bytes.size() != sizeof(T)) in.damaged("an item is too short");
    std::memcpy(&item, bytes.data(), sizeof(T));
}

//! Parts of ascending ranges.
std::vector<TrajectoryRange> within(std::vector<TrajectoryRange> const& ranges, TrajectoryRange range) {
    std::vector<TrajectoryRange> parts;
    for (TrajectoryRange const& r : ranges) {
        TrajectoryRange const part{std::max(r.first, range.first), std::min(r.last, range.last)};
        if (part.first < part.last) parts.push_back(part);
    }
    return parts;
}

}  // namespace

std::string write_job(Job const& job) {
    ByteWriter out;
    out.number(job.variants.size());
    for (Topology const* const topology : job.variants) {
        write_items(out, static_cast<TopologyScalars const*>(topology), 1);
        for_each_list(
            [&out](auto const& list) { write_items(out, list.data, static_cast<std::size_t>(list.size)); },
            *topology);
        write_items(out, topology->tables.data, static_cast<std::size_t>(topology->tables.size));
    }
    TallySpec const& spec = job.spec;
    out.integer(spec.years);
    out.number(spec.observed.size());
    for (auto const& observed : spec.observed) write_items(out, observed);
    write_items(out, spec.derived);
    write_items(out, spec.derived_terms);
    write_items(out, spec.differences);
    write_items(out, spec.asked_terms);
    write_items(out, spec.asked_steps);
    for_each_section([&out](auto const& items) { write_items(out, items); }, spec);
    out.number(job.seed);
    write_items(out, job.fingerprinted.blocks);
    write_items(out, job.fingerprinted.probes);
    return out.bytes();
}

ReceivedJob::ReceivedJob(std::string_view bytes) {
    ByteReader in{bytes, name};
    models_.resize(in.size());
    for (auto& model : models_) {
        model = std::make_unique<Model>();
        read_item(in, static_cast<TopologyScalars&>(model->topology));
        for_each_list([&in](auto& items) { read_items(in, items); }, *model);
        read_items(in, model->tables);
        model->bind();
    }
    spec_.years = static_cast<std::int32_t>(in.integer());
    spec_.observed.resize(in.size());
    for (auto& observed : spec_.observed) read_items(in, observed);
    read_items(in, spec_.derived);
    read_items(in, spec_.derived_terms);
    read_items(in, spec_.differences);
    read_items(in, spec_.asked_terms);
    read_items(in, spec_.asked_steps);
    for_each_section([&in](auto& items) { read_items(in, items); }, spec_);
    lay_out(spec_);
    seed_ = in.number();
    read_items(in, places_.blocks);
    read_items(in, places_.probes);
    in.end();
}

Job ReceivedJob::part(TrajectoryRange range) const {
    Job job{{}, spec_, seed_, range, places_within(places_, range)};
    for (auto const& model : models_) job.variants.push_back(&model->topology);
    return job;
}

Fingerprinted places_within(Fingerprinted const& places, TrajectoryRange range) {
    return {within(places.blocks, range), within(places.probes, range)};
}

std::string write_counted(Counted const& counted) {
    ByteWriter out;
    write_tally(out, counted.tally);
    write_items(out, counted.tally.fingerprints);
    write_items(out, counted.ranges);
    write_items(out, counted.places.blocks);
    write_items(out, counted.places.probes);
    return out.bytes();
}

Counted read_counted(std::string_view bytes, TallySpec const& spec) {
    ByteReader in{bytes, name};
    Counted counted = nothing_counted(spec);
    read_tally(in, counted.tally);
    read_items(in, counted.tally.fingerprints);
    read_items(in, counted.ranges);
    read_items(in, counted.places.blocks);
    read_items(in, counted.places.probes);
    if (counted.tally.fingerprints.size() != counted.places.size()) in.damaged("its fingerprints do not fit");
    in.end();
    return counted;
}

Counted nothing_counted(TallySpec const& spec) { return {make_tally(spec), {}, {}}; }

void add(Counted& into, Counted const& from) {
    add(into.tally, from.tally);
    // Blocks come before probes: what is there moves apart.
    auto& prints = into.tally.fingerprints;
    auto const& more = from.tally.fingerprints;
    auto const blocks = [](Counted const& c) { return static_cast<std::ptrdiff_t>(c.places.blocks.size()); };
    prints.insert(prints.end(), more.begin() + blocks(from), more.end());
    prints.insert(prints.begin() + blocks(into), more.begin(), more.begin() + blocks(from));
    auto const append = [](auto& items, auto const& new_ones) {
        items.insert(items.end(), new_ones.begin(), new_ones.end());
    };
    append(into.places.blocks, from.places.blocks);
    append(into.places.probes, from.places.probes);
    append(into.ranges, from.ranges);
    std::sort(into.ranges.begin(), into.ranges.end(),
              [](TrajectoryRange const& a, TrajectoryRange const& b) { return a.first < b.first; });
}

}  // namespace gapmc
