# The curves of a study's trials with what early termination did: stopped trials in a colour of their own with a cross
# where they ended (a triangle at the frame where that is outside), rungs as vertical lines, the thresholds that they missed as dashes, and what would have followed, where it is known.
#
#   gnuplot -e "csv='stopping/lenet5_random.csv'; png='early_termination.png'; family='lenet5'; method='random'" \
#     early_termination.gp
#
# Variables: csv (a stopping/*.csv), png, family and method (heading only), note.

if (!exists("csv")) csv = "stopping.csv"
if (!exists("png")) png = "early_termination.png"
needed_columns = "family method rule metric goal kind trial state epoch value"
folder = ARG0[1:strlen(ARG0) - strlen("early_termination.gp")]
load folder."style.gp"

if (!exists("family")) { family = ""; stats csv using (family = family eq "" ? strcol("family") : family, 0) nooutput }
if (!exists("method")) { method = ""; stats csv using (method = method eq "" ? strcol("method") : method, 0) nooutput }
metric = ""; goal = ""; rule = ""; epochs = 0; low = 1e300; high = -1e300; rests = 0; rungs = ""; thresholds = 0
best_end = 0; trials = 0; stopped = 0; last = -1; others = 0; rung_count = 0
finite(value) = value == value && abs(value) < 1e300
see_rung(e) = (rung_count = rung_count + (strstrt(" ".rungs, " ".e." ") ? 0 : 1), rungs = with_word(rungs, e))
see(kind, state, t, e, v) = (metric = strcol("metric"), goal = strcol("goal"), rule = strcol("rule"), \
  epochs = larger(epochs, e), low = finite(v) ? smaller(low, v) : low, high = finite(v) ? larger(high, v) : high, \
  rests = rests + (kind eq "rest"), others = others + (state eq "other"), \
  kind eq "missed" ? (thresholds = thresholds + 1) : 0, \
  kind eq "threshold" || kind eq "missed" ? see_rung(sprintf("%d", e)) : 0, \
  kind eq "curve" && t != last ? (trials = trials + 1, stopped = stopped + (state eq "stopped"), last = t) : 0)
stats csv using (see(strcol("kind"), strcol("state"), column("trial"), column("epoch"), column("value")), 0) nooutput
if (epochs == 0 || high < low) { exit error sprintf("'%s' has no curve", csv) }
maximize = goal eq "maximize"

# The first epochs and hopeless trials would flatten what matters.
stats csv using (strcol("kind") eq "curve" ? column("value") : NaN) name "curve" nooutput
spread = larger(curve_up_quartile - curve_lo_quartile, 1e-9)
if (curve_records > 8) {
  if (maximize) { low = larger(low, curve_lo_quartile - 2 * spread) } else { high = smaller(high, curve_up_quartile + 2 * spread) }
}
logarithmic = !maximize && low > 0 && high / low > 4
padding = larger(0.05 * (high - low), 1e-6)
low = logarithmic ? low / 1.1 : low - padding
high = logarithmic ? high * 1.1 : high + padding

# A line is drawn as segments from the row before, because a table has no blank lines between its curves.
before_trial = -1; before_epoch = 0; before_value = 0; from_epoch = 0; from_value = 0
step(t, e, v) = (joined = t == before_trial && e == before_epoch + 1, from_epoch = before_epoch, \
  from_value = before_value, before_trial = t, before_epoch = e, before_value = v, joined)
part(kind, state) = strcol("kind") eq kind && strcol("state") eq state && \
  step(column("trial"), column("epoch"), column("value")) ? from_epoch : NaN
# The last row of a curve is known only at the next one: crosses are drawn at the rows of missed thresholds instead.
crossing(unused) = strcol("kind") eq "missed" && column("trial") == before_trial && column("epoch") == before_epoch
stop_epoch(unused) = strcol("kind") eq "curve" && strcol("state") eq "stopped" ? \
  (step(column("trial"), column("epoch"), column("value")), NaN) : (crossing(0) ? column("epoch") : NaN)
# Stops outside the range: 1 above it, -1 below it, 0 within.
side(v) = v > high ? 1 : v < low ? -1 : 0
above = 0; below = 0
stats csv using (stop_epoch(0) == stop_epoch(0) && crossing(0) ? \
  (above = above + (side(before_value) == 1), below = below + (side(before_value) == -1)) : 0, 0) nooutput
within(position) = logarithmic ? low * (high / low) ** position : low + position * (high - low)

shown_rungs = rung_count > 0 && rung_count <= 12
marks = above + below + thresholds + shown_rungs
page_width = 1760; page_height = marks > 0 ? 1040 : 1000
heading = sprintf("Early termination: %s, %s, %d of %d trials stopped", family_name(family), method_name(method), \
  stopped, trials)
