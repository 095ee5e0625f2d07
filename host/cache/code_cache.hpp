// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "kernels/api/code_store.hpp"

namespace gapmc {

/*!
 * Compiled walks in a folder, a file each, named by the SHA-256 of what the code depends on. Files appear as
 * a whole or not at all; one that is damaged is as good as none. Those that were not used for longest go when
 * the folder grows too large.
 */
class CodeCache final : public CodeStore {
  public:
    static constexpr std::uintmax_t usual_size = std::uintmax_t{256} << 20;  //!< [bytes]

    //! \param folder  made when something is kept
    explicit CodeCache(std::filesystem::path folder, std::uintmax_t most_bytes = usual_size)
        : folder_{std::move(folder)}, most_bytes_{most_bytes} {}

    std::optional<WalkCode> find(std::string const& identity) override;
    std::string keep(std::string const& identity, WalkCode const& code) override;

    //! Where the code of an identity is, or would be.
    std::filesystem::path file_of(std::string const& identity) const;

  private:
    void remove_least_used(std::filesystem::path const& but) const;

    std::filesystem::path folder_;
    std::uintmax_t most_bytes_;
};

/*!
 * The user's own: in GAPMC_CACHE, else in `gapmc` below XDG_CACHE_HOME, else below `.cache` of HOME.
 * \return null if GAPMC_CACHE is empty, which means none, or there is no such folder to think of
 */
std::shared_ptr<CodeCache> users_code_cache();

}  // namespace gapmc
