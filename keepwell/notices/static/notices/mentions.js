// Suggests teammates' names beside an @ in a text. Without it one types @name all the same.
const MOST = 6;
let names = null;

async function known(href) {
  if (names === null) {
    names = [];
    const answer = await fetch(href, { headers: { Accept: "application/json" } });
    if (answer.ok) names = (await answer.json()).names;
  }
  return names;
}

class MentionNames extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("textarea");
    if (!this.text) return;
    this.list = document.createElement("ul");
    this.list.className = "mention-list";
    this.list.id = `${this.text.id}-mentions`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.getAttribute("label") || "");
    this.list.hidden = true;
    this.append(this.list);
    this.text.setAttribute("aria-controls", this.list.id);
    this.text.setAttribute("aria-autocomplete", "list");
    this.text.addEventListener("input", () => this.suggest());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => {
      const row = event.target.closest("li");
      if (row) { event.preventDefault(); this.take(row); }
    });
  }

  begun() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    return before.match(/(?:^|[^\w@.])@([\p{L}\p{N}_. '-]{0,40})$/u);
  }

  async suggest() {
    const begun = this.begun();
    if (!begun) return this.close();
    const said = begun[1].toLocaleLowerCase();
    const all = await known(this.getAttribute("href"));
    const fits = (name) => [name, ...name.split(" ")].some((word) => word.toLocaleLowerCase().startsWith(said));
    this.show(all.filter((name) => fits(name) && name.toLocaleLowerCase() !== said).slice(0, MOST));
  }

  show(found) {
    this.list.replaceChildren(...found.map((name, place) => {
      const row = document.createElement("li");
      row.id = `${this.list.id}-${place}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(place === 0));
      row.textContent = name;
      return row;
    }));
    this.list.hidden = found.length === 0;
    this.mark(0);
  }

  rows() { return [...this.list.children]; }

  mark(place) {
    const rows = this.rows();
    rows.forEach((row, each) => row.setAttribute("aria-selected", String(each === place)));
    if (this.list.hidden || !rows[place]) this.text.removeAttribute("aria-activedescendant");
    else this.text.setAttribute("aria-activedescendant", rows[place].id);
  }

  key(event) {
    if (this.list.hidden) return;
    const rows = this.rows();
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") this.mark((at + 1) % rows.length);
    else if (event.key === "ArrowUp") this.mark((at + rows.length - 1) % rows.length);
    else if (event.key === "Enter" || event.key === "Tab") this.take(rows[at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(row) {
    const begun = this.begun();
    if (row && begun) {
      const end = this.text.selectionStart;
      this.text.setRangeText(`@${row.textContent} `, end - begun[1].length - 1, end, "end");
      this.text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.text.removeAttribute("aria-activedescendant");
  }
}

customElements.define("mention-names", MentionNames);
