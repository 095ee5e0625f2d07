// SPDX-License-Identifier: Apache-2.0
//! The runtime's calls, on the machine in software.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "tests/cuda/fake/machine_state.hpp"

namespace gapmc::fake {
namespace {

//! What every call for the current device begins with.
class Call {
  public:
    explicit Call(char const* name) : device{device_of(current_device)} {
        if (device != nullptr) lock_ = std::unique_lock{device->mutex()};
        status_ = planned(name);
        if (status_ == cudaSuccess && device == nullptr) status_ = cudaErrorNoDevice;
        if (status_ == cudaSuccess) status_ = device->broken();
        if (status_ == cudaSuccess) device->something();
        if (status_ == cudaSuccess) status_ = device->broken();
    }
    bool fails() const { return status_ != cudaSuccess; }
    cudaError_t status() const { return told(status_); }

    Device* device;

  private:
    std::unique_lock<std::recursive_mutex> lock_;
    cudaError_t status_;
};

bool can_hold(Device& device, void const* place, std::size_t bytes) {
    return device.block_of(place, bytes) != nullptr;
}

//! Copy rows. \return what it does when its stream comes to it
std::function<cudaError_t()> copy_work(Device& device, void* to, std::size_t to_pitch, void const* from,
                                       std::size_t from_pitch, std::size_t width, std::size_t height,
                                       cudaMemcpyKind kind) {
    return [=, &device] {
        for (std::size_t row = 0; row < height; ++row) {
            auto* const out = static_cast<unsigned char*>(to) + row * to_pitch;
            auto const* const in = static_cast<unsigned char const*>(from) + row * from_pitch;
            if (kind == cudaMemcpyHostToDevice) {
                device.block_of(out, width)->mark_written(out, width);
            } else {
                std::size_t const bad = device.block_of(in, width)->never_written(in, width);
                if (bad > 0) complain("copied " + std::to_string(bad) + " words that were never written");
            }
            std::memcpy(out, in, width);
        }
        return cudaSuccess;
    };
}

cudaError_t enqueue_copy(Call& call, void* to, std::size_t to_pitch, void const* from, std::size_t from_pitch,
                         std::size_t width, std::size_t height, cudaMemcpyKind kind, cudaStream_t stream) {
    bool const up = kind == cudaMemcpyHostToDevice;
    std::size_t const pitch = up ? to_pitch : from_pitch;
    std::size_t const bytes = height == 0 ? 0 : (height - 1) * pitch + width;
    if (!call.device->has(stream)) return told(cudaErrorInvalidResourceHandle);
    if (!can_hold(*call.device, up ? to : from, bytes) || width > to_pitch || width > from_pitch)
        return told(cudaErrorInvalidValue);
    call.device->enqueue(stream,
                         copy_work(*call.device, to, to_pitch, from, from_pitch, width, height, kind));
    return cudaSuccess;
}

}  // namespace

cudaError_t launch(char const* name, void const* kernel, cudaLaunchConfig_t const& config,
                   std::function<void(unsigned)> run) {
    Call call{name};
    if (call.fails()) return call.status();
    Device& device = *call.device;
    if (!device.has(config.stream)) return told(cudaErrorInvalidResourceHandle);
    unsigned const blocks = config.gridDim.x * config.gridDim.y * config.gridDim.z;
    if (blocks == 0 || config.gridDim.y > 65535 || config.blockDim.x == 0 || config.blockDim.x > 1024)
        return told(cudaErrorInvalidConfiguration);
    std::size_t const allowed = std::max<std::size_t>(48 * 1024, device.most_shared[kernel]);
    if (config.dynamicSmemBytes > allowed) return told(cudaErrorInvalidValue);
    std::size_t local = 0;
    {
        std::lock_guard const lock{machine().mutex};
        local = machine().local_bytes[kernel];
    }
    if (device.reserve_local(local) != cudaSuccess) return told(cudaErrorMemoryAllocation);
    device.enqueue(config.stream, [run = std::move(run), number = current_device,
                                   order = static_cast<unsigned>(calls().size())] {
        int const before = current_device;
        current_device = number;  // whose constant memory the kernel sees
        run(order);
        current_device = before;
        return cudaSuccess;
    });
    return cudaSuccess;
}

}  // namespace gapmc::fake

using namespace gapmc::fake;

