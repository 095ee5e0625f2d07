// SPDX-License-Identifier: Apache-2.0
//! Text of a study and words that override it, with the byte 0x1E (which no TOML holds) between them.
#include <vector>

#include "tests/fuzz/round_trip.hpp"

using namespace gapmc;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view rest = fuzz::text_of(data, size);
    std::vector<std::string> parts;
    for (std::size_t end = 0; end != std::string_view::npos; rest.remove_prefix(end + 1)) {
        end = rest.find('\x1e');
        parts.emplace_back(rest.substr(0, end));
        if (end == std::string_view::npos) break;
    }
    std::string const text = parts.front();
    parts.erase(parts.begin());
    ReadResult result;
    if (!fuzz::accepted([&] { result = read_study(text, "study.toml", parts); })) return 0;
    (void)format_problems(result.problems);
    if (result.ok()) fuzz::require_round_trip(result.study, result.request);
    return 0;
}
