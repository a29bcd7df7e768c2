# Ticks of a logarithmic y axis from `log_low` to `log_high`, so that several can be read whatever the range: powers of
# ten over more than three decades, then 1-3, over less than two 1-2-5, and within one decade equal steps. Texts are left
# out where `log_labels` is 0. The places do not depend on gnuplot's own choice, which can be a single tick.
if (!exists("log_labels")) { log_labels = 1 }
log_decades = log10(log_high / log_low)
set ytics ()
if (log_decades < 1) {
  log_step = nice_step((log_high - log_low) / 7.0)
  do for [log_n=int(ceil(log_low / log_step)):int(floor(log_high / log_step))] {
    set ytics add ((log_labels ? sprintf("%.6g", log_n * log_step) : "") log_n * log_step)
  }
} else {
  do for [log_n=int(floor(log10(log_low))):int(floor(log10(log_high)))] {
    do for [log_digit in (log_decades > 3 ? "1" : log_decades > 2 ? "1 3" : "1 2 5")] {
      log_tick = log_digit * 10.0 ** log_n
      set ytics add ((log_labels ? sprintf("%g", log_tick) : "") log_tick)
    }
  }
}
