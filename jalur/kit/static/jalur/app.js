// Small comforts. Every page works without this file.
"use strict";

// Lead to the summary of errors, so that a keyboard or a screen reader starts there.
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
  // The session has ended meanwhile: show the sign-in page as a page, not inside a list.
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
  const panel = document.querySelector(".account[open], .top-menu[open]");
  if (panel) { panel.open = false; panel.querySelector("summary").focus(); }
});

// The box in the head of a table ticks the whole page; it shows only where it can work.
const showTickAll = () => { for (const box of document.querySelectorAll("[data-tick-all]")) box.hidden = false; };
showTickAll();
document.addEventListener("htmx:afterSwap", showTickAll);
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-tick-all]")) return;
  for (const box of event.target.closest("form").querySelectorAll('input[name="selected"]')) box.checked = event.target.checked;
});
