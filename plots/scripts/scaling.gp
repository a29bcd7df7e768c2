# Images a second of 1, 2, ... training processes at a time, by those of one process.
#
#   gnuplot -e "csv='scale.csv'; png='scaling.png'" scaling.gp
#
# Variables: csv (scale.csv), png, note. Strokes are 95 % intervals of the ratio, where there are any.

if (!exists("csv")) csv = "scale.csv"
if (!exists("png")) png = "scaling.png"
needed_columns = "family batch workers images_per_s_median speedup speedup_low speedup_high processor_speedup"
folder = ARG0[1:strlen(ARG0) - strlen("scaling.gp")]
load folder."style.gp"

family = ""; batch = ""; most = 0; highest = 1
stats csv using (family = strcol("family"), batch = strcol("batch"), most = larger(most, column("workers")), \
  highest = larger(highest, column("speedup_high") > 0 ? column("speedup_high") : 1), 0) nooutput
if (most == 0) { exit error sprintf("'%s' has no rows", csv) }

page_width = 1100; page_height = 840
heading = sprintf("Throughput by processes: %s, batch size %s", family_name(family), batch)
load folder."page.gp"
unset key
set lmargin at screen px_x(120)
set rmargin at screen 1 - px_x(60)
set tmargin at screen top - px_y(24)
set bmargin at screen px_y(140)
set xrange [0.7 : most + 0.2 + 0.12 * most]
set yrange [0 : larger(most, highest) * 1.15]
set xtics larger(1, nice_step(most / 12.0))
set xlabel "training processes at the same time"
set ylabel "images a second, times one process"
legend_x = 120; legend_line = 3; legend_dash = 1; legend_shape = 7; legend_colour = blue; legend_width = 290
legend_text = "by the wall clock"
load folder."legend.gp"
legend_colour = orange; legend_shape = 5; legend_width = 370; legend_text = "by their processor time"
load folder."legend.gp"
legend_colour = faint; legend_shape = 0; legend_dash = 2; legend_width = 200; legend_text = "ideal"
load folder."legend.gp"
set arrow 1 from 0.7, 0.7 to most + 0.2, most + 0.2 nohead lw 2 dt 2 lc rgb faint back
known(name) = column(name) > 0 ? column(name) : NaN
plot csv using (column("workers") + 0.04):(known("processor_speedup")) with linespoints lw 2 pt 5 ps 1.6 lc rgb orange, \
  csv using (column("workers")):(known("speedup")) with lines lw 3 lc rgb blue, \
  csv using (column("workers")):(known("speedup")) with points pt 7 ps 1.8 lc rgb blue, \
  csv using (column("workers")):(known("speedup_low")):(0):(known("speedup_high") - known("speedup_low")) \
    with vectors nohead lw 3 lc rgb blue, \
  csv using (column("workers")):(known("speedup")):(sprintf("%.0f images/s", column("images_per_s_median"))) \
    with labels left offset 0.9, -1 font "Sans,14" tc rgb ink
