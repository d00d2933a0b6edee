// The device, its context, streams, events and graphs. Streams are eager, unless they are set to be lazy: work is done when it
// is queued, unless the stream is being captured.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "device.h"

Result lost = SUCCESS;

namespace {

using Work = std::function<Result()>;

struct Stream {
  int device;
  bool capturing = false;
  std::vector<Work> captured;
  std::vector<Work> queued;  // of a lazy device: nothing is done before somebody waits for it
};
struct Graph {
  std::vector<Work> work;
};
struct Event {
  double milliseconds = -1;
};

std::map<std::string, long long*> names() {
  return {{"memory", &settings.memory},   {"devices", &settings.devices}, {"driver", &settings.driver},
          {"capability", &settings.capability},
          {"reverse", &settings.reverse}, {"shared", &settings.shared},   {"loseAfter", &settings.loseAfter},
          {"clock", &settings.clock},     {"slowdowns", &settings.slowdowns}, {"blasFault", &settings.blasFault},
          {"energy", &settings.energy},   {"lazy", &settings.lazy}};
}

Settings fromEnvironment() {
  Settings initial;
  settings = initial;
  for (auto [name, value] : names()) {
    std::string variable = "SWCUDA_";
    for (char c : name) variable += static_cast<char>(toupper(c));
    if (const char* given = getenv(variable.c_str())) *value = atoll(given);
  }
  return settings;
}

bool initialized;
constexpr int MOST_DEVICES = 16;
int contexts[MOST_DEVICES];  // the primary one of each device; only their addresses count
thread_local void* currentContext;
thread_local std::set<void*> capturing; // of this thread: others may go on, as in CUDA's relaxed mode

double now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

template <class T>
Result destroy(void* handle) {
  if (handle == nullptr) return INVALID_HANDLE;
  delete static_cast<T*>(handle);
  return SUCCESS;
}

std::mutex guard;
std::set<Stream*> streams;

// Does what is queued on a stream; the first error ends it.
Result finish(Stream* stream) {
  std::vector<Work> work;
  work.swap(stream->queued);
  for (const Work& one : work) {
    if (Result result = one(); result != SUCCESS) return result;
  }
  return lost;
}

Result finished(const char* call) { return isCapturing(call) ? STREAM_CAPTURE_UNSUPPORTED : swcudaFinish(); }

}  // namespace

Settings settings = fromEnvironment();

int currentDevice() {
  return currentContext == nullptr ? -1 : static_cast<int>(static_cast<int*>(currentContext) - contexts);
}

bool isCapturing(const char* call) {
  if (capturing.empty()) return false;
  fprintf(stderr, "swcuda: %s is not permitted while a stream is captured\n", call);
  return true;
}

Result swcudaEnqueue(void* stream, Work work) {
  if (lost != SUCCESS) return lost;
  if (stream != nullptr && static_cast<Stream*>(stream)->capturing) {
    static_cast<Stream*>(stream)->captured.push_back(std::move(work));
    return SUCCESS;
  }
  if (isCapturing("work on another stream")) return STREAM_CAPTURE_UNSUPPORTED;
  if (settings.lazy != 0 && stream != nullptr) {
    static_cast<Stream*>(stream)->queued.push_back(std::move(work));
    return SUCCESS;
  }
  return work();
}

Result swcudaFinish() {
  std::vector<Stream*> own;
  {
    std::lock_guard<std::mutex> lock(guard);
    for (Stream* stream : streams) {
      if (stream->device == currentDevice()) own.push_back(stream);
    }
  }
  for (Stream* stream : own) {
    if (Result result = finish(stream); result != SUCCESS) return result;
  }
  return lost;
}

// For tests: changes a setting; a lost device is given back by setting loseAfter.
EXPORT Result swcudaSet(const char* name, long long value) {
  auto known = names();
  auto found = known.find(name);
  if (found == known.end()) return INVALID_VALUE;
  *found->second = value;
  if (std::string(name) == "loseAfter") lost = SUCCESS;
  return SUCCESS;
}

EXPORT long long swcudaGet(const char* name) { return *names().at(name); }

EXPORT Result cuInit(unsigned) {
  initialized = settings.devices > 0;
  return initialized ? SUCCESS : NO_DEVICE;
}

EXPORT Result cuDriverGetVersion(int* version) {
  *version = static_cast<int>(settings.driver);
  return SUCCESS;
}

EXPORT Result cuDeviceGetCount(int* count) {
  *count = static_cast<int>(settings.devices);
  return initialized ? SUCCESS : NOT_INITIALIZED;
}

EXPORT Result cuDeviceGet(int* device, int ordinal) {
  *device = ordinal;
  if (!initialized) return NOT_INITIALIZED;
  return ordinal >= 0 && ordinal < settings.devices && ordinal < MOST_DEVICES ? SUCCESS : INVALID_DEVICE;
}

EXPORT Result cuDeviceGetName(char* name, int length, int) {
  snprintf(name, length, "Software CUDA device");
  return SUCCESS;
}

EXPORT Result cuDeviceTotalMem_v2(size_t* bytes, int) {
  *bytes = settings.memory;
  return SUCCESS;
}

