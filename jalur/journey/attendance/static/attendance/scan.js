// Reads a code with the camera where the browser can; everywhere else it is typed.
"use strict";

const button = document.querySelector("[data-camera]");
const sight = document.querySelector("[data-sight]");
const box = document.querySelector("input[name=roll_code]");

const look = async (detector) => {
  const [found] = await detector.detect(sight);
  if (!found) {
    requestAnimationFrame(() => look(detector));
    return;
  }
  for (const track of sight.srcObject.getTracks()) track.stop();
  box.value = found.rawValue;
  box.form.requestSubmit();
};

if (button && "BarcodeDetector" in window && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    sight.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    sight.hidden = false;
    button.hidden = true;
    await sight.play();
    look(new window.BarcodeDetector({ formats: ["qr_code"] }));
  });
}
