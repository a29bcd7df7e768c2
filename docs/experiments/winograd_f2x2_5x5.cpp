// Minimal filtering F(2x2, 5x5) (Lavin & Gray 2016, points 0, 1, -1, 2, -2, infinity) beside direct kernels, on blocks
// of sixteen samples, [channel][row][column]: forward and weight gradient. Prints times of one block and errors.
//
//   clang++ -std=c++20 -O3 -march=native -I Sources/Models/CLanes/include docs/experiments/winograd_f2x2_5x5.cpp \
//     -o /tmp/winograd && /tmp/winograd
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <vector>

#define _Bool bool  // lanes.h is C
#include "lanes.h"

typedef lanes16 V;
#define UNROLL _Pragma("clang loop unroll(full)") for
#define INLINE static inline __attribute__((always_inline))
INLINE V fma(float a, V b, V c) { return __builtin_elementwise_fma(V(a), b, c); }
INLINE V fma(V a, V b, V c) { return __builtin_elementwise_fma(a, b, c); }

static V *lanes(long count) {
  V *p = (V *)aligned_alloc(64, count * 64);
  for (long i = 0; i < count; i++) p[i] = 0;
  return p;
}

// Row R of B^T applied to six values.
template <int R> INLINE V input1(V a, V b, V c, V d, V e, V f) {
  if constexpr (R == 0) return fma(4.f, a, fma(-5.f, c, e));
  if constexpr (R == 1) return fma(-4.f, c, e) + fma(-4.f, b, d);
  if constexpr (R == 2) return fma(-4.f, c, e) - fma(-4.f, b, d);
  if constexpr (R == 3) return fma(2.f, d - b, e - c);
  if constexpr (R == 4) return fma(-2.f, d - b, e - c);
  if constexpr (R == 5) return fma(4.f, b, fma(-5.f, d, f));
}
// A^T applied to six values.
INLINE V output0(const V *m, int s) { return m[0] + (m[s] + m[2 * s]) + (m[3 * s] + m[4 * s]); }
INLINE V output1(const V *m, int s) { return fma(2.f, m[3 * s] - m[4 * s], m[s] - m[2 * s]) + m[5 * s]; }

