// SPDX-License-Identifier: Apache-2.0
//! SHA256SUMS of a folder that someone sent.
#include "host/folder/sums.hpp"

#include "tests/fuzz/fuzz.hpp"

using namespace gapmc;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    Sums sums;
    if (!fuzz::accepted([&] { sums = parse_sums(fuzz::text_of(data, size)); })) return 0;
    for (auto const& [name, digest] : sums) {
        std::string const path = (std::filesystem::path{"/run"} / name).lexically_normal().string();
        fuzz::require(is_safe_name(name) && path.starts_with("/run/"), "a name stays in its folder", name);
        fuzz::require(digest.size() == 64, "a digest has 64 digits", digest);
    }
    fuzz::require(parse_sums(format_sums(sums)) == sums, "a list is read as it was written");
    return 0;
}
