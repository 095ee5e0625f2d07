// SPDX-License-Identifier: Apache-2.0
#include "host/app/options.hpp"

#include <charconv>
#include <cmath>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr double most = 4611686018427387904.0;  // 2^62

}  // namespace

std::uint64_t parse_count(std::string const& option, std::string const& text) {
    std::string const shape = option + " " + text;
    double value = 0;
    char const* const end = text.data() + text.size();
    auto const [rest, error] = std::from_chars(text.data(), end, value);
    double factor = 1;
    if (error == std::errc{} && end - rest == 1)
        factor = *rest == 'k' ? 1e3 : *rest == 'M' ? 1e6 : *rest == 'G' ? 1e9 : 0;
    if (error != std::errc{} || end - rest > 1 || factor == 0)
        throw UsageError(shape + ": not a number. Write e.g. 1000000, 1e6, 500k, 10M or 1G");
    // Exact for whole numbers, which a double could round.
    std::uint64_t whole = 0;
    auto const [tail, whole_error] = std::from_chars(text.data(), end, whole);
    bool const integral = whole_error == std::errc{} && tail == rest;
    double const scaled = value * factor;
    if (!(scaled >= 1.0)) throw UsageError(shape + ": less than 1. Give at least 1");
    if (scaled > most) throw UsageError(shape + ": more than 2^62. Give at most 4e18");
    if (integral) return whole * static_cast<std::uint64_t>(factor);
    if (scaled != std::floor(scaled)) throw UsageError(shape + ": not a whole number. Give a whole number");
    return static_cast<std::uint64_t>(scaled);
}

void parse_shard(std::string const& text, std::uint64_t& shard, std::uint64_t& shards) {
    std::size_t const slash = text.find('/');
    auto const part = [&](std::string const& digits, std::uint64_t& value) {
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return error == std::errc{} && end == digits.data() + digits.size();
    };
    bool const well_formed = slash != std::string::npos && part(text.substr(0, slash), shard) &&
                             part(text.substr(slash + 1), shards);
    if (!well_formed || shard < 1 || shard > shards)
        throw UsageError("--shard " + text + ": not a shard. Write i/n with 1 <= i <= n, e.g. 2/8");
}

}  // namespace gapmc
