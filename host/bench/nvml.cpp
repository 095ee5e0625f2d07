// SPDX-License-Identifier: Apache-2.0
#include "host/bench/nvml.hpp"

#include <array>

#include <dlfcn.h>

namespace gapmc {
namespace {

// As far as they are needed, the C interface's types, constants and prototypes; source: NVIDIA, NVML API
// Reference Guide, chapters "Device Queries", "Device Enums" and "NvmlClocksThrottleReasons". They belong to
// a stable binary interface: functions that change get another name (_v2).
using Result = int;  // nvmlReturn_t; 0 is NVML_SUCCESS
using Device = struct nvmlDevice_st*;
constexpr int clock_sm = 1;         // NVML_CLOCK_SM
constexpr int clock_memory = 2;     // NVML_CLOCK_MEM
constexpr int temperature_gpu = 0;  // NVML_TEMPERATURE_GPU

using NoArguments = Result();                      // nvmlInit_v2, nvmlShutdown
using ErrorText = char const*(Result);             // nvmlErrorString
using TextOfSystem = Result(char*, unsigned);      // nvmlSystemGetDriverVersion
using DeviceAt = Result(char const*, Device*);     // nvmlDeviceGetHandleByPciBusId_v2
using Figure = Result(Device, unsigned*);          // nvmlDeviceGetPowerUsage ... [mW]
using FigureOf = Result(Device, int, unsigned*);   // nvmlDeviceGetClockInfo ... [MHz]
using Bits = Result(Device, unsigned long long*);  // nvmlDeviceGetCurrentClocksThrottleReasons

constexpr std::array<char const*, 9> reasons{"idle",
                                             "application clocks setting",
                                             "software power cap",
                                             "hardware slowdown",
                                             "sync boost",
                                             "software thermal slowdown",
                                             "hardware thermal slowdown",
                                             "hardware power brake",
                                             "display clock setting"};

}  // namespace

std::vector<std::string> throttle_reasons(std::uint64_t bits) {
    std::vector<std::string> words;
    for (std::size_t bit = 0; bit < 64; ++bit)
        if ((bits >> bit & 1) != 0)
            words.push_back(bit < reasons.size() ? reasons[bit] : "bit " + std::to_string(bit));
    return words;
}

struct Nvml::Library {
    explicit Library(char const* name) : handle{dlopen(name, RTLD_NOW | RTLD_LOCAL)} {
        if (handle == nullptr) return;
        find(init, "nvmlInit_v2");
        find(shutdown, "nvmlShutdown");
        find(error_text, "nvmlErrorString");
        find(driver_version, "nvmlSystemGetDriverVersion");
        find(device_at, "nvmlDeviceGetHandleByPciBusId_v2");
        find(clock, "nvmlDeviceGetClockInfo");
        find(max_clock, "nvmlDeviceGetMaxClockInfo");
        find(temperature, "nvmlDeviceGetTemperature");
        find(power, "nvmlDeviceGetPowerUsage");
        find(power_limit, "nvmlDeviceGetEnforcedPowerLimit");
        find(throttled, "nvmlDeviceGetCurrentClocksThrottleReasons");
    }
    ~Library() {
        if (ready) shutdown();
        if (handle != nullptr) dlclose(handle);
    }
    Library(Library const&) = delete;
    Library& operator=(Library const&) = delete;

    template<class Function>
    void find(Function*& function, char const* name) const {
        function = reinterpret_cast<Function*>(dlsym(handle, name));
    }

    void* handle;
    bool ready = false;
    NoArguments* init = nullptr;
    NoArguments* shutdown = nullptr;
    ErrorText* error_text = nullptr;
    TextOfSystem* driver_version = nullptr;
    DeviceAt* device_at = nullptr;
    FigureOf* clock = nullptr;
    FigureOf* max_clock = nullptr;
    FigureOf* temperature = nullptr;
    Figure* power = nullptr;
    Figure* power_limit = nullptr;
    Bits* throttled = nullptr;
};

Nvml::Nvml(char const* library) : library_{std::make_unique<Library>(library)} {
    if (library_->handle == nullptr) {
        absence_ = std::string{library} + " cannot be opened";
    } else if (library_->init == nullptr || library_->shutdown == nullptr || library_->device_at == nullptr) {
        absence_ = std::string{library} + " is not NVML, or too old";
    } else if (Result const result = library_->init(); result != 0) {
        absence_ = "NVML does not start";
        if (library_->error_text != nullptr) absence_ += std::string{": "} + library_->error_text(result);
    } else {
        library_->ready = true;
    }
}

Nvml::~Nvml() = default;

std::string Nvml::driver() const {
    std::array<char, 96> text{};  // NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE is 80
    if (!library_->ready || library_->driver_version == nullptr) return {};
    return library_->driver_version(text.data(), text.size() - 1) == 0 ? text.data() : "";
}

DeviceState Nvml::read(std::string const& pci) const {
    DeviceState state;
    Device device = nullptr;
    if (!library_->ready || library_->device_at(pci.c_str(), &device) != 0) return state;
    auto const ask = [&](auto* function, auto... what) {
        unsigned value = 0;
        bool const said = function != nullptr && function(device, what..., &value) == 0;
        return said ? std::optional{value} : std::nullopt;
    };
    auto const watts = [](std::optional<unsigned> milliwatts) {
        return milliwatts ? std::optional{*milliwatts / 1000.0} : std::nullopt;
    };
    state.sm_clock = ask(library_->clock, clock_sm);
    state.sm_clock_max = ask(library_->max_clock, clock_sm);
    state.memory_clock = ask(library_->clock, clock_memory);
    state.temperature = ask(library_->temperature, temperature_gpu);
    state.power = watts(ask(library_->power));
    state.power_limit = watts(ask(library_->power_limit));
    unsigned long long bits = 0;
    if (library_->throttled != nullptr && library_->throttled(device, &bits) == 0) state.throttled = bits;
    return state;
}

}  // namespace gapmc
