# One training on 1, 2, ... threads, by its time on the first number of them.
#
#   gnuplot -e "csv='threads.csv'; png='threads.png'" thread_scaling.gp
#
# Variables: csv (threads.csv), png, note. Strokes are 95 % intervals of the ratio, where there are any.

if (!exists("csv")) csv = "threads.csv"
if (!exists("png")) png = "thread_scaling.png"
needed_columns = "family batch threads epoch_s_median speedup speedup_low speedup_high"
folder = ARG0[1:strlen(ARG0) - strlen("thread_scaling.gp")]
load folder."style.gp"

family = ""; batch = ""; first = 0; least = 1e9; most = 0; highest = 1
stats csv using (family = strcol("family"), batch = strcol("batch"), first = first > 0 ? first : column("threads"), \
  least = smaller(least, column("threads")), most = larger(most, column("threads")), \
  highest = larger(highest, larger(column("speedup"), column("speedup_high") > 0 ? column("speedup_high") : 0)), 0) nooutput
if (most == 0) { exit error sprintf("'%s' has no rows", csv) }

page_width = 1000; page_height = 800
heading = sprintf("One training by threads: %s, batch size %s", family_name(family), batch)
load folder."page.gp"
unset key
set lmargin at screen px_x(120)
set rmargin at screen 1 - px_x(60)
set tmargin at screen top - px_y(24)
set bmargin at screen px_y(140)
set xrange [least - 0.3 : most + 0.5 + 0.15 * (most - least)]
set yrange [0 : larger(most / (first * 1.0), highest) * 1.12]
set xtics 1
set xlabel "threads"
set ylabel sprintf("speed, times %d thread%s", first, first > 1 ? "s" : "")
legend_x = 120; legend_line = 3; legend_dash = 1; legend_shape = 7; legend_colour = blue; legend_width = 290
legend_text = "by the wall clock"
load folder."legend.gp"
legend_colour = faint; legend_shape = 0; legend_dash = 2; legend_width = 200; legend_text = "ideal"
load folder."legend.gp"
set arrow 1 from least, least / (first * 1.0) to most, most / (first * 1.0) nohead lw 2 dt 2 lc rgb faint back
known(name) = column(name) > 0 ? column(name) : NaN
plot csv using (column("threads")):(known("speedup")) with linespoints lw 3 pt 7 ps 1.8 lc rgb blue, \
  csv using (column("threads")):(known("speedup_low")):(0):(known("speedup_high") - known("speedup_low")) \
    with vectors nohead lw 3 lc rgb blue, \
  csv using (column("threads")):(column("speedup")):(sprintf("%.2f x, %.3f s", column("speedup"), \
    column("epoch_s_median"))) with labels left offset 0.9, -1 font "Sans,15" tc rgb ink
