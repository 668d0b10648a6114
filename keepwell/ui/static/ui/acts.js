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

const STUCK_MS = 20000; // an answer that leaves the page as it is (a file) never tells us it came

function begin(holder, button) {
  holder.dataset.sending = "1";
  // An icon has no words to change.
  if (button?.dataset.busy && !button.classList.contains("btn-icon")) busy(button);
  setTimeout(() => settle(holder), holder.hasAttribute("data-download") ? 2000 : STUCK_MS);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  // htmx has its own say below; a dialog's own form sends nothing.
  if (event.defaultPrevented || form.getAttribute("method") === "dialog") return;
  if (event.submitter?.getAttribute("formmethod") === "dialog") return;
  if (form.dataset.sending) event.preventDefault();
  else begin(form, event.submitter);
});
function holderOf(element) {
  return element.closest("form") ?? element;
}
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (requestConfig?.verb === "get") return;
  const holder = holderOf(elt);
  if (holder.dataset.sending) event.preventDefault();
  else begin(holder, requestConfig?.triggeringEvent?.submitter ?? elt);
});
// The button is not disabled, so that its name and value are sent; a second press is stopped here.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[aria-disabled=true]")) event.preventDefault();
}, true);

function settle(root) {
  for (const one of [root, ...root.querySelectorAll("[data-sending]")]) delete one.dataset.sending;
  for (const button of [root, ...root.querySelectorAll("[data-busy]")]) ready(button);
}
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt.isConnected) settle(holderOf(event.detail.elt));
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
