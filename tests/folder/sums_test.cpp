// SPDX-License-Identifier: Apache-2.0
#include "host/folder/sums.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "kernels/base/error.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gapmc {
namespace {

// Digests of FIPS 180-2, appendix B.
char const* const of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
char const* const of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

void write(std::filesystem::path const& path, std::string const& text) {
    std::ofstream{path, std::ios::binary} << text;
}

TEST(Sums, TextIsSortedAndReadsBack) {
    Sums const sums{{"hub/z.csv", of_abc}, {"bands.csv", of_nothing}, {"Z", of_abc}};
    std::string const text = format_sums(sums);
    EXPECT_EQ(text, std::string{of_abc} + "  Z\n" + of_nothing + "  bands.csv\n" + of_abc + "  hub/z.csv\n");
    EXPECT_EQ(parse_sums(text), sums);
    EXPECT_EQ(parse_sums(std::string{of_abc} + " *x\n").at("x"), of_abc);
}

TEST(Sums, EveryDamagedLineIsRefused) {
    std::string const digest = of_abc;
    for (std::string const& line :
         {digest, digest + "  \n", digest + " x\n", digest.substr(1) + "  xx\n", digest + "  x",
          "G" + digest.substr(1) + "  x\n", digest + "  ../x\n", digest + "  /etc/passwd\n",
          digest + "  a/../b\n", digest + "  x\n" + digest + "  x\n", std::string{"\n"}}) {
        EXPECT_THROW(parse_sums(line), DataError) << line;
    }
    EXPECT_THROW(format_sums({{"a\nb", digest}}), DataError);
    EXPECT_THROW(format_sums({{"", digest}}), DataError);
}

TEST(Sums, VerifyNamesWhatDiffers) {
    testing::TemporaryFolder const folder;
    EXPECT_THROW(verify_sums(folder.path(), {}), InputMissing);
    write(folder.path() / "a", "abc");
    write(folder.path() / "b", "");
    write(folder.path() / sums_name, format_sums({{"a", of_abc}, {"b", of_nothing}}));
    EXPECT_TRUE(verify_sums(folder.path(), {"a"}).empty());
    write(folder.path() / "a", "abd");
    std::filesystem::remove(folder.path() / "b");
    EXPECT_EQ(verify_sums(folder.path(), {"a"}),
              (std::vector<std::string>{"a differs from its digest in SHA256SUMS.", "b is missing."}));
}

TEST(Sums, VerifyWantsEveryExpectedFileListed) {
    testing::TemporaryFolder const folder;
    write(folder.path() / "a", "abc");
    write(folder.path() / "b", "");
    write(folder.path() / sums_name, format_sums({{"a", of_abc}}));
    EXPECT_EQ(verify_sums(folder.path(), {"a", "b"}),
              (std::vector<std::string>{"b is not listed in SHA256SUMS."}));
    write(folder.path() / sums_name, "");
    EXPECT_EQ(verify_sums(folder.path(), {"a"}),
              (std::vector<std::string>{"SHA256SUMS lists no file.", "a is not listed in SHA256SUMS."}));
    EXPECT_EQ(verify_sums(folder.path(), {}), (std::vector<std::string>{"SHA256SUMS lists no file."}))
        << "a list of nothing proves nothing";
}

TEST(Sums, Sha256sumAgrees) {
    testing::TemporaryFolder const folder;
    write(folder.path() / "a", "abc");
    write(folder.path() / sums_name, format_sums({{"a", of_abc}}));
    if (std::system("command -v sha256sum >/dev/null") != 0) GTEST_SKIP() << "sha256sum(1) is not installed";
    std::string const check =
        "cd '" + folder.path().string() + "' && sha256sum --status --strict -c SHA256SUMS";
    EXPECT_EQ(std::system(check.c_str()), 0);
    write(folder.path() / "a", "abd");
    EXPECT_NE(std::system(check.c_str()), 0);
}

}  // namespace
}  // namespace gapmc
