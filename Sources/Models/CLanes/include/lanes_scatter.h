// The register tile of a convolution's input gradient. In C, because Swift has no way to ask for an unrolled loop, and
// an accumulator that is indexed by a loop variable lives in memory.
#pragma once

#include "lanes.h"

// What a tile reads and writes, within one block; strides of activations count lane vectors, those of weights floats.
typedef struct {
  // The first kernel row's output gradient row at the tile's first column, of the first output channel.
  const float *gradient;
  long gradient_plane;
  long gradient_row;
  // The first kernel row's weights of the first output channel and the tile's first input channel.
  const float *weights;
  // From one output channel's weights to the next one's, and from one input channel's.
  long weight_stride;
  long weight_plane;
  long output_channels;
  // Kernel rows; the gradient row falls as the kernel row rises.
  long rows;
  // Where accumulator 0 of the first input channel would lie; only `first ... last` exist.
  float *target;
  long target_plane;
  long first;
  long last;
} lanes_scatter_step;

// Scatters `columns` neighbouring output-gradient columns of a row through `kernel` kernel columns into
// columns + kernel - 1 accumulators for each of `channels` input channels, and adds to the target's values. The last
// three must be constants, with at most 26 accumulators.
//
// Kernel columns from last to first add to each accumulator in the same order as gradient columns from first to last
// would, but need one weight at a time in a register.
LANES_INLINE void lanes_scatter(lanes_scatter_step s, long channels, long columns, long kernel) {
  const long width = columns + kernel - 1;
  lanes16 sums[26];
  _Pragma("clang loop unroll(full)") for (long c = 0; c < channels; c++) {
    const lanes16 *from = (const lanes16 *)s.target + c * s.target_plane;
    _Pragma("clang loop unroll(full)") for (long i = 0; i < width; i++) {
      sums[c * width + i] = 0;
      if (i >= s.first && i <= s.last) sums[c * width + i] = from[i];
    }
  }
  const lanes16 *plane = (const lanes16 *)s.gradient;
  const float *plane_weights = s.weights;
  for (long o = 0; o < s.output_channels; o++) {
    const lanes16 *row = plane;
    const float *w = plane_weights;
    for (long y = 0; y < s.rows; y++) {
      _Pragma("clang loop unroll(full)") for (long k = kernel - 1; k >= 0; k--) {
        _Pragma("clang loop unroll(full)") for (long c = 0; c < channels; c++) {
          const lanes16 weight = (lanes16)w[c * s.weight_plane + k];
          _Pragma("clang loop unroll(full)") for (long j = 0; j < columns; j++) {
            lanes16 *sum = &sums[c * width + j + k];
            *sum = lanes_fma(row[j], weight, *sum);
          }
        }
      }
      row -= s.gradient_row;
      w += kernel;
    }
    plane += s.gradient_plane;
    plane_weights += s.weight_stride;
  }
  _Pragma("clang loop unroll(full)") for (long c = 0; c < channels; c++) {
    lanes16 *to = (lanes16 *)s.target + c * s.target_plane;
    _Pragma("clang loop unroll(full)") for (long i = 0; i < width; i++) {
      if (i >= s.first && i <= s.last) to[i] = sums[c * width + i];
    }
  }
}