template <int C, int O, int H> struct Layer {
  static constexpr int E = H - 4, T = E / 2;           // output side, tiles a row
  static constexpr int TO = T > 4 ? 4 : 8;             // output channels a register tile of the products
  V *x = lanes(C * H * H), *y = lanes(O * E * E), *g = lanes(O * E * E);
  V *v = lanes(36 * C * T), *z = lanes(6 * O * T * T), *vRow = lanes(6 * C * T * T);
  V *sums = lanes(36 * C * O / 16), *direct = lanes(C * O / 4 * 7);
  std::vector<float> w, packed, u, dw;                 // [o][c][25], [o / 4][c][25][4], [36][o / TO][c][TO], [o][c][25]

  Layer() : w(O * C * 25), packed(w.size()), u(36 * C * O), dw(w.size()) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    for (int i = 0; i < C * H * H; i++) for (int l = 0; l < 16; l++) x[i][l] = std::fmax(normal(random), 0.f);
    for (int i = 0; i < O * E * E; i++) for (int l = 0; l < 16; l++) g[i][l] = normal(random);
    for (auto &a : w) a = normal(random) * std::sqrt(2.f / (25 * C));
    for (int o = 0; o < O; o++)
      for (int i = 0; i < C * 25; i++) packed[(o / 4 * C * 25 + i) * 4 + o % 4] = w[o * C * 25 + i];
  }

  // G w G^T of every pair of channels, sixteen output channels at once: once a training step.
  __attribute__((noinline)) void filters() {
    auto one = [](const V *a, int s, V *t, int ts) __attribute__((always_inline)) {
      V even = a[0] + a[2 * s] + a[4 * s], odd = a[s] + a[3 * s];
      V even2 = fma(16.f, a[4 * s], fma(4.f, a[2 * s], a[0])), odd2 = fma(8.f, a[3 * s], 2 * a[s]);
      t[0] = a[0] * 0.25f; t[ts] = (even + odd) * (-1 / 6.f); t[2 * ts] = (even - odd) * (-1 / 6.f);
      t[3 * ts] = (even2 + odd2) * (1 / 24.f); t[4 * ts] = (even2 - odd2) * (1 / 24.f); t[5 * ts] = a[4 * s];
    };
    for (int o = 0; o < O; o += 16) for (int c = 0; c < C; c++) {
      V all[25], rows[30], result[36];
      for (int l = 0; l < 16; l++) for (int k = 0; k < 25; k++) ((float *)all)[k * 16 + l] = w[((o + l) * C + c) * 25 + k];
      UNROLL(int k = 0; k < 5; k++) one(all + k, 5, rows + k, 5);
      UNROLL(int r = 0; r < 6; r++) one(rows + 5 * r, 1, result + 6 * r, 1);
      for (int k = 0; k < 36; k++) for (int l = 0; l < 16; l += TO)
        __builtin_memcpy(&u[((k * (O / TO) + (o + l) / TO) * C + c) * TO], (float *)(result + k) + l, 4 * TO);
    }
  }

  // Row R of the transform of one strip and channel; tile t of element (R, k) to target[k * step + t].
  template <int R> INLINE void inputRow(const V *p, V *target, long step) {
    V a[H];
    UNROLL(int i = 0; i < H; i++) {
      a[i] = input1<R>(p[i], p[H + i], p[2 * H + i], p[3 * H + i], p[4 * H + i], p[5 * H + i]);
    }
    UNROLL(int t = 0; t < T; t++) {
      V *q = target + t;
      const V *b = a + 2 * t;
      q[0] = input1<0>(b[0], b[1], b[2], b[3], b[4], b[5]); q[step] = input1<1>(b[0], b[1], b[2], b[3], b[4], b[5]);
      q[2 * step] = input1<2>(b[0], b[1], b[2], b[3], b[4], b[5]);
      q[3 * step] = input1<3>(b[0], b[1], b[2], b[3], b[4], b[5]);
      q[4 * step] = input1<4>(b[0], b[1], b[2], b[3], b[4], b[5]);
      q[5 * step] = input1<5>(b[0], b[1], b[2], b[3], b[4], b[5]);
    }
  }
  __attribute__((noinline)) void inputs(int strip) {   // v[36][c][tile]
    for (int c = 0; c < C; c++) {
      const V *p = x + (c * H + 2 * strip) * H;
      V *q = v + c * T;
      constexpr long s = C * T;
      inputRow<0>(p, q, s); inputRow<1>(p, q + 6 * s, s); inputRow<2>(p, q + 12 * s, s);
      inputRow<3>(p, q + 18 * s, s); inputRow<4>(p, q + 24 * s, s); inputRow<5>(p, q + 30 * s, s);
    }
  }
  // Products of six elements and TO output channels, summed over input channels: m[6][TO][tile].
  __attribute__((noinline)) void products(int row, int chunk, V *m) {
    for (int k = 6 * row; k < 6 * row + 6; k++, m += TO * T) {
      V s[TO * T];
      UNROLL(int i = 0; i < TO * T; i++) s[i] = 0;
      const V *p = v + k * C * T;
      const float *f = u.data() + (k * (O / TO) + chunk) * C * TO;
      for (int c = 0; c < C; c++, p += T, f += TO) {
        UNROLL(int o = 0; o < TO; o++) UNROLL(int t = 0; t < T; t++) s[o * T + t] = fma(f[o], p[t], s[o * T + t]);
      }
      UNROLL(int i = 0; i < TO * T; i++) m[i] = s[i];
    }
  }
  __attribute__((noinline)) void outputColumns(const V *m, V *half) {        // half[2][TO][tile]
    for (int i = 0; i < TO * T; i++) { half[i] = output0(m + i, TO * T); half[TO * T + i] = output1(m + i, TO * T); }
  }
  __attribute__((noinline)) void outputRows(const V *half, V *target) {
    for (int o = 0; o < TO; o++) for (int t = 0; t < T; t++) for (int j = 0; j < 2; j++) {
      const V *h = half + (j * TO + o) * T + t;
      V *q = target + o * E * E + 2 * t + j;
      q[0] = output0(h, 2 * TO * T);
      q[E] = output1(h, 2 * TO * T);
    }
  }
  template <int parts> void forward() {                // parts: 1 inputs, 2 products, 4 outputs
    static V m[6 * TO * T], half[12 * TO * T];
    for (int strip = 0; strip < T; strip++) {
      if (parts & 1) inputs(strip);
      for (int chunk = 0; chunk < O / TO; chunk++) {
        for (int row = 0; row < 6; row++) {
          if (parts & 2) products(row, chunk, m);
          if (parts & 4) outputColumns(m, half + row * 2 * TO * T);
        }
        if (parts & 4) outputRows(half, y + chunk * TO * E * E + 2 * strip * E);
      }
    }
  }
  void forwardDirect() {                               // tiles of 4 output channels and 5 or 6 columns
    constexpr int TX = E % 6 ? 5 : 6;
    for (int chunk = 0; chunk < O / 4; chunk++) for (int i = 0; i < E; i++) for (int j = 0; j < E; j += TX) {
      V s[4 * TX];
      UNROLL(int n = 0; n < 4 * TX; n++) s[n] = 0;
      const float *f = packed.data() + chunk * C * 100;
      for (int c = 0; c < C; c++) for (int k = 0; k < 5; k++) {
        const V *p = x + (c * H + i + k) * H + j;
        for (int l = 0; l < 5; l++, f += 4, p++) {
          UNROLL(int o = 0; o < 4; o++) UNROLL(int t = 0; t < TX; t++) s[o * TX + t] = fma(f[o], p[t], s[o * TX + t]);
        }
      }
      UNROLL(int o = 0; o < 4; o++) UNROLL(int t = 0; t < TX; t++) y[((chunk * 4 + o) * E + i) * E + j + t] = s[o * TX + t];
    }
  }

  // Weight gradient in the transformed domain, one row of six elements after the other: adds the sums of the lanes to
  // sums[36][c / TC][o / TW][TC][TW].
  static constexpr int TC = C % 4 ? 2 : 4, TW = 16 / TC;
  template <int R> __attribute__((noinline)) void gradientRow() {
    constexpr long tiles = T * T;
    for (int c = 0; c < C; c++) for (int s = 0; s < T; s++) {
      inputRow<R>(x + (c * H + 2 * s) * H, vRow + c * tiles + s * T, C * tiles);
    }
    for (int o = 0; o < O; o++) for (int s = 0; s < T; s++) for (int t = 0; t < T; t++) {
      const V *p = g + (o * E + 2 * s) * E + 2 * t;
      auto column = [&](int j) {                       // row R of A
        V a = p[j], b = p[E + j];
        return R == 0 ? a : R == 1 ? a + b : R == 2 ? a - b : R == 3 ? fma(2.f, b, a) : R == 4 ? fma(-2.f, b, a) : b;
      };
      V a = column(0), b = column(1), *q = z + (o * T + s) * T + t;
      constexpr long n = O * tiles;
      q[0] = a; q[n] = a + b; q[2 * n] = a - b; q[3 * n] = fma(2.f, b, a); q[4 * n] = fma(-2.f, b, a); q[5 * n] = b;
    }
    for (int k = 0; k < 6; k++) for (int c = 0; c < C; c += TC) for (int o = 0; o < O; o += TW) {
      V s[16];
      UNROLL(int i = 0; i < 16; i++) s[i] = 0;
      for (int t = 0; t < tiles; t++) {
        UNROLL(int i = 0; i < TC; i++) UNROLL(int j = 0; j < TW; j++) {
          s[i * TW + j] = fma(vRow[(k * C + c + i) * tiles + t], z[(k * O + o + j) * tiles + t], s[i * TW + j]);
        }
      }
      sums[((6 * R + k) * C * O + c * O + o * TC) / 16] += lanes_sum16((const float *)s);
    }
  }
  void weightGradient() {
    gradientRow<0>(); gradientRow<1>(); gradientRow<2>(); gradientRow<3>(); gradientRow<4>(); gradientRow<5>();
  }
  // G^T s G of every pair of channels: once a training step.
  __attribute__((noinline)) void weights() {
    auto one = [](const V *t, int s, V *w, int ws) __attribute__((always_inline)) {
      V even = (t[s] + t[2 * s]) * (-1 / 6.f), odd = (t[s] - t[2 * s]) * (-1 / 6.f);
      V even2 = (t[3 * s] + t[4 * s]) * (1 / 24.f), odd2 = (t[3 * s] - t[4 * s]) * (1 / 24.f);
      w[0] = fma(0.25f, t[0], even + even2); w[ws] = fma(2.f, odd2, odd); w[2 * ws] = fma(4.f, even2, even);
      w[3 * ws] = fma(8.f, odd2, odd); w[4 * ws] = fma(16.f, even2, even) + t[5 * s];
    };
    for (int n = 0; n < C * O / 16; n++) {
      V rows[30], all[25];
      UNROLL(int r = 0; r < 6; r++) one(sums + n + 6 * r * (C * O / 16), C * O / 16, rows + r, 6);
      UNROLL(int k = 0; k < 5; k++) one(rows + 6 * k, 1, all + k, 5);
      for (int l = 0; l < 16; l++) for (int k = 0; k < 25; k++) {
        int c = n / (O / TW) * TC + l / TW, o = n % (O / TW) * TW + l % TW;
        dw[(o * C + c) * 25 + k] = all[k][l];
      }
    }
  }
  void weightGradientDirect() {                        // 4 output channels x 5 kernel columns in registers
    V s[112];
    for (int o = 0; o < O; o += 4) for (int c = 0; c < C; c++) {
      for (int k = 0; k < 5; k++) {
        V a[20];
        UNROLL(int i = 0; i < 20; i++) a[i] = 0;
        for (int i = 0; i < E; i++) for (int j = 0; j < E; j++) {
          const V *p = x + (c * H + i + k) * H + j, *d = g + (o * E + i) * E + j;
          UNROLL(int b = 0; b < 4; b++) UNROLL(int l = 0; l < 5; l++) a[b * 5 + l] = fma(d[b * E * E], p[l], a[b * 5 + l]);
        }
        UNROLL(int i = 0; i < 20; i++) s[k * 20 + i] = a[i];
      }
      for (int i = 0; i < 7; i++) direct[(o / 4 * C + c) * 7 + i] += lanes_sum16((const float *)(s + 16 * i));
    }
  }

  // Largest error of y in lane 0, relative to the largest output.
  double error() {
    double worst = 0, largest = 0;
    for (int o = 0; o < O; o++) for (int i = 0; i < E; i++) for (int j = 0; j < E; j++) {
      double s = 0;
      for (int c = 0; c < C; c++) for (int k = 0; k < 25; k++)
        s += (double)w[(o * C + c) * 25 + k] * x[(c * H + i + k / 5) * H + j + k % 5][0];
      worst = std::fmax(worst, std::fabs(s - y[(o * E + i) * E + j][0]));
      largest = std::fmax(largest, std::fabs(s));
    }
    return worst / largest;
  }
  // The same for the weight gradient, summed over lanes: first minimal, then direct.
  std::pair<double, double> gradientErrors() {
    double worst = 0, worstDirect = 0, largest = 0;
    for (int i = 0; i < 36 * C * O / 16; i++) sums[i] = 0;
    for (int i = 0; i < C * O / 4 * 7; i++) direct[i] = 0;
    weightGradient();
    weights();
    weightGradientDirect();
    for (int c = 0; c < C; c++) for (int o = 0; o < O; o++) for (int k = 0; k < 25; k++) {
      double s = 0;
      for (int i = 0; i < E; i++) for (int j = 0; j < E; j++) for (int l = 0; l < 16; l++)
        s += (double)g[(o * E + i) * E + j][l] * x[(c * H + i + k / 5) * H + j + k % 5][l];
      int at = k / 5 * 20 + o % 4 * 5 + k % 5;
      worst = std::fmax(worst, std::fabs(s - dw[(o * C + c) * 25 + k]));
      worstDirect = std::fmax(worstDirect, std::fabs(s - direct[(o / 4 * C + c) * 7 + at / 16][at % 16]));
      largest = std::fmax(largest, std::fabs(s));
    }
    return {worst / largest, worstDirect / largest};
  }
};

