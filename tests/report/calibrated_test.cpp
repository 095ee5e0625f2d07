// SPDX-License-Identifier: Apache-2.0
#include "host/report/calibrated.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gapmc {
namespace {

//! Each word begins where the guidance note has it, and the sentence that explains the scale has all of them.
TEST(Calibrated, WordsBeginAtTheirShares) {
    struct Case {
        double probability;
        char const* word;
    };
    for (Case const& c : {Case{1.0, "virtually certain"}, Case{0.99, "virtually certain"},
                          Case{0.98999, "very likely"}, Case{0.90, "very likely"}, Case{0.8999, "likely"},
                          Case{0.66, "likely"}, Case{0.6599, "about as likely as not"},
                          Case{0.33, "about as likely as not"}, Case{0.3299, "unlikely"},
                          Case{0.10, "unlikely"}, Case{0.0999, "very unlikely"}, Case{0.01, "very unlikely"},
                          Case{0.00999, "exceptionally unlikely"}, Case{0.0, "exceptionally unlikely"}}) {
        EXPECT_EQ(calibrated(c.probability), c.word) << c.probability;
        EXPECT_NE(std::string{calibrated_scale()}.find(c.word), std::string::npos);
    }
}

}  // namespace
}  // namespace gapmc
