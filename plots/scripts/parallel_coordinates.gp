# Every hyperparameter of one study as a vertical axis, the metric as the last one; a line for each trial.
#
#   gnuplot -e "csv='parallel/padocanet_random.csv'; png='parallel.png'; family='padocanet'; method='random'" \
#     parallel_coordinates.gp
#
# Variables: csv (a file of parallel/), png, family and method (for the heading only), note.
# The file says where on its axis each value and each tick lies (position, 0 to 1) and gives each line's colour
# (metric, 0 to 1, the position on the metric's axis); later lines are drawn over earlier ones.

if (!exists("csv")) csv = "parallel.csv"
if (!exists("png")) png = "parallel_coordinates.png"
needed_columns = "kind line axis axis_name axis_kind position label metric"
folder = ARG0[1:strlen(ARG0) - strlen("parallel_coordinates.gp")]
load folder."style.gp"

axes = 0; count = 0; previous = ""; axis_names = ""
see_axis(index, name) = index + 1 > axes ? (axes = int(index) + 1, axis_names = axis_names.name." ") : 0
see_line(id) = id ne previous ? (previous = id, count = count + 1) : 0
stats csv using (see_axis(column("axis"), strcol("axis_name")), \
  strcol("kind") eq "line" ? see_line(strcol("line")) : 0, 0) nooutput
if (axes < 2 || count == 0) { exit error sprintf("'%s' has %d axes and %d lines", csv, axes, count) }

page_width = larger(1600, 135 * axes + 200); page_height = 1000
study = (exists("family") ? family_name(family) : "").(exists("method") ? ", ".method_name(method) : "")
heading = "Hyperparameters and ".readable(word(axis_names, axes)).(study eq "" ? "" : ": ".study)
note = (note eq "" ? "" : note." · ").sprintf("%d trial%s, best drawn on top", count, count == 1 ? "" : "s")
load folder."page.gp"

unset border
unset tics
unset key
unset colorbox
unset grid
set lmargin at screen px_x(110)
set rmargin at screen 1 - px_x(130)
set tmargin at screen top - px_y(65)
set bmargin at screen px_y(50)
last = axes - 1
set xrange [0 : last + 0.1]
set yrange [-0.06 : 1.06]
set cbrange [0 : 1]
# viridis, without its palest end, which would vanish on white
set palette defined (0 "#440154", 0.17 "#472D7B", 0.33 "#3B528B", 0.5 "#2C728E", 0.67 "#21918C", 0.83 "#3DBC74", \
  1 "#B5D335")

# Names alternate between two heights where they would touch.
do for [index=1:axes] {
  set label index readable(word(axis_names, index)) at first index - 1, graph 1.025 \
    offset 0, (axes > 8 && index % 2 == 0 ? 1.6 : 0.2) center font "Sans Bold,15" tc rgb ink
  set arrow index from first index - 1, first -0.055 to first index - 1, first 1.055 nohead \
    lc rgb "#555555" lw 1.5 front
}

# Trials that share a category would hide one another, so each has its own place around the tick: the better, the
# higher, which shows how the metric is spread within a category.
previous = ""; rank = 0
rank_of(id) = id ne previous ? (previous = id, rank = rank + 1) : rank
spread = count > 40 ? 0.11 : count > 1 ? 0.06 : 0
shift(rank) = spread * ((rank - 0.5) / count - 0.5)
place(rank, kind) = column("position") + (kind eq "categorical" ? shift(rank) : 0)
thickness = count > 150 ? 1.0 : count > 40 ? 1.5 : 2.5

# A trial is drawn as segments from the axis before to this one; `y0` and `y1` remember the two heights.
y0 = NaN; y1 = NaN; rank = 0; previous = ""
step_to(axis, height) = (y0 = y1, y1 = height, axis == 0 ? NaN : axis - 1)
segment(unused) = strcol("kind") eq "line" ? \
  step_to(column("axis"), place(rank_of(strcol("line")), strcol("axis_kind"))) : NaN
tick(is_last) = strcol("kind") eq "tick" && (column("axis") == last) == is_last ? column("axis") : NaN

# The metric's axis doubles as the colour scale.
do for [step=0:99] {
  set object 100 + step rectangle from first last, first step / 100.0 to first last + 0.09, first 1 \
    fc palette cb (step + 0.5) / 100.0 fs solid noborder front
}
set style textbox opaque noborder fillcolor "#30FFFFFF" margins 0.6, 0.3
plot csv using (segment(0)):(y0):(1):(y1 - y0):(column("metric")) with vectors nohead lw thickness lc palette, \
  csv using (tick(0)):(column("position")):(strcol("label")) with labels boxed left offset 0.6, 0 font "Sans,15" \
    tc rgb ink, \
  csv using (tick(0)):(column("position")) with points pt 7 ps 0.6 lc rgb ink, \
  csv using (tick(1) + 0.09):(column("position")):(strcol("label")) with labels left offset 0.8, 0 font "Sans,15" \
    tc rgb ink
