// Operations on sixteen float lanes that Swift's SIMD16 cannot express, or compiles to scalar loops.
//
// The vector type is imported into Swift as SIMD16<Float>. Every function is defined lane by lane by IEEE 754, so the
// result does not depend on the width of the hardware's vectors: wider or narrower machines only need fewer or more
// instructions for it.
#pragma once

#include <stdint.h>

// Every function here is inlined, so no vector ever crosses a call whose convention depends on the instruction set.
#pragma clang diagnostic ignored "-Wpsabi"

// A multiplication and an addition stay two roundings where the source has two operations: only lanes_fma fuses.
#pragma clang fp contract(off)

typedef float lanes16 __attribute__((ext_vector_type(16)));
typedef int lanes16i __attribute__((ext_vector_type(16)));
typedef unsigned char bytes16 __attribute__((ext_vector_type(16)));

#define LANES_INLINE static inline __attribute__((always_inline))

// a * b + c with one rounding. SIMD16.addProduct with operands from memory becomes a scalar loop in Swift 6.3.
LANES_INLINE lanes16 lanes_fma(lanes16 a, lanes16 b, lanes16 c) { return __builtin_elementwise_fma(a, b, c); }

// Correctly rounded square root; SIMD16.squareRoot() becomes a scalar loop in Swift 6.3.
LANES_INLINE lanes16 lanes_sqrt(lanes16 a) { return __builtin_elementwise_sqrt(a); }

// mask lane != 0 ? a : b, where mask lanes are 0 or -1 (the raw value of SIMDMask).
LANES_INLINE lanes16 lanes_select(lanes16i mask, lanes16 a, lanes16 b) {
  return (lanes16)((mask & (lanes16i)a) | (~mask & (lanes16i)b));
}

// Comparisons as lane masks (0 or -1).
LANES_INLINE lanes16i lanes_greater(lanes16 a, lanes16 b) { return a > b; }
LANES_INLINE lanes16i lanes_equal(lanes16 a, lanes16 b) { return a == b; }

// a > b ? a : b, and a < b ? a : b: second operand where a comparison with NaN is false, as the hardware's max and min.
LANES_INLINE lanes16 lanes_max(lanes16 a, lanes16 b) { return a > b ? a : b; }
LANES_INLINE lanes16 lanes_min(lanes16 a, lanes16 b) { return a < b ? a : b; }

// Sixteen bytes, widened.
LANES_INLINE lanes16 lanes_from_bytes(bytes16 b) { return __builtin_convertvector(b, lanes16); }
LANES_INLINE lanes16i lanes_truncate(lanes16 a) { return __builtin_convertvector(a, lanes16i); }
LANES_INLINE lanes16 lanes_from_ints(lanes16i a) { return __builtin_convertvector(a, lanes16); }

// Blocks of D lanes, alternating between a and b: the even blocks of both, or the odd blocks of both.
#define LANES_EVEN1(a, b) __builtin_shufflevector(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30)
#define LANES_ODD1(a, b) __builtin_shufflevector(a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31)
#define LANES_EVEN2(a, b) __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
#define LANES_ODD2(a, b) __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#define LANES_EVEN4(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27)
#define LANES_ODD4(a, b) __builtin_shufflevector(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31)
#define LANES_EVEN8(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
#define LANES_ODD8(a, b) __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31)

// One butterfly of a 16 x 16 transposition: rows i and i + D exchange blocks of D columns.
#define LANES_TRANSPOSE_STAGE(type, r, D)                                                                             \
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 16; i++) {                                                   \
    if ((i & D) == 0) {                                                                                               \
      type even = LANES_EVEN##D(r[i], r[i + D]), odd = LANES_ODD##D(r[i], r[i + D]);                                  \
      r[i] = even;                                                                                                    \
      r[i + D] = odd;                                                                                                 \
    }                                                                                                                 \
  }

// Pointers to lane vectors are passed as 64-byte aligned pointers to floats: Swift imports pointers to vectors as opaque.

// Transposes sixteen samples (rows of `stride` floats) into lanes: destination[k] = lane l holds source[l * stride + k].
// Reads sixteen floats of every row.
LANES_INLINE void lanes_gather_floats(const float *source, long stride, float *destination) {
  lanes16 r[16];
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 16; i++) {
    __builtin_memcpy(&r[i], source + i * stride, 64);
  }
  LANES_TRANSPOSE_STAGE(lanes16, r, 1)
  LANES_TRANSPOSE_STAGE(lanes16, r, 2)
  LANES_TRANSPOSE_STAGE(lanes16, r, 4)
  LANES_TRANSPOSE_STAGE(lanes16, r, 8)
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 16; i++) { ((lanes16 *)destination)[i] = r[i]; }
}

// The inverse: sixteen lane vectors to sixteen rows of sixteen floats, `stride` floats apart.
LANES_INLINE void lanes_scatter_floats(const float *source, float *destination, long stride) {
  lanes16 r[16];
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 16; i++) { r[i] = ((const lanes16 *)source)[i]; }
  LANES_TRANSPOSE_STAGE(lanes16, r, 1)
  LANES_TRANSPOSE_STAGE(lanes16, r, 2)
  LANES_TRANSPOSE_STAGE(lanes16, r, 4)
  LANES_TRANSPOSE_STAGE(lanes16, r, 8)
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 16; i++) {
    __builtin_memcpy(destination + i * stride, &r[i], 64);
  }
}

