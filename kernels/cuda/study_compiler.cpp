// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/study_compiler.hpp"

#include <map>
#include <mutex>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <dlfcn.h>
#include <nvrtc.h>

#include "kernels/base/error.hpp"
#include "kernels/cuda/compilable.hpp"
#include "kernels/cuda/kernel_sources.hpp"

namespace gapmc {
namespace {

//! The library, opened when first needed: the program runs without it.
struct Compiler {
    void* handle = nullptr;
    int major = 0;
    int minor = 0;
    std::vector<int> known;  //!< generations that it compiles for: 90 for sm_90
    decltype(&nvrtcGetErrorString) error_text = nullptr;
    decltype(&nvrtcCreateProgram) create = nullptr;
    decltype(&nvrtcDestroyProgram) destroy = nullptr;
    decltype(&nvrtcCompileProgram) compile = nullptr;
    decltype(&nvrtcGetProgramLogSize) log_size = nullptr;
    decltype(&nvrtcGetProgramLog) log = nullptr;
    decltype(&nvrtcGetPTXSize) ptx_size = nullptr;
    decltype(&nvrtcGetPTX) ptx = nullptr;
    decltype(&nvrtcGetCUBINSize) cubin_size = nullptr;
    decltype(&nvrtcGetCUBIN) cubin = nullptr;

    Compiler() {
        // Where the toolkit was at build time, then by its name in the system's places: another release of
        // the same name may be there, which gives other code.
        for (char const* const name : {GAPMC_NVRTC_FOLDER "/" GAPMC_NVRTC_NAME, GAPMC_NVRTC_NAME})
            if (handle == nullptr) handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
        if (handle == nullptr)
            throw BackendUnavailable("the run-time compiler cannot be opened: " GAPMC_NVRTC_NAME
                                     ". Install the CUDA toolkit's NVRTC, or set GAPMC_CUDA_COMPILE=never");
        find(error_text, "nvrtcGetErrorString");
        find(create, "nvrtcCreateProgram");
        find(destroy, "nvrtcDestroyProgram");
        find(compile, "nvrtcCompileProgram");
        find(log_size, "nvrtcGetProgramLogSize");
        find(log, "nvrtcGetProgramLog");
        find(ptx_size, "nvrtcGetPTXSize");
        find(ptx, "nvrtcGetPTX");
        find(cubin_size, "nvrtcGetCUBINSize");
        find(cubin, "nvrtcGetCUBIN");
        decltype(&nvrtcVersion) version = nullptr;
        decltype(&nvrtcGetNumSupportedArchs) number_of_known = nullptr;
        decltype(&nvrtcGetSupportedArchs) list_known = nullptr;
        find(version, "nvrtcVersion");
        find(number_of_known, "nvrtcGetNumSupportedArchs");
        find(list_known, "nvrtcGetSupportedArchs");
        check(version(&major, &minor), "telling its version");
        int number = 0;
        check(number_of_known(&number), "telling how many generations it knows");
        known.resize(static_cast<std::size_t>(number));
        if (number > 0) check(list_known(known.data()), "telling the generations that it knows");
    }

    void check(nvrtcResult status, char const* what) const {
        if (status != NVRTC_SUCCESS)
            throw BackendUnavailable(std::string{"the run-time compiler, "} + what + ": " +
                                     error_text(status));
    }

