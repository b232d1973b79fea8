// Small comforts. Every page works without this file.
"use strict";

// HTMX comes after the page is drawn: a slow line shows the page first.
const { htmx: htmxAddress } = document.currentScript.dataset;
window.addEventListener("load", () => {
  if (!document.querySelector("[hx-get], [hx-post]")) return;
  const script = document.createElement("script");
  script.src = htmxAddress;
  document.head.append(script);
});

// A keyboard or screen reader starts at the errors.
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

// Empty filters stay out of the address.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id !== "list-filters") return;
  const parameters = event.detail.parameters;
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
});

// The server's plain refusals (400, 403, 404, 409) are shown, not swallowed.
document.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  // The session has ended: sign-in is a page, never inside a list.
  if (new URL(event.detail.xhr.responseURL).pathname.startsWith("/accounts/")) {
    event.detail.shouldSwap = false;
    window.location.reload();
    return;
  }
  if (status >= 400 && status < 500 && event.detail.xhr.getResponseHeader("X-Jalur-Partial")) event.detail.shouldSwap = true;
  else if (status >= 400) window.location.assign(event.detail.pathInfo.requestPath);
});

// One open panel at a time; Escape closes it and gives the focus back.
document.addEventListener("click", (event) => {
  for (const panel of document.querySelectorAll(".account[open], .top-menu[open]")) if (!panel.contains(event.target)) panel.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = [...document.querySelectorAll(".account[open], .top-menu[open], .about[open]")];
  const panel = open.find((one) => one.contains(document.activeElement)) ?? open[0];
  if (panel) { panel.open = false; panel.querySelector("summary").focus(); }
});

// What is opened in the menu stays open.
document.addEventListener("click", (event) => {
  const pressed = event.target.closest(".menu-group > summary")?.parentElement;
  if (!pressed) return;
  const groups = [...pressed.parentElement.querySelectorAll(".menu-group")];
  const kept = groups.flatMap((group, at) => (group === pressed ? !group.open : group.open) ? [at] : []);
  document.cookie = `menu=${kept.join(".")};path=/;max-age=31536000;samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
});

// A picture opens as large as it is shown.
document.addEventListener("click", (event) => {
  const way = event.target.closest("a"), shown = way?.querySelector("picture img");
  if (shown?.currentSrc) way.href = shown.currentSrc;
});

// The box in the head of a table ticks the page.
const showTickAll = () => { for (const box of document.querySelectorAll("[data-tick-all]")) box.hidden = false; };
showTickAll();
document.addEventListener("htmx:afterSwap", showTickAll);
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-tick-all]")) return;
  for (const box of event.target.closest("form").querySelectorAll('input[name="selected"]')) box.checked = event.target.checked;
});

// Keys of a list: j and k walk the rows, Enter opens, x ticks, / searches. Never while one types.

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
// A button that prints.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
