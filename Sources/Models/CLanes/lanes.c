// SwiftPM wants one translation unit per C target; everything lives in the header so that it is inlined.
#include "lanes.h"
