// SPDX-License-Identifier: Apache-2.0
//! Clocks, temperature and power of NVIDIA devices, where the driver's management library is there.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gapmc {

//! State of a device at one moment; nothing stands for what driver or device do not say.
struct DeviceState {
    std::optional<unsigned> sm_clock;        //!< [MHz]
    std::optional<unsigned> sm_clock_max;    //!< [MHz]
    std::optional<unsigned> memory_clock;    //!< [MHz]
    std::optional<unsigned> temperature;     //!< [degrees Celsius]
    std::optional<double> power;             //!< [W], over about the last second
    std::optional<double> power_limit;       //!< [W], in force
    std::optional<std::uint64_t> throttled;  //!< bits of throttle_reasons
};

//! Why clocks are below their maximum, in words, from NVML's bits; an unknown bit reads e.g. "bit 9".
std::vector<std::string> throttle_reasons(std::uint64_t bits);

/*!
 * NVML, opened while the program runs: neither its header nor its library is needed to build or to start.
 * Whatever is missing (library, driver, function, device) is said or left out, never thrown.
 */
class Nvml {
  public:
    explicit Nvml(char const* library = "libnvidia-ml.so.1");
    ~Nvml();
    Nvml(Nvml const&) = delete;
    Nvml& operator=(Nvml const&) = delete;

    std::string const& absence() const { return absence_; }  //!< why it cannot be used; empty if it can
    std::string driver() const;                              //!< its version; empty if unknown

    /*!
     * \param pci  place on the bus as CUDA states it. This and no index: CUDA_VISIBLE_DEVICES and CUDA's
     * order of devices number them otherwise than NVML does. An instance of a divided device (MIG) has the
     * place of the whole device, and so its state.
     */
    DeviceState read(std::string const& pci) const;

  private:
    struct Library;
    std::unique_ptr<Library> library_;
    std::string absence_;
};

}  // namespace gapmc
