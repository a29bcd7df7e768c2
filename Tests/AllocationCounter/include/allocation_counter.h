// Counts the memory allocations of the calling thread, by standing in front of the C library's allocator in the test
// program. Where that is not possible (another C library, a sanitizer) counting is off and nothing is replaced.
#pragma once

#include <stdbool.h>

// Whether allocations are counted on this platform.
bool allocation_counter_available(void);

// Allocations of this thread since it began; differences are what is of interest.
long allocation_count(void);

// Writes the calling thread's count to element `member` of `counts`, an array of long; work for a team of threads.
void allocation_count_into(void *counts, int member);
