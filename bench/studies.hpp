// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gapmc::bench {

inline constexpr char const* reference = "reference-2x3x11.toml";
inline constexpr char const* flagship = "us-china-ai-index.toml";

}  // namespace gapmc::bench
