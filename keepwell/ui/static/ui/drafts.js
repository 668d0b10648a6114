// What was typed and not sent survives a crash of the browser or a lost session, in this browser alone.

const BEFORE = "draft ", SENT = "draft sent", KEPT_DAYS = 14, WAIT_MS = 300;
const me = document.querySelector("[data-me]")?.dataset.me;
const mine = `${BEFORE}${me} `;

function keyOf(form) {
  // By where it is sent: a refused form comes back under that address.
  return `${mine}${new URL(form.getAttribute("action") || location.href, location.href).pathname} ${form.dataset.draft}`;
}
function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && field.matches("textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit])"));
}
const isBox = (field) => field.type === "checkbox" || field.type === "radio";
function untouched(field) {
  if (isBox(field)) return field.checked === field.defaultChecked;
  if (field.options) return ![...field.options].some((one) => one.defaultSelected) ? field.selectedIndex <= 0 : [...field.options].every((one) => one.selected === one.defaultSelected);
  return field.value === field.defaultValue;
}
function typedIn(form) {
  const changed = fieldsOf(form).filter((field) => !untouched(field));
  return changed.map((field) => [field.name, isBox(field) ? field.value : null, isBox(field) ? field.checked : field.value]);
}
function keep(form) {
  const typed = typedIn(form);
  try {
    if (typed.length) localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), typed }));
    else localStorage.removeItem(keyOf(form));
  } catch { /* no room, or not allowed: then there are no drafts */ }
}
function fieldFor(form, [name, box]) {
  return fieldsOf(form).find((field) => field.name === name && (box === null || field.value === box));
}
function putBack(form, typed) {
  for (const one of typed) {
    const field = fieldFor(form, one);
    if (!field) continue;
    if (isBox(field)) field.checked = one[2];
    else field.value = one[2];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  fieldFor(form, typed[0])?.focus();
}
function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}
function offer(form) {
  const key = keyOf(form), draft = read(key), template = document.getElementById("draft-offer");
  if (!draft?.typed?.length || !template || typedIn(form).length) return;
  const still = draft.typed.filter((one) => {
    const field = fieldFor(form, one);
    return field && (isBox(field) ? field.checked : field.value) !== one[2];
  });
  if (!still.length) return;
  const strip = template.content.firstElementChild.cloneNode(true);
  const { lang } = document.documentElement;
  strip.querySelector("[data-when]").textContent = new Date(draft.at).toLocaleString(lang === "en" ? "en-GB" : lang, { dateStyle: "medium", timeStyle: "short" });
  strip.querySelector("[data-again]").addEventListener("click", () => { strip.remove(); putBack(form, still); });
  strip.querySelector("[data-drop]").addEventListener("click", () => { strip.remove(); localStorage.removeItem(key); });
  form.before(strip);
}

// Sent, and the next page says what was done: nothing is left to offer.
function settle() {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent && document.querySelector("[data-toast]") && !document.querySelector("[data-draft] [aria-invalid=true]")) localStorage.removeItem(sent);
}
// Drafts of somebody else who used this browser, and old ones, go.
function tidy() {
  const oldest = Date.now() - KEPT_DAYS * 86400000;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(BEFORE) && (!key.startsWith(mine) || !(read(key)?.at > oldest))) localStorage.removeItem(key);
  }
}

if (me) {
  try {
    settle();
    tidy();
    for (const form of document.querySelectorAll("form[data-draft]")) offer(form);
  } catch { /* a browser that keeps nothing */ }
  let waiting;
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(form), WAIT_MS);
  });
  document.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (event.target.matches("[data-forgets]")) {
      for (const key of Object.keys(localStorage)) if (key.startsWith(BEFORE)) localStorage.removeItem(key);
    } else if (event.target.matches("form[data-draft]")) {
      keep(event.target);
      sessionStorage.setItem(SENT, keyOf(event.target));
    }
  });
}
