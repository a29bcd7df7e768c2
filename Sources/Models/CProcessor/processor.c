#include "processor.h"

#include <string.h>

#if defined(__x86_64__)

#if defined(__AVX__) || defined(__SSE3__)
#error "this file must be compiled for the baseline: it runs before anybody knows what the processor can do"
#endif

bool processor_supports(const char *extension) {
  __builtin_cpu_init();
#define KNOWN(name)                                                                                                    \
  if (strcmp(extension, name) == 0) return __builtin_cpu_supports(name) != 0;
  KNOWN("sse3")
  KNOWN("ssse3")
  KNOWN("sse4.1")
  KNOWN("sse4.2")
  KNOWN("popcnt")
  KNOWN("avx")
  KNOWN("avx2")
  KNOWN("fma")
  KNOWN("fma4")
  KNOWN("xop")
  KNOWN("f16c")
  KNOWN("bmi")
  KNOWN("bmi2")
  KNOWN("lzcnt")
  KNOWN("movbe")
  KNOWN("avx512f")
  KNOWN("avx512cd")
  KNOWN("avx512bw")
  KNOWN("avx512dq")
  KNOWN("avx512vl")
  KNOWN("avx512ifma")
  KNOWN("avx512vbmi")
  KNOWN("avx512vbmi2")
  KNOWN("avx512vnni")
  KNOWN("avx512bitalg")
  KNOWN("avx512vpopcntdq")
  KNOWN("avx512bf16")
  KNOWN("avx512fp16")
  KNOWN("avxvnni")
  KNOWN("gfni")
  KNOWN("vaes")
  KNOWN("vpclmulqdq")
#undef KNOWN
  return false;
}

#else

// On other architectures the engine is compiled for what every processor has.
bool processor_supports(const char *extension) {
  (void)extension;
  return false;
}

#endif
