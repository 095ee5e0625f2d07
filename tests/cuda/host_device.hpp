// SPDX-License-Identifier: Apache-2.0
//! A job as a device would hold it, in host memory: what kernels are called with when the shim or translated
//! PTX runs them.
#pragma once

#include <cstdint>
#include <vector>

#include "host/plan/plan.hpp"
#include "kernels/cuda/arena.hpp"
#include "kernels/cuda/batch_size.hpp"
#include "kernels/cuda/hash_factors.hpp"
#include "kernels/cuda/reduction_on_device.hpp"
#include "kernels/cuda/study_source.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc::support {

class HostDevice {
  public:
    static constexpr std::int32_t untouched = -7;

    //! For the trajectories of a job, at most `batch` of them at once.
    HostDevice(Job const& job, std::int32_t batch)
        : job_{job},
          stride_{cuda::stride_of(batch)},
          observations_(rows() * static_cast<std::size_t>(stride_), untouched),
          bins_(job.spec.sizes.bins),
          counts_(job.spec.sizes.counts),
          sums_(job.spec.sizes.sums * tally_groups),
          low_(job.spec.sizes.products * tally_groups),
          high_(low_.size()),
          extremes_(job.spec.sizes.extremes),
          prints_(cuda::fingerprints_of(batch)),
          fingerprints_(job.fingerprinted.size()),
          lost_count_(job.spec.walked_rows()),
          lost_first_(job.spec.walked_rows(), ~DeviceCount{0}) {
        std::size_t first_row = 0;
        for (std::size_t v = 0; v < job.variants.size(); ++v) {
            auto const& observed = job.spec.observed[v];
            Variant variant;
            variant.first_row = first_row;
            variant.image = image_of(variant.arena, *job.variants[v],
                                     {observed.data(), static_cast<std::int32_t>(observed.size())},
                                     job.variants[v]->tables.data);
            variant.factors = cuda::hash_factors(first_row, observed.size(), job.spec.years);
            variants_.push_back(std::move(variant));
            first_row += observed.size();
        }
    }

    std::size_t variants() const { return variants_.size(); }
    Arena const& arena(std::size_t v) const { return variants_[v].arena; }
    //! What the walk that is compiled for the variant's shape reads from constant memory.
    std::vector<unsigned char> compiled_values(std::size_t v) const {
        Variant const& variant = variants_[v];
        return gapmc::compiled_values(variant.factors, variant.image.topology.tables.data,
                                      study_source(*job_.variants[v], job_.spec.observed[v]).numbers);
    }
    int slots(std::size_t v) const { return variants_[v].image.topology.slots; }

    //! \param base  of the variant's lists; null: they stay offsets, as in constant memory
    WalkOnDevice walk(std::size_t v, std::uint64_t first, std::int32_t count, unsigned char const* base) {
        Variant const& variant = variants_[v];
        BatchOnDevice batch = batch_of(first, count);
        batch.observations +=
            variant.first_row * static_cast<std::size_t>(job_.spec.years) * static_cast<std::size_t>(stride_);
        return {Arena::placed_at(variant.image, base),
                PhiloxRoundKeys{key_of_seed(job_.seed)},
                batch,
                static_cast<std::uint32_t>(stride_) * static_cast<std::uint32_t>(job_.spec.years),
                variant.factors.data(),
                prints_.data(),
                lost_count_.data() + variant.first_row,
                lost_first_.data() + variant.first_row,
                &receipt_};
    }
    ReductionOnDevice reduction(std::uint64_t first, std::int32_t count) {
        return {view_of(job_.spec),
                batch_of(first, count),
                {bins_.data(), counts_.data(), sums_.data(), low_.data(), high_.data(), extremes_.data()}};
    }
    //! What the engine does when a batch is done.
    void settle(std::uint64_t first, std::int32_t count) {
        std::vector<std::uint64_t> const prints(prints_.begin(), prints_.end());
        job_.fingerprinted.add(first, prints.data(), cuda::fingerprints_of(count), fingerprints_.data());
        prints_.assign(prints_.size(), 0);
    }

    Tally tally() const {
        Tally t = make_tally(job_.spec);
        t.trajectories = receipt_.trajectories / variants_.size();
        t.index_sum = receipt_.index_sum / variants_.size();
        t.bins.assign(bins_.begin(), bins_.end());
        t.counts.assign(counts_.begin(), counts_.end());
        for (std::size_t i = 0; i < sums_.size(); ++i) t.sums[i] = static_cast<std::int64_t>(sums_[i]);
        for (std::size_t i = 0; i < low_.size(); ++i)
            t.products[i] = joined_halves(low_[i], static_cast<std::int64_t>(high_[i]));
        t.extremes = extremes_;
        for (std::size_t r = 0; r < lost_count_.size(); ++r) t.lost[r] = {lost_count_[r], lost_first_[r]};
        t.fingerprints = fingerprints_;
        return t;
    }
    std::int32_t observation(std::size_t row_year, std::size_t lane) const {
        return observations_[row_year * static_cast<std::size_t>(stride_) + lane];
    }
    //! Rows of all years, differences last.
    std::size_t rows() const { return job_.spec.rows.size() * static_cast<std::size_t>(job_.spec.years); }
    //! Of these, what walks write.
    std::size_t walked_rows() const {
        return job_.spec.walked_rows() * static_cast<std::size_t>(job_.spec.years);
    }

  private:
    struct Variant {
        std::size_t first_row = 0;
        Arena arena;
        VariantImage image{};
        std::vector<std::uint64_t> factors;
    };

    BatchOnDevice batch_of(std::uint64_t first, std::int32_t count) {
        return {first, count, stride_, observations_.data()};
    }

    Job job_;
    std::int32_t stride_;
    std::vector<std::int32_t> observations_;
    std::vector<DeviceCount> bins_, counts_, sums_, low_, high_;
    std::vector<Extremes> extremes_;
    std::vector<DeviceCount> prints_;
    std::vector<std::uint64_t> fingerprints_;
    std::vector<DeviceCount> lost_count_, lost_first_;
    std::vector<Variant> variants_;
    Receipt receipt_{};
};

}  // namespace gapmc::support
