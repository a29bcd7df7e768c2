# Draws one legend entry at the bottom of the page and moves on: a line from `legend_x` pixels (dash type `legend_dash`,
# colour `legend_colour`, point type `legend_shape`, none when 0), then `legend_text`, `legend_width` pixels in all.
# Entries are given by hand because gnuplot's own key is confined to one panel's width.
if (!exists("legend_count")) { legend_count = 0 }
if (!exists("legend_y")) { legend_y = 34 }
if (!exists("legend_line")) { legend_line = 2.5 }
legend_count = legend_count + 1
legend_tag = 1100 + legend_count
if (legend_line > 0) {
  set arrow legend_tag from screen px_x(legend_x), px_y(legend_y) to screen px_x(legend_x + 54), px_y(legend_y) \
    nohead lc rgb legend_colour lw legend_line dt legend_dash front
}
if (legend_shape > 0) {
  set label legend_tag + 50 "" at screen px_x(legend_x + 27), px_y(legend_y) \
    point pt legend_shape ps 1.4 lc rgb legend_colour front
}
set label legend_tag legend_text at screen px_x(legend_x + 66), px_y(legend_y) left tc rgb ink front
legend_x = legend_x + legend_width
