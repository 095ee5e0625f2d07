// SPDX-License-Identifier: Apache-2.0
#include "host/folder/lock_owner.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include "host/text/escape.hpp"

namespace gapmc {
namespace {

//! Without its last line feed; empty when it cannot be read.
std::string content(std::string const& path) {
    std::ifstream file{path};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

std::string host_name() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) return "an unknown machine";
    return plain_text(host.data());
}

std::string boot_id() { return content("/proc/sys/kernel/random/boot_id"); }

std::string number_namespace() {
    std::error_code unknown;
    return std::filesystem::read_symlink("/proc/self/ns/pid", unknown).string();
}

struct Running {
    char state = '?';
    std::string start;  //!< empty when /proc does not show the process
};

//! Fields 3 and 22 of /proc/PID/stat. The name before them is in parentheses and may hold anything.
Running running(int process) {
    std::string const line = content("/proc/" + std::to_string(process) + "/stat");
    auto const name_end = line.rfind(')');
    if (name_end == std::string::npos) return {};
    std::istringstream fields{line.substr(name_end + 1)};
    Running found;
    fields >> found.state;
    constexpr int between_state_and_start = 18;
    for (int i = 0; i <= between_state_and_start; ++i) fields >> found.start;
    return found;
}

constexpr std::string_view process_key = "process ";
constexpr std::string_view on = " on ";

}  // namespace

LockOwner LockOwner::this_process(HeldBy held_by) {
    return {host_name(), boot_id(), number_namespace(), ::getpid(), running(::getpid()).start, held_by};
}

std::string LockOwner::text() const {
    return who() + "\nstarted " + start + "\nboot " + boot + "\nnumbers " + numbers_of + "\nheld by " +
           (held_by == HeldBy::flock ? "flock" : "existence") + "\n";
}

LockOwner LockOwner::parse(std::string_view text) {
    LockOwner owner;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto const line = text.substr(0, end);
        auto const value = [&](std::string_view key) {
            return line.substr(0, key.size()) == key ? plain_text(line.substr(key.size())) : std::string{};
        };
        if (auto const process = value(process_key); !process.empty()) {
            auto const middle = process.find(on);
            std::from_chars(process.data(), process.data() + process.size(), owner.process);
            if (middle != std::string::npos) owner.host = process.substr(middle + on.size());
        }
        if (auto found = value("started "); !found.empty()) owner.start = std::move(found);
        if (auto found = value("boot "); !found.empty()) owner.boot = std::move(found);
        if (auto found = value("numbers "); !found.empty()) owner.numbers_of = std::move(found);
        if (value("held by ") == "existence") owner.held_by = HeldBy::existence;
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return owner;
}

std::string LockOwner::who() const {
    if (!named()) return "an unnamed process";
    return std::string{process_key} + std::to_string(process) + std::string{on} + host;
}

OwnerState LockOwner::state() const {
    if (!named()) return OwnerState::elsewhere;
    LockOwner const ours = this_process(held_by);
    if (host != ours.host) return OwnerState::elsewhere;
    if (!boot.empty() && !ours.boot.empty() && boot != ours.boot) return OwnerState::gone;
    if (numbers_of != ours.numbers_of) return OwnerState::elsewhere;
    if (::kill(process, 0) != 0 && errno == ESRCH) return OwnerState::gone;
    Running const now = running(process);
    // A process that has ended stays visible until its parent asks for it.
    if (now.state == 'Z' || now.state == 'X') return OwnerState::gone;
    bool const another = !start.empty() && !now.start.empty() && start != now.start;
    return another ? OwnerState::gone : OwnerState::living;
}

}  // namespace gapmc
