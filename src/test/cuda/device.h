// The parts of the software device that its libraries share.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>

using Result = int;
using DevicePointer = unsigned long long;

enum : Result {
  SUCCESS = 0,
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NOT_INITIALIZED = 3,
  NO_DEVICE = 100,
  INVALID_DEVICE = 101,
  INVALID_IMAGE = 200,
  INVALID_CONTEXT = 201,
  NO_BINARY_FOR_GPU = 209,
  INVALID_PTX = 218,
  INVALID_HANDLE = 400,
  NOT_FOUND = 500,
  ILLEGAL_ADDRESS = 700,
  LAUNCH_OUT_OF_RESOURCES = 701,
  LAUNCH_FAILED = 719,
  NOT_SUPPORTED = 801,
  STREAM_CAPTURE_UNSUPPORTED = 900,
};

#define EXPORT extern "C" __attribute__((visibility("default")))

// What a test may set, by swcudaSet(name, value) or the environment variable SWCUDA_NAME.
struct Settings {
  long long memory = 2ll << 30;   // bytes of device memory
  long long devices = 2;          // 0: cuInit answers that there is no device
  long long driver = 13000;       // version of the driver
  long long capability = 80;      // compute capability, 10·major + minor
  long long reverse = 0;          // 1: threads and blocks from the last to the first
  long long shared = 232448;      // most bytes of shared memory a block may ask for: those of Hopper
  long long lazy = 0;             // 1: work on a stream is done when somebody waits for it, not before
  long long loseAfter = -1;       // launches until the device is lost, −1 for never
  long long clock = 1000;         // MHz, as NVML tells it
  long long slowdowns = 0;        // NVML's bits for why the clock is low, −1 where it does not tell
  long long energy = 0;           // millijoules since the driver was loaded, as NVML tells them; −1 where it does not
  long long blasFault = 0;        // what a product gets wrong: 1 leading dimensions of A and B swapped, 2 their
                                  // strides, 3 A transposed
};
extern Settings settings;

// An error that all later calls answer, as after an illegal address on a GPU; 0 where there is none.
extern Result lost;

// What a test has set, for the other libraries.
EXPORT long long swcudaGet(const char* name);

// The device whose context is that of the calling thread, −1 for none.
int currentDevice();

// Does `work` now, or puts it into the graph that `stream` is being captured into.
EXPORT Result swcudaEnqueue(void* stream, std::function<Result()> work);

// Does what is queued on the streams of the current device.
Result swcudaFinish();

// Whether [pointer, pointer + bytes) lies within one allocation; says on stderr for `call` where not.
EXPORT bool swcudaInside(const char* call, DevicePointer pointer, size_t bytes);

// Whether a host address is pinned memory.
bool isPinned(const void* pointer, size_t bytes);

// Whether a stream is being captured, so that calls that wait are refused.
bool isCapturing(const char* call);
