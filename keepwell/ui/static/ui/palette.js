// Search or do: opens by Ctrl or Cmd and K, or by /; arrows choose, Enter opens.

const palette = document.getElementById("palette");
const field = palette?.querySelector("input");
const answers = palette?.querySelector("[role=listbox]");
const told = palette?.querySelector("[role=status]");
let chosen = -1;

if (/Mac|iPhone|iPad/.test(navigator.platform)) {
  for (const key of document.querySelectorAll("[data-command-key]")) key.textContent = "⌘ K";
}

function open() {
  if (!palette || palette.open) return false;
  document.getElementById("rail")?.hidePopover?.();
  palette.showModal();
  field.setAttribute("aria-expanded", "true");
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

document.addEventListener("keydown", (event) => {
  const command = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
  if (command && open()) event.preventDefault();
});
document.addEventListener("keepwell:search", open);
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
// The box also does things to the record one is on: it says which page that is.
field?.addEventListener("htmx:configRequest", (event) => {
  event.detail.parameters.here = location.pathname;
});
answers?.addEventListener("htmx:afterSwap", () => {
  const all = options();
  choose(all.length ? 0 : -1);
  told.textContent = told.dataset.many.replace("{n}", all.length);
});
palette?.addEventListener("close", () => field.setAttribute("aria-expanded", "false"));
// To the answers that stand on this very page: nothing is loaded, so the box shuts itself.
answers?.addEventListener("click", (event) => {
  if (event.target.closest("a") && !event.metaKey && !event.ctrlKey) setTimeout(() => palette.close());
});
