// Guards against double sends, saves drafts by themselves, says when the server is out of reach. Pages work without it.
import { forget, forgetAll, hasKept, hidden, keep, keeps, keyOf, restore, tidy, typed, words } from "./kept.js";

const bar = document.getElementById("offline");
const [sentence, link, drop] = bar.children;
const on = (name, act, where = document) => where.addEventListener(name, act);
const autosaves = (form) => "autosave" in (form?.dataset ?? {});
const ended = (xhr) => xhr.responseText.includes('data-page="entrance"');
// No randomUUID without https.
const uuid = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
  (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

function say(name, extra) {
  sentence.textContent = bar.dataset[name] ?? "";
  for (const part of [link, drop]) part.hidden = part !== extra;
  bar.hidden = !name;
}
function tell(form, name, time = "") {
  const line = form.querySelector("[data-autosave-status]");
  if (line) line.textContent = line.dataset[name].replace("{time}", time).trim();
}

// Other words or another place: another key.
function renew(form) {
  const key = hidden(form, "idempotency_key");
  form.dataset.sent = "";
  return key && (key.value = uuid());
}
function sends(form, to) {
  const key = form.dataset.sent && form.dataset.sent !== to && renew(form);
  form.dataset.sent = to;
  return key;
}
function release(form) {
  delete form.dataset.busy;
  form.querySelectorAll("button[aria-disabled]").forEach((e) => e.removeAttribute("aria-disabled"));
}
const resend = (form) => form.dispatchEvent(new Event("resend"));

on("input", ({ target: { form } }) => {
  if (form?.dataset.sent) renew(form);
  if (!keeps(form)) return;
  form.dataset.unsent = "";
  keep(form);
});
on("click", ({ target }) => {
  const form = target.closest?.("a[data-cancel]")?.closest("form[data-keep]");
  if (form) forget(keyOf(form));
});

on("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.getAttribute("method") !== "post") return;
  if ("signOut" in form.dataset) forgetAll();
  const wait = form.matches(".htmx-request");
  if (wait) setTimeout(() => form.requestSubmit(submitter), 99);
  if (wait || form.dataset.busy) return event.preventDefault();
  sends(form, form.action + submitter?.value);
  if (keeps(form)) {
    keep(form);
    if (!navigator.onLine) {
      event.preventDefault();
      return say("offline");
    }
  }
  form.dataset.busy = 1;
  submitter?.setAttribute("aria-disabled", "true");
  setTimeout(release, 8000, form);
});
on("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(release), window);

// Pressing a step's button takes the focus out of a field: the step sends the text, so no draft goes ahead of it.
on("pointerdown", ({ target }) => {
  const { form, type } = target.closest?.("button") ?? {};
  if (type === "submit" && autosaves(form)) form.dataset.pressed = "";
});
const unpress = () => document.querySelectorAll("form[data-pressed]").forEach((form) => {
  delete form.dataset.pressed;
  if (!form.dataset.busy && "unsent" in form.dataset) resend(form);
});
for (const name of ["pointerup", "pointercancel"]) on(name, () => setTimeout(unpress, 400));

on("offline", () => say("offline"), window);
on("online", () => {
  say();
  document.querySelectorAll("form[data-autosave][data-unsent]").forEach(resend);
}, window);

const flying = new WeakMap();
on("htmx:beforeRequest", (event) => {
  const form = event.target;
  if (!autosaves(form)) return;
  if (form.dataset.busy || "pressed" in form.dataset) return event.preventDefault();
  flying.set(form, { key: keyOf(form), words: words(form) });
  tell(form, "saving");
});
on("htmx:beforeSwap", ({ detail }) => {
  if (!ended(detail.xhr)) return;
  detail.shouldSwap = false;
  say("expired", link);
});
on("htmx:configRequest", ({ target, detail: { formData, path } }) => {
  const key = sends(target, path);
  if (key) formData.set("idempotency_key", key);
  if (target.dataset.autosave === "changed") {
    typed(target).forEach((e) => e.value === e.defaultValue && formData.delete(e.name));
  }
});
// htmx calls a 422 a success, because its answer is shown.
on("htmx:afterRequest", ({ target, detail: { successful, xhr } }) => {
  if (!autosaves(target)) return xhr.status || say(navigator.onLine ? "failed" : "offline");
  if (successful && xhr.status < 400 && !ended(xhr)) return saved(target, xhr);
  if (target.dataset.busy) return; // the step that was pressed answers for the text
  if (keeps(target)) keep(target);
  tell(target, xhr.status < 400 ? "kept" : xhr.status === 422 ? "wrong" : "refused");
});
function saved(form, xhr) {
  const sent = flying.get(form);
  renew(form);
  forget(sent.key);
  say();
  if (words(form) === sent.words) delete form.dataset.unsent;
  else if (keeps(form)) keep(form);
  tell(form, "saved", xhr.getResponseHeader("Saved-At") ?? "");
}
on("saved", ({ target, detail }) => {
  const version = hidden(target, "version");
  if (version && detail.version) version.value = detail.version;
});

tidy();
document.querySelector("main")?.prepend(bar);
const here = document.querySelector(".sl-sidebar-links [aria-current]");
const shelf = here?.closest(".sl-sidebar-links");
if (shelf && here.getBoundingClientRect().bottom > shelf.getBoundingClientRect().bottom) {
  shelf.scrollTop = here.offsetTop - shelf.clientHeight / 2;
}
if (!navigator.onLine) say("offline");
for (const form of document.querySelectorAll("form[data-keep]")) {
  const back = keeps(form) && restore(form);
  if (!back) continue;
  form.dataset.unsent = "";
  say("restored", drop);
  drop.onclick = () => {
    forget(back);
    location.reload();
  };
}
for (const line of document.querySelectorAll("[data-if-kept]")) line.hidden = !hasKept(location.pathname);
document.querySelector(".sl-errors")?.focus();
