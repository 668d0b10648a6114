// Search or do: opens by Ctrl or Cmd and K, or by /; arrows choose, Enter opens. Also the sheet of keys.

const palette = document.getElementById("palette");
const field = palette?.querySelector("input");
const answers = palette?.querySelector("[role=listbox]");
let chosen = -1;

if (/Mac|iPhone|iPad/.test(navigator.platform)) {
  for (const key of document.querySelectorAll("[data-command-key]")) key.textContent = "⌘ K";
}

function open() {
  if (!palette || palette.open) return false;
  document.getElementById("rail")?.hidePopover?.();
  palette.showModal();
  field.select();
  field.dispatchEvent(new Event("opened"));
  return true;
}
function options() {
  return [...answers.querySelectorAll("[role=option]")];
}
function choose(place) {
  const all = options();
  chosen = all.length ? (place + all.length) % all.length : -1;
  all.forEach((option, at) => {
    option.id ||= `palette-${at}`;
    option.setAttribute("aria-selected", String(at === chosen));
  });
  if (chosen < 0) field.removeAttribute("aria-activedescendant");
  else {
    field.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }
}

function typing(target) {
  return target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}
document.addEventListener("keydown", (event) => {
  const command = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
  const slash = event.key === "/" && !typing(event.target) && !event.ctrlKey && !event.metaKey;
  if ((command || slash) && open()) event.preventDefault();
  if (event.key === "?" && !typing(event.target)) document.getElementById("keys")?.showModal?.();
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-palette]");
  if (opener && !event.metaKey && !event.ctrlKey && open()) event.preventDefault();
});

field?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
  else if (event.key === "Escape") palette.close(); // a search field would only empty itself
  else if (event.key === "Enter" && chosen >= 0) options()[chosen].click();
  else return;
  event.preventDefault();
});
answers?.addEventListener("htmx:afterSwap", () => choose(options().length ? 0 : -1));
