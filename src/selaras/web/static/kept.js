// Keeps unsent text on this device: of one person, agency, form, object and version.
const { user, agency } = document.body.dataset;
const mine = `selaras:${user}:`;
const MONTH = 2.6e9;
const SIGNED_OUT = "selaras-out";
const NEVER = /^(pass|fi|hid|sub|but|select-m)/;
let gone = false;

const store = (() => { try { return localStorage; } catch { return {}; } })();
const read = (key) => { try { return JSON.parse(store[key]); } catch { return null; } };
const write = (key, kept) => { try { store[key] = JSON.stringify(kept); } catch { /* full */ } };
const keys = (start) => Object.keys(store).filter((key) => key.startsWith(start));
const ticks = (e) => e.type === "checkbox" || e.type === "radio";
const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

export const forget = (key) => delete store[key];
export const hidden = (form, name) => form.querySelector(`input[type=hidden][name=${name}]`);
export const keeps = (form) => Boolean(user && !gone && form?.matches?.("form[data-keep]"));
export const typed = (form) => [...form.elements].filter((e) => e.name && !NEVER.test(e.type) && !e.closest("[data-no-keep]"));

// A form is known by where it is sent, wherever it is shown; without a version it is new on every page.
const placeAt = (path) => `${mine}${agency}:${path}#`;
const placeOf = (form) => placeAt(new URL(form.getAttribute("action") || "", location.href).pathname) + form.getAttribute("id");
function versionOf(form) {
  if (form.dataset.keep !== "new" && hidden(form, "version")?.value) return hidden(form, "version").value;
  return form.dataset.page ||= `new-${Date.now()}-${Math.random()}`;
}
export const keyOf = (form) => `${placeOf(form)}@${versionOf(form)}`;
export const words = (form) => JSON.stringify(typed(form).map((e) => [e.name, e.value, e.checked]));
export const hasKept = (path) => keys(placeAt(path)).length > 0;

export function keep(form) {
  const key = hidden(form, "idempotency_key")?.value;
  write(keyOf(form), { values: JSON.parse(words(form)), key, to: form.dataset.sent, at: Date.now() });
}

// Forgets what others left, what is old, and what the server accepted.
export function tidy() {
  const accepted = document.cookie.match(/(?:^|; )selaras_accepted=([^;]*)/)?.[1].split(".") ?? [];
  for (const key of keys("selaras:")) {
    const kept = read(key);
    const old = !kept || Date.now() - kept.at > MONTH || accepted.includes(kept.key);
    if (old || (user && !key.startsWith(mine))) forget(key);
  }
  if (accepted.length) document.cookie = "selaras_accepted=; path=/; max-age=0; samesite=lax";
}

export function forgetAll() {
  gone = true;
  keys("selaras:").forEach(forget);
  write(SIGNED_OUT, 1);
  forget(SIGNED_OUT);
}
addEventListener("storage", ({ key }) => { gone ||= key === SIGNED_OUT; });

function differing(form, kept) {
  const left = typed(form);
  return kept.values.flatMap(([name, value, checked]) => {
    const at = left.findIndex((e) => e.name === name && (!ticks(e) || e.value === value));
    if (at < 0) return [];
    const [e] = left.splice(at, 1);
    return (ticks(e) ? e.checked !== checked : e.value !== value) ? [{ e, value, checked }] : [];
  });
}
function put({ e, value, checked }) {
  if (ticks(e)) e.checked = checked;
  else e.value = value;
}
function typeIn(one) {
  put(one);
  for (const name of ["input", "change"]) one.e.dispatchEvent(new Event(name, { bubbles: true }));
}
function sendAgain(form, kept) {
  const key = hidden(form, "idempotency_key");
  if (key && kept.key) [key.value, form.dataset.sent] = [kept.key, kept.to ?? ""];
}

// Puts back what belongs to this version, offers the rest; returns the key of what is back.
export function restore(form) {
  const own = keyOf(form);
  const refused = document.querySelector(".sl-errors");
  const others = [];
  let back = "";
  for (const key of keys(placeOf(form) + "@")) {
    const kept = read(key);
    const different = kept ? differing(form, kept) : [];
    if (!different.length) {
      forget(key);
      if (refused) keep(form);
    } else if (key === own && !refused) {
      different.forEach(put);
      sendAgain(form, kept);
      back = own;
    } else others.push({ key, kept });
  }
  others.sort((a, b) => a.kept.at - b.kept.at);
  offer(form, others);
  return back;
}

function offer(form, others) {
  const one = others.pop();
  if (!one) return;
  const bar = copy("kept-offer");
  const [show, drop] = bar.querySelectorAll("button");
  const next = () => {
    forget(one.key);
    bar.remove();
    form.querySelectorAll(".sl-beside").forEach((e) => e.remove());
    offer(form, others);
  };
  drop.onclick = next;
  show.onclick = () => {
    show.hidden = true;
    reveal(form, one, next);
  };
  let before = form;
  for (let box; (box = before.parentElement?.closest("details:not([open])"));) before = box;
  before.before(bar);
}

// Empty fields take the kept text; what the server shows stays, the kept text beside it.
function reveal(form, { kept }, done) {
  for (let box = form.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  const isNew = form.dataset.keep === "new" || !hidden(form, "version")?.value;
  const different = differing(form, kept);
  const beside = different.filter(({ e }) => !isNew && (ticks(e) || e.value.trim()));
  different.filter((one) => !beside.includes(one)).forEach(typeIn);
  const shown = beside.filter(({ value, checked }) => checked || value.trim()).filter(({ e, checked }) => !ticks(e) || checked);
  if (isNew) sendAgain(form, kept);
  if (!shown.length) return done();
  shown.forEach((one) => putBeside(one, () => form.querySelector(".sl-beside") || done()));
}

function putBeside(one, after) {
  const { e, value } = one;
  const note = copy("kept-beside");
  const label = ticks(e) ? e.closest("label")?.innerText : [...(e.options ?? [])].find((o) => o.value === value)?.text;
  note.querySelector("blockquote").textContent = label ?? value;
  note.querySelector("button").onclick = () => {
    typeIn(one);
    note.remove();
    e.focus();
    after();
  };
  (ticks(e) ? e.closest("label") ?? e : e).after(note);
}
