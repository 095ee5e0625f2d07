// SPDX-License-Identifier: Apache-2.0
#include "host/cache/code_cache.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <string_view>
#include <vector>

#include "host/digest/sha256.hpp"
#include "host/folder/durable.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr std::string_view format = "gapmc compiled walk 1";
constexpr std::string_view suffix = ".walk";

//! Takes a line "key value" from the front. \return its value; nothing if it is another line
std::optional<std::string> take_line(std::string_view& text, std::string_view key) {
    std::size_t const end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view const line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (!line.starts_with(key) || line.size() <= key.size() || line[key.size()] != ' ') return std::nullopt;
    return std::string{line.substr(key.size() + 1)};
}

std::string file_text(WalkCode const& code) {
    std::string text{format};
    text += "\ntarget " + code.target + "\ncompiler " + code.compiler + "\nsha256 " + sha256_hex(code.bytes) +
            "\n";
    return text + code.bytes;
}

std::optional<WalkCode> code_in(std::string_view text) {
    if (!text.starts_with(format)) return std::nullopt;
    text.remove_prefix(std::min(text.size(), format.size() + 1));
    auto target = take_line(text, "target");
    auto compiler = take_line(text, "compiler");
    auto const digest = take_line(text, "sha256");
    if (!target || !compiler || !digest || *digest != sha256_hex(text)) return std::nullopt;
    return WalkCode{std::string{text}, std::move(*target), std::move(*compiler)};
}

//! What a process that was killed had not finished; a day later nobody writes it any more.
bool is_left_over(std::filesystem::directory_entry const& entry) {
    using namespace std::chrono_literals;
    std::error_code error;
    return entry.path().filename().string().ends_with(temporary_suffix) &&
           std::filesystem::file_time_type::clock::now() - entry.last_write_time(error) > 24h && !error;
}

char const* variable(char const* name) {
    char const* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

}  // namespace

std::filesystem::path CodeCache::file_of(std::string const& identity) const {
    return folder_ / (sha256_hex(identity) + std::string{suffix});
}

std::optional<WalkCode> CodeCache::find(std::string const& identity) {
    if (identity.empty()) return std::nullopt;
    std::filesystem::path const file = file_of(identity);
    try {
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(file, ignored)) return std::nullopt;
        auto code = code_in(read_small_file(file));
        // Not to be the next to go. A folder that we may only read stays as it is.
        if (code)
            std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now(), ignored);
        return code;
    } catch (std::exception const&) {
        return std::nullopt;
    }
}

std::string CodeCache::keep(std::string const& identity, WalkCode const& code) {
    // A file that is not finished is named after its process, in which one at a time may write it.
    static std::mutex mutex;
    std::lock_guard const lock{mutex};
    try {
        std::error_code error;
        std::filesystem::create_directories(folder_, error);
        if (error) return folder_.string() + " cannot be made (" + error.message() + ")";
        std::filesystem::path const file = file_of(identity);
        write_file(file, file_text(code));
        remove_least_used(file);
        return "";
    } catch (std::exception const& e) {
        // Without the advice behind it, which is about results.
        std::string const why = e.what();
        std::size_t const end = why.find(").");
        return end == std::string::npos ? why : why.substr(0, end + 1);
    }
}

void CodeCache::remove_least_used(std::filesystem::path const& but) const {
    struct Kept {
        std::filesystem::file_time_type used;
        std::uintmax_t bytes;
        std::filesystem::path file;
    };
    std::vector<Kept> all;
    std::uintmax_t bytes = 0;
    std::error_code error;
    std::filesystem::directory_iterator entries{folder_, error};
    for (; !error && entries != std::filesystem::directory_iterator{}; entries.increment(error)) {
        std::filesystem::directory_entry const& entry = *entries;
        std::error_code unknown;
        if (is_left_over(entry)) std::filesystem::remove(entry.path(), unknown);
        if (entry.path().extension() != suffix) continue;
        std::uintmax_t const size = entry.file_size(unknown);
        if (unknown) continue;
        auto const used = entry.last_write_time(unknown);
        if (unknown) continue;
        bytes += size;
        if (entry.path() != but) all.push_back({used, size, entry.path()});
    }
    std::sort(all.begin(), all.end(), [](Kept const& a, Kept const& b) { return a.used < b.used; });
    for (Kept const& kept : all) {
        if (bytes <= most_bytes_) return;
        if (std::filesystem::remove(kept.file, error)) bytes -= kept.bytes;
    }
}

std::shared_ptr<CodeCache> users_code_cache() {
    if (char const* const chosen = std::getenv("GAPMC_CACHE"))
        return *chosen == '\0' ? nullptr : std::make_shared<CodeCache>(chosen);
    if (std::filesystem::path const base = variable("XDG_CACHE_HOME"); base.is_absolute())
        return std::make_shared<CodeCache>(base / "gapmc");
    if (std::filesystem::path const home = variable("HOME"); home.is_absolute())
        return std::make_shared<CodeCache>(home / ".cache" / "gapmc");
    return nullptr;
}

}  // namespace gapmc
