// SPDX-License-Identifier: Apache-2.0
//! The record of a run. Its checksum is made anew here: what is tried is damage that a checksum does not
//! show.
#include "host/digest/sha256.hpp"
#include "host/record/record_bytes.hpp"
#include "host/session/session.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <fstream>
#include <iterator>

using namespace gapmc;

namespace {

//! The plan that records must be of: that of the study whose runs are the first inputs (corpora.py).
Plan const& plan() {
    static Session const session = [] {
        std::ifstream in{std::string{GAPMC_SOURCE_DIR} + "/configs/closed-form/score-map.toml",
                         std::ios::binary};
        std::string const text{std::istreambuf_iterator<char>{in}, {}};
        Progress progress;
        auto const backend = make_cpu_backend({1, 0, "portable"});
        return Session{open_study({text, {}}, "score-map.toml", {}), *backend, progress};
    }();
    return session.plan();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string bytes{fuzz::text_of(data, size)};
    bytes += sha256_hex(bytes);
    RecordHead head;
    if (!fuzz::accepted([&] { head = read_record_head(bytes); })) return 0;
    Record record;
    if (!fuzz::accepted([&] { record = read_record(bytes, plan()); })) return 0;
    std::string const again = write_record(record, head.label);
    fuzz::require(canonical_bytes(read_record(again, plan())) == canonical_bytes(record),
                  "a record comes back as it was");
    return 0;
}
