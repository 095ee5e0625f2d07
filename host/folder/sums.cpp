// SPDX-License-Identifier: Apache-2.0
#include "host/folder/sums.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "host/digest/sha256.hpp"
#include "host/folder/generations.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr std::size_t digest_digits = 64;

bool is_digest(std::string_view text) {
    return text.size() == digest_digits &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

bool is_safe_name(std::string_view name) {
    bool const odd = std::any_of(name.begin(), name.end(), [](char character) {
        return static_cast<unsigned char>(character) < 0x20 || character == '\\' || character == 0x7F;
    });
    if (name.empty() || odd || name.front() == '/') return false;
    auto const path = std::filesystem::path{name};
    return std::none_of(path.begin(), path.end(),
                        [](auto const& part) { return part.empty() || part == ".." || part == "."; });
}

std::string format_sums(Sums const& sums) {
    std::string text;
    for (auto const& [name, digest] : sums) {
        if (!is_safe_name(name)) throw DataError{"\"" + name + "\" cannot be a file of a run."};
        text += digest + "  " + name + "\n";
    }
    return text;
}

Sums parse_sums(std::string_view text) {
    Sums sums;
    int line_number = 0;
    while (!text.empty()) {
        ++line_number;
        auto const end = text.find('\n');
        auto const line = text.substr(0, end);
        auto const name =
            line.size() > digest_digits + 2 ? line.substr(digest_digits + 2) : std::string_view{};
        // sha256sum writes two spaces, or a space and a star for binary reading; the content is the same
        // here.
        bool const good = end != std::string_view::npos && is_safe_name(name) &&
                          is_digest(line.substr(0, digest_digits)) && line[digest_digits] == ' ' &&
                          (line[digest_digits + 1] == ' ' || line[digest_digits + 1] == '*');
        if (!good || !sums.emplace(name, line.substr(0, digest_digits)).second) {
            throw DataError{std::string{sums_name} + " line " + std::to_string(line_number) +
                            " is not a digest and a new file name. The list is damaged or foreign."};
        }
        text.remove_prefix(end + 1);
    }
    return sums;
}

Sums read_sums(std::filesystem::path const& directory) {
    std::ifstream file{directory / sums_name, std::ios::binary};
    if (!file) refuse_unfinished(directory);
    if (!file)
        throw InputMissing{plain_text(directory.string()) + " holds no finished run (no " + sums_name +
                           "). Give the folder of a finished run."};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    return parse_sums(text);
}

std::vector<std::string> unlisted(Sums const& sums, std::vector<std::string> const& expected) {
    std::vector<std::string> problems;
    if (sums.empty()) problems.push_back(std::string{sums_name} + " lists no file.");
    for (auto const& name : expected) {
        if (!sums.contains(name)) problems.push_back(name + " is not listed in " + sums_name + ".");
    }
    return problems;
}

std::vector<std::string> verify_sums(std::filesystem::path const& directory,
                                     std::vector<std::string> const& expected) {
    Sums const sums = read_sums(directory);
    std::vector<std::string> problems = unlisted(sums, expected);
    for (auto const& [name, digest] : sums) {
        auto const path = directory / name;
        std::error_code unreadable;
        if (!std::filesystem::is_regular_file(path, unreadable)) {
            problems.push_back(name + " is missing.");
        } else if (sha256_file(path) != digest) {
            problems.push_back(name + " differs from its digest in " + sums_name + ".");
        }
    }
    return problems;
}

}  // namespace gapmc
