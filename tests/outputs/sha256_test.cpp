// SPDX-License-Identifier: Apache-2.0
#include "host/digest/sha256.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "host/outputs/sums.hpp"
#include "kernels/base/error.hpp"
#include "tests/outputs/temporary_folder.hpp"

namespace gapmc {
namespace {

// Digests of FIPS 180-2, appendix B.
char const* const of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
char const* const of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
char const* const of_million_a = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

void write(std::filesystem::path const& path, std::string const& text) {
    std::ofstream{path, std::ios::binary} << text;
}

TEST(Sha256, PublishedDigests) {
    EXPECT_EQ(sha256_hex("abc"), of_abc);
    EXPECT_EQ(sha256_hex(""), of_nothing);
    EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')), of_million_a);
}

TEST(Sha256, PiecesGiveTheDigestOfTheWhole) {
    Sha256 hash;
    for (int i = 0; i < 1000; ++i) hash.update(std::string(1000, 'a'));
    EXPECT_EQ(hash.hex(), of_million_a);
    hash.update("a");
    hash.update("");
    hash.update("bc");
    EXPECT_EQ(hash.hex(), of_abc) << "the object starts again after hex()";
}

TEST(Sha256, File) {
    testing::TemporaryFolder const folder;
    write(folder.path() / "a", std::string(1'000'000, 'a'));
    EXPECT_EQ(sha256_file(folder.path() / "a"), of_million_a);
    EXPECT_THROW(sha256_file(folder.path() / "b"), InputMissing);
    EXPECT_THROW(sha256_file(folder.path()), InputMissing);
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
    EXPECT_THROW(verify_sums(folder.path()), InputMissing);
    write(folder.path() / "a", "abc");
    write(folder.path() / "b", "");
    write(folder.path() / sums_name, format_sums({{"a", of_abc}, {"b", of_nothing}}));
    EXPECT_TRUE(verify_sums(folder.path()).empty());
    write(folder.path() / "a", "abd");
    std::filesystem::remove(folder.path() / "b");
    auto const problems = verify_sums(folder.path());
    ASSERT_EQ(problems.size(), 2u);
    EXPECT_NE(problems[0].find("a differs"), std::string::npos);
    EXPECT_NE(problems[1].find("b is missing"), std::string::npos);
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
