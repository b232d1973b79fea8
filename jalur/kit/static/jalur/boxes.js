// A search box above groups of boxes to tick. Without this file the groups open and close by themselves.
"use strict";

for (const boxes of document.querySelectorAll("[data-boxes]")) {
  const search = document.createElement("input");
  search.type = "search";
  search.className = "boxes-search";
  search.placeholder = boxes.dataset.boxesLabel;
  search.setAttribute("aria-label", boxes.dataset.boxesLabel);
  const groups = [...boxes.querySelectorAll("details")];
  const wasOpen = groups.map((group) => group.open);
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    groups.forEach((group, position) => {
      let found = 0;
      for (const option of group.querySelectorAll("label")) {
        const text = option.textContent.toLowerCase();
        const fits = words.every((word) => text.includes(word));
        option.hidden = !fits;
        found += fits;
      }
      group.hidden = !found;
      group.open = words.length ? found > 0 : wasOpen[position];
    });
  });
  search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  boxes.prepend(search);
}
