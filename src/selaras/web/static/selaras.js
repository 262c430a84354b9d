// Keeps unsent text, guards against double sends. Pages work without it.
const { user, agency, page } = document.body.dataset;
const mine = `selaras:${user}:`, here = `${mine}${agency}:${location.pathname}#`;
const bar = document.getElementById("offline");
const [words, link, drop] = bar.children;

const read = (key) => { try { return JSON.parse(localStorage[key]); } catch { return null; } };
const write = (key, kept) => { try { localStorage[key] = JSON.stringify(kept); } catch { /* full */ } };
const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));
const forget = (key) => localStorage.removeItem(key);
const keyOf = (form) => here + form.id;
const keeps = (form) => user && form?.matches("form[data-keep]");
const hidden = (form, name) => form.querySelector(`input[name=${name}]`);
// No randomUUID without https.
const uuid = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
  (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
const ticks = (e) => e.type === "checkbox" || e.type === "radio";

function say(name, extra) {
  words.textContent = bar.dataset[name] ?? "";
  for (const part of [link, drop]) part.hidden = part !== extra;
  bar.hidden = !name;
}

const typed = (form) => [...form.elements].filter((e) => e.name && !e.closest("[data-no-keep]")
  && !/^(pass|fi|hid|sub|but|select-m)/.test(e.type));
function keep(form, sent) {
  write(keyOf(form), {
    values: typed(form).map((e) => [e.name, e.value, e.checked]), sent, at: Date.now(),
    key: hidden(form, "idempotency_key")?.value, version: hidden(form, "version")?.value, to: form.dataset.sent,
  });
}
function putBack(form, kept) {
  let changed = false;
  const fields = typed(form);
  for (const [name, value, checked] of kept.values) {
    const e = fields.find((f) => f.name === name && (!ticks(f) || f.value === value));
    if (!e) continue;
    const [is, was] = ticks(e) ? ["checked", checked] : ["value", value];
    changed ||= e[is] !== was;
    e[is] = was;
  }
  const key = hidden(form, "idempotency_key");
  if (changed && key && kept.key) [key.value, form.dataset.sent] = [kept.key, kept.to ?? ""];
  return changed;
}

// Forget what was accepted, put the rest back.
const accepted = document.querySelector("#messages .sl-tint-green");
for (const key of keys(user ? mine : "selaras:")) {
  const kept = read(key), form = key.startsWith(here) && document.getElementById(key.slice(here.length));
  if (!kept || Date.now() - kept.at > 2.6e9) forget(key);
  else if (page !== "page") write(key, { ...kept, sent: false });
  else if (kept.sent && (accepted || (form && hidden(form, "version")?.value !== kept.version))) forget(key);
  else if (keeps(form)) {
    if (putBack(form, kept)) {
      form.dataset.unsent = "";
      say("restored", drop);
      drop.onclick = () => { forget(key); location.reload(); };
    } else forget(key);
  }
}

const release = (form) => {
  delete form.dataset.busy;
  form.querySelectorAll("[aria-disabled]").forEach((e) => e.removeAttribute("aria-disabled"));
};
const on = (name, act, where = document) => where.addEventListener(name, act);
// Other words or place: another key.
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
on("input", ({ target: { form } }) => {
  if (form?.dataset.sent) renew(form);
  if (keeps(form)) { form.dataset.unsent = ""; keep(form, false); }
});
on("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if ("signOut" in form.dataset) keys(mine).forEach(forget);
  const wait = form.matches(".htmx-request");
  if (wait) setTimeout(() => form.requestSubmit(event.submitter), 99);
  if (wait || form.dataset.busy) return event.preventDefault();
  sends(form, form.action + event.submitter?.value);
  if (keeps(form)) {
    keep(form, navigator.onLine);
    if (!navigator.onLine) { event.preventDefault(); return say("offline"); }
  }
  form.dataset.busy = 1;
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(release, 8000, form);
});
on("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(release), window);
on("offline", () => say("offline"), window);
on("online", () => {
  say();
  document.querySelectorAll("form[data-autosave][data-unsent]").forEach((f) => f.dispatchEvent(new Event("resend")));
}, window);
if (!navigator.onLine) say("offline");

function tell(form, name, time) {
  const line = form.querySelector("[data-autosave-status]");
  if (line) line.textContent = line.dataset[name].replace("{time}", time);
}
const ended = (xhr) => xhr.responseText.includes('data-page="entrance"');
on("htmx:beforeRequest", ({ target }) => "autosave" in target.dataset && tell(target, "saving"));
on("htmx:beforeSwap", ({ detail }) => {
  if (ended(detail.xhr)) { detail.shouldSwap = false; say("expired", link); }
});
on("htmx:configRequest", ({ target, detail: { formData, path } }) => {
  const key = sends(target, path);
  if (key) formData.set("idempotency_key", key);
  if (target.dataset.autosave === "changed") {
    typed(target).forEach((e) => e.value === e.defaultValue && formData.delete(e.name));
  }
});
on("htmx:afterRequest", ({ target, detail: { successful, xhr, requestConfig: { formData } } }) => {
  if (!("autosave" in target.dataset)) return xhr.status || say(navigator.onLine ? "failed" : "offline");
  if (successful && !ended(xhr)) {
    renew(target);
    delete target.dataset.unsent;
    forget(keyOf(target));
    tell(target, "saved", new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23" }));
  } else {
    keep(target, false);
    tell(target, xhr.status < 400 ? "kept" : "refused");
  }
});
on("saved", ({ target, detail }) => {
  const version = hidden(target, "version");
  if (version && detail.version) version.value = detail.version;
});
document.querySelector(".sl-errors")?.focus();