extern "C" {

char const* cudaGetErrorName(cudaError_t error) {
    switch (error) {
        case cudaSuccess:
            return "cudaSuccess";
        case cudaErrorMemoryAllocation:
            return "cudaErrorMemoryAllocation";
        case cudaErrorNoKernelImageForDevice:
            return "cudaErrorNoKernelImageForDevice";
        case cudaErrorDevicesUnavailable:
            return "cudaErrorDevicesUnavailable";
        case cudaErrorNotSupported:
            return "cudaErrorNotSupported";
        case cudaErrorIllegalAddress:
            return "cudaErrorIllegalAddress";
        case cudaErrorECCUncorrectable:
            return "cudaErrorECCUncorrectable";
        default:
            return "another error";
    }
}
char const* cudaGetErrorString(cudaError_t error) {
    return error == cudaErrorMemoryAllocation ? "out of memory" : "as its name says";
}
cudaError_t cudaGetLastError(void) {
    Device const* const device = device_of(current_device);
    if (device != nullptr && device->broken() != cudaSuccess) return device->broken();
    return std::exchange(last_error, cudaSuccess);
}

cudaError_t cudaDriverGetVersion(int* version) {
    if (cudaError_t const status = planned("cudaDriverGetVersion"); status != cudaSuccess)
        return told(status);
    *version = machine().model.driver;
    return cudaSuccess;
}
cudaError_t cudaGetDeviceCount(int* count) {
    if (cudaError_t const status = planned("cudaGetDeviceCount"); status != cudaSuccess) return told(status);
    if (machine().model.driver < CUDART_VERSION / 1000 * 1000) return told(cudaErrorInsufficientDriver);
    *count = static_cast<int>(machine().devices.size());
    return *count > 0 ? cudaSuccess : told(cudaErrorNoDevice);
}
cudaError_t cudaDeviceGetPCIBusId(char* place, int size, int device) {
    if (cudaError_t const status = planned("cudaDeviceGetPCIBusId"); status != cudaSuccess)
        return told(status);
    std::snprintf(place, static_cast<std::size_t>(size), "0000:%02x:00.0", device + 1);
    return cudaSuccess;
}
cudaError_t cudaSetDevice(int device) {
    if (cudaError_t const status = planned("cudaSetDevice"); status != cudaSuccess) return told(status);
    if (device_of(device) == nullptr) return told(cudaErrorInvalidDevice);
    current_device = device;
    return told(device_of(device)->broken());
}
cudaError_t cudaGetDevice(int* device) {
    if (cudaError_t const status = planned("cudaGetDevice"); status != cudaSuccess) return told(status);
    *device = current_device;
    return cudaSuccess;
}
cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr what, int device) {
    if (cudaError_t const status = planned("cudaDeviceGetAttribute"); status != cudaSuccess)
        return told(status);
    Device const* const d = device_of(device);
    if (d == nullptr) return told(cudaErrorInvalidDevice);
    switch (what) {
        case cudaDevAttrMultiProcessorCount:
            *value = d->model().processors;
            break;
        case cudaDevAttrComputeCapabilityMajor:
            *value = d->model().major;
            break;
        case cudaDevAttrComputeCapabilityMinor:
            *value = d->model().minor;
            break;
        case cudaDevAttrMaxSharedMemoryPerBlockOptin:
            *value = d->model().shared_bytes;
            break;
        default:
            return told(cudaErrorInvalidValue);
    }
    return cudaSuccess;
}

cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total) {
    Call call{"cudaMemGetInfo"};
    if (call.fails()) return call.status();
    *free = call.device->free_bytes();
    *total = call.device->model().memory;
    return cudaSuccess;
}
cudaError_t cudaDeviceSynchronize(void) {
    Call call{"cudaDeviceSynchronize"};
    return call.fails() ? call.status() : told(call.device->advance_all());
}
cudaError_t cudaMalloc(void** memory, std::size_t size) {
    Call call{"cudaMalloc"};
    return call.fails() ? call.status() : told(call.device->allocate(memory, size));
}
// What is given back is given back, whatever the call says: a program can do nothing about it.
cudaError_t cudaFree(void* memory) {
    Call call{"cudaFree"};
    if (call.device == nullptr) return call.status();
    cudaError_t const status = call.device->release(memory);
    return call.fails() ? call.status() : told(status);
}
cudaError_t cudaMallocHost(void** memory, std::size_t size) {
    Call call{"cudaMallocHost"};
    if (call.fails()) return call.status();
    *memory = std::malloc(size);
    std::memset(*memory, 0xa5, size);
    std::lock_guard const lock{machine().mutex};
    machine().pinned.insert(*memory);
    return cudaSuccess;
}
cudaError_t cudaFreeHost(void* memory) {
    Call call{"cudaFreeHost"};
    if (call.device != nullptr) static_cast<void>(call.device->advance_all());
    {
        std::lock_guard const lock{machine().mutex};
        if (machine().pinned.erase(memory) == 0) return told(cudaErrorInvalidValue);
    }
    std::free(memory);
    return call.fails() ? call.status() : cudaSuccess;
}

