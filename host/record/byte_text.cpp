// SPDX-License-Identifier: Apache-2.0
#include "host/record/byte_text.hpp"

#include "kernels/base/error.hpp"

namespace gapmc {

void ByteWriter::number(std::uint64_t value) {
    while (value >= 0x80) {
        bytes_ += static_cast<char>(0x80 | (value & 0x7f));
        value >>= 7;
    }
    bytes_ += static_cast<char>(value);
}

void ByteWriter::integer(std::int64_t value) {
    auto const bits = static_cast<std::uint64_t>(value);
    number(bits << 1 ^ (value < 0 ? ~std::uint64_t{0} : 0));
}

void ByteWriter::wide(Int128 value) {
    number(static_cast<std::uint64_t>(value));
    number(static_cast<std::uint64_t>(static_cast<UInt128>(value) >> 64));
}

void ByteWriter::text(std::string_view value) {
    number(value.size());
    bytes_ += value;
}

void ByteWriter::sparse(std::vector<std::uint64_t> const& values) {
    std::size_t i = 0;
    while (i < values.size()) {
        std::size_t const begin = i;
        while (i < values.size() && values[i] == 0) ++i;
        std::size_t end = i;
        while (end < values.size() && values[end] != 0) ++end;
        number(i - begin);
        number(end - i);
        for (; i < end; ++i) number(values[i]);
    }
}

void ByteReader::damaged(std::string const& why) const {
    throw DataError(what_ + " is damaged (" + why + "). Run again");
}

std::uint64_t ByteReader::long_number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        if (at_ == end_) damaged("it ends too early");
        auto const byte = static_cast<unsigned char>(*at_++);
        bool const too_large = shift == 63 && byte > 1;
        bool const too_long = byte == 0 && shift > 0;
        if (too_large || too_long) damaged("a number has a form that is never written");
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80) return value;
    }
}

std::int64_t ByteReader::integer() {
    std::uint64_t const bits = number();
    return static_cast<std::int64_t>(bits >> 1 ^ ((bits & 1) != 0 ? ~std::uint64_t{0} : 0));
}

std::int32_t ByteReader::observation() {
    std::int64_t const value = integer();
    if (value < INT32_MIN || value > INT32_MAX) damaged("an observation does not fit");
    return static_cast<std::int32_t>(value);
}

Int128 ByteReader::wide() {
    std::uint64_t const low = number();
    std::uint64_t const high = number();
    return static_cast<Int128>(static_cast<UInt128>(high) << 64 | low);
}

std::string ByteReader::text(std::size_t most) {
    std::uint64_t const size = number();
    if (size > most || size > left()) damaged("a text is longer than it can be");
    char const* const begin = at_;
    at_ += size;
    return {begin, at_};
}

std::size_t ByteReader::size() {
    std::uint64_t const n = number();
    if (n > left()) damaged("a list is longer than it can be");
    return static_cast<std::size_t>(n);
}

void ByteReader::sparse(std::vector<std::uint64_t>& values) {
    runs(values.size(), [&](std::size_t at, std::size_t number_of) {
        for (std::size_t const last = at + number_of; at < last; ++at)
            if ((values[at] = number()) == 0) damaged("its counters do not fit");
    });
}

void ByteReader::end() const {
    if (at_ != end_) damaged("it goes on after its end");
}

}  // namespace gapmc
