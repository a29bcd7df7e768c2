#include "gnuplot_bridge.h"
int gnuplot_bridge_version(void) { return 1; }
