// SwiftPM wants one translation unit per C target; everything lives in the headers so that it is inlined.
#include "lanes.h"
#include "lanes_scatter.h"