static double seconds(int repeats, const std::function<void()> &body) {
  auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < repeats; i++) body();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / repeats;
}
static double peakRate() {                             // multiply-adds of lanes a second, 24 chains
  const int steps = 20000;
  return 24 * steps / seconds(1, [=] {
    V s[24], a = 1.0000001f, b = 1e-9f;
    UNROLL(int i = 0; i < 24; i++) s[i] = 1;
    asm volatile("" : "+v"(a), "+v"(b));
    for (int step = 0; step < steps; step++) UNROLL(int i = 0; i < 24; i++) s[i] = fma(a, s[i], b);
    UNROLL(int i = 0; i < 24; i++) asm volatile("" : : "v"(s[i]));
  });
}

template <int C, int O, int H> void measure() {
  Layer<C, O, H> layer;
  layer.filters();
  const std::function<void()> bodies[] = {
      [&] { layer.forwardDirect(); }, [&] { layer.template forward<7>(); }, [&] { layer.template forward<1>(); },
      [&] { layer.template forward<2>(); }, [&] { layer.template forward<4>(); }, [&] { layer.filters(); },
      [&] { layer.weightGradientDirect(); }, [&] { layer.weightGradient(); }, [&] { layer.weights(); }};
  double best[9], peak = 0;
  for (auto &b : best) b = 1e9;
  for (int round = 0; round < 150; round++) {
    peak = std::fmax(peak, peakRate());
    for (int i = 0; i < 9; i++) best[i] = std::fmin(best[i], seconds(4, bodies[i]));
  }
  layer.forwardDirect();
  double direct = layer.error();
  layer.template forward<7>();
  double minimal = layer.error();
  auto [gradient, gradientDirect] = layer.gradientErrors();
  double ideal = (double)Layer<C, O, H>::E * Layer<C, O, H>::E * 25 * C * O / peak;
  printf("%d -> %d channels, %d x %d, peak %.0f GFLOP/s\n", C, O, H, H, peak * 32e-9);
  printf("  forward: direct %.1f us (%.0f %%), minimal %.1f us (inputs %.1f, products %.1f, outputs %.1f): %.2f x; filters %.1f us a step\n",
         best[0] * 1e6, 100 * ideal / best[0], best[1] * 1e6, best[2] * 1e6, best[3] * 1e6, best[4] * 1e6,
         best[0] / best[1], best[5] * 1e6);
  printf("  weight gradient: direct %.1f us (%.0f %%), minimal %.1f us: %.2f x; weights %.1f us a step\n", best[6] * 1e6,
         100 * ideal / best[6], best[7] * 1e6, best[6] / best[7], best[8] * 1e6);
  printf("  errors: forward direct %.1e, minimal %.1e; weight gradient direct %.1e, minimal %.1e\n", direct, minimal,
         gradientDirect, gradient);
}

int main() {
  measure<6, 16, 14>();
  measure<16, 16, 14>();
  measure<16, 32, 14>();
  measure<32, 32, 14>();
  measure<32, 32, 10>();
}
