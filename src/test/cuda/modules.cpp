// Modules and launches. A module's PTX is read for its kernels' names, parameter sizes and most threads; their code
// comes from a host build of the same sources, and PTX that differs from it in a signature is refused.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "device.h"
#include "fibers.h"

namespace {

struct Kernel {
  sw::Entry entry;
  std::vector<size_t> parameters;
};
using Library = std::map<std::string, Kernel>;

struct Signature {
  std::vector<size_t> parameters;
  unsigned mostThreads = 1024;
};

struct Function {
  std::string name;
  Kernel kernel;
  unsigned mostThreads;
  int device;
  size_t dynamicShared = 48 << 10;
};

struct Module {
  std::map<std::string, Signature> entries;
  std::vector<const Library*> libraries;  // the first that has a kernel gives it
  std::map<std::string, Function> functions;
  int device;
};

std::mutex guard;
std::map<std::string, Library> libraries;
Library* loading;
std::vector<std::string> chosen;

const Library* open(const std::string& path) {
  auto known = libraries.find(path);
  if (known != libraries.end()) return &known->second;
  loading = &libraries[path];
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  const Library* loaded = loading;
  loading = nullptr;
  if (handle != nullptr) return loaded;
  fprintf(stderr, "swcuda: %s\n", dlerror());
  libraries.erase(path);
  return nullptr;
}

// Bytes of a parameter: ".param .u64 name", ".param .align 8 .b8 name[24]".
size_t parameterBytes(const std::string& declaration) {
  size_t bracket = declaration.find('[');
  if (bracket != std::string::npos) return strtoul(declaration.c_str() + bracket + 1, nullptr, 10);
  for (const char* type : {".u", ".s", ".b", ".f"}) {
    size_t at = declaration.find(type);
    if (at != std::string::npos && isdigit(declaration[at + 2])) return strtoul(&declaration[at + 2], nullptr, 10) / 8;
  }
  return 0;
}

std::map<std::string, Signature> entries(const std::string& ptx) {
  std::map<std::string, Signature> found;
  for (size_t at = ptx.find(".entry "); at != std::string::npos; at = ptx.find(".entry ", at + 1)) {
    size_t open = ptx.find('(', at);
    size_t close = ptx.find(')', open);
    size_t body = ptx.find('{', close);
    Signature signature;
    for (size_t p = ptx.find(".param", open); p < close; p = ptx.find(".param", p + 1)) {
      signature.parameters.push_back(parameterBytes(ptx.substr(p, ptx.find_first_of(",)", p) - p)));
    }
    size_t limit = ptx.find(".maxntid", close);
    if (limit < body) {
      unsigned x = 1, y = 1, z = 1;
      sscanf(ptx.c_str() + limit, ".maxntid %u, %u, %u", &x, &y, &z);
      signature.mostThreads = x * y * z;
    }
    found[ptx.substr(at + 7, open - at - 7)] = signature;
  }
  return found;
}

Result launch(const Function& function, const sw::Launch& shape, const std::vector<std::vector<char>>& values) {
  std::lock_guard<std::mutex> lock(guard);
  if (settings.loseAfter == 0) return lost = LAUNCH_FAILED;
  if (settings.loseAfter > 0) settings.loseAfter--;
  std::vector<void*> arguments;
  for (const std::vector<char>& value : values) arguments.push_back(const_cast<char*>(value.data()));
  sw::Launch now = shape;
  now.entry = function.kernel.entry;
  now.arguments = arguments.data();
  now.reverse = settings.reverse != 0;
  sw::Ending ending = sw::run(now);
  if (ending == sw::Ending::DONE) return SUCCESS;
  fprintf(stderr, "swcuda: %s failed\n", function.name.c_str());
  return lost = ending == sw::Ending::BAD_ADDRESS ? ILLEGAL_ADDRESS : LAUNCH_FAILED;
}

}  // namespace

void sw::registerKernel(const char* name, Entry entry, int parameters, const size_t* sizes) {
  (*loading)[name] = {entry, std::vector<size_t>(sizes, sizes + parameters)};
}

// For tests: the host build that modules loaded from now on take their code from. What it lacks comes from the first
// one chosen, so that a faulty copy of one file can stand beside sound ones.
EXPORT void swcudaKernels(const char* path) {
  chosen.resize(std::min<size_t>(chosen.size(), 1));
  chosen.insert(chosen.begin(), path);
}

EXPORT Result cuModuleLoadData(void** module, const void* image) {
  if (lost != SUCCESS) return lost;
  std::lock_guard<std::mutex> lock(guard);
  std::string text = static_cast<const char*>(image);
  if (text.find(".version ") == std::string::npos || text.find(".target sm_") == std::string::npos) return INVALID_PTX;
  long long target = strtol(&text[text.find(".target sm_") + 11], nullptr, 10);
  if (target > settings.capability) {
    fprintf(stderr, "swcuda: PTX for compute capability %lld on a device of %lld\n", target, settings.capability);
    return NO_BINARY_FOR_GPU;
  }
  if (const char* path = getenv("SWCUDA_KERNELS"); chosen.empty() && path != nullptr) chosen = {path};
  Module made = {entries(text), {}, {}, currentDevice()};
  for (const std::string& path : chosen) {
    const Library* library = open(path);
    if (library == nullptr) return NO_BINARY_FOR_GPU;
    made.libraries.push_back(library);
  }
  *module = new Module(std::move(made));
  return SUCCESS;
}
EXPORT Result cuModuleLoadDataEx(void** module, const void* image, unsigned, int*, void**) {
  return cuModuleLoadData(module, image);
}
EXPORT Result cuModuleUnload(void* module) {
  delete static_cast<Module*>(module);
  return SUCCESS;
}

