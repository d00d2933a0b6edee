// Runs a grid of CUDA threads on the calling thread.
#pragma once
#include "cuda_on_host.h"

namespace sw {

// What ended a launch.
enum class Ending { DONE, DEADLOCK, BAD_ADDRESS };

struct Launch {
  Entry entry;
  void** arguments;
  Dim grid;
  Dim block;
  size_t sharedBytes;
  bool reverse;  // the threads of a block, and the blocks, from the last to the first
};

// One launch at a time: the caller holds a lock.
Ending run(const Launch& launch);

}  // namespace sw
