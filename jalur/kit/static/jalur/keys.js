// Keys of a list: j and k walk the rows, Enter opens, x ticks, / searches. Never while one types.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]")) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
    return;
  }
  const rows = [...document.querySelectorAll(".results tbody tr")].filter((row) => row.querySelector("a"));
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  if (event.key === "j" || event.key === "k") {
    const next = rows[Math.max(0, Math.min(rows.length - 1, here < 0 ? 0 : here + (event.key === "j" ? 1 : -1)))];
    if (next) { event.preventDefault(); next.querySelector("a").focus(); next.scrollIntoView({ block: "nearest" }); }
  } else if (event.key === "x" && here >= 0) {
    const box = rows[here].querySelector('input[name="selected"]');
    if (box) { event.preventDefault(); box.click(); }
  }
});
