// Turns on notices on this device. Where this cannot run, the page says what to do instead.
"use strict";

const form = document.querySelector("[data-worker]");
const say = (what) => {
  for (const text of document.querySelectorAll("[data-says]")) text.hidden = text.dataset.says !== what;
};

const subscribe = async () => {
  const registration = await navigator.serviceWorker.register(form.dataset.worker, { updateViaCache: "none" });
  await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: form.dataset.key };
  try {
    return await registration.pushManager.subscribe(options);
  } catch (fault) {
    // The browser holds one that was made with another key.
    const old = await registration.pushManager.getSubscription();
    if (!old) throw fault;
    await old.unsubscribe();
    return registration.pushManager.subscribe(options);
  }
};

if (form && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  say(Notification.permission === "denied" ? "blocked" : "");
  form.hidden = Notification.permission === "denied";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await Notification.requestPermission() !== "granted") {
      say("blocked");
      return;
    }
    try {
      const { endpoint, keys } = (await subscribe()).toJSON();
      for (const [name, value] of Object.entries({ endpoint, ...keys })) form.elements[name].value = value;
    } catch {
      say("failed");
      return;
    }
    form.submit();
  });
}
