// Sending once, and saying so; files that are dropped on a field.

function busy(button) {
  if (!button || button.dataset.words !== undefined) return;
  const words = button.querySelector("span") ?? button;
  button.dataset.words = words.textContent;
  words.textContent = button.dataset.busy;
  button.setAttribute("aria-disabled", "true");
}
function ready(button) {
  if (button.dataset.words === undefined) return;
  (button.querySelector("span") ?? button).textContent = button.dataset.words;
  delete button.dataset.words;
  button.removeAttribute("aria-disabled");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (event.submitter?.formMethod === "dialog") return;
  if (form.dataset.sending && !form.hasAttribute("hx-post")) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "1";
  const button = event.submitter?.dataset.busy ? event.submitter : null;
  // An icon has no words to change; a form that answers with a file leaves the page as it is.
  if (button && !button.classList.contains("btn-icon")) busy(button);
  if (form.hasAttribute("data-download")) setTimeout(() => settle(form), 2000);
});
// The button is not disabled, so that its name and value are sent; a second press is stopped here.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[aria-disabled=true]")) event.preventDefault();
}, true);

function settle(root) {
  delete root.dataset?.sending;
  for (const form of root.querySelectorAll("form")) delete form.dataset.sending;
  for (const button of root.querySelectorAll("[data-busy]")) ready(button);
}
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) settle(form);
});
window.addEventListener("pageshow", () => settle(document.documentElement));

// Drop zones: the file field inside does the work; dropping only fills it.
function listFiles(zone) {
  const files = [...(zone.querySelector("input[type=file]")?.files ?? [])];
  const said = zone.querySelector("[data-drop-files]");
  const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  said.textContent = files.map((file) => `${file.name} (${size(file.size)})`).join(" · ");
}
function zoneOf(event) {
  return event.target.closest?.("[data-drop]");
}
document.addEventListener("dragover", (event) => {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  zone.classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  const zone = zoneOf(event);
  if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  zone.classList.remove("over");
  const input = zone.querySelector("input[type=file]");
  const given = new DataTransfer();
  for (const file of event.dataTransfer.files) {
    if (input.multiple || given.files.length === 0) given.items.add(file);
  }
  input.files = given.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
document.addEventListener("change", (event) => {
  const zone = zoneOf(event);
  if (zone) listFiles(zone);
});
