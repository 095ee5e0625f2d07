// SPDX-License-Identifier: Apache-2.0
//! The few functions of NVML that gapmc calls, for one device at 0000:65:00.0 with known figures. It has no
//! nvmlDeviceGetEnforcedPowerLimit, and does not support the memory's clock: what is missing must read as
//! missing.
#include <cstdio>
#include <cstring>

struct nvmlDevice_st {};

namespace {
nvmlDevice_st device;
constexpr int not_supported = 3;
constexpr int not_found = 6;
}  // namespace

extern "C" {

int nvmlInit_v2() { return 0; }
int nvmlShutdown() { return 0; }
char const* nvmlErrorString(int) { return "fake"; }

int nvmlSystemGetDriverVersion(char* text, unsigned size) {
    std::snprintf(text, size, "580.00");
    return 0;
}
int nvmlDeviceGetHandleByPciBusId_v2(char const* pci, nvmlDevice_st** out) {
    if (std::strcmp(pci, "0000:65:00.0") != 0) return not_found;
    *out = &device;
    return 0;
}
int nvmlDeviceGetClockInfo(nvmlDevice_st*, int type, unsigned* out) {
    *out = 1755;
    return type == 1 ? 0 : not_supported;
}
int nvmlDeviceGetMaxClockInfo(nvmlDevice_st*, int type, unsigned* out) {
    *out = 1980;
    return type == 1 ? 0 : not_supported;
}
int nvmlDeviceGetTemperature(nvmlDevice_st*, int sensor, unsigned* out) {
    *out = 61;
    return sensor == 0 ? 0 : not_supported;
}
int nvmlDeviceGetPowerUsage(nvmlDevice_st*, unsigned* out) {
    *out = 412'500;
    return 0;
}
int nvmlDeviceGetCurrentClocksThrottleReasons(nvmlDevice_st*, unsigned long long* out) {
    *out = 0x24;
    return 0;
}
}
