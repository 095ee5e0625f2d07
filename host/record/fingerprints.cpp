// SPDX-License-Identifier: Apache-2.0
#include "host/record/fingerprints.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <map>

#include "kernels/tally/fingerprint.hpp"

namespace gapmc {
namespace {

constexpr unsigned probes_an_octave = 16;
constexpr unsigned first_octave = 10;  // below, probes would be shorter than 64 trajectories
constexpr unsigned last_octave = 62;

//! A last group of a run that is not full stands alone, so that it can be taken back.
bool is_cut_group(TrajectoryRange range) { return range.last % tally_groups != 0; }

//! Join parts of a place, of whatever number of trajectories.
void join_blocks(std::vector<RangePrint>& blocks, std::uint64_t size) {
    std::vector<RangePrint> joined;
    for (RangePrint const& block : blocks) {
        bool const fits = !joined.empty() && joined.back().range.last == block.range.first &&
                          joined.back().range.first / size == block.range.first / size &&
                          !is_cut_group(block.range);
        if (fits) {
            joined.back().range.last = block.range.last;
            joined.back().print += block.print;
        } else {
            joined.push_back(block);
        }
    }
    blocks = std::move(joined);
}

//! Cut a range at multiples of a size, and before a last group that is not full.
std::vector<TrajectoryRange> places_in(TrajectoryRange range, std::uint64_t size) {
    std::vector<TrajectoryRange> places;
    std::uint64_t const whole = range.last / tally_groups * tally_groups;
    for (std::uint64_t at = range.first; at < range.last; at = places.back().last) {
        std::uint64_t const end = (at / size + 1) * size;
        places.push_back({at, std::min(end, at < whole ? whole : range.last)});
    }
    return places;
}

//! The smallest power of two by which a run has at most so many places, from 64 on.
std::uint64_t place_size(std::uint64_t trajectories) {
    std::uint64_t size = tally_groups;
    while (trajectories / size > most_blocks - 2) size *= 2;  // and two places that the end cuts
    return size;
}

std::uint64_t seed_of(std::string const& plan_digest) {
    std::uint64_t seed = 0;
    std::from_chars(plan_digest.data(), plan_digest.data() + std::min<std::size_t>(16, plan_digest.size()),
                    seed, 16);
    return seed;
}

//! Length of the probes of an octave [2^o, 2^(o+1)).
std::uint64_t probe_size(unsigned octave) {
    return std::min((std::uint64_t{1} << octave) / probes_an_octave, largest_probe);
}

//! Probes of an octave, as far as a range holds them: all its parts where they are small, else sixteen of the
//! many places. The groups of 64 at the end of the range are whole ones.
void add_probes(unsigned octave, std::uint64_t seed, TrajectoryRange within,
                std::vector<TrajectoryRange>& out) {
    std::uint64_t const start = std::uint64_t{1} << octave;
    std::uint64_t const size = probe_size(octave);
    std::uint64_t const places = start / size;
    std::vector<std::uint64_t> chosen;
    for (std::uint64_t i = 0; chosen.size() < probes_an_octave; ++i) {
        std::uint64_t const drawn = mix64(seed + mix64(octave * 0x100000000u + i)) % places;
        std::uint64_t const place = places == probes_an_octave ? i : drawn;
        if (std::find(chosen.begin(), chosen.end(), place) == chosen.end()) chosen.push_back(place);
    }
    std::sort(chosen.begin(), chosen.end());
    for (std::uint64_t const place : chosen) {
        std::uint64_t const first = std::max(start + place * size, within.first);
        std::uint64_t const last =
            std::min(start + (place + 1) * size, within.last / tally_groups * tally_groups);
        if (first < last) out.push_back({first, last});
    }
}

//! Whether two ranges that touch are parts of one probe.
bool are_of_one_probe(TrajectoryRange const& left, TrajectoryRange const& right) {
    auto const octave = static_cast<unsigned>(std::bit_width(left.first)) - 1;
    std::uint64_t const size = probe_size(octave);
    return left.first / size == right.first / size;  // 2^o is a multiple of it
}

void join_probes(std::vector<RangePrint>& probes) {
    std::vector<RangePrint> joined;
    for (RangePrint const& probe : probes) {
        if (!joined.empty() && joined.back().range.last == probe.range.first &&
            are_of_one_probe(joined.back().range, probe.range)) {
            joined.back().range.last = probe.range.last;
            joined.back().print += probe.print;
        } else {
            joined.push_back(probe);
        }
    }
    probes = std::move(joined);
}

void add_sorted(std::vector<RangePrint>& into, std::vector<RangePrint> const& from) {
    into.insert(into.end(), from.begin(), from.end());
    std::sort(into.begin(), into.end(),
              [](RangePrint const& a, RangePrint const& b) { return a.range.first < b.range.first; });
}

}  // namespace

Fingerprinted fingerprinted(TrajectoryRange range, std::uint64_t trajectories,
                            std::string const& plan_digest) {
    Fingerprinted out;
    if (range.empty()) return out;
    out.blocks = places_in(range, place_size(trajectories));
    std::uint64_t const seed = seed_of(plan_digest);
    for (unsigned octave = first_octave; octave <= last_octave; ++octave) {
        if ((std::uint64_t{1} << octave) >= range.last) break;
        add_probes(octave, seed, range, out.probes);
    }
    return out;
}

void add_fingerprints(Fingerprints& into, Counted const& counted, std::uint64_t trajectories) {
    Fingerprints from;
    std::uint64_t const* print = counted.tally.fingerprints.data();
    for (TrajectoryRange const& place : counted.places.blocks) from.blocks.push_back({place, *print++});
    for (TrajectoryRange const& place : counted.places.probes) from.probes.push_back({place, *print++});
    add_fingerprints(into, from, trajectories);
}

void add_fingerprints(Fingerprints& into, Fingerprints const& from, std::uint64_t trajectories) {
    add_sorted(into.blocks, from.blocks);
    add_sorted(into.probes, from.probes);
    join_blocks(into.blocks, place_size(trajectories));
    join_probes(into.probes);
}

}  // namespace gapmc
