# The two strongest interactions: the mean for each form of one component, a line for each form of the other.
#
#   gnuplot -e "csv='interaction_cells.csv'; png='interaction_plot.png'; metric='accuracy'; scale='100'" ablation_interaction_plot.gp
#
# Variables: csv (interaction_cells.csv), png, metric, scale (100 for per cent), note.

if (!exists("csv")) csv = "interaction_cells.csv"
if (!exists("png")) png = "interaction_plot.png"
if (!exists("metric")) metric = "metric"
if (!exists("scale")) scale = "1"
needed_columns = "rank first first_level second second_level mean low high"
folder = ARG0[1:strlen(ARG0) - strlen("ablation_interaction_plot.gp")]
load folder."style.gp"
by = real(scale)

panels = 0; lowest = 1e300; highest = -1e300; cuts = 0
known(value, instead) = value == value ? value : instead
low(unused) = bounded(by * known(column("low"), column("mean")), by)
high(unused) = bounded(by * known(column("high"), column("mean")), by)
see(unused) = (panels = larger(panels, column("rank")), \
  lowest = smaller(lowest, low(0)), highest = larger(highest, high(0)), \
  cuts = cuts + cut(by * known(column("low"), column("mean")), by * known(column("high"), column("mean")), by), 0)
stats csv using (see(0), 0) nooutput
if (panels == 0) { exit error sprintf("'%s' has no row", csv) }
if (highest <= lowest) { highest = lowest + 1 }
span = highest - lowest

page_width = 140 + 700 * panels; page_height = 700
heading = panels > 1 ? "The two strongest interactions" : "The strongest interaction"
if (cuts > 0) { subnote = "intervals are cut at 0 and 100 %" }
load folder."page.gp"
set multiplot
set key top left Left reverse samplen 2 noautotitle
set tmargin at screen top - px_y(50)
set bmargin at screen px_y(130)
set yrange [lowest - 0.08 * span : highest + 0.3 * span]
set style fill transparent solid 0.18 noborder
width = (page_width - 80.0) / panels
do for [panel=1:panels] {
  firsts = "\t"; seconds = "\t"; title_first = ""; title_second = ""; n = 0; m = 0
  chosen(unused) = int(column("rank")) == panel
  add_first(name) = strstrt(firsts, "\t".name."\t") ? 0 : (firsts = firsts.name."\t", n = n + 1, 0)
  add_second(name) = strstrt(seconds, "\t".name."\t") ? 0 : (seconds = seconds.name."\t", m = m + 1, 0)
  stats csv using (chosen(0) ? (add_first(strcol("first_level")), add_second(strcol("second_level")), \
    title_first = strcol("first"), title_second = strcol("second"), 0) : 0, 0) nooutput
  entry(list, index) = (tail = list[2:], sum [skip=1:index - 1] (tail = tail[strstrt(tail, "\t") + 1:], 0), tail[1:strstrt(tail, "\t") - 1])
  position(list, count, name) = (found = 0, sum [i=1:count] (entry(list, i) eq name ? (found = i, 0) : 0), found)
  set lmargin at screen px_x(50 + (panel - 1) * width + 90)
  set rmargin at screen px_x(50 + panel * width - 20)
  set xrange [0.7 : n + 0.3]
  set xtics () scale 0
  do for [i=1:n] { set xtics add (entry(firsts, i) i) }
  set xlabel title_first
  if (panel == 1) { set ylabel by == 100 ? "mean ".metric." (%)" : "mean ".metric } else { unset ylabel }
  set title title_first." × ".title_second font "Sans Bold,18" offset 0, -0.3
  here(j) = chosen(0) && strcol("second_level") eq entry(seconds, j)
  at(unused) = position(firsts, n, strcol("first_level"))
  hue(j) = word(cycle, 1 + (j - 1) % 6)
  plot for [j=1:m] csv using (here(j) ? at(0) : NaN):(low(0)):(high(0)) with filledcurves lc rgb hue(j) notitle, \
    for [j=1:m] csv using (here(j) ? at(0) : NaN):(by * column("mean")) with linespoints lw 3 pt 7 ps 1.5 lc rgb hue(j) \
      title title_second.": ".entry(seconds, j)
}
unset multiplot
