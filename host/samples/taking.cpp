// SPDX-License-Identifier: Apache-2.0
#include "host/samples/taking.hpp"

#include <algorithm>

#include "host/samples/chosen.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/tally/groups.hpp"

namespace gapmc {
namespace {

//! What the files say of themselves.
SampleFacts facts_of(SampleRequest const& request, Study const& study, Plan const& plan) {
    std::string chosen = request.number ? std::to_string(*request.number) + " trajectories" : "trajectories";
    if (request.by)
        chosen += " at evenly spaced ranks of " + request.by->id + "@" + std::to_string(request.by->year);
    else if (request.where)
        chosen = (request.number ? "the first " : "all ") + chosen + " that fulfil: " + request.where->text;
    else
        chosen = "the first " + chosen;
    return {{"title", study.title.empty() ? study.name : study.title},
            {"study", study.name},
            {"study_digest", plan.study_digest()},
            {"seed", std::to_string(plan.seed)},
            {"choice", chosen}};
}

}  // namespace

//! Remembers one value of every trajectory.
class SampleTaking::Ranks final : public TrajectorySink {
  public:
    Ranks(std::size_t row, std::int32_t years, std::int32_t year, std::uint64_t trajectories)
        : line_{row * static_cast<std::size_t>(years) + static_cast<std::size_t>(year)},
          values_(trajectories) {}

    bool wants_inputs() const override { return false; }
    void take(TrajectoryBatch const& batch) override {
        std::copy_n(batch.observations + line_ * static_cast<std::size_t>(batch.stride), batch.count,
                    values_.begin() + static_cast<std::ptrdiff_t>(batch.place));
    }
    std::vector<std::int32_t> const& values() const { return values_; }

  private:
    std::size_t line_;
    std::vector<std::int32_t> values_;
};

SampleTaking::SampleTaking(SampleRequest request, Study const& study, Plan const& plan,
                           OutputDirectory& directory, CpuOptions processor)
    : request_{std::move(request)},
      plan_{plan},
      processor_{std::move(processor)},
      columns_{sample_columns(study, plan, request_.parts)} {
    if (request_.where) where_.emplace(plan, study, *request_.where);
    for (SampleFormat const format : request_.formats)
        for (auto& file : begin_sample_files(format, columns_, facts_of(request_, study, plan), directory))
            files_.push_back(std::move(file));
    if (request_.by) request_.by->year -= study.base + 1;  // as rows count them
}

SampleTaking::~SampleTaking() = default;

int SampleTaking::threads() const {
    return processor_.threads > 0 ? processor_.threads : usable_processors();
}

std::uint64_t SampleTaking::wanted(TrajectoryRange range) const {
    return std::min(request_.number.value_or(range.size()), range.size());
}

TrajectorySink& SampleTaking::sink(TrajectoryRange range) {
    if (request_.by) {
        ranks_ = std::make_unique<Ranks>(ranked_row(plan_, *request_.by), plan_.spec.years, request_.by->year,
                                         range.size());
        return *ranks_;
    }
    SampleChoice choice;
    choice.places = where_ ? range.size() : wanted(range);
    if (where_) choice.where = &*where_, choice.most = request_.number.value_or(choice.most);
    collector_ = std::make_unique<SampleCollector>(columns_, std::move(choice), files_, threads());
    return *collector_;
}

void SampleTaking::take_ranked(TrajectoryRange range, Progress& progress) {
    std::vector<std::uint64_t> groups;
    SampleChoice choice;
    for (std::uint64_t const place : evenly_ranked(ranks_->values(), wanted(range))) {
        std::uint64_t const number = range.first + place;
        std::uint64_t const group = number / tally_groups * tally_groups;
        if (groups.empty() || groups.back() != group) {
            groups.push_back(group);
            choice.lanes.push_back(0);
        }
        choice.lanes.back() |= std::uint64_t{1} << (number % tally_groups);
    }
    ranks_.reset();
    choice.places = groups.size() * tally_groups;
    collector_ = std::make_unique<SampleCollector>(columns_, std::move(choice), files_, threads());
    show_groups(plan_.job(range), groups, processor_, *collector_, progress);
}

std::uint64_t SampleTaking::finish(TrajectoryRange range, Progress& progress) {
    if (collector_ == nullptr && ranks_ == nullptr) {
        TrajectorySink& into = sink(range);
        // Nobody asks for those behind the last that is wanted.
        TrajectoryRange const shown =
            request_.by || where_ ? range : TrajectoryRange{range.first, range.first + wanted(range)};
        show_trajectories(plan_.job(shown), processor_, into, progress);
    }
    if (ranks_ != nullptr) take_ranked(range, progress);
    for (auto const& file : files_) file->finish();
    return collector_->kept();
}

}  // namespace gapmc
