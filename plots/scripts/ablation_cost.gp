# The metric against what an arm costs, with the Pareto front: processor time of a training and, where every arm has
# them and they differ, multiply-adds of one image.
#
#   gnuplot -e "csv='cost.csv'; png='cost.png'; metric='accuracy'; scale='100'" ablation_cost.gp
#
# Variables: csv (cost.csv), png, metric, scale (100 for per cent), note. The arms of a front have numbers, which the
# list below names: names beside points would cover each other.

if (!exists("csv")) csv = "cost.csv"
if (!exists("png")) png = "cost.png"
if (!exists("metric")) metric = "metric"
if (!exists("scale")) scale = "1"
needed_columns = "arm baseline mean low high seconds pareto multiply_adds seconds_low seconds_high pareto_multiply_adds"
folder = ARG0[1:strlen(ARG0) - strlen("ablation_cost.gp")]
load folder."style.gp"
by = real(scale)

rows = 0
stats csv using (rows = rows + 1, 0) nooutput
if (rows == 0) { exit error sprintf("'%s' has no row", csv) }
known(value, instead) = value == value ? value : instead
array arm[rows]; array base[rows]; array y[rows]; array y_low[rows]; array y_high[rows]
# The first index is the cost: 1 time, 2 multiply-adds. An arm without the cost has NaN, and so has a missing flag.
array time[rows]; array time_low[rows]; array time_high[rows]; array adds[rows]; array front_time[rows]; array front_adds[rows]
n = 0; lowest = 1e300; highest = -1e300; cuts = 0; timed = 0; counted = 0
read(unused) = (n = n + 1, arm[n] = strcol("arm"), base[n] = int(column("baseline")), y[n] = by * column("mean"), \
  y_low[n] = bounded(by * known(column("low"), column("mean")), by), \
  y_high[n] = bounded(by * known(column("high"), column("mean")), by), \
  cuts = cuts + cut(by * known(column("low"), column("mean")), by * known(column("high"), column("mean")), by), \
  lowest = smaller(lowest, y_low[n]), highest = larger(highest, y_high[n]), \
  time[n] = column("seconds"), time_low[n] = larger(0, known(column("seconds_low"), column("seconds"))), \
  time_high[n] = known(column("seconds_high"), column("seconds")), adds[n] = column("multiply_adds"), \
  front_time[n] = column("pareto") == 1, front_adds[n] = column("pareto_multiply_adds") == 1, \
  timed = timed + (time[n] == time[n]), counted = counted + (adds[n] == adds[n]), 0)
stats csv using (read(0), 0) nooutput
# An array has no header.
set datafile nocolumnheaders
if (highest <= lowest) { highest = lowest + 1 }
span = highest - lowest

# --- Arms of equal multiply-adds stand side by side around their place.
fewest = 1e300; most = 0; crowd = 1
do for [i=1:rows] { fewest = smaller(fewest, known(adds[i], 1e300)); most = larger(most, known(adds[i], 0)) }
has_adds = counted == rows && most > fewest
has_time = timed > 0
if (!has_time && !has_adds) { exit error sprintf("'%s' has neither seconds nor different multiply-adds", csv) }
array adds_at[rows]; array peers[rows]; array before[rows]
gap = most - fewest
do for [i=1:rows] {
  peers[i] = 0; before[i] = 0; adds_at[i] = adds[i]
  if (has_adds) {
    do for [j=1:rows] {
      if (adds[j] == adds[i]) { peers[i] = peers[i] + 1; if (j < i) { before[i] = before[i] + 1 } }
      if (adds[j] > adds[i]) { gap = smaller(gap, adds[j] - adds[i]) }
    }
    crowd = larger(crowd, peers[i])
  }
}
panels = has_time + has_adds
# Pixels of a panel's data, and between two such arms
data_width = panels == 2 ? 560 : 1000
if (has_adds) {
  apart = smaller(16.0 * (most - fewest) / data_width, 0.8 * gap / crowd)
  do for [i=1:rows] { adds_at[i] = adds[i] + apart * (before[i] - (peers[i] - 1) / 2.0) }
}

# --- The arms that are named, by their time, else multiply-adds; and the rows that the list of names takes
array number[rows]; array order[rows]
named = 0
cost(i) = has_time ? time[i] : adds_at[i]
is_named(i) = (has_time && front_time[i]) || (has_adds && front_adds[i])
do for [i=1:rows] { number[i] = 0 }
do for [round=1:rows] {
  best = 0
  do for [i=1:rows] {
    if (is_named(i) && number[i] == 0) { if (best == 0) { best = i } else { if (cost(i) < cost(best)) { best = i } } }
  }
  if (best > 0) { named = named + 1; number[best] = named; order[named] = best }
}
entry(k) = sprintf("%d  %s", k, arm[order[k]])
list_width = 0; base_name = ""
do for [k=1:named] { list_width = larger(list_width, 30 + text_width(entry(k), 15)) }
do for [i=1:rows] { if (base[i]) { base_name = arm[i] } }
page_width = 150 + panels * (data_width + 80) - 40
list_columns = larger(1, int((page_width - 80) / list_width))
list_rows = named > 0 ? int((named + list_columns - 1) / list_columns) : 0
page_height = 790 + 28 * list_rows
heading = "The price of ".metric
subnote = "means over the seeds with 95 % intervals".(cuts > 0 ? ", cut at 0 and 100 %" : "").\
  (has_adds && crowd > 1 ? "; equal multiply-adds stand side by side" : counted == rows && !has_adds ? \
    "; multiply-adds are the same for all arms" : "")
