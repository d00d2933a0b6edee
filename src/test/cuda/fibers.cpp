// The threads of a block as fibers: each warp runs as far as it gets, until all of it waits for other warps, and then the
// next; with `reverse` from the last to the first. What a missing barrier leaves unordered therefore happens in one
// order or in the other, as far apart as can be: a kernel whose result differs between the two lacks a barrier.
#include "fibers.h"

#include <csetjmp>
#include <csignal>
#include <cstdio>
#include <pthread.h>
#include <sys/mman.h>
#include <vector>

#ifndef __x86_64__
#error "the software device runs where JCuda's natives do: x86-64"
#endif

// Saves the callee-saved registers of one fiber and takes up another.
extern "C" void sw_switch(void** from, void* to);
asm(R"(.text
.globl sw_switch
.hidden sw_switch
.type sw_switch,@function
sw_switch:
  pushq %rbp; pushq %rbx; pushq %r12; pushq %r13; pushq %r14; pushq %r15
  movq %rsp,(%rdi); movq %rsi,%rsp
  popq %r15; popq %r14; popq %r13; popq %r12; popq %rbx; popq %rbp; ret
.size sw_switch,.-sw_switch
)");

namespace sw {

Thread* current;
Dim blockIndex, blockSize, gridSize;
void* dynamicShared;

namespace {

constexpr size_t STACK = 64 << 10;
constexpr int POISON = 0xFF;  // NaN in FP32 and FP64, so that what nobody wrote shows in every sum

struct Fiber : Thread {
  void* stack;
  bool done;
  const unsigned* generation;  // of the barrier waited at, or null
  unsigned waitingFor;
};

struct Barrier {
  unsigned arrived = 0;
  unsigned generation = 0;

  void open() {
    arrived = 0;
    generation++;
  }
};

struct Warp {
  Barrier barrier;
  uint64_t slots[32 * SLOTS];
};

std::vector<Fiber> fibers;
std::vector<Warp> warps;
Barrier block;
unsigned live;
const Launch* launch;
void* scheduler;
char* stacks;
size_t stackCount;

sigjmp_buf recovery;
pthread_t launching;
volatile sig_atomic_t running;
struct sigaction before;

void wait(const Barrier& barrier) {
  Fiber* self = static_cast<Fiber*>(current);
  self->generation = &barrier.generation;
  self->waitingFor = barrier.generation;
  sw_switch(&self->stack, scheduler);
  current = self;
}

void enter() {
  Fiber* self = static_cast<Fiber*>(current);
  launch->entry(launch->arguments);
  self->done = true;
  live--;
  if (live > 0 && block.arrived >= live) block.open();
  sw_switch(&self->stack, scheduler);
}

void prepare(unsigned count) {
  if (stackCount < count) {
    if (stacks != nullptr) munmap(stacks, stackCount * STACK);
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    stacks = static_cast<char*>(mmap(nullptr, count * STACK, PROT_READ | PROT_WRITE, flags, -1, 0));
    stackCount = count;
  }
  fibers.resize(count);
  warps.assign((count + 31) / 32, Warp());
  block = Barrier();
  live = count;
  for (unsigned i = 0; i < count; i++) {
    Fiber& fiber = fibers[i];
    fiber.index = {i % blockSize.x, i / blockSize.x % blockSize.y, i / (blockSize.x * blockSize.y)};
    fiber.lane = i % 32;
    fiber.warp = i / 32;
    fiber.done = false;
    fiber.generation = nullptr;
    void** top = reinterpret_cast<void**>(stacks + (i + 1) * STACK);
    *--top = nullptr;
    *--top = reinterpret_cast<void*>(&enter);
    for (int saved = 0; saved < 6; saved++) *--top = nullptr;
    fiber.stack = top;
  }
}

// Runs each thread of a warp that can, once; says whether there was one.
bool runThreads(unsigned first, unsigned end) {
  bool any = false;
  for (unsigned k = first; k < end; k++) {
    Fiber& fiber = fibers[launch->reverse ? first + end - 1 - k : k];
    if (fiber.done || (fiber.generation != nullptr && *fiber.generation == fiber.waitingFor)) continue;
    fiber.generation = nullptr;
    any = true;
    current = &fiber;
    sw_switch(&scheduler, fiber.stack);
  }
  return any;
}

Ending runBlock() {
  unsigned count = blockSize.x * blockSize.y * blockSize.z;
  prepare(count);
  unsigned warpCount = static_cast<unsigned>(warps.size());
  while (live > 0) {
    bool any = false;
    for (unsigned k = 0; k < warpCount; k++) {
      unsigned warp = launch->reverse ? warpCount - 1 - k : k;
      while (runThreads(warp * 32, std::min(warp * 32 + 32, count))) any = true;
    }
    if (!any) {
      fprintf(stderr, "swcuda: deadlock: %u of %u threads of a block wait at a barrier\n", live, count);
      return Ending::DEADLOCK;
    }
  }
  return Ending::DONE;
}

Ending runGrid() {
  unsigned long long blocks = static_cast<unsigned long long>(gridSize.x) * gridSize.y * gridSize.z;
  std::vector<char> shared(launch->sharedBytes + 64);
  for (unsigned long long k = 0; k < blocks; k++) {
    unsigned long long at = launch->reverse ? blocks - 1 - k : k;
    blockIndex = {static_cast<unsigned>(at % gridSize.x), static_cast<unsigned>(at / gridSize.x % gridSize.y),
                  static_cast<unsigned>(at / gridSize.x / gridSize.y)};
    memset(shared.data(), POISON, shared.size());
    dynamicShared = reinterpret_cast<void*>((reinterpret_cast<uintptr_t>(shared.data()) + 63) & ~uintptr_t{63});
    Ending ending = runBlock();
    if (ending != Ending::DONE) return ending;
  }
  return Ending::DONE;
}

// A kernel that leaves its tensors runs into an unmapped page. Faults of other threads are the JVM's own.
void onFault(int signal, siginfo_t* info, void* context) {
  if (running && pthread_equal(pthread_self(), launching)) {
    fprintf(stderr, "swcuda: a kernel touched %p, which is no device memory\n", info->si_addr);
    siglongjmp(recovery, 1);
  }
  if (before.sa_flags & SA_SIGINFO) {
    before.sa_sigaction(signal, info, context);
  } else {
    sigaction(SIGSEGV, &before, nullptr);
  }
}

}  // namespace

void blockBarrier() {
  if (++block.arrived >= live) {
    block.open();
  } else {
    wait(block);
  }
}

void warpBarrier(unsigned mask) {
  Barrier& barrier = warps[current->warp].barrier;
  unsigned members = static_cast<unsigned>(fibers.size()) - current->warp * 32;
  unsigned expected = std::min(static_cast<unsigned>(std::popcount(mask)), members);
  if (++barrier.arrived >= expected) {
    barrier.open();
  } else {
    wait(barrier);
  }
}

uint64_t* warpSlots() { return warps[current->warp].slots; }

Ending run(const Launch& what) {
  launch = &what;
  gridSize = what.grid;
  blockSize = what.block;
  launching = pthread_self();
  struct sigaction ours = {};
  ours.sa_sigaction = onFault;
  ours.sa_flags = SA_SIGINFO | SA_NODEFER;
  sigaction(SIGSEGV, &ours, &before);
  Ending ending = Ending::BAD_ADDRESS;
  if (sigsetjmp(recovery, 1) == 0) {
    running = 1;
    ending = runGrid();
  }
  running = 0;
  sigaction(SIGSEGV, &before, nullptr);
  return ending;
}

}  // namespace sw
