// SPDX-License-Identifier: Apache-2.0
#include "host/samples/taking.hpp"

#include <algorithm>

#include "host/samples/chosen.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/base/error.hpp"
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
    Ranks(KeptLine line, std::int32_t years, std::uint64_t trajectories)
        : line_{static_cast<std::size_t>(line.row) * static_cast<std::size_t>(years) +
                static_cast<std::size_t>(line.year)},
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

KeptLine SampleTaking::ranked_line() const {
    return {static_cast<std::int32_t>(ranked_row(plan_, *request_.by)), request_.by->year};
}

void SampleTaking::want(KeptValues& kept) const {
    if (request_.by) kept.want(ranked_line());
    if (where_) kept.want(where_->kept());
}

TrajectorySink& SampleTaking::sink(TrajectoryRange range) {
    if (request_.by) {
        ranks_ = std::make_unique<Ranks>(ranked_line(), plan_.spec.years, range.size());
        return *ranks_;
    }
    SampleChoice choice;
    choice.places = where_ ? range.size() : wanted(range);
    if (where_) choice.where = &*where_, choice.most = request_.number.value_or(choice.most);
    collector_ = std::make_unique<SampleCollector>(columns_, std::move(choice), files_, threads());
    return *collector_;
}

//! Numbers of the trajectories that are chosen, ascending; nothing if others have to find them.
std::optional<std::vector<std::uint64_t>> SampleTaking::chosen_by(KeptValues const& kept,
                                                                  TrajectoryRange range) const {
    if ((!request_.by && !where_) || !kept.has(range.size())) return std::nullopt;
    try {
        if (!request_.by) {
            std::vector<std::uint64_t> numbers = kept.columns()->holding(kept.column_of_statement());
            if (request_.number && *request_.number < numbers.size()) numbers.resize(*request_.number);
            return numbers;
        }
        std::vector<std::uint64_t> numbers =
            kept.columns()->ranked(kept.column_of(ranked_line()), even_ranks(range.size(), wanted(range)));
        std::sort(numbers.begin(), numbers.end());
        return numbers;
    } catch (DeviceError const&) {
        return std::nullopt;
    }
}

void SampleTaking::take_numbered(std::vector<std::uint64_t> const& numbers, TrajectoryRange range,
                                 Progress& progress) {
    std::vector<std::uint64_t> groups;
    SampleChoice choice;
    for (std::uint64_t const number : numbers) {
        std::uint64_t const group = number / tally_groups * tally_groups;
        if (groups.empty() || groups.back() != group) {
            groups.push_back(group);
            choice.lanes.push_back(0);
        }
        choice.lanes.back() |= std::uint64_t{1} << (number % tally_groups);
    }
    choice.places = groups.size() * tally_groups;
    collector_ = std::make_unique<SampleCollector>(columns_, std::move(choice), files_, threads());
    show_groups(plan_.job(range), groups, processor_, *collector_, progress);
}

std::uint64_t SampleTaking::finish(TrajectoryRange range, KeptValues const& kept, Progress& progress) {
    if (collector_ == nullptr && ranks_ == nullptr) {
        if (auto const numbers = chosen_by(kept, range)) {
            take_numbered(*numbers, range, progress);
        } else {
            TrajectorySink& into = sink(range);
            // Nobody asks for those behind the last that is wanted.
            TrajectoryRange const shown =
                request_.by || where_ ? range : TrajectoryRange{range.first, range.first + wanted(range)};
            show_trajectories(plan_.job(shown), processor_, into, progress);
        }
    }
    if (ranks_ != nullptr) {
        std::vector<std::uint64_t> numbers = evenly_ranked(ranks_->values(), wanted(range));
        ranks_.reset();
        for (std::uint64_t& number : numbers) number += range.first;
        take_numbered(numbers, range, progress);
    }
    for (auto const& file : files_) file->finish();
    return collector_->kept();
}

}  // namespace gapmc
