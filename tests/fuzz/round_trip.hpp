// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/config/read_study.hpp"
#include "host/config/write_study.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace gapmc::fuzz {

//! A study that was read is written, and what is written is read as the same study.
inline void require_round_trip(Study const& study, Request const& request) {
    std::string const once = resolved_toml(study, request);
    ReadResult const again = read_study(once, "resolved.toml");
    require(again.ok(), "a resolved study is sound", format_problems(again.problems) + once);
    std::string const twice = resolved_toml(again.study, again.request);
    require(twice == once, "a resolved study is read as it was written", once + "\n---- again:\n" + twice);
}

}  // namespace gapmc::fuzz
