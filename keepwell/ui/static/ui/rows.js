// Moving through rows by keys, and saying how many are ticked.

function typing(target) {
  return target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog");
}
function rowsOnPage() {
  const inside = [...document.querySelectorAll("[data-rows] [data-row], [data-rows] tbody > tr")];
  return inside.filter((row) => row.offsetParent !== null || row.getClientRects().length);
}
function place(row) {
  return row.querySelector(".name, .todo-who a, .tl-link, a[href], button");
}
function move(step) {
  const rows = rowsOnPage();
  if (!rows.length) return false;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + step));
  place(rows[next])?.focus();
  rows[next].scrollIntoView({ block: "nearest" });
  return true;
}
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
  if (event.key === "j" && move(1)) event.preventDefault();
  if (event.key === "k" && move(-1)) event.preventDefault();
  if (event.key === "x") document.activeElement.closest("tr, [data-row]")?.querySelector(".tick")?.click();
});

// The selection: a count in the bar, and the rows marked.
function count(form) {
  const ticks = [...form.querySelectorAll("tbody .tick")];
  const ticked = ticks.filter((tick) => tick.checked);
  for (const tick of ticks) tick.closest("tr")?.setAttribute("data-selected", String(tick.checked));
  const all = form.querySelector("[data-tick-all]");
  if (all) {
    all.hidden = false;
    all.checked = ticks.length > 0 && ticked.length === ticks.length;
    all.indeterminate = ticked.length > 0 && !all.checked;
  }
  const bar = form.querySelector("[data-selbar]");
  if (!bar) return;
  bar.hidden = ticked.length === 0;
  bar.querySelector("[data-none]").hidden = true;
  bar.querySelector("[data-some]").hidden = false;
  bar.querySelector("[data-count]").textContent = ticked.length.toLocaleString(document.documentElement.lang);
}
function countAll() {
  for (const bar of document.querySelectorAll("[data-selbar]")) if (bar.closest("form")) count(bar.closest("form"));
}
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form");
  if (!form || !event.target.matches(".tick")) return;
  if (event.target.matches("[data-tick-all]")) {
    for (const tick of form.querySelectorAll("tbody .tick")) tick.checked = event.target.checked;
  }
  if (form.querySelector("[data-selbar]")) count(form);
});
document.addEventListener("reset", (event) => setTimeout(() => event.target.querySelector("[data-selbar]") && count(event.target)));
window.addEventListener("pageshow", countAll);
document.addEventListener("htmx:load", countAll);
countAll();

// The composer's button becomes the filled one when there is something to keep.
document.addEventListener("input", (event) => {
  const composer = event.target.closest?.(".composer");
  const keep = composer?.querySelector("[data-keep]");
  if (keep) keep.classList.toggle("btn-main", event.target.value.trim() !== "");
});
