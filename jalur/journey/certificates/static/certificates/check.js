// Scans the square picture of a certificate, and without a network verifies it here. The form works without this file.
const form = document.querySelector("[data-check]")?.closest("form") ?? document.querySelector("form[enctype]");
const panel = document.querySelector("[data-scan]");
const set = panel.dataset;
const video = panel.querySelector("video");
const what = form.elements.what, file = form.elements.file;
const { isText, verify } = await import(set.verify);
const words = JSON.parse(document.getElementById("offline-words").textContent);
let stream = null;

const box = document.querySelector("[data-answer]");
const [icon_done, icon_warn] = panel.querySelector("template").content.children;
// What is said next is of another certificate: the answer before it goes.
const say = (name) => {
  box.replaceChildren();
  for (const one of panel.querySelectorAll("[data-says]")) one.hidden = one.dataset.says !== name;
};
const reader = () => new Promise((done, failed) => {
  if (window.jsQR) return done(window.jsQR);
  const script = document.createElement("script");
  script.src = set.reader;
  script.onload = () => done(window.jsQR);
  script.onerror = failed;
  document.head.append(script);
});
const stop = () => {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.hidden = true;
  panel.querySelector("[data-stop]").hidden = true;
};

// Only what can be verified here too is answered here when the network is slow.
const reachable = async (most) => {
  if (!navigator.onLine) return false;
  try {
    return (await fetch(set.known, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(most), headers: { "X-Reach": "1" } })).headers.get("X-Kept") !== "1";
  } catch {
    return false;
  }
};

const keep = async () => {
  try {
    return await (await fetch(set.known, { credentials: "omit" })).json();
  } catch {
    return null;
  }
};
let known = await keep();

const show = ({ answer, rows }) => {
  const [title, text, tone] = words.answers[answer];
  const notice = document.createElement("div");
  notice.className = `notice notice-${tone}`;
  const inner = document.createElement("div");
  for (const [name, said] of [["notice-title", title], ["", text], ["hint", words.checked.replace("%s", new Date(known.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" }))]]) {
    const line = document.createElement("p");
    if (name) line.className = name;
    line.textContent = said;
    inner.append(line);
  }
  notice.append((tone === "done" ? icon_done : icon_warn).cloneNode(true), inner);
  box.append(notice);
  if (!rows) return;
  const list = document.createElement("dl");
  list.className = "summary";
  const ends = rows.ends === undefined ? words.no_end : words.until.replace("%s", new Date((rows.ends - 1) * 1000).toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "Asia/Jakarta" }));
  for (const [label, value] of [[words.name, rows.name], [words.title, `${rows.title} (${rows.scheme})`], [words.issuer, rows.issuer], [words.ends, ends]]) {
    const row = document.createElement("div"), term = document.createElement("dt"), said = document.createElement("dd");
    term.textContent = label;
    said.textContent = value;
    row.append(term, said);
    list.append(row);
  }
  const beside = document.createElement("p");
  beside.className = "hint";
  beside.textContent = words.accompanies;
  box.append(list, beside);
};

// Online the site answers; else this page does, by what it kept.
const check = async () => {
  say("");
  if (await reachable(isText(what.value.trim()) ? 5000 : 60000)) {
    if (set.offline) {
      sessionStorage.setItem("certificate", what.value);
      location.assign(set.page);
    } else form.submit();
    return;
  }
  known ??= await keep();
  if (!known) return say("nothing_kept");
  if (!isText(what.value.trim())) return say("only_text");
  show(await verify(what.value.trim(), known, set.library));
  box.focus();
};

form.addEventListener("submit", (event) => {
  if (file.files.length && navigator.onLine) return;
  event.preventDefault();
  check();
});

file.addEventListener("change", async () => {
  const [chosen] = file.files;
  if (!chosen?.type.startsWith("image/") || chosen.type === "image/svg+xml") return;
  say("");
  const [read, picture] = await Promise.all([reader(), createImageBitmap(chosen)]).catch(() => []);
  if (!picture) return say("no_square");
  const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const found = read(pen.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height);
  if (!found) return say("no_square");
  file.value = "";
  what.value = found.data;
  check();
});

const look = async () => {
  const read = await reader();
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const turn = () => {
    if (!stream) return;
    if (video.videoWidth) {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      pen.drawImage(video, 0, 0);
      const found = read(pen.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height, { inversionAttempts: "dontInvert" });
      if (found?.data) {
        stop();
        what.value = found.data;
        check();
        return;
      }
    }
    setTimeout(turn, 120);
  };
  turn();
};

if (navigator.mediaDevices?.getUserMedia) {
  panel.querySelector("[data-start]").hidden = false;
  panel.querySelector("[data-start]").addEventListener("click", async () => {
    say("");
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
    } catch {
      return say("no_camera");
    }
    video.srcObject = stream;
    video.hidden = false;
    panel.querySelector("[data-stop]").hidden = false;
    await video.play();
    look();
  });
  panel.querySelector("[data-stop]").addEventListener("click", stop);
} else {
  say("no_camera");
}

const left = sessionStorage.getItem("certificate");
if (left && !set.offline) {
  sessionStorage.removeItem("certificate");
  what.value = left;
}
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(`${set.worker}?language=${document.documentElement.lang}`, { updateViaCache: "none" }).catch(() => {});
}
panel.dataset.ready = "1";