load folder."page.gp"
set multiplot
unset key
set tmargin at screen top - px_y(14)
set bmargin at screen px_y(170 + 28 * list_rows)
set yrange [lowest - 0.08 * span : highest + 0.08 * span]
y_step = nice_step(1.16 * span / 7)
if (by == 100) { set ytics y_step * ceil(lowest / y_step - 0.5), y_step, 100 } else { set ytics y_step }
panel_height = page_height * top - 14 - 170 - 28 * list_rows
in_y(value) = (value - lowest + 0.08 * span) / (1.16 * span) * panel_height
array label_x[rows]; array label_y[rows]
do for [panel=1:panels] {
  is_time = has_time && panel == 1
  at(i) = is_time ? time[i] : adds_at[i]
  at_low(i) = is_time ? time_low[i] : adds_at[i]
  at_high(i) = is_time ? time_high[i] : adds_at[i]
  front(i) = is_time ? front_time[i] : front_adds[i]
  # Intervals of few seeds can be many times as wide as what lies between the arms: the frame cuts them then.
  left = 1e300; right = -1e300; first = 1e300; last = -1e300
  do for [i=1:rows] {
    if (at(i) == at(i)) {
      left = smaller(left, at_low(i)); right = larger(right, at_high(i))
      first = smaller(first, at(i)); last = larger(last, at(i))
    }
  }
  if (last > first) { left = larger(left, 1.5 * first - 0.5 * last); right = smaller(right, 1.5 * last - 0.5 * first) }
  wide = right > left ? right - left : larger(abs(right), 1e-9)
  left = is_time ? larger(0, left - 0.06 * wide) : left - 0.06 * wide
  right = right + 0.06 * wide
  edge = 150 + (panel - 1) * (data_width + 80)
  set lmargin at screen px_x(edge)
  set rmargin at screen px_x(edge + data_width)
  set xrange [left : right]
  unit = is_time ? 1 : right < 1e4 ? 1 : right < 1e7 ? 1e3 : 1e6
  step = nice_step((right - left) / unit / (panels == 2 ? 5 : 9))
  set xtics ()
  do for [tick=int(ceil(left / unit / step)):int(floor(right / unit / step))] {
    set xtics add (minus(sprintf("%g", tick * step)) tick * step * unit)
  }
  set xlabel is_time ? "processor time of a training (s)" : "multiply-adds of one image".\
    (unit == 1e3 ? ", thousands" : unit == 1e6 ? ", millions" : "")
  if (panel == 1) { set ylabel by == 100 ? metric." (%)" : metric; set format y "%g" } else { unset ylabel; set format y "" }
  # A number stands where none is yet: to the right or left of its point, above or below.
  do for [k=1:rows] { unset label k }
  placed = 0
  do for [k=1:named] {
    i = order[k]
    if (at(i) != at(i) || !front(i)) { continue }
    fits = 0
    do for [try=0:11] {
      if (fits == 0) {
        far = 15 + 9 * int(try / 4)
        x_try = (at(i) - left) / (right - left) * data_width + (try % 4 < 2 ? far : -far)
        y_try = in_y(y[i]) + (try % 2 == 0 ? far : -far)
        clash = 0
        do for [other=1:placed] {
          if (abs(label_x[other] - x_try) < 20 && abs(label_y[other] - y_try) < 17) { clash = 1 }
        }
        if (clash == 0 || try == 11) { fits = 1 }
      }
    }
    placed = placed + 1; label_x[placed] = x_try; label_y[placed] = y_try
    set label k sprintf("%d", k) at screen px_x(edge + x_try), px_y(170 + 28 * list_rows + y_try) center \
      font "Sans Bold,14" tc rgb blue front
  }
  do for [i=1:rows] {
    if (base[i] && at(i) == at(i)) { set label rows + 1 "" at at(i), y[i] point pt 5 ps 1.9 lc rgb ink front }
  }
  # Arms behind the front are left out of its line, not gaps in it.
  set datafile missing NaN
  plot y using (front($1) ? NaN : at($1)):(y[$1]):(at_low($1)):(at_high($1)):(y_low[$1]):(y_high[$1]) \
      with xyerrorbars pt 0 lw 1.3 lc rgb "#C8C8C8", \
    y using (front($1) ? NaN : at($1)):(y[$1]) with points pt 7 ps 1.4 lc rgb faint, \
    y using (front($1) ? at($1) : NaN):(y[$1]):(at_low($1)):(at_high($1)):(y_low[$1]):(y_high[$1]) \
      with xyerrorbars pt 7 ps 1.5 lw 1.6 lc rgb blue, \
    y using (front($1) ? at($1) : NaN):(y[$1]) smooth unique with lines lw 2.5 lc rgb blue
  set datafile missing
  do for [k=1:rows + 1] { unset label k }
}
legend_wrap = 60; legend_x = 60; legend_y = 70 + 28 * list_rows; legend_dash = 1
legend_line = 2.5; legend_shape = 7; legend_colour = blue; legend_text = "Pareto front"
load folder."legend.gp"
legend_line = 0; legend_colour = faint; legend_text = "another arm is as good at no more cost"
load folder."legend.gp"
if (base_name ne "") {
  legend_shape = 5; legend_colour = ink; legend_text = "baseline (".base_name.")"
  load folder."legend.gp"
}
do for [k=1:named] {
  set label 2000 + k entry(k) at screen px_x(66 + list_width * ((k - 1) % list_columns)), \
    px_y(20 + 28 * (list_rows - int((k - 1) / list_columns) - 0.5)) left font "Sans,15" tc rgb ink
}
unset border; unset tics; unset title; unset xlabel; unset ylabel; unset grid
set lmargin at screen 0; set rmargin at screen 1; set tmargin at screen 1; set bmargin at screen 0
set xrange [0:1]; set yrange [0:1]
plot NaN
unset multiplot
