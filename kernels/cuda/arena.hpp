// SPDX-License-Identifier: Apache-2.0
//! Lists packed into one block of bytes, which a device keeps in constant memory.
#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

#include "kernels/cuda/job_image.hpp"
#include "kernels/tally/tally_view.hpp"

namespace gapmc {

//! visit(list) for every list that kernels read of a variant, or of what is counted.
template<class Visit>
void for_each_device_list(VariantImage& image, Visit&& visit) {
    for_each_list(visit, image.topology);
    visit(image.observed);
}
template<class Visit>
void for_each_device_list(TallyView& view, Visit&& visit) {
    for_each_section(visit, static_cast<Sections<Table>&>(view));
    visit(view.variant_ends);
    visit(view.derived);
    visit(view.derived_terms);
    visit(view.differences);
    visit(view.asked_terms);
    visit(view.asked_steps);
}

class Arena {
  public:
    //! Pack the lists of an image behind those that are there. \return the image, its lists as offsets
    template<class Image>
    Image add(Image image) {
        for_each_device_list(image, [this](auto& list) { this->pack(list); });
        return image;
    }

    std::vector<unsigned char> const& bytes() const { return bytes_; }

    //! An image whose offsets count from `base`.
    template<class Image>
    static Image placed_at(Image image, unsigned char const* base) {
        for_each_device_list(image, [base](auto& list) {
            using Pointer = decltype(list.data);
            list.data = reinterpret_cast<Pointer>(reinterpret_cast<std::uintptr_t>(base) +
                                                  reinterpret_cast<std::uintptr_t>(list.data));
        });
        return image;
    }

  private:
    //! \param list  List or Table: items by pointer and number
    template<class Items>
    void pack(Items& list) {
        using T = std::remove_cvref_t<decltype(*list.data)>;
        bytes_.resize((bytes_.size() + alignof(T) - 1) / alignof(T) * alignof(T));
        std::size_t const offset = bytes_.size();
        std::size_t const size = static_cast<std::size_t>(list.size) * sizeof(T);
        bytes_.resize(offset + size);
        if (size > 0) std::memcpy(bytes_.data() + offset, list.data, size);
        list.data = reinterpret_cast<T const*>(offset);
    }

    std::vector<unsigned char> bytes_;
};

//! A variant's image in an arena, its tables where they are on the device.
inline VariantImage image_of(Arena& arena, Topology const& topology, List<Observed> observed,
                             float const* tables) {
    VariantImage image = arena.add(VariantImage{topology, observed});
    image.topology.tables.data = tables;
    return image;
}

}  // namespace gapmc