EXPORT Result cuModuleGetFunction(void** function, void* handle, const char* name) {
  Module* module = static_cast<Module*>(handle);
  auto entry = module->entries.find(name);
  if (entry == module->entries.end()) return NOT_FOUND;
  const Kernel* kernel = nullptr;
  for (const Library* library : module->libraries) {
    auto found = library->find(name);
    if (kernel == nullptr && found != library->end()) kernel = &found->second;
  }
  if (kernel == nullptr) {
    fprintf(stderr, "swcuda: the PTX has %s, the host build has not: one of them is stale\n", name);
    return NOT_FOUND;
  }
  if (kernel->parameters != entry->second.parameters) {
    fprintf(stderr, "swcuda: PTX and host build of %s differ in their parameters: one of them is stale\n", name);
    return NO_BINARY_FOR_GPU;
  }
  Function& made = module->functions[name];
  made.name = name;
  made.kernel = *kernel;
  made.mostThreads = entry->second.mostThreads;
  made.device = module->device;
  *function = &made;
  return SUCCESS;
}

EXPORT Result cuFuncSetAttribute(void* function, int attribute, int value) {
  enum { DYNAMIC_SHARED = 8, CARVEOUT = 9 };
  if (attribute == CARVEOUT) return SUCCESS;
  if (attribute != DYNAMIC_SHARED || value > settings.shared) return INVALID_VALUE;
  static_cast<Function*>(function)->dynamicShared = value;
  return SUCCESS;
}

EXPORT Result cuFuncGetAttribute(int* value, int attribute, void* function) {
  const Function* asked = static_cast<Function*>(function);
  static const std::map<int, int> known = {{1, 0}, {2, 0}, {3, 0}, {4, 32}, {5, 70}, {6, 75}};
  if (attribute == 0) {
    *value = static_cast<int>(asked->mostThreads);
  } else if (attribute == 8) {
    *value = static_cast<int>(asked->dynamicShared);
  } else if (known.count(attribute) != 0) {
    *value = known.at(attribute);
  } else {
    return INVALID_VALUE;
  }
  return SUCCESS;
}

EXPORT Result cuFuncSetCacheConfig(void*, int) { return SUCCESS; }
EXPORT Result cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void*, int, size_t) {
  *blocks = 1;
  return SUCCESS;
}

EXPORT Result cuLaunchKernel(void* handle, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                             unsigned blockY, unsigned blockZ, unsigned sharedBytes, void* stream, void** parameters,
                             void** extra) {
  if (lost != SUCCESS) return lost;
  const Function* function = static_cast<Function*>(handle);
  if (function == nullptr) return INVALID_HANDLE;
  if (extra != nullptr) return NOT_SUPPORTED;
  if (function->device != currentDevice()) {
    fprintf(stderr, "swcuda: %s of device %d is launched in the context of %d\n", function->name.c_str(),
            function->device, currentDevice());
    return INVALID_CONTEXT;
  }
  unsigned long long threads = 1ull * blockX * blockY * blockZ;
  if (gridX == 0 || gridY == 0 || gridZ == 0 || gridY > 65535 || gridZ > 65535 || threads == 0 || threads > 1024) {
    fprintf(stderr, "swcuda: %s: a grid of %u×%u×%u blocks of %u×%u×%u\n", function->name.c_str(), gridX, gridY, gridZ,
            blockX, blockY, blockZ);
    return INVALID_VALUE;
  }
  if (threads > function->mostThreads) {
    fprintf(stderr, "swcuda: %s takes blocks of %u threads, got %llu\n", function->name.c_str(), function->mostThreads,
            threads);
    return LAUNCH_OUT_OF_RESOURCES;
  }
  if (sharedBytes > function->dynamicShared) {
    fprintf(stderr, "swcuda: %s: %u bytes of shared memory, %zu are allowed\n", function->name.c_str(), sharedBytes,
            function->dynamicShared);
    return INVALID_VALUE;
  }
  std::vector<std::vector<char>> values;  // a captured launch keeps the values of now
  for (size_t i = 0; i < function->kernel.parameters.size(); i++) {
    const char* from = static_cast<const char*>(parameters[i]);
    values.emplace_back(from, from + function->kernel.parameters[i]);
  }
  sw::Launch shape = {nullptr, nullptr, {gridX, gridY, gridZ}, {blockX, blockY, blockZ}, sharedBytes, false};
  return swcudaEnqueue(stream, [=] { return launch(*function, shape, values); });
}
