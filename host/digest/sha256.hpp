// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX

namespace gapmc {

/*!
 * SHA-256 (FIPS 180-4) of bytes that come in pieces, by OpenSSL's libcrypto.
 *
 * \throws Error when libcrypto cannot provide the algorithm.
 */
class Sha256 {
  public:
    Sha256();
    void update(std::string_view bytes);
    //! 64 lower-case hexadecimal digits; the object then starts again from nothing.
    std::string hex();

  private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    void start();
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

//! SHA-256 of these bytes, 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

//! The same in base64 (RFC 4648), as content security policies name what they allow.
std::string sha256_base64(std::string_view bytes);

//! SHA-256 of a file's content. \throws InputMissing when it cannot be opened, IoError when reading fails.
std::string sha256_file(std::filesystem::path const& path);

}  // namespace gapmc