  private:
    template<class Function>
    void find(Function& function, char const* name) {
        function = reinterpret_cast<Function>(dlsym(handle, name));
        if (function == nullptr)
            throw BackendUnavailable(std::string{"the run-time compiler has no "} + name);
    }
};

Compiler const& compiler() {
    static Compiler const one;
    return one;
}

//! As GapmcCuda.cmake gives them to nvcc: flags are part of the results. Built-in functions that the compiler
//! does not know, all of double precision and never called, get the names it does.
std::vector<std::string> options_for(std::string const& target, int resident_blocks) {
    return {"--std=c++20",
            "-default-device",  // what visits lists has no mark
            "--fmad=false",
            "-DGAPMC_COMPILED_STUDY",
            "-D__builtin_fma=::fma",
            "-D__builtin_sqrt=::sqrt",
            "-D__builtin_rint=::rint",
            "-DGAPMC_RESIDENT_BLOCKS=" + std::to_string(resident_blocks),
            "--gpu-architecture=" + target};
}

class Program {
  public:
    Program(Compiler const& compiler, std::vector<EmbeddedFile> const& headers) : compiler_{compiler} {
        std::vector<char const*> names;
        std::vector<char const*> texts;
        for (EmbeddedFile const& header : headers) {
            // Stand-ins for headers of the standard library are included by their bare names.
            constexpr std::string_view stand_ins = "kernels/cuda/nvrtc/";
            bool const stands_in = std::string_view{header.name}.starts_with(stand_ins);
            names.push_back(header.name + (stands_in ? stand_ins.size() : 0));
            texts.push_back(header.text);
        }
        compiler_.check(
            compiler_.create(&program_, "#include \"kernels/cuda/compiled_walk.cuh\"\n", "compiled_walk.cu",
                             static_cast<int>(headers.size()), texts.data(), names.data()),
            "making a program");
    }
    Program(Program const&) = delete;
    Program& operator=(Program const&) = delete;
    ~Program() { static_cast<void>(compiler_.destroy(&program_)); }

    void compile(std::string const& architecture, int resident_blocks) {
        std::vector<std::string> const words = options_for(architecture, resident_blocks);
        std::vector<char const*> options;
        for (std::string const& word : words) options.push_back(word.c_str());
        if (compiler_.compile(program_, static_cast<int>(options.size()), options.data()) != NVRTC_SUCCESS)
            throw BackendUnavailable("the run-time compiler refuses the walk for " + architecture + ":\n" +
                                     text(compiler_.log_size, compiler_.log).substr(0, 2000));
    }
    std::string ptx() const {
        std::string out = text(compiler_.ptx_size, compiler_.ptx);
        out.resize(out.size() - 1);  // the size counts the 0 behind the text
        return out;
    }
    std::string machine_code() const { return text(compiler_.cubin_size, compiler_.cubin); }

  private:
    template<class Size, class Get>
    std::string text(Size size_of, Get get) const {
        std::size_t size = 0;
        compiler_.check(size_of(program_, &size), "asking for a size");
        std::string out(size, '\0');
        compiler_.check(get(program_, out.data()), "asking for its output");
        return out;
    }

    Compiler const& compiler_;
    nvrtcProgram program_ = nullptr;
};

}  // namespace

std::string study_compiler_version() {
    Compiler const& one = compiler();
    return "NVRTC " + std::to_string(one.major) + "." + std::to_string(one.minor);
}

std::string code_identity(std::string const& shape, std::string const& architecture, int resident_blocks) {
    std::string identity = "gapmc " + std::string{compiled_walk_symbol} + "\nCUDA " GAPMC_CUDA_RELEASE "\n";
    for (std::string const& option : options_for(architecture, resident_blocks)) identity += option + "\n";
    for (EmbeddedFile const& file : kernel_sources())
        identity += std::string{file.name} + "\n" + file.text + "\n";
    return identity + shape;
}

WalkCode compile_study(std::string const& shape, std::string const& architecture, int resident_blocks) {
    // What was compiled once serves every later run of the process.
    static std::mutex mutex;
    using Key = std::tuple<std::string, std::string, int>;
    static std::map<Key, WalkCode> known;
    Key const key{shape, architecture, resident_blocks};
    {
        std::lock_guard const lock{mutex};
        if (auto const found = known.find(key); found != known.end()) return found->second;
    }
    std::vector<EmbeddedFile> headers = kernel_sources();
    headers.push_back({"gapmc_compiled_study.hpp", shape.c_str()});
    Program program{compiler(), headers};
    std::string const target = compilable(architecture, compiler().known);
    program.compile(target, resident_blocks);
    WalkCode code{target.starts_with("sm_") ? program.machine_code() : program.ptx(), target,
                  study_compiler_version()};
    std::lock_guard const lock{mutex};
    return known.insert_or_assign(key, std::move(code)).first->second;
}

}  // namespace gapmc
