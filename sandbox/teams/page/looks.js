// How people are told apart.

export const COLORS = ["iris", "teal", "rust"];
