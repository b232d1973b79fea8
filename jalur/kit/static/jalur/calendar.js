// The week as a grid of hours over its table. Whatever is dragged, or moved by keys, is sent through the form of the step that moves it: the
// same right, the same questions and refusals as without this file.
"use strict";
(() => {
  const holder = document.querySelector("[data-calendar]");
  if (!holder) return;
  const { library, words: locale } = document.currentScript.dataset;
  const data = JSON.parse(document.getElementById(holder.dataset.calendar).textContent);
  const { words } = data;
  const table = document.querySelector("[data-calendar-table]"), toggle = document.querySelector("[data-calendar-switch]");
  const only = holder.querySelector("[data-calendar-only]"), said = holder.querySelector("[data-calendar-said]");
  const days = holder.querySelector("[data-calendar-days]"), phone = window.matchMedia("(max-width: 44rem)");
  const KEPT = "jalur-calendar", DAY = 24 * 60, QUARTER = 15;
  const meetings = new Map(data.meetings.map((one) => [one.id, one]));
  let calendar, carried = null, keeping = false, busy = false;

  // The library writes its styles into a <style>, which the content security policy refuses; where one is there already it writes
  // into its sheet. It finds one of no known language, which is nothing to the browser, with a sheet that the page has adopted. Its font
  // of signs, in a data: address, is left out: no sign of it is used.
  function giveSheet() {
    const sheet = new CSSStyleSheet(), mark = document.createElementNS("jalur", "style");
    const insertRule = (rule) => (rule.startsWith("@font-face") ? -1 : sheet.insertRule(rule, sheet.cssRules.length));
    mark.setAttribute("data-fullcalendar", "");
    mark.sheet = { cssRules: sheet.cssRules, insertRule };
    document.head.append(mark);
    document.adoptedStyleSheets.push(sheet);
  }
  function load(address) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: address, onload: done, onerror: failed });
      document.head.append(script);
    });
  }

  // Times are walls' clocks ("2026-02-02T08:00:00"), drawn as if they were UTC: nothing is ever counted between zones.
  const wall = (date) => date.toISOString().slice(0, 19);
  const day = (time) => time.slice(0, 10), hour = (time) => time.slice(11, 16).replace(":", ".");
  const when = (start, end) => `${data.dates[day(start)] ?? day(start)}, ${hour(start)}-${hour(end)}`;
  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
  const placeOf = (event) => ({ start: wall(event.start), end: wall(event.end) });
  const same = (one, other) => one.start === other.start && one.end === other.end;
  const elementOf = (id) => holder.querySelector(`[data-meeting="${CSS.escape(id)}"]`);

  function tell(sentences, buttons = [], tone = "info") {
    const [region, actions] = said.children;
    said.className = `calendar-said${sentences.length ? ` notice notice-${tone}` : ""}`;
    region.replaceChildren(...sentences.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    actions.replaceChildren(...buttons.map(([label, act]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary", textContent: label });
      button.addEventListener("click", act);
      return button;
    }));
  }
  function put(event, place) {
    keeping = true;
    event.setDates(place.start, place.end);
    requestAnimationFrame(() => { keeping = false; });
  }
  function focusOn(id) {
    requestAnimationFrame(() => { elementOf(id)?.focus(); keeping = false; });
  }

  // One sending of the form of a step: what it said, and what it offers instead.
  async function formAt(address) {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    return read(answer);
  }
  async function read(answer) {
    if (new URL(answer.url).pathname.startsWith("/accounts/")) { window.location.reload(); await new Promise(() => {}); }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const texts = (selector) => [...page.querySelectorAll(selector)].map((one) => one.textContent.trim());
    return {
      is_form: !answer.redirected && (answer.ok || answer.status === 422),
      is_done: answer.redirected && answer.ok && !page.querySelector(".messages .notice-bad"),
      form: page.querySelector("main form[method=post]"),
      sentences: answer.redirected ? texts(".messages .notice p") : texts(".error-summary li"),
      free: [...page.querySelectorAll("input[name=instead]")].map((box) => [box.value, box.closest("label")?.textContent.trim()]),
      yes: page.querySelector("input[name=as_typed]")?.closest("label")?.textContent.trim(),
    };
  }
  async function send(form, address, place, more) {
    const body = new URLSearchParams(new FormData(form));
    body.set("day", day(place.start));
    body.set("from_hour", hour(place.start));
    body.set("to_hour", hour(place.end));
    for (const [name, value] of Object.entries(more)) body.set(name, value);
    return read(await fetch(address, { method: "POST", body, headers: { Accept: "text/html" } }));
  }

  async function move(id, place, { more = {}, isUndo = false, byKeys = false } = {}) {
    const meeting = meetings.get(id), event = calendar.getEventById(id), before = { start: meeting.start, end: meeting.end };
    const back = (sentences, buttons) => {
      if (event) put(event, { start: meeting.start, end: meeting.end });
      const stays = fill(words.stays, { title: meeting.title, when: when(meeting.start, meeting.end) });
      tell([...sentences, stays], buttons, "warn");
      said.scrollIntoView({ block: "nearest" });
      if (byKeys) said.focus();
    };
    if (busy) { if (event) put(event, before); return; }
    busy = true;
    if (event) put(event, place);
    tell([words.asking]);
    try {
      const asked = await formAt(meeting.move);
      if (!asked.is_form || !asked.form) return back(asked.sentences, []);
      const boxes = asked.form.elements, stands = { start: `${boxes.day.value}T${boxes.from_hour.value.replace(".", ":")}:00`, end: `${boxes.day.value}T${boxes.to_hour.value.replace(".", ":")}:00` };
      if (!same(stands, before)) {
        Object.assign(meeting, stands);
        if (event) put(event, stands);
        return tell([fill(words.changed, { title: meeting.title, when: when(stands.start, stands.end) })], [], "warn");
      }
      const answer = await send(asked.form, meeting.move, place, more);
      if (!answer.is_done) {
        const again = answer.yes ? [[answer.yes, () => move(id, place, { more: { ...more, as_typed: "on" }, byKeys })]] : [];
        const free = answer.free.map(([value, label]) => {
          const start = `${value.replace(" ", "T").replace(".", ":")}:00`, length = Date.parse(`${place.end}Z`) - Date.parse(`${place.start}Z`);
          return [fill(words.take, { when: label }), () => move(id, { start, end: wall(new Date(Date.parse(`${start}Z`) + length)) }, { byKeys })];
        });
        return back(answer.sentences, [...again, ...free]);
      }
      Object.assign(meeting, place);
      const undo = () => move(id, before, { more: { as_typed: "on" }, isUndo: true, byKeys: true });
      tell([fill(isUndo ? words.undone : words.moved, { title: meeting.title, when: when(place.start, place.end) })], isUndo ? [] : [[words.undo, undo]], "done");
      if (byKeys) focusOn(id);
    } catch {
      back([words.failed], []);
    } finally {
      busy = false;
    }
  }

  // Keys: a meeting is carried, and put down with Enter or back with Escape.
  function carry(event, { minutes = 0, end = 0 }) {
    const meeting = meetings.get(event.id);
    if (!meeting.move || busy) return tell([fill(words.fixed, { title: meeting.title })]);
    const now = placeOf(event), shift = (time, by) => wall(new Date(Date.parse(`${time}Z`) + by * 60000));
    const next = { start: shift(now.start, minutes), end: shift(now.end, minutes + end) };
    if (next.start < data.first || next.end > data.until || next.end <= next.start || day(next.start) !== day(next.end)) return;
    carried = event.id;
    put(event, next);
    if (phone.matches) show(day(next.start));
    keeping = true;
    focusOn(event.id);
    tell([fill(words.carried, { title: meeting.title, when: when(next.start, next.end) })]);
  }
  function putBack() {
    const meeting = meetings.get(carried), event = calendar.getEventById(carried);
    carried = null;
    if (event) put(event, meeting);
    tell([fill(words.stays, { title: meeting.title, when: when(meeting.start, meeting.end) })]);
  }
  const BY = {
    ArrowUp: { minutes: -QUARTER }, ArrowDown: { minutes: QUARTER }, PageUp: { minutes: -2 * QUARTER }, PageDown: { minutes: 2 * QUARTER },
    ArrowLeft: { minutes: -DAY }, ArrowRight: { minutes: DAY },
  };
  function pressed(press) {
    // A meeting that is being carried is drawn anew at each step: a key pressed before it has its focus again is meant for it.
    const isBetween = carried !== null && press.target === document.body;
    const id = isBetween ? carried : press.target.closest("[data-meeting]")?.dataset.meeting, event = id && calendar.getEventById(id);
    if (!event || press.metaKey || press.altKey) return;
    if (carried === id && (press.key === "Enter" || press.key === "Escape")) {
      press.preventDefault();
      if (press.key === "Escape") { putBack(); focusOn(id); return; }
      const place = placeOf(event);
      carried = null;
      if (same(place, meetings.get(id))) { putBack(); focusOn(id); } else move(id, place, { byKeys: true });
      return;
    }
    if (!BY[press.key]) return;
    if (press.shiftKey) {
      press.preventDefault();
      carry(event, press.ctrlKey ? { end: BY[press.key].minutes } : BY[press.key]);
    } else if (!press.ctrlKey && press.key.startsWith("Arrow") && carried === null) {
      const rows = [...holder.querySelectorAll("[data-meeting]")].sort((one, other) => calendar.getEventById(one.dataset.meeting).start - calendar.getEventById(other.dataset.meeting).start);
      const here = rows.indexOf(press.target.closest("[data-meeting]"));
      const next = rows[here + (press.key === "ArrowUp" || press.key === "ArrowLeft" ? -1 : 1)];
      if (next) { press.preventDefault(); next.focus(); }
    }
  }
  function left() {
    if (carried === null || keeping) return;
    setTimeout(() => {
      if (carried !== null && !keeping && document.activeElement?.closest("[data-meeting]")?.dataset.meeting !== carried) putBack();
    }, 50);
  }

  function show(which) {
    calendar.gotoDate(which);
    for (const button of days.children) button.setAttribute("aria-pressed", String(button.dataset.day === which));
  }
  function fit() {
    days.hidden = !phone.matches;
    calendar.changeView(phone.matches ? "timeGridDay" : "timeGridWeek");
    show(phone.matches ? firstDay() : data.first);
  }
  function firstDay() {
    const today = day(data.now);
    if (today >= data.first && today < data.until) return today;
    return data.meetings.map((one) => day(one.start)).sort()[0] ?? data.first;
  }
  function content(text, name) {
    return Object.assign(document.createElement("span"), { className: name, textContent: text });
  }

  function draw() {
    calendar = new FullCalendar.Calendar(holder.querySelector("[data-calendar-grid]"), {
      locale: document.documentElement.lang, timeZone: "UTC", firstDay: 1, initialDate: data.first, initialView: "timeGridWeek", headerToolbar: false,
      allDaySlot: false, height: "auto", slotMinTime: data.opens, slotMaxTime: data.closes, slotDuration: "00:30:00", snapDuration: "00:15:00",
      businessHours: data.hours, now: data.now, nowIndicator: true, longPressDelay: 400, slotEventOverlap: false, eventMinHeight: 24,
      slotLabelContent: (slot) => hour(wall(slot.date)),
      dayHeaderContent: (head) => ({ domNodes: [content(data.days[day(wall(head.date))] ?? "", "calendar-day"), ...data.shades.filter((one) => !one.of && day(one.start) === day(wall(head.date))).slice(0, 1).map((one) => content(one.title, "hint"))] }),
      events: (_range, give) => give([
        ...[...meetings.values()].filter((one) => !only?.value || one.holds.includes(only.value)).map((one) => ({ id: one.id, title: one.title, start: one.start, end: one.end, url: one.url, editable: Boolean(one.move), extendedProps: { where: one.where } })),
        ...data.shades.filter((one) => !one.of || one.of === only?.value).map((one) => ({ start: one.start, end: one.end, title: one.title, display: "background", extendedProps: { of: one.of } })),
      ]),
      eventContent: (drawn) => {
        if (drawn.event.display === "background") return { domNodes: drawn.event.extendedProps.of ? [content(drawn.event.title, "calendar-why")] : [] };  // of a day off the head says it
        const { event } = drawn, end = event.end ?? event.start;
        return { domNodes: [content(`${hour(wall(event.start))}-${hour(wall(end))}`, "calendar-hours"), content(event.title, "calendar-title"), content(event.extendedProps.where, "calendar-where")] };
      },
      eventDidMount: ({ event, el, isMirror }) => {
        if (event.display === "background" || isMirror) return;
        el.dataset.meeting = event.id;
      },
      eventDrop: ({ event }) => move(event.id, placeOf(event)),
      eventResize: ({ event }) => move(event.id, placeOf(event)),
      selectable: Boolean(data.add), selectMinDistance: 8, selectMirror: true, selectLongPressDelay: 400,
      select: ({ start, end }) => {
        const address = new URL(data.add, window.location.href);
        for (const [name, value] of [["day", day(wall(start))], ["from", hour(wall(start))], ["to", hour(wall(end))]]) address.searchParams.set(name, value);
        if (only?.value) address.searchParams.set("resource", only.value);
        window.location.assign(address);
      },
    });
    calendar.render();
    fit();
    phone.addEventListener("change", fit);
    document.addEventListener("keydown", pressed);
    holder.addEventListener("focusout", left);
    only?.addEventListener("change", () => calendar.refetchEvents());
    days.addEventListener("click", (event) => { const button = event.target.closest("[data-day]"); if (button) show(button.dataset.day); });
    holder.dataset.ready = "";
  }

  // Whoever would rather read the table keeps it, on this device.
  const kept = () => { try { return localStorage.getItem(KEPT); } catch { return null; } };
  async function choose(what) {
    const isTable = what === "table";
    holder.hidden = isTable;
    table.hidden = !isTable;
    for (const button of toggle.children) button.hidden = button.dataset.as === (isTable ? "table" : "calendar");
    if (isTable || calendar) return;
    if (!window.FullCalendar) {
      giveSheet();
      await load(library);
      await load(locale);
    }
    draw();
  }
  toggle.hidden = false;
  toggle.addEventListener("click", (event) => {
    const { as } = event.target.dataset;
    if (!as) return;
    try { localStorage.setItem(KEPT, as); } catch { /* a browser that keeps nothing */ }
    choose(as).then(() => calendar?.updateSize());
    toggle.querySelector("button:not([hidden])").focus();
  });
  choose(kept() === "table" ? "table" : "calendar");
})();