note = rule.(note eq "" ? "" : ", ".note)
title(name) = name eq "val_accuracy" ? "validation accuracy" : name eq "val_loss" ? "validation loss" : readable(name)
load folder."page.gp"
set lmargin at screen px_x(165)
set rmargin at screen 1 - px_x(60)
set tmargin at screen top - px_y(20)
set bmargin at screen px_y(marks > 0 ? 190 : 150)
edge = larger(0.3, 0.02 * epochs)
set xrange [1 - edge : epochs + edge]
set yrange [low : high]
if (logarithmic) { set logscale y; log_low = low; log_high = high; load folder."log_ticks.gp" }
set grid noxtics ytics
if (epochs <= 30) { set xtics 1 }
set xlabel "epoch"
set ylabel sprintf("%s (%s)", title(metric), maximize ? "higher is better" : "lower is better") offset 0
set format y "%.4g"
unset key
if (shown_rungs) {
  do for [index=1:words(rungs)] {
    set arrow 300 + index from first word(rungs, index), graph 0 to first word(rungs, index), graph 1 nohead \
      lc rgb faint lw 2 dt 2 back
  }
}
legend_x = 165; legend_y = marks > 0 ? 74 : 34; legend_width = 190; legend_shape = 0; legend_dash = 1; legend_line = 4
legend_colour = green; legend_text = "best trial"
load folder."legend.gp"
legend_line = 2; legend_width = 285; legend_colour = blue; legend_text = "trained to its end"
load folder."legend.gp"
legend_width = 180; legend_colour = vermillion; legend_shape = 2; legend_text = "stopped"
load folder."legend.gp"
legend_shape = 0
if (rests > 0) {
  legend_width = 395; legend_colour = orange; legend_dash = 2; legend_text = "what would have followed"
  load folder."legend.gp"
}
if (others > 0) {
  legend_dash = 1; legend_line = 1.5; legend_width = 240; legend_colour = faint; legend_text = "ended otherwise"
  load folder."legend.gp"
}

legend_x = 165; legend_y = 34; legend_shape = 0
if (shown_rungs) {
  legend_dash = 2; legend_line = 2; legend_width = 190; legend_colour = faint; legend_text = "rung"
  load folder."legend.gp"
}
if (thresholds > 0) {
  legend_dash = 1; legend_line = 3; legend_width = 285; legend_colour = ink; legend_text = "threshold missed"
  load folder."legend.gp"
}
legend_line = 0; legend_width = 400; legend_colour = vermillion
if (above > 0) {
  legend_shape = 8; legend_text = sprintf("stopped above the range (%d)", above)
  load folder."legend.gp"
}
if (below > 0) {
  legend_shape = 10; legend_text = sprintf("stopped below the range (%d)", below)
  load folder."legend.gp"
}

mark = smaller(0.32, 0.012 * epochs + 0.1)
plot csv using (part("curve", "other")):(from_value):(column("epoch") - from_epoch):(column("value") - from_value) \
    with vectors nohead lc rgb faint lw 1.5, \
  csv using (part("rest", "stopped")):(from_value):(column("epoch") - from_epoch):(column("value") - from_value) \
    with vectors nohead lc rgb "#50".orange[2:7] lw 2 dt 2, \
  csv using (part("curve", "complete")):(from_value):(column("epoch") - from_epoch):(column("value") - from_value) \
    with vectors nohead lc rgb "#50".blue[2:7] lw 2, \
  csv using (part("curve", "stopped")):(from_value):(column("epoch") - from_epoch):(column("value") - from_value) \
    with vectors nohead lc rgb "#30".vermillion[2:7] lw 2, \
  csv using (part("curve", "best")):(from_value):(column("epoch") - from_epoch):(column("value") - from_value) \
    with vectors nohead lc rgb green lw 4, \
  csv using (strcol("kind") eq "missed" ? column("epoch") - mark : NaN):(column("value")):(2 * mark):(0) \
    with vectors nohead lc rgb "#60".ink[2:7] lw 3, \
  csv using (stop_epoch(0)):(side(before_value) == 0 ? before_value : NaN) \
    with points pt 2 ps 1.6 lw 2.5 lc rgb vermillion, \
  csv using (stop_epoch(0)):(side(before_value) == 1 ? within(0.985) : NaN) \
    with points pt 8 ps 1.8 lw 2 lc rgb vermillion, \
  csv using (stop_epoch(0)):(side(before_value) == -1 ? within(0.015) : NaN) \
    with points pt 10 ps 1.8 lw 2 lc rgb vermillion, \
  csv using (strcol("kind") eq "curve" && strcol("state") eq "best" ? column("epoch") : NaN):(column("value")) \
    with points pt 7 ps (epochs > 40 ? 0 : 1) lc rgb green
