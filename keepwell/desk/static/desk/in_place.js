// Escape leaves a form that stands in the place of a value as it was.
class InPlace extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.querySelector("[data-leave]")?.click();
    });
  }
}

customElements.define("in-place", InPlace);

// In the list of parties the same form opens in a cell: by a double click, or by F2 on a row.
// Tab keeps what was written and opens the next cell; a cell that has the focus takes arrow keys.
class ListCells extends HTMLElement {
  connectedCallback() {
    const doors = new Map(this.dataset.inPlace.split(" ").map((one) => one.split(":")));
    const said = this.querySelector("table").dataset.cols.split("!")[0].split(",");
    this.columns = [null, ...said].map((column) => {
      const door = column && doors.get(column.split("~")[0]);
      return door && `${door}/${column.split("~")[0]}/?cell=${column}`;
    });
    this.addEventListener("dblclick", (event) => this.open(event.target.closest("tbody td")));
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("pointerover", (event) => this.light(event.target.closest("tbody td")));
    this.addEventListener("pointerleave", () => this.light(null));
    this.addEventListener("htmx:afterSettle", () => {
      const step = this.step, here = document.activeElement;
      this.step = 0; // a refusal keeps one where one is
      if (step && here.matches("td") && this.contains(here)) this.open(this.beside(here, step));
    });
  }
  writes(cell) {
    return Boolean(cell && this.columns[cell.cellIndex] && cell.getClientRects().length);
  }
  light(cell) {
    this.lit?.classList.remove("can-write");
    this.lit = this.writes(cell) && !cell.querySelector("in-place") ? cell : null;
    this.lit?.classList.add("can-write");
  }
  open(cell) {
    if (!this.writes(cell) || cell.querySelector("in-place")) return false;
    const page = cell.closest("tr").querySelector(".name").pathname;
    window.htmx.ajax("GET", page + this.columns[cell.cellIndex], { source: cell, target: cell, swap: "outerHTML" });
    return true;
  }
  beside(cell, step) {
    const all = [...this.querySelectorAll("tbody td")].filter((one) => this.writes(one));
    return all[all.indexOf(cell) + step];
  }
  towards(cell, key) {
    const forward = getComputedStyle(this).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const row = cell.closest("tr");
    if (key === "ArrowUp") return row.previousElementSibling?.cells[cell.cellIndex];
    if (key === "ArrowDown") return row.nextElementSibling?.cells[cell.cellIndex];
    return this.beside(cell, key === forward ? 1 : -1);
  }
  press(event) {
    const cell = event.target.closest("tbody :is(td, th)");
    if (!cell || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("in-place")) return this.write(event);
    const stands = event.target === cell && this.writes(cell), letters = document.documentElement.dataset.keys !== "off";
    if (event.key === "F2") {
      const first = [...cell.closest("tr").cells].find((one) => this.writes(one));
      if (!this.open(stands ? cell : first)) return;
    } else if (stands && (event.key === "Enter" || (event.key === "e" && letters))) this.open(cell);
    else if (stands && event.key.startsWith("Arrow")) {
      const next = this.towards(cell, event.key);
      if (next) { next.tabIndex = -1; next.focus(); }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  write(event) {
    event.stopPropagation(); // what is typed or ticked here is no key of the list
    const form = event.target.form;
    if (!form || event.target.matches("button, a")) return;
    const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea")];
    const leaves = event.key === "Tab" && event.target === fields.at(event.shiftKey ? 0 : -1);
    // Who is asked or refused something reaches the buttons that answer it.
    if (leaves && !form.querySelector("[role=alert], .refusal")) this.step = event.shiftKey ? -1 : 1;
    else if (event.key !== "Enter" || !event.target.matches("select, [type=checkbox]")) return;
    event.preventDefault();
    form.requestSubmit();
  }
}

customElements.define("list-cells", ListCells);
