// What this processor can do. Compiled for the architecture's baseline, so that it may be asked on any processor.
#pragma once

#include <stdbool.h>

// Whether the processor and the system offer an instruction set extension, named as the compiler names it (`avx2`).
// False for a name that is not known here.
bool processor_supports(const char *extension);
