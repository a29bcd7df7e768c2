# Ticks of a logarithmic y axis from `log_low` to `log_high`, so that several can be read whatever the range: powers of
# ten over more than three decades, then 1-3, over less than two 1-2-5, over less than one more of them, below 0.6 of
# one equal steps. Texts are left out where `log_labels` is 0. gnuplot's own choice can be a single tick.
if (!exists("log_labels")) { log_labels = 1 }
log_decades = log10(log_high / log_low)
set ytics ()
if (log_decades < 0.6) {
  log_step = nice_step((log_high - log_low) / 7.0)
  do for [log_n=int(ceil(log_low / log_step - 1e-9)):int(floor(log_high / log_step + 1e-9))] {
    set ytics add ((log_labels ? sprintf("%.6g", log_n * log_step) : "") log_n * log_step)
  }
} else {
  log_digits = log_decades > 3 ? "1" : log_decades > 2 ? "1 3" : log_decades > 1 ? "1 2 5" : "1 1.5 2 3 5 7"
  do for [log_n=int(floor(log10(log_low))):int(floor(log10(log_high)))] {
    do for [log_digit in log_digits] {
      log_tick = log_digit * 10.0 ** log_n
      set ytics add ((log_labels ? sprintf("%g", log_tick) : "") log_tick)
    }
  }
}
