# Learning curves of the arms: mean over the seeds and its 95 % interval, a panel for each arm beside the baseline.
#
#   gnuplot -e "csv='curves.csv'; png='curves.png'; metric='accuracy'; scale='100'" ablation_curves.gp
#
# Variables: csv (curves.csv), png, metric, scale (100 for per cent), note.

if (!exists("csv")) csv = "curves.csv"
if (!exists("png")) png = "curves.png"
if (!exists("metric")) metric = "metric"
if (!exists("scale")) scale = "1"
needed_columns = "arm baseline epoch mean low high"
folder = ARG0[1:strlen(ARG0) - strlen("ablation_curves.gp")]
load folder."style.gp"
by = real(scale)

names = "\t"; count = 0; longest = 0; base = ""; rows = 0; last = 1; first = 1e300
lowest = 1e300; highest = -1e300; cuts = 0
known(value, instead) = value == value ? value : instead
add_name(name) = strstrt(names, "\t".name."\t") ? 0 : (names = names.name."\t", count = count + 1)
see(unused) = (rows = rows + 1, last = larger(last, column("epoch")), first = smaller(first, column("epoch")), \
  base = int(column("baseline")) == 1 ? strcol("arm") : base, \
  int(column("baseline")) == 1 ? 0 : add_name(strcol("arm")), 0)
stats csv using (see(0), 0) nooutput
if (rows == 0) { exit error sprintf("'%s' has no row", csv) }
# The first tenth of the epochs would flatten the rest.
from = first + 0.1 * (last - first)
low(unused) = bounded(by * known(column("low"), column("mean")), by)
high(unused) = bounded(by * known(column("high"), column("mean")), by)
look(unused) = (lowest = smaller(lowest, low(0)), highest = larger(highest, high(0)), \
  cuts = cuts + cut(by * known(column("low"), column("mean")), by * known(column("high"), column("mean")), by), 0)
stats csv using (column("epoch") >= from ? look(0) : 0, 0) nooutput
if (highest <= lowest) { highest = lowest + 1 }
span = highest - lowest
name_at(index) = (tail = names[2:], sum [skip=1:index - 1] (tail = tail[strstrt(tail, "\t") + 1:], 0), tail[1:strstrt(tail, "\t") - 1])

panels = larger(1, count)
across = smaller(3, panels); down = int((panels + across - 1) / across)
page_width = 130 + 520 * across; page_height = 210 + 410 * down
heading = "Learning curves of ".metric
if (cuts > 0) { subnote = "intervals are cut at 0 and 100 %" }
load folder."page.gp"
set multiplot
unset key
set style fill transparent solid 0.2 noborder
set yrange [lowest - 0.05 * span : highest + 0.05 * span]
# One epoch is no line: points with whiskers stand side by side.
is_point = last == first
set xrange [is_point ? first - 0.5 : first : is_point ? first + 0.5 : last]
if (is_point) { set xtics (first) } else { set xtics larger(1, nice_step((last - first + 1) / 6.0)) }
# A band is cut at the panel's edge: what sticks out would cover the neighbour.
shown(y) = larger(lowest - 0.05 * span, smaller(highest + 0.05 * span, y))
width = (page_width - 130.0) / across
height = 410
do for [panel=1:panels] {
  i = (panel - 1) % across; j = int((panel - 1) / across)
  set lmargin at screen px_x(120 + i * width)
  set rmargin at screen px_x(120 + (i + 1) * width - 34)
  set tmargin at screen top - px_y(44 + j * height)
  set bmargin at screen top - px_y(44 + j * height + height - 130)
  name = count == 0 ? base : name_at(panel)
  set title name font "Sans Bold,17" offset 0, -0.4
  set xlabel "epoch" offset 0, 0.4
  set format y (i == 0 ? "%g" : "")
  if (i == 0) { set ylabel by == 100 ? metric." (%)" : metric } else { unset ylabel }
  in(arm) = strcol("arm") eq arm
  of(arm) = in(arm) ? column("epoch") : NaN
  if (is_point) {
    plot csv using (of(base) - 0.06):(by * column("mean")):(low(0)):(high(0)) \
        with yerrorbars pt 7 ps 1.5 lw 2.5 lc rgb "#555555", \
      csv using (count > 0 ? of(name) + 0.06 : NaN):(by * column("mean")):(low(0)):(high(0)) \
        with yerrorbars pt 7 ps 1.5 lw 2.5 lc rgb vermillion
  } else {
    plot csv using (of(base)):(shown(low(0))):(shown(high(0))) with filledcurves lc rgb "#777777", \
      csv using (of(base)):(by * column("mean")) with lines lw 2.5 lc rgb "#555555", \
      csv using (count > 0 ? of(name) : NaN):(shown(low(0))):(shown(high(0))) with filledcurves lc rgb vermillion, \
      csv using (count > 0 ? of(name) : NaN):(by * column("mean")) with lines lw 2.5 lc rgb vermillion
  }
}
legend_shape = is_point ? 7 : 0
legend_wrap = 100; legend_x = 100; legend_dash = 1
legend_colour = "#555555"; legend_text = base." (baseline)"
load folder."legend.gp"
if (count > 0) {
  legend_colour = vermillion; legend_text = "the panel's arm"
  load folder."legend.gp"
}
unset border; unset tics; unset title; unset xlabel; unset ylabel; unset grid
set lmargin at screen 0; set rmargin at screen 1; set tmargin at screen 1; set bmargin at screen 0
set xrange [0:1]; set yrange [0:1]
plot NaN
unset multiplot
