// Counts beside a long text how much of its limit is used. Nothing is cut off: what is too long is said here, and by the server.
const numbers = new Intl.NumberFormat(document.documentElement.lang || "id");

// As the server counts: characters, and two for the end of a line.
const length = (text) => [...text.replace(/\r?\n/g, "\r\n")].length;

function count(box) {
  const line = document.getElementById(`${box.id}_limit`);
  if (!line) return;
  const limit = Number(box.dataset.limit);
  const used = length(box.value);
  const over = Math.max(0, used - limit);
  const told = over ? line.dataset.over : line.dataset.used;
  line.hidden = !used;
  line.classList.toggle("is-over", over > 0);
  line.setAttribute("aria-live", over ? "polite" : "off");
  line.textContent = told.replace("{used}", numbers.format(used)).replace("{over}", numbers.format(over));
}

const limited = (where) => where.querySelectorAll?.("textarea[data-limit]").forEach(count);
document.addEventListener("input", ({ target }) => target.matches?.("textarea[data-limit]") && count(target));
document.addEventListener("htmx:load", ({ target }) => limited(target));
limited(document);
