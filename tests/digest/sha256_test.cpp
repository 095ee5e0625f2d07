// SPDX-License-Identifier: Apache-2.0
#include "host/digest/sha256.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "kernels/base/error.hpp"
#include "tests/support/temporary_folder.hpp"

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

}  // namespace
}  // namespace gapmc
