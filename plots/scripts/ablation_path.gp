# The greedy way from the bare to the full model: the metric after each added component, with every seed.
#
#   gnuplot -e "csv='path.csv'; png='path.png'; metric='accuracy'; scale='100'" ablation_path.gp
#
# Variables: csv (path.csv), png, metric, scale (100 for per cent), goal, note.

if (!exists("csv")) csv = "path.csv"
if (!exists("png")) png = "path.png"
if (!exists("metric")) metric = "metric"
if (!exists("scale")) scale = "1"
if (!exists("goal")) goal = "maximize"
needed_columns = "step component value gain low high values"
folder = ARG0[1:strlen(ARG0) - strlen("ablation_path.gp")]
load folder."style.gp"
by = real(scale)

rows = 0
stats csv using (rows = rows + 1, 0) nooutput
if (rows == 0) { exit error sprintf("'%s' has no row", csv) }
array added[rows]; array gain[rows]
n = 0; lowest = 1e300; highest = -1e300; seeds = 0; cuts = 0; widest = 0; banded = 0; chosen_by = ""
has_choice = strstrt(",".header.",", ",chosen_by,") > 0
known(value, instead) = value == value ? value : instead
low(unused) = bounded(by * known(column("low"), column("value")), by)
high(unused) = bounded(by * known(column("high"), column("value")), by)
see(unused) = (n = n + 1, seeds = larger(seeds, words(strcol("values"))), banded = banded + (column("low") == column("low")), \
  added[n] = int(column("step")) == 0 ? "bare" : "+ ".strcol("component"), gain[n] = by * column("gain"), \
  chosen_by = has_choice && strcol("chosen_by") ne "" ? strcol("chosen_by") : chosen_by, \
  widest = larger(widest, text_width(added[n], 17)), \
  cuts = cuts + cut(by * known(column("low"), column("value")), by * known(column("high"), column("value")), by), \
  lowest = smaller(lowest, low(0)), highest = larger(highest, high(0)), \
  (sum [i=1:words(strcol("values"))] (lowest = smaller(lowest, by * number(word(strcol("values"), i))), \
    highest = larger(highest, by * number(word(strcol("values"), i))), 0)))
stats csv using (see(0), 0) nooutput
if (highest <= lowest) { highest = lowest + 1 }
span = highest - lowest
digits = by == 100 ? "%+.2f" : span < 0.05 ? "%+.4f" : span < 5 ? "%+.3f" : "%+.1f"

# Names that do not fit side by side are turned.
step_width = larger(110, smaller(190, 1100.0 / rows))
is_turned = widest > step_width - 16
left = is_turned ? larger(150, 0.91 * widest + 40 - step_width / 2) : 150
below = 120 + (is_turned ? 0.43 * widest : 0)
page_width = left + step_width * rows + 50; page_height = 600 + below
heading = "From bare to full: ".metric
spaced(text) = strstrt(text, "_") == 0 ? text : text[1:strstrt(text, "_") - 1]." ".spaced(text[strstrt(text, "_") + 1:*])
subnote = chosen_by ne "" && spaced(chosen_by) ne spaced(metric) ? "every step adds what is best by ".spaced(chosen_by) : \
  "every step adds what is best then, which flatters the first ones"
subnote = subnote.(cuts > 0 ? "; intervals are cut at 0 and 100 %" : "")
load folder."page.gp"
unset key
set lmargin at screen px_x(left)
set rmargin at screen px_x(left + step_width * rows)
set tmargin at screen top - px_y(54)
set bmargin at screen px_y(below)
set xrange [-0.5 : rows - 0.5]
set yrange [lowest - 0.07 * span : highest + 0.07 * span]
y_step = nice_step(1.14 * span / 7)
if (by == 100) { set ytics y_step * ceil(lowest / y_step - 0.5), y_step, 100 } else { set ytics y_step }
set grid ytics noxtics
set ylabel by == 100 ? metric." (%)" : metric
set xtics () scale 0
if (is_turned) { set xtics rotate by 25 right }
# Gains are above zero where the metric gets better.
worth(value) = value < 0 ? vermillion : blue
do for [i=1:rows] {
  set xtics add (added[i] i - 1)
  if (gain[i] == gain[i]) {
    set label i minus(sprintf(digits, gain[i])) at first i - 1, graph 1 center offset 0, 0.8 font "Sans,15" tc rgb worth(gain[i])
  }
}
set label rows + 1 (goal eq "minimize" ? "fall" : "gain").(by == 100 ? " (points)" : "") at first 0, graph 1 center offset 0, 0.8 font "Sans,15" tc rgb "#555555"
legend_wrap = 60; legend_x = 60; legend_dash = 1; legend_line = 3; legend_shape = 7; legend_colour = blue
legend_text = "mean"
load folder."legend.gp"
if (banded > 0) {
  legend_line = 14; legend_shape = 0; legend_colour = "#C9DFEE"; legend_text = "95 % interval of the mean"
  load folder."legend.gp"
}
if (seeds > 1) {
  legend_line = 0; legend_shape = 6; legend_colour = "#707070"; legend_text = "one seed"
  load folder."legend.gp"
}
set style fill solid 1 noborder
plot csv using (column("step")):(low(0)):(high(0)) with filledcurves lc rgb "#C9DFEE", \
  csv using (column("step")):(by * column("value")) with lines lw 3 lc rgb blue, \
  for [i=1:(seeds > 1 ? seeds : 0)] csv using (column("step") + (i - (seeds + 1) / 2.0) * smaller(0.03, 0.3 / seeds)): \
    (by * number(word(strcol("values"), i))) with points pt 6 ps 1 lw 1.6 lc rgb "#707070", \
  csv using (column("step")):(by * column("value")) with points pt 7 ps 1.7 lc rgb blue