cudaError_t cudaMemsetAsync(void* memory, int value, std::size_t size, cudaStream_t stream) {
    Call call{"cudaMemsetAsync"};
    if (call.fails()) return call.status();
    Device& device = *call.device;
    if (!device.has(stream)) return told(cudaErrorInvalidResourceHandle);
    if (!can_hold(device, memory, size)) return told(cudaErrorInvalidValue);
    device.enqueue(stream, [=, &device] {
        device.block_of(memory, size)->mark_written(memory, size);
        std::memset(memory, value, size);
        return cudaSuccess;
    });
    return cudaSuccess;
}
cudaError_t cudaMemcpyAsync(void* to, void const* from, std::size_t size, cudaMemcpyKind kind,
                            cudaStream_t stream) {
    Call call{"cudaMemcpyAsync"};
    if (call.fails()) return call.status();
    return enqueue_copy(call, to, size, from, size, size, 1, kind, stream);
}
cudaError_t cudaMemcpy2DAsync(void* to, std::size_t to_pitch, void const* from, std::size_t from_pitch,
                              std::size_t width, std::size_t height, cudaMemcpyKind kind,
                              cudaStream_t stream) {
    Call call{"cudaMemcpy2DAsync"};
    if (call.fails()) return call.status();
    return enqueue_copy(call, to, to_pitch, from, from_pitch, width, height, kind, stream);
}
cudaError_t cudaMemcpyToSymbolAsync(void const* symbol, void const* from, std::size_t size,
                                    std::size_t offset, cudaMemcpyKind, cudaStream_t stream) {
    Call call{"cudaMemcpyToSymbolAsync"};
    if (call.fails()) return call.status();
    Device& device = *call.device;
    if (!device.has(stream)) return told(cudaErrorInvalidResourceHandle);
    if (offset + size > 64 * 1024) return told(cudaErrorInvalidValue);
    device.enqueue(stream, [=, &device] {
        auto& constants = device.constants[symbol];
        constants.resize(64 * 1024, 0xcd);
        std::memcpy(constants.data() + offset, from, size);
        return cudaSuccess;
    });
    return cudaSuccess;
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
    Call call{"cudaStreamCreateWithFlags"};
    if (call.fails()) return call.status();
    *stream = call.device->new_stream();
    return cudaSuccess;
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
    Call call{"cudaStreamDestroy"};
    if (call.device == nullptr || !call.device->has(stream)) return told(cudaErrorInvalidResourceHandle);
    call.device->destroy(stream);
    return call.fails() ? call.status() : cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
    Call call{"cudaStreamSynchronize"};
    if (call.fails()) return call.status();
    if (!call.device->has(stream)) return told(cudaErrorInvalidResourceHandle);
    return told(call.device->advance(stream, stream->enqueued));
}
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned) {
    Call call{"cudaStreamWaitEvent"};
    if (call.fails()) return call.status();
    Device& device = *call.device;
    if (!device.has(stream) || !device.has(event)) return told(cudaErrorInvalidResourceHandle);
    if (event->stream == nullptr) return cudaSuccess;  // never recorded: nothing to wait for
    device.enqueue(stream, [&device, behind = event->stream, place = event->place] {
        return device.has(behind) ? device.advance(behind, place) : cudaSuccess;
    });
    return cudaSuccess;
}
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
    Call call{"cudaEventCreateWithFlags"};
    if (call.fails()) return call.status();
    *event = call.device->new_event();
    return cudaSuccess;
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
    Call call{"cudaEventDestroy"};
    if (call.device == nullptr || !call.device->has(event)) return told(cudaErrorInvalidResourceHandle);
    call.device->destroy(event);
    return call.fails() ? call.status() : cudaSuccess;
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
    Call call{"cudaEventRecord"};
    if (call.fails()) return call.status();
    if (!call.device->has(stream) || !call.device->has(event)) return told(cudaErrorInvalidResourceHandle);
    event->stream = stream;
    event->place = stream->enqueued;
    return cudaSuccess;
}
cudaError_t cudaEventSynchronize(cudaEvent_t event) {
    Call call{"cudaEventSynchronize"};
    if (call.fails()) return call.status();
    if (!call.device->has(event)) return told(cudaErrorInvalidResourceHandle);
    return event->stream == nullptr ? cudaSuccess : told(call.device->advance(event->stream, event->place));
}

