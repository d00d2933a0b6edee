// Random draws with the bits of io.github.widthbench.math.Draws: each a pure function of (seed, stream, index). Only
// IEEE operations and the fma written here are used, and the files that include this are compiled without contraction.
#pragma once

#include "device.cuh"

struct PhiloxBlock {
  unsigned words[4];
};

enum DrawKind { NORMAL, UNIFORM, SIGN };

// Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC 2011), as in math.Philox.
__device__ __forceinline__ PhiloxBlock philox(
    unsigned long long counterLow, unsigned long long counterHigh, unsigned long long key) {
  unsigned c0 = static_cast<unsigned>(counterLow);
  unsigned c1 = static_cast<unsigned>(counterLow >> 32);
  unsigned c2 = static_cast<unsigned>(counterHigh);
  unsigned c3 = static_cast<unsigned>(counterHigh >> 32);
  unsigned k0 = static_cast<unsigned>(key);
  unsigned k1 = static_cast<unsigned>(key >> 32);
#pragma unroll
  for (int round = 0; round < 10; round++) {
    unsigned long long product0 = 0xD2511F53ull * c0;
    unsigned long long product1 = 0xCD9E8D57ull * c2;
    c0 = static_cast<unsigned>(product1 >> 32) ^ c1 ^ k0;
    c1 = static_cast<unsigned>(product1);
    c2 = static_cast<unsigned>(product0 >> 32) ^ c3 ^ k1;
    c3 = static_cast<unsigned>(product0);
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return {{c0, c1, c2, c3}};
}

__device__ __forceinline__ PhiloxBlock drawBlock(long long number, long long seed, int stream, DrawKind kind) {
  return philox(number, (static_cast<unsigned long long>(kind) << 32) | static_cast<unsigned>(stream), seed);
}

// Uniform in (0, 1): an odd multiple of 2^-53. An even index reads words 0 and 1 of its block, an odd one 2 and 3.
__device__ __forceinline__ double openUniform(long long index, long long seed, int stream, DrawKind kind) {
  PhiloxBlock block = drawBlock(static_cast<unsigned long long>(index) >> 1, seed, stream, kind);
  bool odd = (index & 1) != 0;
  unsigned long long low = odd ? block.words[2] : block.words[0];
  unsigned long long high = odd ? block.words[3] : block.words[1];
  return static_cast<double>((((high << 32) | low) >> 12) * 2 + 1) * 0x1p-53;
}

// Σ_k ascending_k x^k by Horner's rule in fused multiply-adds.
template <int N>
__device__ __forceinline__ double polynomial(double x, const double (&ascending)[N]) {
  double sum = ascending[N - 1];
#pragma unroll
  for (int k = N - 2; k >= 0; k--) {
    sum = fma(sum, x, ascending[k]);
  }
  return sum;
}

// log x for a positive normal number: the sequence of operations of math.NormalQuantile, after fdlibm's e_log.c.
__device__ __forceinline__ double logarithm(double x) {
  constexpr double SERIES[] = {6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01,
                               2.222219843214978396e-01, 1.818357216161805012e-01, 1.531383769920937332e-01,
                               1.479819860511658591e-01};
  constexpr double LOG2_HIGH = 6.93147180369123816490e-01; // times an exponent it is exact
  constexpr double LOG2_LOW = 1.90821492927058770002e-10;
  constexpr int ROOT_HALF_DISTANCE = 0x95F64; // splits mantissas at √2
  long long bits = __double_as_longlong(x);
  int high = static_cast<int>(bits >> 32);
  int mantissa = high & 0xFFFFF;
  int carry = (mantissa + ROOT_HALF_DISTANCE) & 0x100000;
  int exponent = (high >> 20) - 1023 + (carry >> 20);
  long long scaled = (static_cast<long long>(mantissa | (carry ^ 0x3FF00000)) << 32) | (bits & 0xFFFFFFFFll);
  double f = __longlong_as_double(scaled) - 1;
  double s = f / (2 + f);
  double z = s * s;
  double series = z * polynomial(z, SERIES);
  double halfSquare = 0.5 * f * f;
  double small = s * (halfSquare + series) + exponent * LOG2_LOW;
  return exponent * LOG2_HIGH - ((halfSquare - small) - f);
}

// The inverse of the standard normal distribution function: Wichura's PPND16 (AS 241), as in math.NormalQuantile.
__device__ __forceinline__ double normalQuantile(double p) {
  constexpr double CENTRE_ABOVE[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                     1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                     3.3430575583588128105e+4, 2.5090809287301226727e+3};
  constexpr double CENTRE_BELOW[] = {1,
                                     4.2313330701600911252e+1,
                                     6.8718700749205790830e+2,
                                     5.3941960214247511077e+3,
                                     2.1213794301586595867e+4,
                                     3.9307895800092710610e+4,
                                     2.8729085735721942674e+4,
                                     5.2264952788528545610e+3};
  constexpr double TAIL_ABOVE[] = {1.42343711074968357734e0,  4.63033784615654529590e0,  5.76949722146069140550e0,
                                   3.64784832476320460504e0,  1.27045825245236838258e0,  2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr double TAIL_BELOW[] = {1,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
  constexpr double FAR_TAIL_ABOVE[] = {6.65790464350110377720e0,  5.46378491116411436990e0, 1.78482653991729133580e0,
                                       2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                       2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double FAR_TAIL_BELOW[] = {1,
                                       5.99832206555887937690e-1,
                                       1.36929880922735805310e-1,
                                       1.48753612908506148525e-2,
                                       7.86869131145613259100e-4,
                                       1.84631831751005468180e-5,
                                       1.42151175831644588870e-7,
                                       2.04426310338993978564e-15};
  double q = p - 0.5;
  if (fabs(q) <= 0.425) {
    double x = 0.180625 - q * q;
    return q * (polynomial(x, CENTRE_ABOVE) / polynomial(x, CENTRE_BELOW));
  }
  double r = sqrt(-logarithm(fmin(p, 1 - p)));
  double size = r <= 5 ? polynomial(r - 1.6, TAIL_ABOVE) / polynomial(r - 1.6, TAIL_BELOW)
                       : polynomial(r - 5, FAR_TAIL_ABOVE) / polynomial(r - 5, FAR_TAIL_BELOW);
  return q < 0 ? -size : size;
}

__device__ __forceinline__ double uniformDraw(long long index, long long seed, int stream) {
  return openUniform(index, seed, stream, UNIFORM);
}

__device__ __forceinline__ double normalDraw(long long index, long long seed, int stream) {
  return normalQuantile(openUniform(index, seed, stream, NORMAL));
}

__device__ __forceinline__ double signDraw(long long index, long long seed, int stream) {
  PhiloxBlock block = drawBlock(static_cast<unsigned long long>(index) >> 7, seed, stream, SIGN);
  int place = static_cast<int>(index >> 5) & 3;
  unsigned word = place == 0 ? block.words[0] : place == 1 ? block.words[1] : place == 2 ? block.words[2] : block.words[3];
  return ((word >> (index & 31)) & 1) == 0 ? -1 : 1;
}
