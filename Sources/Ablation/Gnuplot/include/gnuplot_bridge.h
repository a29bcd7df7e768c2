#pragma once
#ifdef __cplusplus
extern "C" {
#endif
int gnuplot_bridge_version(void);
#ifdef __cplusplus
}
#endif
