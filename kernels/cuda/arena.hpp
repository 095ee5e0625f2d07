// SPDX-License-Identifier: Apache-2.0
//! The lists of a job packed into one block of bytes, which a device keeps in constant memory.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "kernels/cuda/job_image.hpp"
#include "kernels/model/topology_lists.hpp"

namespace gapmc {

class Arena {
  public:
    Arena(Topology const& topology, List<Observed> observed, TallyView const& tally)
        : image_{topology, observed, tally} {
        for_each_list(image_.topology, [this](auto& list) { pack(list); });
        pack(image_.observed);
        pack(image_.tally.histograms);
        pack(image_.tally.contrasts);
        pack(image_.tally.thresholds);
    }

    std::vector<unsigned char> const& bytes() const { return bytes_; }

    //! The image for an arena that begins at `base` (nullptr: offsets stay offsets) and tables at `tables`.
    JobImage placed_at(unsigned char const* base, float const* tables) const {
        JobImage image = image_;
        auto const place = [base](auto& list) {
            using Pointer = decltype(list.data);
            list.data = reinterpret_cast<Pointer>(reinterpret_cast<std::uintptr_t>(base) +
                                                  reinterpret_cast<std::uintptr_t>(list.data));
        };
        for_each_list(image.topology, place);
        place(image.observed);
        place(image.tally.histograms);
        place(image.tally.contrasts);
        place(image.tally.thresholds);
        image.topology.tables.data = tables;
        return image;
    }

  private:
    template<class T>
    void pack(List<T>& list) {
        bytes_.resize((bytes_.size() + alignof(T) - 1) / alignof(T) * alignof(T));
        std::size_t const offset = bytes_.size();
        std::size_t const size = static_cast<std::size_t>(list.size) * sizeof(T);
        bytes_.resize(offset + size);
        if (size > 0) std::memcpy(bytes_.data() + offset, list.data, size);
        list.data = reinterpret_cast<T const*>(offset);
    }

    JobImage image_;
    std::vector<unsigned char> bytes_;
};

}  // namespace gapmc
