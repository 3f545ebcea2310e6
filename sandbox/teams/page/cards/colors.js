// The colors of charts, by the names that cards use. They are seen on light and on dark cards.

const NAMED = {
  good: "#3b9b4c", warning: "#d8a106", attention: "#cc4452", neutral: "#8a8a8a",
  categoricalred: "#d34c5c", categoricalpurple: "#8d5bb5", categoricallavender: "#8b8cc7",
  categoricalblue: "#4f6bed", categoricallightblue: "#3a96dd", categoricalteal: "#1b998b",
  categoricalgreen: "#4a9a3f", categoricallime: "#8fb31b", categoricalmarigold: "#e0961a",
  divergingblue: "#2b6cb0", divergingred: "#c0392b", diverginggray: "#8a8a8a",
};

const IN_TURN = ["categoricalblue", "categoricalteal", "categoricalpurple", "categoricalmarigold", "categoricallightblue", "categoricalred", "categoricalgreen", "categoricallavender", "categoricallime"];

/** The named color, or else the one whose turn it is. */
export function colorAt(name, turn) {
  return NAMED[String(name || "").toLowerCase()] || NAMED[IN_TURN[turn % IN_TURN.length]];
}