EXPORT Result cuDeviceGetUuid(char* uuid, int) {
  memcpy(uuid, "software-device\0", 16);
  return SUCCESS;
}

EXPORT Result cuDeviceGetPCIBusId(char* id, int length, int device) {
  snprintf(id, length, "0000:%02x:00.0", device);
  return SUCCESS;
}

EXPORT Result cuDeviceGetUuid_v2(char* uuid, int device) { return cuDeviceGetUuid(uuid, device); }

EXPORT Result cuDeviceComputeCapability(int* major, int* minor, int) {
  *major = static_cast<int>(settings.capability / 10);
  *minor = static_cast<int>(settings.capability % 10);
  return SUCCESS;
}

EXPORT Result cuDeviceGetAttribute(int* value, int attribute, int device) {
  int unused;
  static const std::map<int, int> known = {
      {1, 1024},    // most threads of a block
      {2, 1024},    // most threads in x
      {3, 1024},    // in y
      {4, 64},      // in z
      {5, 2147483647}, {6, 65535}, {7, 65535},  // most blocks of a grid in x, y, z
      {8, 49152},   // shared memory of a block without asking
      {10, 32},     // threads of a warp
      {13, 1000000},  // clock in kHz
      {16, 4},      // multiprocessors
      {18, 0},      // integrated
      {20, 0},      // compute mode: shared
      {33, 0}, {34, 0}, {50, 0},  // PCI bus, device, domain
      {36, 1000000},  // memory clock in kHz
      {37, 64},     // memory bus in bits
      {38, 1 << 20},  // L2 in bytes
      {39, 1024},   // threads of a multiprocessor
      {41, 1},      // unified addressing
      {81, 98304},  // shared memory of a multiprocessor
      {115, 0},     // memory pools
  };
  if (attribute == 97) {
    *value = static_cast<int>(settings.shared);
    return SUCCESS;
  }
  if (attribute == 75) return cuDeviceComputeCapability(value, &unused, device);
  if (attribute == 76) return cuDeviceComputeCapability(&unused, value, device);
  auto found = known.find(attribute);
  if (found == known.end()) {
    fprintf(stderr, "swcuda: cuDeviceGetAttribute: attribute %d is not simulated\n", attribute);
    return INVALID_VALUE;
  }
  *value = found->second;
  return SUCCESS;
}

EXPORT Result cuDevicePrimaryCtxRetain(void** context, int device) {
  *context = &contexts[device];
  return initialized ? SUCCESS : NOT_INITIALIZED;
}
EXPORT Result cuDevicePrimaryCtxRelease_v2(int) { return SUCCESS; }
EXPORT Result cuDevicePrimaryCtxGetState(int, unsigned* flags, int* active) {
  *flags = 0;
  *active = 1;
  return SUCCESS;
}
EXPORT Result cuCtxCreate_v2(void** context, unsigned, int device) {
  currentContext = &contexts[device];
  return cuDevicePrimaryCtxRetain(context, device);
}
EXPORT Result cuCtxDestroy_v2(void*) { return SUCCESS; }
EXPORT Result cuCtxSetCurrent(void* context) {
  currentContext = context;
  return SUCCESS;
}
EXPORT Result cuCtxGetCurrent(void** context) {
  *context = currentContext;
  return SUCCESS;
}
EXPORT Result cuCtxPushCurrent_v2(void* context) { return cuCtxSetCurrent(context); }
EXPORT Result cuCtxPopCurrent_v2(void** context) { return cuCtxGetCurrent(context); }
EXPORT Result cuCtxGetDevice(int* device) {
  *device = currentDevice();
  return currentContext == nullptr ? INVALID_CONTEXT : SUCCESS;
}
EXPORT Result cuCtxSynchronize() { return finished("cuCtxSynchronize"); }

EXPORT Result cuStreamCreate(void** stream, unsigned) {
  Stream* made = new Stream{currentDevice(), false, {}, {}};
  std::lock_guard<std::mutex> lock(guard);
  streams.insert(made);
  *stream = made;
  return lost;
}
EXPORT Result cuStreamCreateWithPriority(void** stream, unsigned flags, int) { return cuStreamCreate(stream, flags); }
EXPORT Result cuStreamDestroy_v2(void* stream) {
  capturing.erase(stream);
  Result result = stream == nullptr ? SUCCESS : finish(static_cast<Stream*>(stream));
  std::lock_guard<std::mutex> lock(guard);
  streams.erase(static_cast<Stream*>(stream));
  Result destroyed = destroy<Stream>(stream);
  return result == SUCCESS ? destroyed : result;
}
EXPORT Result cuStreamSynchronize(void* stream) {
  if (isCapturing("cuStreamSynchronize")) return STREAM_CAPTURE_UNSUPPORTED;
  return stream == nullptr ? lost : finish(static_cast<Stream*>(stream));
}
EXPORT Result cuStreamQuery(void* stream) { return cuStreamSynchronize(stream); }
EXPORT Result cuStreamWaitEvent(void*, void*, unsigned) { return lost; }

