// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "host/config/read_study.hpp"

namespace gapmc {

//! Text of a file of the source tree.
inline std::string source_text(std::string const& path) {
    std::ifstream file{std::string{GAPMC_SOURCE_DIR} + "/" + path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::string base_text() { return source_text("tests/bad_input/base.toml"); }

//! The text with one occurrence replaced; empty if it does not stand there exactly once.
inline std::string with(std::string text, std::string const& old_part, std::string const& new_part) {
    std::size_t const at = text.find(old_part);
    if (at == std::string::npos || text.find(old_part, at + 1) != std::string::npos) return {};
    return text.replace(at, old_part.size(), new_part);
}

//! All problems of a text as one string, for a failing test to show.
inline std::string problems_of(ReadResult const& result) { return format_problems(result.problems); }

//! Small deterministic generator (Knuth, MMIX); its high bits are good.
class Lcg {
  public:
    explicit Lcg(std::uint64_t seed) : state_{seed} {}
    std::uint64_t next() {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return state_ >> 16;
    }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
    std::uint64_t bits64() { return (next() << 32) ^ (next() & 0xFFFFFFFFu); }

  private:
    std::uint64_t state_;
};

}  // namespace gapmc
