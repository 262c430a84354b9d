// Shows a part of a form only while the choice it belongs to is made; what is hidden is not sent.
const parts = [...document.querySelectorAll("form [data-only]")];

function fit(part) {
  const [name, value] = part.dataset.only.split("=");
  const form = part.closest("form");
  const wanted = new FormData(form).get(name) === value;
  part.hidden = !wanted;
  for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !wanted;
}

document.addEventListener("change", ({ target }) => parts.filter((one) => one.closest("form") === target.form).forEach(fit));
parts.forEach(fit);
