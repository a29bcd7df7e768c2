# Draws one legend entry at the bottom of the page and moves on: a line from `legend_x` pixels (dash type `legend_dash`,
# colour `legend_colour`, point type `legend_shape`, none when 0), then `legend_text`, `legend_width` pixels in all.
# Entries are given by hand because gnuplot's own key is confined to one panel's width.
# With `legend_wrap` an entry is as wide as its text, and one that would leave the page starts a row from `legend_wrap`
# pixels. `legend_right` is where the furthest entry ends.
if (!exists("legend_count")) { legend_count = 0; legend_right = 0 }
if (!exists("legend_y")) { legend_y = 34 }
if (!exists("legend_line")) { legend_line = 2.5 }
legend_count = legend_count + 1
legend_tag = 1100 + legend_count
legend_symbol = 54; legend_gap = 66
if (exists("legend_wrap")) {
  if (legend_line == 0) { legend_symbol = 24; legend_gap = 34 }
  legend_width = legend_gap + text_width(legend_text, 17) + 24
  if (legend_x > legend_wrap && legend_x + legend_width - 24 > page_width - 20) {
    legend_x = legend_wrap; legend_y = legend_y - 32
  }
}
if (legend_line > 0) {
  set arrow legend_tag from screen px_x(legend_x), px_y(legend_y) to screen px_x(legend_x + legend_symbol), px_y(legend_y) \
    nohead lc rgb legend_colour lw legend_line dt legend_dash front
}
if (legend_shape > 0) {
  set label legend_tag + 50 "" at screen px_x(legend_x + legend_symbol / 2.0), px_y(legend_y) \
    point pt legend_shape ps 1.4 lc rgb legend_colour front
}
set label legend_tag legend_text at screen px_x(legend_x + legend_gap), px_y(legend_y) left tc rgb ink front
legend_right = larger(legend_right, legend_x + legend_gap + text_width(legend_text, 17))
legend_x = legend_x + legend_width
