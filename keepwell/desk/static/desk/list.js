// Moving through the list by keys: Enter opens the row one stands on, f leads to its filter.

function typing(target) {
  return target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
}
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
  if (event.key === "f") {
    const filter = document.querySelector(".chip-add");
    if (filter) { event.preventDefault(); filter.click(); }
  }
  if (event.key === "Enter" && event.target.matches?.(".tick")) {
    const name = event.target.closest("tr")?.querySelector(".name");
    if (name) { event.preventDefault(); name.click(); }
  }
});
