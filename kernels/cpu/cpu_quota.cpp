// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/cpu_quota.hpp"

#include <algorithm>
#include <limits>
#include <sstream>
#include <vector>

namespace gapmc {
namespace {

constexpr double no_limit = std::numeric_limits<double>::infinity();

//! A tree of groups that has to do with processors, and where this process is in it.
struct Place {
    std::string mount;
    std::string group;  //!< below the mount, "" or "/a/b"
    bool unified;       //!< version 2
};

std::vector<std::string> lines_of(std::optional<std::string> const& text) {
    std::vector<std::string> lines;
    std::istringstream stream{text.value_or("")};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

//! Whether a list with commas has this word.
bool has_word(std::string const& list, std::string const& word) {
    return ("," + list + ",").find("," + word + ",") != std::string::npos;
}

//! The path of this process in the tree of version 2, or in that of version 1 with the controller "cpu".
std::optional<std::string> own_path(std::vector<std::string> const& groups, bool unified) {
    for (std::string const& line : groups) {  // number:controllers:path
        std::size_t const first = line.find(':');
        std::size_t const second = first == std::string::npos ? first : line.find(':', first + 1);
        if (second == std::string::npos) continue;
        std::string const controllers = line.substr(first + 1, second - first - 1);
        if (unified ? controllers.empty() : has_word(controllers, "cpu")) return line.substr(second + 1);
    }
    return std::nullopt;
}

//! Where a path of the whole tree lies in a mount that shows the part below `root`.
std::string below(std::string const& path, std::string const& root) {
    // A group outside of what is shown begins with "/..": then the mount itself is all that can be seen.
    if (path == "/" || path.rfind("/..", 0) == 0) return "";
    if (root == "/") return path;
    if (path == root) return "";
    return path.rfind(root + "/", 0) == 0 ? path.substr(root.size()) : "";
}

std::vector<Place> places(FileText const& text_of) {
    std::vector<std::string> const groups = lines_of(text_of("/proc/self/cgroup"));
    std::vector<Place> found;
    // number parent device root mount options [fields…] - type source options
    for (std::string const& line : lines_of(text_of("/proc/self/mountinfo"))) {
        std::size_t const dash = line.find(" - ");
        if (dash == std::string::npos) continue;
        std::istringstream left{line.substr(0, dash)};
        std::istringstream right{line.substr(dash + 3)};
        std::string skipped;
        std::string root;
        std::string mount;
        std::string type;
        std::string options;
        left >> skipped >> skipped >> skipped >> root >> mount;
        right >> type >> skipped >> options;
        bool const unified = type == "cgroup2";
        if (!unified && !(type == "cgroup" && has_word(options, "cpu"))) continue;
        if (auto const path = own_path(groups, unified))
            found.push_back({mount, below(*path, root), unified});
    }
    return found;
}

//! Two numbers as a quota; "max" and -1 are none.
double quota_of(std::string const& quota, std::string const& period) {
    double amount = 0;
    double each = 0;
    if (!(std::istringstream{quota} >> amount) || !(std::istringstream{period} >> each)) return no_limit;
    return amount > 0 && each > 0 ? amount / each : no_limit;
}

double quota_in(std::string const& folder, bool unified, FileText const& text_of) {
    if (!unified)
        return quota_of(text_of(folder + "/cpu.cfs_quota_us").value_or(""),
                        text_of(folder + "/cpu.cfs_period_us").value_or(""));
    std::istringstream both{text_of(folder + "/cpu.max").value_or("")};
    std::string quota;
    std::string period;
    both >> quota >> period;
    return quota_of(quota, period);
}

}  // namespace

double cpu_quota(FileText const& text_of) {
    double least = no_limit;
    for (Place const& place : places(text_of)) {
        std::string group = place.group;
        for (;;) {
            least = std::min(least, quota_in(place.mount + group, place.unified, text_of));
            if (group.empty()) break;
            group.resize(group.rfind('/'));
        }
    }
    return least;
}

}  // namespace gapmc
