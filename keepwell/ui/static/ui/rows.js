// Saying how many rows are ticked, and lighting the composer's button.

// The selection: a count in the bar, and the rows marked.
function count(form) {
  const ticks = [...form.querySelectorAll("tbody .tick")].filter((tick) => tick.form === form);
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
    for (const tick of form.querySelectorAll("tbody .tick")) if (tick.form === form) tick.checked = event.target.checked;
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
