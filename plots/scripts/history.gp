# Best value so far by trial, a step line for each method; the trials themselves are faint points.
#
#   gnuplot -e "csv='history.csv'; png='history.png'; family='padocanet'" history.gp
#
# Variables: csv (history.csv), png, family (the file's first when not given), note.
# Trials far worse than the rest would flatten the lines; they are drawn as open triangles at the frame, and those that were
# pruned or have no value for another reason as crosses.

if (!exists("csv")) csv = "history.csv"
if (!exists("png")) png = "history.png"
needed_columns = "family method trial metric goal value best_so_far"
folder = ARG0[1:strlen(ARG0) - strlen("history.gp")]
load folder."style.gp"

if (!exists("family")) { family = ""; stats csv using (family = family eq "" ? strcol("family") : family, 0) nooutput }
chosen(unused) = strcol("family") eq family
methods = ""; trials = 0; metric = ""; goal = ""; values = 0; low = 1e30; high = -1e30
bounds(value) = value == value ? (low = smaller(low, value), high = larger(high, value)) : 0
see(unused) = (methods = with_word(methods, strcol("method")), trials = larger(trials, column("trial")), \
  metric = strcol("metric"), goal = strcol("goal"), values = values + (column("value") == column("value")), \
  bounds(column("best_so_far")))
stats csv using (chosen(0) ? see(0) : 0, 0) nooutput
if (values == 0) { exit error sprintf("'%s' has no value of the family '%s'", csv, family) }
maximize = goal eq "maximize"

# The range holds the lines, and the better half of the trials.
stats csv using (chosen(0) ? column("value") : NaN) name "trial" nooutput
low = smaller(low, larger(trial_lo_quartile, trial_median - 4 * (trial_up_quartile - trial_median)))
high = larger(high, smaller(trial_up_quartile, trial_median + 4 * (trial_median - trial_lo_quartile)))
if (maximize) {
  low = larger(low, high - 4 * larger(high - trial_median, 1e-6))
} else {
  high = smaller(high, low + 4 * larger(trial_median - low, 1e-6))
}
padding = larger(0.06 * (high - low), 0.0005)
low = low - padding; high = high + padding
outside(value) = maximize ? value < low : value > high
lacks(unused) = strcol("value") eq ""
hidden = 0; lacking = 0
stats csv using (chosen(0) ? lacks(0) ? (lacking = lacking + 1) : (hidden = hidden + outside(column("value"))) : 0, 0) \
  nooutput

page_width = 1600; page_height = 1000
heading = sprintf("Search history: %s", family_name(family))
note = note.(note eq "" ? "" : " · ")."lines: best so far; pale marks: single trials"
load folder."page.gp"
set lmargin at screen px_x(175)
set rmargin at screen 1 - px_x(60)
set tmargin at screen top - px_y(20)
set bmargin at screen px_y(hidden + lacking > 0 ? 186 : 150)
set xrange [trials > 1 ? 1 - 0.02 * trials : 0.5 : trials > 1 ? trials * 1.02 : 1.5]
set yrange [low : high]
set xtics nomirror
if (trials <= 20) { set xtics 1 }
set xlabel "trial"
set ylabel sprintf("%s (%s)", readable(metric), maximize ? "higher is better" : "lower is better") offset 0
set format y "%.4g"
unset key
legend_x = 175; legend_y = hidden + lacking > 0 ? 72 : 34; legend_width = 300; legend_dash = 1; legend_line = 3
do for [index=1:words(methods)] {
  legend_colour = method_colour(word(methods, index), index)
  legend_shape = method_shape(word(methods, index), index)
  legend_text = method_name(word(methods, index))
  load folder."legend.gp"
}
far = maximize ? 10 : 8
legend_x = 175; legend_y = 34; legend_line = 0; legend_colour = faint; legend_width = 350
if (hidden > 0) {
  legend_shape = far; legend_text = sprintf("trial %s the range (%d)", maximize ? "below" : "above", hidden)
  load folder."legend.gp"
}
if (lacking > 0) {
  legend_shape = 2; legend_text = sprintf("no value: infeasible, pruned, failed or not ended (%d)", lacking)
  load folder."legend.gp"
}

of(m) = strcol("family") eq family && strcol("method") eq m ? column("trial") : NaN
edge = maximize ? low + 0.25 * padding : high - 0.25 * padding
# The crosses of one method do not cover those of another.
row(index) = edge + (maximize ? 1 : -1) * 0.02 * (index - 1) * (high - low)
plot for [index=1:words(methods)] csv using (of(word(methods, index))): \
    (outside(column("value")) ? NaN : column("value")) with points \
    pt method_shape(word(methods, index), index) ps 1.3 lc rgb "#68".method_colour(word(methods, index), index)[2:7], \
  for [index=1:words(methods)] csv using (of(word(methods, index))):(outside(column("value")) ? edge : NaN) \
    with points pt far ps 1.2 lc rgb "#30".method_colour(word(methods, index), index)[2:7], \
  for [index=1:words(methods)] csv using (lacks(0) ? of(word(methods, index)) : NaN):(row(index)) \
    with points pt 2 ps 1.2 lw 2 lc rgb "#30".method_colour(word(methods, index), index)[2:7], \
  for [index=1:words(methods)] csv using (of(word(methods, index))):(column("best_so_far")) with steps \
    lw 3.5 lc rgb method_colour(word(methods, index), index), \
  for [index=1:words(methods)] csv using (of(word(methods, index))): \
    (column("value") == column("best_so_far") ? column("value") : NaN) with points \
    pt method_shape(word(methods, index), index) ps 1.6 lc rgb method_colour(word(methods, index), index)
