// SPDX-License-Identifier: Apache-2.0
#include "host/plan/digest.hpp"

#include <bit>
#include <type_traits>

#include "host/digest/sha256.hpp"

namespace gapmc {
namespace {

static_assert(std::endian::native == std::endian::little, "digests are over little-endian bytes");

constexpr std::uint64_t first_kinds = 6;  //!< rows to products

//! Collects bytes of plain values; the structs of a topology are made of 32-bit fields and have no padding.
class Bytes {
  public:
    template<class T>
    void add(T const& value) {
        static_assert(std::is_trivially_copyable_v<T>);
        text_.append(reinterpret_cast<char const*>(&value), sizeof(T));
    }
    template<class T>
    void add(std::vector<T> const& items) {
        static_assert(sizeof(T) % 4 == 0 && alignof(T) == 4,
                      "32-bit fields only, or padding would be hashed");
        add(static_cast<std::uint64_t>(items.size()));
        text_.append(reinterpret_cast<char const*>(items.data()), items.size() * sizeof(T));
    }
    std::string const& text() const { return text_; }

  private:
    std::string text_;
};

}  // namespace

std::string model_digest(Model const& m) {
    Bytes b;
    b.add(static_cast<TopologyScalars const&>(m.topology));
    for_each_list([&b](auto const& items) { b.add(items); }, m);
    b.add(m.tables);
    return sha256_hex(b.text());
}

std::string plan_digest(Plan const& plan) {
    Bytes b;
    b.add(stream_version);
    for (World const& world : plan.worlds)
        for (char const c : model_digest(*world.model)) b.add(c);
    b.add(plan.seed);
    TallySpec const& spec = plan.spec;
    b.add(spec.years);
    for (auto const& observed : spec.observed) b.add(observed);
    b.add(spec.differences);
    if (!spec.derived.empty()) {
        b.add(spec.derived);
        b.add(spec.derived_terms);
    }
    if (!spec.asked_steps.empty()) {
        b.add(spec.asked_terms);
        b.add(spec.asked_steps);
    }
    // Kinds of sections that came later are named where there are any, so that digests stay where there are
    // none.
    std::uint64_t kind = 0;
    for_each_section(
        [&](auto const& items) {
            bool const later = kind++ >= first_kinds;
            if (later && items.empty()) return;
            if (later) b.add(kind);
            b.add(items);
        },
        spec);
    return sha256_hex(b.text());
}

}  // namespace gapmc
