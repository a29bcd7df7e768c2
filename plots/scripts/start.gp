# Time until `ablation --help` has ended and until a run begins its first step, by both clocks, against the targets.
#
#   gnuplot -e "csv='start.csv'; png='start.png'" start.gp
#
# Variables: csv (start.csv), png, note. A point is the median with its 95 % interval, where there is one; a bar goes from
# quartile to quartile; a thin line from the shortest to the longest start.

if (!exists("csv")) csv = "start.csv"
if (!exists("png")) png = "start.png"
needed_columns = "what clock rounds ms_median ms_low ms_high ms_q1 ms_q3 ms_min ms_max target_ms"
folder = ARG0[1:strlen(ARG0) - strlen("start.gp")]
load folder."style.gp"

kinds = ""; rounds = 0
stats csv using (kinds = with_word(kinds, strcol("what")), rounds = column("rounds"), 0) nooutput
if (kinds eq "") { exit error sprintf("'%s' has no rows", csv) }
kind_name(key) = key eq "help" ? "ablation --help" : key eq "first-step" ? "a run up to its first step" : key
clock_name(key) = key eq "wall" ? "wall clock" : key eq "processor" ? "processor time" : key
count = words(kinds)

page_width = 1200; page_height = 200 + 240 * count
heading = sprintf("Start-up, %d starts", rounds)
load folder."page.gp"
set multiplot
unset key
set lmargin at screen px_x(210)
set rmargin at screen 1 - px_x(60)
legend_x = 60; legend_dash = 1; legend_line = 3; legend_shape = 7; legend_colour = blue; legend_width = 350
legend_text = "median, 95 % interval"
load folder."legend.gp"
legend_line = 14; legend_shape = 0; legend_colour = sky; legend_text = "quartiles"; legend_width = 200
load folder."legend.gp"
legend_line = 1.5; legend_colour = faint; legend_text = "shortest to longest"; legend_width = 300
load folder."legend.gp"
legend_line = 2.5; legend_dash = 2; legend_colour = vermillion; legend_text = "target (wall clock)"; legend_width = 0
load folder."legend.gp"
set style fill solid 1 noborder
set style textbox opaque noborder fillcolor "#FFFFFF" margins 0.2, 0.1
set grid xtics noytics
set border 1
part = (page_height * top - 130.0) / count
do for [index=1:count] {
  kind = word(kinds, index)
  longest = 0; target = 0; rows = 0; clocks = ""
  stats csv using (strcol("what") eq kind ? (rows = rows + 1, clocks = with_word(clocks, strcol("clock")), \
    longest = larger(longest, column("ms_q3")), longest = larger(longest, column("ms_high") > 0 ? column("ms_high") : 0), \
    target = larger(target, column("target_ms") > 0 ? column("target_ms") : 0)) : 0, 0) nooutput
  set tmargin at screen top - px_y(part * (index - 1) + 44)
  set bmargin at screen top - px_y(part * index - 44)
  set label 1 kind_name(kind) at graph 0, graph 1 offset 0, 0.9 left font "Sans Bold,18" tc rgb ink
  # One start that the system held up must not flatten the rest: the line of the longest may leave the panel.
  set xrange [0 : 1.25 * larger(longest, target)]
  set xtics autofreq
  set yrange [rows + 0.6 : 0.4]
  set ytics scale 0 ("" 0)
  do for [row=1:rows] { set ytics add (clock_name(word(clocks, row)) row) }
  if (index == count) { set xlabel "milliseconds" }
  if (target > 0) { set arrow 1 from target, graph 0 to target, graph 1 nohead lw 2.5 dt 2 lc rgb vermillion front }
  of(unused) = strcol("what") eq kind ? (strcol("clock") eq word(clocks, 1) ? 1 : 2) : NaN
  at_label(unused) = of(0) == of(0) ? of(0) : 1
  low(unused) = column("ms_low") > 0 ? column("ms_low") : column("ms_median")
  high(unused) = column("ms_high") > 0 ? column("ms_high") : column("ms_median")
  plot csv using (column("ms_min")):(of(0)):(column("ms_max") - column("ms_min")):(0) with vectors nohead lw 1.5 \
      lc rgb faint, \
    csv using (column("ms_median")):(of(0)):(column("ms_q1")):(column("ms_q3")):(of(0) - 0.16):(of(0) + 0.16) \
      with boxxyerror lc rgb sky, \
    csv using (column("ms_median")):(of(0)):(low(0)):(high(0)) with xerrorbars pt 7 ps 1.8 lw 3 lc rgb blue, \
    csv using (column("ms_median")):(at_label(0)):(of(0) == of(0) ? sprintf("%.1f", column("ms_median")) : "") \
      with labels center offset 0, 1.5 font "Sans,15" tc rgb ink
  unset arrow 1
}
unset multiplot
