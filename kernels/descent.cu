// The look at the end of a step of gradient descent, without the host: so that a captured step can be replayed any
// number of times. A replica that is done keeps its weights, and its trace ends there.
//
//   look(Matrices f, Matrices y, Matrices residual, Descent descent, Shape)
//       f, y, residual are FP64, batch × 1 × n (y may be shared); Shape is that of f. Descent holds device pointers,
//       see below. For each replica b, in this order:
//         residual_b ← f_b − y_b, squared[b] ← |residual_b|²
//         where active[b]: trace[b·capacity + taken[b]] ← squared[b]; taken[b] ← taken[b] + 1;
//           clipped[b] ← clipped[b] or clippedInStep[b]
//         clippedInStep[b] ← 0
//         active[b] ← squared[b] is finite and above stopBelow[b], and taken[b] < limit
//         rate[b] ← factor·learningRate[b] where active[b], else 0
//       Block (256, 1, 1), grid (min(batch, 65535), 1, 1).
//
// Before the first step: taken, clipped, clippedInStep and active are set to 0 and look is called once, which records
// nothing. A step is then: gradient, axpy(rate, active, …) into the weights, forward pass, look.
#include "device.cuh"

// What a stretch of descent reads and keeps, one entry a replica where nothing else is said.
struct Descent {
  const double* learningRate;
  const double* stopBelow;
  double* squared;
  double* rate;
  double* trace; // batch × capacity
  int* active;
  int* taken;
  int* clippedInStep;
  int* clipped;
  double factor; // −scale of the network, so that rate·(the sum over samples) is the step
  int limit;     // most steps of the stretch
  int capacity;  // entries of a replica in trace, at least limit
};

extern "C" __global__ void __launch_bounds__(256)
    look(Matrices<const double> f, Matrices<const double> y, Matrices<double> residual, Descent descent, Shape shape) {
  for (int b = blockIdx.x; b < shape.batch; b += gridDim.x) {
    double sum = 0;
    for (int i = threadIdx.x; i < shape.columns; i += blockDim.x) {
      double r = f.at(b, 0, i) - y.at(b, 0, i);
      residual.at(b, 0, i) = r;
      sum = fma(r, r, sum);
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
      descent.squared[b] = sum;
      int taken = descent.taken[b];
      if (descent.active[b] != 0) {
        descent.trace[static_cast<long long>(b) * descent.capacity + taken] = sum;
        descent.taken[b] = ++taken;
        descent.clipped[b] |= descent.clippedInStep[b];
      }
      descent.clippedInStep[b] = 0;
      bool active = isfinite(sum) && sum > descent.stopBelow[b] && taken < descent.limit;
      descent.active[b] = active ? 1 : 0;
      descent.rate[b] = active ? descent.factor * descent.learningRate[b] : 0;
    }
  }
}
KERNEL(look)
