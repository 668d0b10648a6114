// Keys of one letter: through rows, to pages, to what is done with a record. They can be turned off.

const OFF = "off";
const WAIT_MS = 1500; // for the second key of a jump
const A_PARTY = /^\/parties\/[0-9a-f-]{36}\//;
const sheet = document.getElementById("keys");
let jumping = 0;

function typing(target) {
  return target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog");
}
function rowsOnPage() {
  const inside = [...document.querySelectorAll("[data-rows] [data-row], [data-rows] tbody > tr")];
  return inside.filter((row) => row.offsetParent !== null || row.getClientRects().length);
}
function place(row) {
  return row.querySelector(".name, .todo-who a, .tl-link, a[href], button, summary");
}
function move(step) {
  const rows = rowsOnPage();
  if (!rows.length) return false;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + step));
  const spot = place(rows[next]) ?? rows[next];
  if (spot === rows[next]) spot.tabIndex = -1; // a row without a link is stood on itself
  spot.focus();
  rows[next].scrollIntoView({ block: "nearest" });
  return true;
}
function tick() {
  document.activeElement.closest("tr, [data-row]")?.querySelector(".tick")?.click();
}

// The record a key is for: that of the row one is on, else that of the page.
function record() {
  const row = document.activeElement.closest("tr, [data-row], li");
  for (const link of row?.querySelectorAll("a[href]") ?? []) {
    const found = A_PARTY.exec(link.pathname);
    if (found) return found[0];
  }
  return A_PARTY.exec(location.pathname)?.[0];
}
const ACTS = { e: "edit/", n: "?log=note#composer", t: "?log=task#composer" };
function act(key) {
  const address = record();
  if (!address) return false;
  // The composer is at hand already: only go there.
  const kind = key === "n" ? "note" : key === "t" ? "task" : "";
  const composer = document.getElementById("composer");
  if (kind && location.pathname === address && composer?.querySelector("[name=kind]")?.value === kind) {
    composer.querySelector("textarea").focus();
  } else location.assign(address + ACTS[key]);
  return true;
}
function jump(key) {
  const link = sheet?.querySelector(`[data-jump="${CSS.escape(key)}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}
function pressed(key) {
  if (Date.now() - jumping < WAIT_MS) {
    jumping = 0;
    return jump(key);
  }
  if (key === "g") {
    jumping = Date.now();
    return true;
  }
  if (key === "j") return move(1);
  if (key === "k") return move(-1);
  if (key === "x") return tick();
  return key in ACTS && act(key);
}
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
  if (document.documentElement.dataset.keys === OFF) return;
  if (event.key === "?") sheet?.showModal?.();
  else if (event.key === "/") document.dispatchEvent(new Event("keepwell:search"));
  else if (!pressed(event.key)) return;
  event.preventDefault();
});

// On or off: at once here, and in a cookie for the next page.
sheet?.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-keys-switch]") || !event.submitter) return;
  event.preventDefault();
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `keys=${event.submitter.value}; path=/; max-age=31536000; samesite=lax${secure}`;
  document.documentElement.dataset.keys = event.submitter.value;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === event.submitter.value));
  }
});

// Whoever came to write finds the cursor there.
if (new URLSearchParams(location.search).has("log") && location.hash === "#composer") {
  // Going to the anchor takes the focus away again: after it.
  window.addEventListener("load", () => requestAnimationFrame(() => document.querySelector("#composer textarea")?.focus()));
}