EXPORT Result cuStreamBeginCapture_v2(void* stream, int) {
  if (stream == nullptr || static_cast<Stream*>(stream)->capturing) return INVALID_VALUE;
  static_cast<Stream*>(stream)->capturing = true;
  capturing.insert(stream);
  return lost;
}
EXPORT Result cuStreamBeginCapture(void* stream) { return cuStreamBeginCapture_v2(stream, 0); }
EXPORT Result cuStreamIsCapturing(void* stream, int* status) {
  *status = stream != nullptr && static_cast<Stream*>(stream)->capturing ? 1 : 0;
  return SUCCESS;
}
EXPORT Result cuStreamEndCapture(void* stream, void** graph) {
  Stream* captured = static_cast<Stream*>(stream);
  if (captured == nullptr || !captured->capturing) return INVALID_VALUE;
  captured->capturing = false;
  capturing.erase(stream);
  Graph* made = new Graph;
  made->work.swap(captured->captured);
  *graph = made;
  return lost;
}

EXPORT Result cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long) {
  *executable = new Graph(*static_cast<Graph*>(graph));
  return lost;
}
EXPORT Result cuGraphInstantiate_v2(void** executable, void* graph, void*, char*, size_t) {
  return cuGraphInstantiateWithFlags(executable, graph, 0);
}
EXPORT Result cuGraphInstantiate(void** executable, void* graph, void*, char*, size_t) {
  return cuGraphInstantiateWithFlags(executable, graph, 0);
}
EXPORT Result cuGraphUpload(void*, void*) { return lost; }
EXPORT Result cuGraphLaunch(void* executable, void* stream) {
  std::vector<Work> work = static_cast<Graph*>(executable)->work;
  return swcudaEnqueue(stream, [work] {
    for (const Work& one : work) {
      if (Result result = one(); result != SUCCESS) return result;
    }
    return Result{SUCCESS};
  });
}
EXPORT Result cuGraphGetNodes(void* graph, void**, size_t* count) {
  *count = static_cast<Graph*>(graph)->work.size();
  return SUCCESS;
}
EXPORT Result cuGraphDestroy(void* graph) { return destroy<Graph>(graph); }
EXPORT Result cuGraphExecDestroy(void* graph) { return destroy<Graph>(graph); }

EXPORT Result cuEventCreate(void** event, unsigned) {
  *event = new Event;
  return lost;
}
EXPORT Result cuEventDestroy_v2(void* event) { return destroy<Event>(event); }
EXPORT Result cuEventRecord(void* event, void* stream) {
  return swcudaEnqueue(stream, [event] {
    static_cast<Event*>(event)->milliseconds = now();
    return SUCCESS;
  });
}
EXPORT Result cuEventSynchronize(void*) { return finished("cuEventSynchronize"); }
EXPORT Result cuEventQuery(void*) { return lost; }
static Result elapsed(float* milliseconds, void* from, void* to) {
  double start = static_cast<Event*>(from)->milliseconds;
  double end = static_cast<Event*>(to)->milliseconds;
  *milliseconds = static_cast<float>(end - start);
  return start < 0 || end < 0 ? INVALID_HANDLE : lost;
}
EXPORT Result cuEventElapsedTime(float* milliseconds, void* from, void* to) { return elapsed(milliseconds, from, to); }
EXPORT Result cuEventElapsedTime_v2(float* milliseconds, void* from, void* to) {
  return elapsed(milliseconds, from, to);
}

EXPORT Result cuGetErrorName(Result error, const char** name) {
  static const std::map<Result, const char*> known = {
      {SUCCESS, "CUDA_SUCCESS"},
      {INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE"},
      {OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY"},
      {NOT_INITIALIZED, "CUDA_ERROR_NOT_INITIALIZED"},
      {NO_DEVICE, "CUDA_ERROR_NO_DEVICE"},
      {INVALID_DEVICE, "CUDA_ERROR_INVALID_DEVICE"},
      {INVALID_IMAGE, "CUDA_ERROR_INVALID_IMAGE"},
      {INVALID_CONTEXT, "CUDA_ERROR_INVALID_CONTEXT"},
      {NO_BINARY_FOR_GPU, "CUDA_ERROR_NO_BINARY_FOR_GPU"},
      {INVALID_PTX, "CUDA_ERROR_INVALID_PTX"},
      {INVALID_HANDLE, "CUDA_ERROR_INVALID_HANDLE"},
      {NOT_FOUND, "CUDA_ERROR_NOT_FOUND"},
      {ILLEGAL_ADDRESS, "CUDA_ERROR_ILLEGAL_ADDRESS"},
      {LAUNCH_OUT_OF_RESOURCES, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES"},
      {LAUNCH_FAILED, "CUDA_ERROR_LAUNCH_FAILED"},
      {NOT_SUPPORTED, "CUDA_ERROR_NOT_SUPPORTED"},
      {STREAM_CAPTURE_UNSUPPORTED, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED"},
  };
  auto found = known.find(error);
  *name = found == known.end() ? "CUDA_ERROR_UNKNOWN" : found->second;
  return SUCCESS;
}
EXPORT Result cuGetErrorString(Result error, const char** text) { return cuGetErrorName(error, text); }
