// Buttons that copy a text or hand it to the device's own sharing; hidden where the browser can do neither.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.onclick = async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("span").textContent = button.dataset.done;
  };
}
for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = !navigator.share;
  button.onclick = () => navigator.share({ text: button.dataset.share }).catch(() => {});
}
