// The part of NVML that is used: what a device says about its clocks, power, temperature and energy.
#include <cstdio>
#include <cstring>

#include "device.h"

namespace {
enum Answer : int { OK = 0, BAD_ARGUMENT = 2, UNSUPPORTED = 3, NOT_FOUND_HERE = 6 };
int devices[16];
}  // namespace

EXPORT int nvmlInit_v2() { return OK; }
EXPORT int nvmlDeviceGetHandleByPciBusId_v2(const char* id, void** device) {
  unsigned bus;
  if (sscanf(id, "0000:%x:00.0", &bus) != 1 || bus >= swcudaGet("devices")) return NOT_FOUND_HERE;
  *device = &devices[bus];
  return OK;
}
EXPORT int nvmlDeviceGetClockInfo(void*, int type, unsigned* megahertz) {
  enum { SM = 1, MEMORY = 2 };
  if (type != SM && type != MEMORY) return BAD_ARGUMENT;
  *megahertz = static_cast<unsigned>(swcudaGet("clock"));
  return OK;
}
EXPORT int nvmlDeviceGetPowerUsage(void*, unsigned*) { return UNSUPPORTED; }
EXPORT int nvmlDeviceGetTemperature(void*, int sensor, unsigned* celsius) {
  *celsius = 40;
  return sensor == 0 ? OK : BAD_ARGUMENT;
}
EXPORT int nvmlDeviceGetCurrentClocksEventReasons(void*, unsigned long long* reasons) {
  if (swcudaGet("slowdowns") < 0) return UNSUPPORTED;
  *reasons = static_cast<unsigned long long>(swcudaGet("slowdowns"));
  return OK;
}
EXPORT int nvmlDeviceGetTotalEnergyConsumption(void*, unsigned long long* millijoules) {
  if (swcudaGet("energy") < 0) return UNSUPPORTED;
  *millijoules = static_cast<unsigned long long>(swcudaGet("energy"));
  return OK;
}
