// Device memory: host pages in an address range of their own, each allocation flush with the end of its last page and
// followed by one that is not mapped, so that a kernel which runs over the end faults. It is filled with 0xFF, which is
// NaN: what was never written shows in every sum, where 0xA5 would be 1e-127 and vanish.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <sys/mman.h>

#include "device.h"

namespace {

constexpr size_t PAGE = 4096;
constexpr size_t ALIGNMENT = 16;
constexpr int POISON = 0xFF;

struct Allocation {
  size_t bytes;
  char* pages;
  size_t mapped;
  int device;
};

std::mutex guard;
std::map<DevicePointer, Allocation> allocations;
std::map<char*, size_t> pinned;
size_t used;
char* next = reinterpret_cast<char*>(0x200000000000);  // far from the heap: host and device pointers are told apart

size_t roundUp(size_t bytes, size_t to) { return (bytes + to - 1) / to * to; }

// Whether what lies before and behind the numbers is still poison.
bool isIntact(DevicePointer pointer, const Allocation& a) {
  const char* begin = reinterpret_cast<const char*>(pointer);
  for (const char* at = a.pages; at < a.pages + a.mapped; at++) {
    if ((at < begin || at >= begin + a.bytes) && *at != static_cast<char>(POISON)) return false;
  }
  return true;
}

Result checked(const char* call, DevicePointer pointer, size_t bytes) {
  if (lost != SUCCESS) return lost;
  return swcudaInside(call, pointer, bytes) ? SUCCESS : INVALID_VALUE;
}

#define CHECK(expression) \
  if (Result result_ = (expression); result_ != SUCCESS) return result_

Result synchronous(const char* call) { return isCapturing(call) ? STREAM_CAPTURE_UNSUPPORTED : SUCCESS; }

// Work in a graph outlives the call, so the host memory that it names must stay where it is.
Result hostMemory(const char* call, const void* host, size_t bytes) {
  if (isPinned(host, bytes)) return SUCCESS;
  fprintf(stderr, "swcuda: %s: host memory at %p is not pinned\n", call, host);
  return INVALID_VALUE;
}

}  // namespace

bool swcudaInside(const char* call, DevicePointer pointer, size_t bytes) {
  std::lock_guard<std::mutex> lock(guard);
  auto after = allocations.upper_bound(pointer);
  if (after != allocations.begin()) {
    auto [start, allocation] = *--after;
    bool inside = pointer + bytes <= start + allocation.bytes;
    if (inside && allocation.device == currentDevice()) return true;
    if (inside) fprintf(stderr, "swcuda: memory of device %d in the context of %d\n", allocation.device, currentDevice());
  }
  fprintf(stderr, "swcuda: %s: %zu bytes at %#llx are not device memory\n", call, bytes, pointer);
  return false;
}

bool isPinned(const void* pointer, size_t bytes) {
  std::lock_guard<std::mutex> lock(guard);
  char* at = const_cast<char*>(static_cast<const char*>(pointer));
  auto after = pinned.upper_bound(at);
  if (after == pinned.begin()) return false;
  --after;
  return at + bytes <= after->first + after->second;
}

EXPORT Result cuMemGetInfo_v2(size_t* free, size_t* total) {
  std::lock_guard<std::mutex> lock(guard);
  *total = settings.memory;
  *free = *total - std::min(used, *total);
  return lost;
}

