// SPDX-License-Identifier: Apache-2.0
#include "host/digest/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <vector>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

void expect(int succeeded) {
    if (succeeded != 1)
        throw Error{"SHA-256 is not available (libcrypto refused). Check the OpenSSL installation."};
}

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_{EVP_MD_CTX_new()} { start(); }

void Sha256::start() { expect(context_ ? EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) : 0); }

void Sha256::update(std::string_view bytes) {
    expect(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string Sha256::hex() {
    std::array<unsigned char, 32> digest;
    expect(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
    start();
    std::string text;
    for (unsigned const byte : digest) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

std::string sha256_hex(std::string_view bytes) {
    Sha256 hash;
    hash.update(bytes);
    return hash.hex();
}

std::string sha256_base64(std::string_view bytes) {
    std::array<unsigned char, 32> digest;
    expect(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr));
    std::array<unsigned char, 45> text;  // 44 characters and the 0 that OpenSSL adds
    int const size = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
    return {text.begin(), text.begin() + size};
}

std::string sha256_file(std::filesystem::path const& path) {
    std::ifstream file{path, std::ios::binary};
    std::error_code absent;
    if (!file || std::filesystem::is_directory(path, absent))
        throw InputMissing{"Cannot read " + path.string() + "."};
    Sha256 hash;
    std::vector<char> piece(1 << 16);
    while (file) {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        hash.update({piece.data(), static_cast<std::size_t>(file.gcount())});
    }
    if (file.bad()) throw IoError{"Reading " + path.string() + " failed."};
    return hash.hex();
}

}  // namespace gapmc
