// SPDX-License-Identifier: Apache-2.0
#include "host/app/load_study.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "host/check/feasibility.hpp"
#include "host/config/guard.hpp"
#include "host/config/read_study.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

bool is_directory(std::string const& path) {
    std::error_code error;
    return std::filesystem::is_directory(path, error);
}

std::string read_run_file(std::string const& directory, std::string const& name) {
    std::filesystem::path const path = std::filesystem::path{directory} / name;
    std::ifstream in{path, std::ios::binary};
    if (!in) throw InputMissing(path.string() + ": not there. Give the folder of a finished run");
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw IoError(path.string() + ": cannot be read");
    return text.str();
}

LoadedStudy load_study(SimulationOptions const& options) {
    LoadedStudy loaded;
    loaded.file = options.study;
    if (is_directory(options.study)) {
        if (!std::filesystem::exists(std::filesystem::path{options.study} / "resolved.toml"))
            throw StudyError(
                options.study +
                ": a directory without the results of a run. Give a study file, or a run's folder");
        loaded.file = (std::filesystem::path{options.study} / "resolved.toml").string();
    }
    loaded.text = read_study_text(loaded.file);
    ReadResult read = read_study(loaded.text, loaded.file, options.overrides);
    loaded.study = std::move(read.study);
    loaded.problems = std::move(read.problems);
    if (any_error(loaded.problems)) return loaded;
    if (options.trajectories) loaded.study.trajectories = *options.trajectories;
    if (options.seed) loaded.study.seed = *options.seed;
    std::vector<Problem> const numeric = check_feasibility(loaded.study, loaded.file);
    loaded.problems.insert(loaded.problems.end(), numeric.begin(), numeric.end());
    sort_problems(loaded.problems);
    return loaded;
}

LoadedStudy load_sound_study(SimulationOptions const& options) {
    LoadedStudy loaded = load_study(options);
    if (!loaded.ok()) throw StudyError(format_problems(loaded.problems));
    if (!loaded.problems.empty() && !options.quiet)
        fmt::print(stderr, "{} {} of {}: `gapmc validate` shows {}\n", loaded.problems.size(),
                   loaded.problems.size() == 1 ? "warning" : "warnings", loaded.file,
                   loaded.problems.size() == 1 ? "it" : "them");
    return loaded;
}

ChosenBackend choose_backend(SimulationOptions const& options) {
    CpuOptions cpu;
    cpu.threads = options.threads;
    cpu.batch = options.batch;
    if (char const* const simd = std::getenv("GAPMC_SIMD")) cpu.simd = simd;
    std::string const& device = options.device;
    if (device == "auto") {
        std::string const absence = cuda_environment().absence;
        if (absence.empty())
            return {make_cuda_backend("cuda", options.batch),
                    "chosen by --device auto: a CUDA device is there"};
        return {make_cpu_backend(cpu), "chosen by --device auto: " + absence};
    }
    if (device == "cpu") return {make_cpu_backend(cpu), "as demanded"};
    if (device.rfind("cuda", 0) == 0 && (device.size() == 4 || device[4] == ':'))
        return {make_cuda_backend(device, options.batch), "as demanded"};
    throw UsageError("--device " + device + ": unknown. Use auto, cpu, cuda, cuda:0,1 or cuda:all");
}

}  // namespace gapmc
