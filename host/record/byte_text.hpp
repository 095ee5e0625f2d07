// SPDX-License-Identifier: Apache-2.0
//! Numbers and texts as bytes, the same on every machine; and back, refusing what no writer wrote.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/tally/int128.hpp"

namespace gapmc {

//! Appends to a string.
class ByteWriter {
  public:
    //! An unsigned number as LEB128: seven bits a byte, lowest first.
    void number(std::uint64_t value);
    //! A signed one: its sign is the lowest bit.
    void integer(std::int64_t value);
    //! Its low and its high 64 bits.
    void wide(Int128 value);
    void text(std::string_view value);
    //! Counters, most of which are 0: alternating runs of zeros and of others.
    void sparse(std::vector<std::uint64_t> const& values);
    void raw(std::string_view bytes) { bytes_ += bytes; }

    std::string const& bytes() const { return bytes_; }

  private:
    std::string bytes_;
};

/*!
 * Reads what a ByteWriter wrote. Each number has one form: longer ones, and whatever lies beyond the end, are
 * damage. Sizes are taken from whoever knows them, never from the bytes alone.
 */
class ByteReader {
  public:
    ByteReader(std::string_view bytes, std::string what)
        : at_{bytes.data()}, end_{bytes.data() + bytes.size()}, what_{std::move(what)} {}

    std::uint64_t number() {
        // Most counters are small, and records are read by the thousand.
        if (at_ != end_ && static_cast<unsigned char>(*at_) < 0x80) return static_cast<unsigned char>(*at_++);
        return long_number();
    }
    std::int64_t integer();
    //! One that 32 bits hold.
    std::int32_t observation();
    Int128 wide();
    //! \param most  bytes that it may have
    std::string text(std::size_t most);
    //! \param values  all 0, as many as it must have
    void sparse(std::vector<std::uint64_t>& values);
    //! Of so many counters the runs of those that are not 0. \param run  given a first place and a number,
    //! reads so many numbers
    template<class Run>
    void runs(std::size_t size, Run&& run) {
        for (std::size_t i = 0; i < size;) {
            std::uint64_t const zeros = number();
            std::uint64_t const others = number();
            // A run of zeros is empty at the beginning only, one of others at the end only.
            bool const canonical = (zeros > 0 || i == 0) && (others > 0 || zeros == size - i);
            if (!canonical || zeros > size - i || others > size - i - zeros)
                damaged("its counters do not fit");
            i += static_cast<std::size_t>(zeros);
            run(i, static_cast<std::size_t>(others));
            i += static_cast<std::size_t>(others);
        }
    }
    //! A number of items, each of which takes at least one byte of what is left.
    std::size_t size();
    //! \throws DataError unless everything was read
    void end() const;
    //! \throws DataError always \param why  "its ... "
    [[noreturn]] void damaged(std::string const& why) const;

  private:
    std::uint64_t long_number();
    std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

    char const* at_;  // no index: a counter that is written might be it, for all that a compiler knows
    char const* end_;
    std::string what_;
};

}  // namespace gapmc
