// Notes that explain a judgement, toasts that go by themselves, dialogs, and light or dark.

const NOTE = ".why";
const TOAST_MS = 8000;

function showNote(why, shown) {
  const button = why.querySelector("button");
  why.classList.toggle("open", shown);
  why.classList.toggle("shut", !shown);
  if (button?.hasAttribute("aria-expanded")) button.setAttribute("aria-expanded", String(shown));
}

function noteOf(event) {
  return event.target instanceof Element ? event.target.closest(NOTE) : null;
}

function hideNote(why) {
  delete why.dataset.pinned;
  showNote(why, false);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(`${NOTE} > button`);
  for (const other of document.querySelectorAll(`${NOTE}.open`)) {
    if (!other.contains(event.target)) hideNote(other);
  }
  if (!button) return;
  const why = button.parentElement;
  // Coming near or focus has opened the note already: the first press keeps it, the second shuts it.
  const keep = !why.dataset.pinned;
  if (!keep) return hideNote(why);
  why.dataset.pinned = "1";
  showNote(why, true);
});
document.addEventListener("focusin", (event) => {
  const why = noteOf(event);
  if (why && !why.classList.contains("open") && event.target.matches(":focus-visible")) showNote(why, true);
});
document.addEventListener("focusout", (event) => {
  const why = noteOf(event);
  if (!why || why.contains(event.relatedTarget)) return;
  hideNote(why);
  why.classList.remove("shut");
});
document.addEventListener("pointerover", (event) => {
  const why = noteOf(event);
  if (why && event.pointerType === "mouse" && !why.contains(event.relatedTarget)) showNote(why, true);
});
document.addEventListener("pointerout", (event) => {
  const why = noteOf(event);
  if (!why || event.pointerType !== "mouse" || why.contains(event.relatedTarget)) return;
  if (why.dataset.pinned || why.querySelector(":focus-visible")) return;
  hideNote(why);
  why.classList.remove("shut");
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const why of document.querySelectorAll(`${NOTE}.open, ${NOTE}:hover`)) hideNote(why);
});

// Toasts: eight seconds, but never while somebody reads or reaches for them.
function tendToast(toast) {
  if (toast.dataset.tended) return;
  toast.dataset.tended = "1";
  const close = toast.querySelector("[data-close]");
  if (close) {
    close.hidden = false;
    close.addEventListener("click", () => toast.remove());
  }
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), TOAST_MS); };
  const pause = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, pause);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, () => { pause(); start(); });
  start();
}
function tendAll(root) {
  for (const toast of root.querySelectorAll("[data-toast]")) tendToast(toast);
  for (const dialog of root.querySelectorAll("dialog[data-open]:not([open])")) dialog.showModal();
}
tendAll(document);
document.addEventListener("htmx:load", () => tendAll(document));

// What was asked within a page and refused or not answered is said; a page would have shown it.
function sayFailed(event) {
  const { elt, xhr } = event.detail;
  if (elt.getAttribute("hx-trigger")?.startsWith("every")) return; // asks again by itself
  const toasts = document.getElementById("toasts");
  toasts.querySelector("[data-failed]")?.remove();
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.toast = toast.dataset.failed = "";
  const words = toast.appendChild(document.createElement("span"));
  words.textContent = [403, 404].includes(xhr?.status) ? document.body.dataset.gone : document.body.dataset.failed;
  toasts.append(toast);
  tendToast(toast);
}
for (const name of ["htmx:responseError", "htmx:sendError"]) document.addEventListener(name, sayFailed);

// Dialogs: whatever has data-opens="<id>" opens the dialog of that id.
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!(dialog instanceof HTMLDialogElement) || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  dialog.showModal();
});
document.addEventListener("click", (event) => {
  // A press beside the box, on its backdrop, closes it; a press that began inside does not reach here.
  const dialog = event.target;
  if (!(dialog instanceof HTMLDialogElement) || !dialog.open) return;
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) dialog.close();
});

// Light, dark or as the system: shown at once, kept in a cookie for the next page.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-switch]") || !event.submitter) return;
  event.preventDefault();
  const chosen = event.submitter.value;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${chosen}; path=/; max-age=31536000; samesite=lax${secure}`;
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  for (const button of document.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  }
});
