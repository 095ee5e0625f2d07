// SPDX-License-Identifier: Apache-2.0
#include "host/session/fallback_backend.hpp"

#include <type_traits>
#include <utility>

namespace gapmc {
namespace {

class FallbackBackend final : public Backend {
  public:
    FallbackBackend(std::unique_ptr<Backend> first, std::function<std::unique_ptr<Backend>()> second,
                    Notice notice)
        : backend_{std::move(first)}, second_{std::move(second)}, notice_{std::move(notice)} {}

    std::string name() const override { return backend_->name(); }
    std::string describe() const override { return backend_->describe(); }
    Engine engine() const override { return backend_->engine(); }

    Counted run_until(Job const& job, Progress& progress, Pause pause) override {
        return tried(progress, [&](Backend& backend) { return backend.run_until(job, progress, pause); });
    }
    std::vector<std::int32_t> observe(Job const& job, Progress& progress) override {
        return tried(progress, [&](Backend& backend) { return backend.observe(job, progress); });
    }
    Diagnostics diagnose(Job const& job, DecompositionSpec const& spec, Progress& progress) override {
        return tried(progress, [&](Backend& backend) { return backend.diagnose(job, spec, progress); });
    }
    std::unique_ptr<KeptColumns> keep(KeptSpec const& spec, std::uint64_t trajectories) override {
        Progress none;
        return tried(none, [&](Backend& backend) { return backend.keep(spec, trajectories); });
    }

  private:
    template<class Work>
    std::invoke_result_t<Work, Backend&> tried(Progress& progress, Work&& work) {
        std::uint64_t const done = progress.done;
        if (second_) {
            try {
                return work(*backend_);
            } catch (BackendUnavailable const& e) {
                std::string const reason = e.what();
                backend_ = std::exchange(second_, nullptr)();
                notice_(reason + "\n" + backend_->describe() + " does the work instead");
            }
        }
        progress.done = done;
        return work(*backend_);
    }

    std::unique_ptr<Backend> backend_;
    std::function<std::unique_ptr<Backend>()> second_;  //!< none any more once it was needed
    Notice notice_;
};

}  // namespace

std::unique_ptr<Backend> with_fallback(std::unique_ptr<Backend> first,
                                       std::function<std::unique_ptr<Backend>()> second, Notice notice) {
    return std::make_unique<FallbackBackend>(std::move(first), std::move(second), std::move(notice));
}

}  // namespace gapmc
