// SPDX-License-Identifier: Apache-2.0
#include "tests/cuda/fake/compiler.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string_view>

#include "kernels/api/backend.hpp"
#include "kernels/base/error.hpp"
#include "kernels/cuda/study_compiler.hpp"

namespace gapmc {
namespace {

constexpr std::string_view magic = "fake code\n";

std::mutex mutex;
std::condition_variable changed;
fake::CompilerModel model;
std::atomic<int> calls{0};
int under_way = 0;

//! The numbers between the braces behind a name.
std::vector<std::uint32_t> words(std::string_view source, std::string_view name) {
    std::size_t at = source.find(std::string{name} + "[] = {");
    if (at == std::string_view::npos) throw std::logic_error("the source has no " + std::string{name});
    at = source.find('{', at) + 1;
    std::vector<std::uint32_t> words;
    while (source[at] != '}') {
        std::size_t used = 0;
        words.push_back(static_cast<std::uint32_t>(std::stoul(std::string{source.substr(at, 16)}, &used)));
        at += used + 2;  // "u,"
    }
    return words;
}

//! The number behind a name.
std::size_t size_of_array(std::string_view source, std::string_view name) {
    std::size_t const at = source.find(name);
    if (at == std::string_view::npos) throw std::logic_error("the source has no " + std::string{name});
    return std::stoul(std::string{source.substr(at + name.size(), 16)});
}

}  // namespace

void fake::set_compiler(CompilerModel wanted) {
    std::lock_guard const lock{mutex};
    model = std::move(wanted);
    calls = 0;
}

void fake::release_compiler() {
    std::unique_lock lock{mutex};
    model.waits = false;
    changed.notify_all();
    changed.wait(lock, [] { return under_way == 0; });
}

int fake::compilations() { return calls; }

bool fake::CompiledConstants::read(char const* code) {
    if (std::string_view{code, magic.size()} != magic) return false;
    image = words(code, "compiled_image");
    arena = words(code, "compiled_arena");
    hash_factors = size_of_array(code, " hash_factors[");
    numbers = size_of_array(code, " numbers[");
    factors_are_constant =
        std::string_view{code}.find("compiled_factors_are_constant = true") != std::string_view::npos;
    return true;
}

std::string study_compiler_version() { return "fake compiler 1.0"; }

std::string code_identity(std::string const& shape, std::string const& architecture, int) {
    return architecture + "\n" + shape;
}

WalkCode compile_study(std::string const& shape, std::string const& architecture, int) {
    std::unique_lock lock{mutex};
    ++calls;
    ++under_way;
    changed.wait(lock, [] { return !model.waits; });
    fake::CompilerModel const now = model;
    --under_way;
    changed.notify_all();
    lock.unlock();
    if (!now.refusal.empty()) throw BackendUnavailable(now.refusal + " (" + architecture + ")");
    return {now.damaged ? "not code at all" : std::string{magic} + shape,
            now.target.empty() ? architecture : now.target, study_compiler_version()};
}

}  // namespace gapmc