cudaError_t cudaFuncSetAttribute(void const* kernel, cudaFuncAttribute, int value) {
    Call call{"cudaFuncSetAttribute"};
    if (call.fails()) return call.status();
    if (value > call.device->model().shared_bytes) return told(cudaErrorInvalidValue);
    call.device->most_shared[kernel] = static_cast<std::size_t>(value);
    return cudaSuccess;
}
cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void const*, int threads,
                                                          std::size_t shared_bytes) {
    Call call{"cudaOccupancyMaxActiveBlocksPerMultiprocessor"};
    if (call.fails()) return call.status();
    DeviceModel const& model = call.device->model();
    auto const by_memory =
        static_cast<int>(static_cast<std::size_t>(model.shared_bytes) / (shared_bytes + 1024));
    *blocks = std::min(model.threads / threads, by_memory);
    return cudaSuccess;
}

cudaError_t cudaLaunchKernel(void const* kernel, dim3 grid, dim3 block, void** arguments,
                             std::size_t shared_bytes, cudaStream_t stream) {
    std::vector<unsigned char> const argument(
        static_cast<unsigned char const*>(arguments[0]),
        static_cast<unsigned char const*>(arguments[0]) + loader.argument_bytes);
    cudaLaunchConfig_t const config{grid, block, shared_bytes, stream, nullptr, 0};
    auto const* const handle = static_cast<CUkern_st const*>(kernel);
    takes_local_memory(kernel, loader.local_bytes);
    CUlib_st const& library = *handle->library;
    return launch("cudaLaunchKernel", kernel, config,
                  [argument, config, run = library.code.kernel,
                   variable = static_cast<unsigned char const*>(library.variable)](unsigned order) {
                      run(argument.data(), variable, config, order);
                  });
}
cudaError_t cudaLibraryLoadData(cudaLibrary_t* library, void const* code, cudaJitOption*, void**, unsigned,
                                cudaLibraryOption*, void**, unsigned) {
    Call call{"cudaLibraryLoadData"};
    if (call.fails()) return call.status();
    LoadedCode loaded = loader.load(static_cast<char const*>(code));
    if (!loaded.kernel) return told(cudaErrorInvalidKernelImage);
    *library = new CUlib_st{std::move(loaded), nullptr, nullptr, {}};
    std::lock_guard const lock{machine().mutex};
    machine().libraries.insert(*library);
    return cudaSuccess;
}
cudaError_t cudaLibraryGetKernel(cudaKernel_t* kernel, cudaLibrary_t library, char const*) {
    Call call{"cudaLibraryGetKernel"};
    if (call.fails()) return call.status();
    *kernel = new CUkern_st{library};
    library->kernels.insert(*kernel);
    return cudaSuccess;
}
cudaError_t cudaLibraryGetGlobal(void** place, std::size_t* bytes, cudaLibrary_t library, char const*) {
    Call call{"cudaLibraryGetGlobal"};
    if (call.fails()) return call.status();
    if (library->device == nullptr) {
        if (cudaError_t const status =
                call.device->allocate(&library->variable, library->code.variable_bytes);
            status != cudaSuccess)
            return told(status);
        library->device = call.device;
    }
    if (library->device != call.device) return told(cudaErrorInvalidValue);
    *place = library->variable;
    *bytes = library->code.variable_bytes;
    return cudaSuccess;
}
cudaError_t cudaLibraryUnload(cudaLibrary_t library) {
    Call call{"cudaLibraryUnload"};
    {
        std::lock_guard const lock{machine().mutex};
        if (machine().libraries.erase(library) == 0) return told(cudaErrorInvalidResourceHandle);
    }
    for (cudaKernel_t const kernel : library->kernels) delete kernel;
    if (library->device != nullptr) static_cast<void>(library->device->release(library->variable));
    delete library;
    return call.fails() ? call.status() : cudaSuccess;
}

}  // extern "C"

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
    if (cudaError_t const status = planned("cudaGetDeviceProperties"); status != cudaSuccess)
        return told(status);
    Device const* const d = device_of(device);
    if (d == nullptr) return told(cudaErrorInvalidDevice);
    *properties = {};
    std::snprintf(properties->name, sizeof properties->name, "%s", d->model().name.c_str());
    properties->totalGlobalMem = d->model().memory;
    properties->major = d->model().major;
    properties->minor = d->model().minor;
    properties->multiProcessorCount = d->model().processors;
    return cudaSuccess;
}