// Sixteen pixels of sixteen images into lanes, multiplied by `scale`: destination[k] = lane l holds rows[l][k] * scale.
LANES_INLINE void lanes_gather_bytes(const unsigned char *const *rows, long offset, float scale, float *destination) {
  bytes16 r[16];
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 16; i++) { __builtin_memcpy(&r[i], rows[i] + offset, 16); }
  LANES_TRANSPOSE_STAGE(bytes16, r, 1)
  LANES_TRANSPOSE_STAGE(bytes16, r, 2)
  LANES_TRANSPOSE_STAGE(bytes16, r, 4)
  LANES_TRANSPOSE_STAGE(bytes16, r, 8)
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 16; i++) {
    ((lanes16 *)destination)[i] = __builtin_convertvector(r[i], lanes16) * scale;
  }
}

// Lane j of the result is the sum of the sixteen lanes of v[j], as a balanced tree over neighbouring lanes.
LANES_INLINE lanes16 lanes_sum16(const float *vectors) {
  const lanes16 *v = (const lanes16 *)vectors;
  lanes16 a[8], b[4], c[2];
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 8; i++) {
    a[i] = LANES_EVEN1(v[2 * i], v[2 * i + 1]) + LANES_ODD1(v[2 * i], v[2 * i + 1]);
  }
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 4; i++) {
    b[i] = LANES_EVEN2(a[2 * i], a[2 * i + 1]) + LANES_ODD2(a[2 * i], a[2 * i + 1]);
  }
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 2; i++) {
    c[i] = LANES_EVEN4(b[2 * i], b[2 * i + 1]) + LANES_ODD4(b[2 * i], b[2 * i + 1]);
  }
  return LANES_EVEN8(c[0], c[1]) + LANES_ODD8(c[0], c[1]);
}

// Reads image[index[l]] for every lane.
LANES_INLINE lanes16 lanes_lookup(const float *image, lanes16i index) {
#ifdef __AVX512F__
  return (lanes16)__builtin_ia32_gathersiv16sf((lanes16){0}, image, index, (unsigned short)0xFFFF, 4);
#else
  lanes16 r;
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 16; i++) { r[i] = image[index[i]]; }
  return r;
#endif
}

// Sixteen floats from anywhere, aligned or not.
LANES_INLINE lanes16 lanes_load(const float *source) {
  lanes16 v;
  __builtin_memcpy(&v, source, 64);
  return v;
}

// The first `count` lanes, 1 to 16, to anywhere; what lies behind them stays.
LANES_INLINE void lanes_store_first(float *target, lanes16 v, long count) {
#ifdef __AVX512F__
  __builtin_ia32_storeups512_mask(target, v, (unsigned short)(0xFFFFu >> (16 - count)));
#else
  for (long i = 0; i < count; i++) { target[i] = v[i]; }
#endif
}

// Every `stride`-th float: lane l holds source[l * stride]. Reads up to source[16 * stride - 1].
LANES_INLINE lanes16 lanes_every(const float *source, long stride) {
  if (stride == 2) {
    lanes16 a = lanes_load(source), b = lanes_load(source + 16);
    return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  }
  lanes16 r;
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 16; i++) { r[i] = source[i * stride]; }
  return r;
}

// Lane masks as sixteen bits, so that a stored dropout mask takes two bytes for sixteen samples.
typedef _Bool lanes16b __attribute__((ext_vector_type(16)));
LANES_INLINE unsigned short lanes_mask_bits(lanes16i mask) {
  lanes16b b = __builtin_convertvector(mask, lanes16b);
  return __builtin_bit_cast(unsigned short, b);
}
// The lane's value where its bit is set, otherwise zero.
LANES_INLINE lanes16 lanes_keep_bits(unsigned short bits, lanes16 a) {
  lanes16b b = __builtin_bit_cast(lanes16b, bits);
  lanes16i mask = -__builtin_convertvector(b, lanes16i);
  return (lanes16)(mask & (lanes16i)a);
}

// Sixteen xoshiro128+ generators side by side (Blackman & Vigna 2021), the source of dropout masks.
typedef unsigned lanes16u __attribute__((ext_vector_type(16)));
LANES_INLINE uint64_t lanes_mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

// Draws `count` masks of sixteen bits: a bit is set where its lane's draw is at least `threshold`. Each lane's 128 bits
// of state come from `seed` through SplitMix64, as the generator's authors advise.
LANES_INLINE void lanes_draw_masks(uint64_t seed, uint32_t threshold, uint16_t *words, long count) {
  lanes16u s0, s1, s2, s3;
  for (int i = 0; i < 16; i++) {
    uint64_t a = lanes_mix(seed += 0x9E3779B97F4A7C15ull), b = lanes_mix(seed += 0x9E3779B97F4A7C15ull);
    s0[i] = (uint32_t)a;
    s1[i] = (uint32_t)(a >> 32);
    s2[i] = (uint32_t)b;
    s3[i] = (uint32_t)(b >> 32) | 1u;
  }
  for (long k = 0; k < count; k++) {
    lanes16u draw = s0 + s3, t = s1 << 9, limit = threshold;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >> 21);
    words[k] = lanes_mask_bits(draw >= limit);
  }
}

// Keeps the optimizer from removing a computation whose result a benchmark does not use.
LANES_INLINE void lanes_consume(lanes16 a) { __asm__ volatile("" : : "m"(a)); }
