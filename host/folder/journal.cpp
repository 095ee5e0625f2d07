// SPDX-License-Identifier: Apache-2.0
#include "host/folder/journal.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "host/folder/durable.hpp"
#include "host/folder/sums.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view first_line = "gapmc-journal 1";
constexpr std::string_view last_line = "end";
constexpr std::string_view folder_key = "folder ";
constexpr std::string_view new_prefix = ".gapmc.new.";
constexpr std::string_view former_prefix = ".gapmc.former.";
constexpr std::array kinds{std::pair{Journal::Kind::create, std::string_view{"create "}},
                           std::pair{Journal::Kind::replace, std::string_view{"replace "}},
                           std::pair{Journal::Kind::remove, std::string_view{"remove "}}};

//! The rest of a line that begins with the key, if it is a safe name; else empty.
std::string name_after(std::string_view key, std::string_view line) {
    if (!line.starts_with(key) || !is_safe_name(line.substr(key.size()))) return {};
    return std::string{line.substr(key.size())};
}

bool read_line(Journal& journal, std::string_view line) {
    if (auto name = name_after(folder_key, line); !name.empty()) {
        journal.folders.push_back(std::move(name));
        return true;
    }
    for (auto const& [kind, key] : kinds) {
        if (auto name = name_after(key, line); !name.empty()) {
            journal.entries.push_back({kind, std::move(name)});
            return true;
        }
    }
    return false;
}

}  // namespace

std::string Journal::text() const {
    std::string text = std::string{first_line} + "\n";
    for (auto const& folder : folders) text += std::string{folder_key} + folder + "\n";
    for (auto const& entry : entries) {
        for (auto const& [kind, key] : kinds) {
            if (kind == entry.kind) text += std::string{key} + entry.name + "\n";
        }
    }
    return text + std::string{last_line} + "\n";
}

Journal Journal::parse(std::string_view text) {
    Journal journal;
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        auto const end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    bool good = lines.size() > 2 && lines.front() == first_line && lines.back() == last_line;
    for (std::size_t i = 1; good && i + 1 < lines.size(); ++i) good = read_line(journal, lines[i]);
    auto const is_list = [](Entry const& entry) { return entry.name == sums_name; };
    good = good && std::count_if(journal.entries.begin(), journal.entries.end(), is_list) == 1 &&
           journal.entries[journal.list()].kind != Kind::remove;
    if (!good)
        throw DataError{std::string{file_name} +
                        " is damaged or of another version of gapmc. The files .gapmc.former.* and "
                        ".gapmc.new.* beside it are those of the run before and of the new run: "
                        "move them away together with it."};
    return journal;
}

fs::path Journal::path(fs::path const& directory) { return directory / file_name; }

fs::path Journal::new_file(fs::path const& directory, std::size_t entry) {
    return directory / (std::string{new_prefix} + std::to_string(entry));
}

fs::path Journal::former_file(fs::path const& directory, std::size_t entry) {
    return directory / (std::string{former_prefix} + std::to_string(entry));
}

bool Journal::is_leftover(std::string_view name) {
    return name.starts_with(new_prefix) || name.starts_with(former_prefix) ||
           (name.starts_with("." + std::string{file_name}) && name.ends_with(temporary_suffix));
}

std::size_t Journal::list() const {
    auto const found = std::find_if(entries.begin(), entries.end(),
                                    [](Entry const& entry) { return entry.name == sums_name; });
    return static_cast<std::size_t>(found - entries.begin());
}

std::vector<fs::path> folders_above(std::string const& name) {
    std::vector<fs::path> folders;
    for (auto folder = fs::path{name}.parent_path(); !folder.empty(); folder = folder.parent_path())
        folders.push_back(folder);
    return folders;
}

}  // namespace gapmc
