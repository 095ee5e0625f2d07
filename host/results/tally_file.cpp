// SPDX-License-Identifier: Apache-2.0
#include "host/results/tally_file.hpp"

#include <cstdint>

#include "host/digest/sha256.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr char magic[] = "gapmc-tally\n";
constexpr std::size_t magic_size = sizeof(magic) - 1;
constexpr std::uint64_t version = 1;
constexpr std::size_t digest_size = 64;
constexpr std::uint64_t most_items = std::uint64_t{1} << 32;  //!< more in one array is not ours

//! Unsigned numbers as LEB128: seven bits a byte, lowest first.
void put(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out += static_cast<char>(0x80 | (value & 0x7f));
        value >>= 7;
    }
    out += static_cast<char>(value);
}

std::uint64_t low_word(Int128 value) { return static_cast<std::uint64_t>(value); }
std::uint64_t high_word(Int128 value) {
    return static_cast<std::uint64_t>(static_cast<UInt128>(value) >> 64);
}

//! Counters, most of which are 0: alternating runs of zeros and of values.
void put_sparse(std::string& out, std::vector<std::uint64_t> const& values) {
    put(out, values.size());
    std::size_t i = 0;
    while (i < values.size()) {
        std::size_t zeros = i;
        while (zeros < values.size() && values[zeros] == 0) ++zeros;
        std::size_t end = zeros;
        while (end < values.size() && values[end] != 0) ++end;
        put(out, zeros - i);
        put(out, end - zeros);
        for (; zeros < end; ++zeros) put(out, values[zeros]);
        i = end;
    }
}

//! Reads what was written; any step beyond the end is damage.
class Reader {
  public:
    explicit Reader(std::string const& bytes, std::size_t begin, std::size_t end)
        : bytes_{bytes}, at_{begin}, end_{end} {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            if (at_ >= end_ || shift > 63) throw damaged();
            auto const byte = static_cast<unsigned char>(bytes_[at_++]);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80) return value;
        }
    }
    std::string text(std::size_t size) {
        if (end_ - at_ < size) throw damaged();
        at_ += size;
        return bytes_.substr(at_ - size, size);
    }
    std::size_t size() {
        std::uint64_t const n = number();
        if (n > most_items) throw damaged();
        return static_cast<std::size_t>(n);
    }
    std::vector<std::uint64_t> sparse() {
        std::vector<std::uint64_t> values(size());
        std::size_t i = 0;
        while (i < values.size()) {
            std::uint64_t const zeros = number();
            std::uint64_t const full = number();
            if (zeros > values.size() - i || full > values.size() - i - zeros || zeros + full == 0)
                throw damaged();
            i += zeros;
            for (std::uint64_t k = 0; k < full; ++k) values[i++] = number();
        }
        return values;
    }
    bool at_end() const { return at_ == end_; }
    static DataError damaged() {
        return DataError("tally.bin is damaged (its structure does not hold). Run again");
    }

  private:
    std::string const& bytes_;
    std::size_t at_;
    std::size_t end_;
};

}  // namespace

std::string canonical_bytes(Tally const& t) {
    std::string out;
    put(out, t.trajectories);
    put(out, t.index_sum);
    put_sparse(out, t.counts);
    put(out, t.sums.size());
    for (Int128 const sum : t.sums) {
        put(out, low_word(sum));
        put(out, high_word(sum));
    }
    put(out, t.lost.size());
    for (Lost const& lost : t.lost) {
        put(out, lost.count);
        put(out, lost.first);
    }
    put(out, t.first_block);
    put(out, t.fingerprints.size());
    for (std::uint64_t const fingerprint : t.fingerprints) put(out, fingerprint);
    return out;
}

std::string result_digest(Plan const& plan, Tally const& tally) {
    Sha256 hash;
    hash.update(plan.plan_digest);
    std::string range;
    put(range, plan.range.first);
    put(range, plan.range.last);
    hash.update(range);
    hash.update(canonical_bytes(tally));
    return hash.hex();
}

std::string write_tally(Plan const& plan, Tally const& tally) {
    std::string out(magic, magic_size);
    put(out, version);
    out += plan.plan_digest;
    out += plan.model_digest;
    put(out, plan.seed);
    put(out, plan.trajectories);
    put(out, plan.range.first);
    put(out, plan.range.last);
    out += canonical_bytes(tally);
    return out + sha256_hex(out);
}

TallyFile read_tally(std::string const& bytes) {
    if (bytes.compare(0, magic_size, magic) != 0)
        throw DataError("tally.bin is not a tally of gapmc. Give the folder of a run");
    if (bytes.size() < magic_size + digest_size) throw Reader::damaged();
    std::size_t const end = bytes.size() - digest_size;
    if (sha256_hex(std::string_view{bytes}.substr(0, end)) != std::string_view{bytes}.substr(end))
        throw DataError("tally.bin is damaged (its checksum does not hold). Run again");
    Reader in{bytes, magic_size, end};
    std::uint64_t const found = in.number();
    if (found != version)
        throw DataError("tally.bin has format version " + std::to_string(found) + ", this program reads " +
                        std::to_string(version) + ". Use the program that wrote it");
    TallyFile file;
    file.plan_digest = in.text(digest_size);
    file.model_digest = in.text(digest_size);
    file.seed = in.number();
    file.trajectories = in.number();
    file.range.first = in.number();
    file.range.last = in.number();
    Tally& t = file.tally;
    t.trajectories = in.number();
    t.index_sum = in.number();
    t.counts = in.sparse();
    t.sums.resize(in.size());
    for (Int128& sum : t.sums) {
        std::uint64_t const low = in.number();
        std::uint64_t const high = in.number();
        sum = static_cast<Int128>((static_cast<UInt128>(high) << 64) | low);
    }
    t.lost.resize(in.size());
    for (Lost& lost : t.lost) {
        lost.count = in.number();
        lost.first = in.number();
    }
    t.first_block = in.number();
    t.fingerprints.resize(in.size());
    for (std::uint64_t& fingerprint : t.fingerprints) fingerprint = in.number();
    if (!in.at_end()) throw Reader::damaged();
    return file;
}

}  // namespace gapmc
