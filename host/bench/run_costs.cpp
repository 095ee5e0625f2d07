// SPDX-License-Identifier: Apache-2.0
#include "host/bench/run_costs.hpp"

#include <algorithm>
#include <chrono>
#include <memory>

#include "host/bench/rates.hpp"
#include "host/record/record_bytes.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int repetitions = 3;
constexpr double repetition_seconds = 0.4;  //!< at most

template<class Work>
double seconds_of(Work&& work) {
    auto const start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

//! The least of several times: what others do on the machine only adds.
template<class Work>
double least_seconds_of(Work&& work) {
    double least = seconds_of(work);
    for (int i = 1; i < repetitions; ++i) least = std::min(least, seconds_of(work));
    return least;
}

}  // namespace

double rate_of(Session const& session, Backend& backend, Progress& progress) {
    auto const seconds_for = [&](std::uint64_t n) {
        Job const job = session.plan().job({0, n});
        return seconds_of([&] { backend.run(job, progress); });
    };
    // As `bench` does it: long enough for a device, and for a processor's threads to be busy.
    std::uint64_t const n = repetition_size(repetition_seconds, seconds_for);
    return static_cast<double>(n) / least_seconds_of([&] { seconds_for(n); });
}

MeasuredStudy measure_study(Session const& session, Backend& backend, Progress& progress) {
    MeasuredStudy measured;
    measured.rate = rate_of(session, backend, progress);
    measured.trajectories = session.range().size();
    Record record = session.count(backend, progress);
    std::uint64_t bytes = 0;
    std::unique_ptr<Backend> const processor =
        backend.engine().devices.empty() ? nullptr : make_cpu_backend({});
    Backend& host = processor == nullptr ? backend : *processor;
    measured.costs.once = seconds_of([&] {
        session.diagnose(record, host, progress);
        record.exemplars = session.exemplars(record, host, progress);
        measured.results = session.results(record);
        for (RunFile const& file : session.files(record)) bytes += file.bytes.size();
    });
    measured.folder_bytes = bytes;
    measured.worker_bytes = worker_bytes(session.plan().spec);
    std::string const written = write_record(record, {1, {}});
    measured.record_bytes = written.size();
    measured.costs.part = least_seconds_of([&] {
        // Into itself: what is there does not matter to the time.
        add(record.tally, read_record(written, session.plan()).tally);
    });
    return measured;
}

}  // namespace gapmc
