// SPDX-License-Identifier: Apache-2.0
#include "host/folder/journal.hpp"

#include <gtest/gtest.h>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

using Kind = Journal::Kind;

std::string const whole =
    "gapmc-journal 1\nfolder hub\nfolder hub/a b\nreplace bands.csv\ncreate hub/a b/x.csv\n"
    "replace SHA256SUMS\nremove old.csv\nend\n";

TEST(Journal, IsWrittenAndReadBack) {
    Journal journal;
    journal.folders = {"hub", "hub/a b"};
    journal.entries = {{Kind::replace, "bands.csv"},
                       {Kind::create, "hub/a b/x.csv"},
                       {Kind::replace, "SHA256SUMS"},
                       {Kind::remove, "old.csv"}};
    EXPECT_EQ(journal.text(), whole);
    Journal const again = Journal::parse(whole);
    EXPECT_EQ(again.text(), whole);
    EXPECT_EQ(again.list(), 2u);
    EXPECT_EQ(again.entries[3].kind, Kind::remove);
}

TEST(Journal, OneThatIsCutOffIsRefused) {
    // Without its last line feed it is still whole.
    for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
        EXPECT_THROW(Journal::parse(whole.substr(0, length)), DataError) << length;
    }
}

TEST(Journal, OnlyOursIsBelieved) {
    std::string const list = "create SHA256SUMS\n";
    EXPECT_NO_THROW(Journal::parse("gapmc-journal 1\n" + list + "end\n"));
    for (std::string const& text :
         {"gapmc-journal 2\n" + list + "end\n", "gapmc-journal 1\n" + list + list + "end\n",
          std::string{"gapmc-journal 1\ncreate a\nend\n"},
          std::string{"gapmc-journal 1\nremove SHA256SUMS\nend\n"},
          "gapmc-journal 1\n" + list + "create ../x\nend\n",
          "gapmc-journal 1\n" + list + "remove /etc/passwd\nend\n",
          "gapmc-journal 1\nfolder ..\n" + list + "end\n", "gapmc-journal 1\n" + list + "erase x\nend\n",
          "gapmc-journal 1\n" + list + "end\nend\n"}) {
        EXPECT_THROW(Journal::parse(text), DataError) << text;
    }
}

TEST(Journal, KnowsItsOwnFilesFromThoseOfOthers) {
    for (char const* name : {".gapmc.new.0", ".gapmc.former.12", "..gapmc.journal.4711.gapmc-tmp"}) {
        EXPECT_TRUE(Journal::is_leftover(name)) << name;
    }
    for (char const* name : {".gapmc.lock", ".gapmc.journal", ".bench.json.7.gapmc-tmp", "bands.csv", ""}) {
        EXPECT_FALSE(Journal::is_leftover(name)) << name;
    }
}

}  // namespace
}  // namespace gapmc