EXPORT Result cuMemAlloc_v2(DevicePointer* pointer, size_t bytes) {
  if (lost != SUCCESS) return lost;
  if (bytes == 0) return INVALID_VALUE;
  if (currentDevice() < 0) return INVALID_CONTEXT;
  std::lock_guard<std::mutex> lock(guard);
  if (used + bytes > static_cast<size_t>(settings.memory)) return OUT_OF_MEMORY;
  size_t mapped = roundUp(bytes, PAGE);
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  void* pages = mmap(next, mapped, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (pages == MAP_FAILED) return OUT_OF_MEMORY;
  next += mapped + (1 << 20);  // what lies between two allocations is not mapped
  memset(pages, POISON, mapped);
  char* begin = static_cast<char*>(pages) + mapped - roundUp(bytes, ALIGNMENT);
  *pointer = reinterpret_cast<DevicePointer>(begin);
  allocations[*pointer] = {bytes, static_cast<char*>(pages), mapped, currentDevice()};
  used += bytes;
  return SUCCESS;
}

EXPORT Result cuMemFree_v2(DevicePointer pointer) {
  CHECK(synchronous("cuMemFree"));
  Result waited = swcudaFinish();
  std::lock_guard<std::mutex> lock(guard);
  auto found = allocations.find(pointer);
  if (found == allocations.end()) {
    fprintf(stderr, "swcuda: cuMemFree: %#llx was not allocated, or was freed before\n", pointer);
    return INVALID_VALUE;
  }
  Allocation a = found->second;
  bool intact = isIntact(pointer, a);
  allocations.erase(found);
  used -= a.bytes;
  munmap(a.pages, a.mapped);
  if (intact) return waited;
  fprintf(stderr, "swcuda: cuMemFree: a kernel wrote beside the %zu bytes at %#llx\n", a.bytes, pointer);
  return ILLEGAL_ADDRESS;
}

EXPORT Result cuMemAllocAsync(DevicePointer* pointer, size_t bytes, void*) { return cuMemAlloc_v2(pointer, bytes); }
EXPORT Result cuMemFreeAsync(DevicePointer pointer, void*) { return cuMemFree_v2(pointer); }

EXPORT Result cuMemHostAlloc(void** pointer, size_t bytes, unsigned) {
  *pointer = aligned_alloc(PAGE, roundUp(bytes, PAGE));
  std::lock_guard<std::mutex> lock(guard);
  pinned[static_cast<char*>(*pointer)] = bytes;
  return *pointer == nullptr ? OUT_OF_MEMORY : SUCCESS;
}

EXPORT Result cuMemAllocHost_v2(void** pointer, size_t bytes) { return cuMemHostAlloc(pointer, bytes, 0); }

EXPORT Result cuMemFreeHost(void* pointer) {
  std::lock_guard<std::mutex> lock(guard);
  if (pinned.erase(static_cast<char*>(pointer)) == 0) return INVALID_VALUE;
  free(pointer);
  return SUCCESS;
}

EXPORT Result cuMemcpyHtoD_v2(DevicePointer to, const void* from, size_t bytes) {
  CHECK(synchronous("cuMemcpyHtoD"));
  CHECK(checked("cuMemcpyHtoD", to, bytes));
  memcpy(reinterpret_cast<void*>(to), from, bytes);
  return SUCCESS;
}

EXPORT Result cuMemcpyDtoH_v2(void* to, DevicePointer from, size_t bytes) {
  CHECK(synchronous("cuMemcpyDtoH"));
  CHECK(checked("cuMemcpyDtoH", from, bytes));
  memcpy(to, reinterpret_cast<void*>(from), bytes);
  return SUCCESS;
}

EXPORT Result cuMemcpyDtoD_v2(DevicePointer to, DevicePointer from, size_t bytes) {
  CHECK(synchronous("cuMemcpyDtoD"));
  CHECK(checked("cuMemcpyDtoD", to, bytes));
  CHECK(checked("cuMemcpyDtoD", from, bytes));
  memmove(reinterpret_cast<void*>(to), reinterpret_cast<void*>(from), bytes);
  return SUCCESS;
}

EXPORT Result cuMemcpyHtoDAsync_v2(DevicePointer to, const void* from, size_t bytes, void* stream) {
  CHECK(checked("cuMemcpyHtoDAsync", to, bytes));
  CHECK(hostMemory("cuMemcpyHtoDAsync", from, bytes));
  return swcudaEnqueue(stream, [=]() -> Result {
    CHECK(hostMemory("cuMemcpyHtoDAsync", from, bytes)); // still, where the device is lazy
    memcpy(reinterpret_cast<void*>(to), from, bytes);
    return SUCCESS;
  });
}

EXPORT Result cuMemcpyDtoHAsync_v2(void* to, DevicePointer from, size_t bytes, void* stream) {
  CHECK(checked("cuMemcpyDtoHAsync", from, bytes));
  CHECK(hostMemory("cuMemcpyDtoHAsync", to, bytes));
  return swcudaEnqueue(stream, [=]() -> Result {
    CHECK(hostMemory("cuMemcpyDtoHAsync", to, bytes));
    memcpy(to, reinterpret_cast<void*>(from), bytes);
    return SUCCESS;
  });
}

EXPORT Result cuMemcpyDtoDAsync_v2(DevicePointer to, DevicePointer from, size_t bytes, void* stream) {
  CHECK(checked("cuMemcpyDtoDAsync", to, bytes));
  CHECK(checked("cuMemcpyDtoDAsync", from, bytes));
  return swcudaEnqueue(stream, [=] {
    memmove(reinterpret_cast<void*>(to), reinterpret_cast<void*>(from), bytes);
    return SUCCESS;
  });
}

// Copies of rows: the fields of CUDA_MEMCPY2D that a copy between host and device memory uses.
struct Copy2D {
  size_t fromX, fromY;
  unsigned fromKind;
  const void* fromHost;
  DevicePointer fromDevice;
  void* fromArray;
  size_t fromPitch;
  size_t toX, toY;
  unsigned toKind;
  void* toHost;
  DevicePointer toDevice;
  void* toArray;
  size_t toPitch;
  size_t widthBytes, height;
};

static Result copy2D(const char* call, const Copy2D& c, bool async, void* stream) {
  enum { HOST = 1, DEVICE = 2 };
  if (c.fromX + c.fromY + c.toX + c.toY != 0 || (c.fromKind | c.toKind) > 3 || c.widthBytes == 0 || c.height == 0) {
    fprintf(stderr, "swcuda: %s: only rows from the origin of host or device memory are simulated\n", call);
    return NOT_SUPPORTED;
  }
  size_t fromBytes = c.fromPitch * (c.height - 1) + c.widthBytes;
  size_t toBytes = c.toPitch * (c.height - 1) + c.widthBytes;
  const char* from = c.fromKind == HOST ? static_cast<const char*>(c.fromHost) : reinterpret_cast<char*>(c.fromDevice);
  char* to = c.toKind == HOST ? static_cast<char*>(c.toHost) : reinterpret_cast<char*>(c.toDevice);
  if (c.fromKind == DEVICE) CHECK(checked(call, c.fromDevice, fromBytes));
  if (c.toKind == DEVICE) CHECK(checked(call, c.toDevice, toBytes));
  if (async && c.fromKind == HOST) CHECK(hostMemory(call, from, fromBytes));
  if (async && c.toKind == HOST) CHECK(hostMemory(call, to, toBytes));
  return swcudaEnqueue(stream, [=] {
    for (size_t row = 0; row < c.height; row++) memcpy(to + row * c.toPitch, from + row * c.fromPitch, c.widthBytes);
    return SUCCESS;
  });
}

EXPORT Result cuMemcpy2D_v2(const Copy2D* copy) {
  CHECK(synchronous("cuMemcpy2D"));
  return copy2D("cuMemcpy2D", *copy, false, nullptr);
}
EXPORT Result cuMemcpy2DUnaligned_v2(const Copy2D* copy) { return cuMemcpy2D_v2(copy); }
EXPORT Result cuMemcpy2DAsync_v2(const Copy2D* copy, void* stream) {
  return copy2D("cuMemcpy2DAsync", *copy, true, stream);
}

EXPORT Result cuMemsetD8Async(DevicePointer to, unsigned char value, size_t count, void* stream) {
  CHECK(checked("cuMemsetD8Async", to, count));
  return swcudaEnqueue(stream, [=] {
    memset(reinterpret_cast<void*>(to), value, count);
    return SUCCESS;
  });
}

EXPORT Result cuMemsetD32Async(DevicePointer to, unsigned value, size_t count, void* stream) {
  CHECK(checked("cuMemsetD32Async", to, count * sizeof value));
  return swcudaEnqueue(stream, [=] {
    for (size_t i = 0; i < count; i++) reinterpret_cast<unsigned*>(to)[i] = value;
    return SUCCESS;
  });
}

EXPORT Result cuMemsetD8_v2(DevicePointer to, unsigned char value, size_t count) {
  CHECK(synchronous("cuMemsetD8"));
  return cuMemsetD8Async(to, value, count, nullptr);
}

EXPORT Result cuMemsetD32_v2(DevicePointer to, unsigned value, size_t count) {
  CHECK(synchronous("cuMemsetD32"));
  return cuMemsetD32Async(to, value, count, nullptr);
}
