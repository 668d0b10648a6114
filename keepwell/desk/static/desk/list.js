// Moving through the list by keys: Enter opens the row one stands on, f leads to its filter.

function typing(target) {
  return target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
}
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
  if (event.key === "f" && document.documentElement.dataset.keys !== "off") {
    const filter = document.querySelector(".chip-add");
    if (filter) { event.preventDefault(); filter.click(); }
  }
  if (event.key === "Enter" && event.target.matches?.(".check .tick")) {
    const name = event.target.closest("tr")?.querySelector(".name");
    if (name) { event.preventDefault(); name.click(); }
  }
});
// On the page of a party: to the one before and after it in the list one came from.
document.addEventListener("keydown", (event) => {
  if (!event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || typing(event.target)) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = way && document.querySelector(`.in-list a[rel=${way}]`);
  if (link) { event.preventDefault(); link.click(); }
});

// The board: dragging a card onto a stage presses the button of that stage in the card's own menu.
class StageBoard extends HTMLElement {
  connectedCallback() {
    for (const card of this.querySelectorAll(".stage-card")) card.draggable = true;
    this.addEventListener("dragstart", (event) => {
      this.held = event.target.closest?.(".stage-card");
      event.dataTransfer?.setData("text/plain", this.held?.id ?? "");
    });
    this.addEventListener("dragend", () => this.over(null));
    this.addEventListener("dragover", (event) => {
      const lane = event.target.closest?.(".lane");
      if (!this.held || !lane) return;
      event.preventDefault();
      this.over(lane);
    });
    this.addEventListener("drop", (event) => {
      const lane = event.target.closest?.(".lane");
      event.preventDefault();
      this.over(null);
      this.held?.querySelector(`button[name="stage"][value="${lane?.dataset.stage}"]`)?.click();
      this.held = null;
    });
  }
  over(lane) {
    for (const one of this.querySelectorAll(".lane")) one.classList.toggle("over", one === lane);
  }
}
customElements.define("stage-board", StageBoard);

// The calendar: dragging an entry onto a day sends what the page behind its “another day” sends.
class DayCalendar extends HTMLElement {
  connectedCallback() {
    for (const one of this.querySelectorAll(".cal-item[data-move]")) one.draggable = true;
    this.addEventListener("dragstart", (event) => {
      this.held = event.target.closest?.(".cal-item[data-move]");
      event.dataTransfer?.setData("text/plain", this.held?.textContent ?? "");
    });
    this.addEventListener("dragend", () => this.over(null));
    this.addEventListener("dragover", (event) => {
      const day = event.target.closest?.(".cal-day");
      if (!this.held || !day) return;
      event.preventDefault();
      this.over(day);
    });
    this.addEventListener("drop", (event) => {
      const day = event.target.closest?.(".cal-day"), held = this.held;
      event.preventDefault();
      this.over(null);
      this.held = null;
      if (!day || !held || held.closest(".cal-day") === day) return;
      const form = this.querySelector("form[data-move]");
      form.action = held.dataset.move;
      form.elements.on.value = day.dataset.day;
      form.requestSubmit();
    });
  }
  over(day) {
    for (const one of this.querySelectorAll(".cal-day")) one.classList.toggle("over", one === day);
  }
}
customElements.define("day-calendar", DayCalendar);

// The edge of a column: drawn, or moved by arrow keys, it makes the column one of seven widths.
// The list is asked for again with them in its address, where a view keeps them.
const WIDTHS = [0, 5, 8, 12, 16, 22, 30]; // rem, as .w1 to .w6; 0 as the words need
class ColumnEdge extends HTMLElement {
  connectedCallback() {
    this.first = this.step;
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("blur", () => this.keep());
    this.addEventListener("pointerdown", (event) => this.draw(event));
    if (location.hash === `#${this.id}`) this.focus({ preventScroll: true });
  }
  get step() { return Number(this.getAttribute("aria-valuenow")); }
  set step(step) {
    const to = Math.min(Math.max(step, 0), WIDTHS.length - 1);
    const cell = this.closest("th"), table = this.closest("table");
    for (const row of table.tBodies[0].rows) {
      row.cells[cell.cellIndex]?.classList.remove(`w${this.step}`);
      row.cells[cell.cellIndex]?.classList.add(`w${to}`);
    }
    this.setAttribute("aria-valuenow", to);
    this.removeAttribute("aria-valuetext");
  }
  press(event) {
    const forward = getComputedStyle(this).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const ways = { ArrowLeft: -1, ArrowRight: 1, Home: -WIDTHS.length, End: WIDTHS.length };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in ways) {
      event.preventDefault();
      event.stopPropagation();
      this.step += event.key.startsWith("Arrow") ? (event.key === forward ? 1 : -1) : ways[event.key];
      clearTimeout(this.later);
      this.later = setTimeout(() => this.keep(), 900);
    } else if (event.key === "Enter") { event.preventDefault(); this.keep(); }
    else if (event.key === "Escape") { clearTimeout(this.later); this.step = this.first; }
  }
  draw(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.setPointerCapture(event.pointerId);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const from = this.closest("th").offsetWidth, start = event.clientX;
    const way = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const move = (moved) => {
      const wanted = (from + way * (moved.clientX - start)) / rem;
      const near = (a, b) => Math.abs(WIDTHS[a] - wanted) - Math.abs(WIDTHS[b] - wanted);
      if (Math.abs(moved.clientX - start) > 4) this.step = [1, 2, 3, 4, 5, 6].sort(near)[0];
    };
    this.addEventListener("pointermove", move);
    this.addEventListener("pointerup", () => { this.removeEventListener("pointermove", move); this.keep(); }, { once: true });
    this.addEventListener("pointercancel", () => { this.removeEventListener("pointermove", move); this.step = this.first; }, { once: true });
  }
  keep() {
    clearTimeout(this.later);
    if (this.step === this.first) return;
    this.first = this.step;
    const [names, frozen] = this.closest("table").dataset.cols.split("!");
    const said = names.split(",").map((one) => {
      if (one.split("~")[0] !== this.dataset.name) return one;
      return this.step ? `${this.dataset.name}~${this.step}` : this.dataset.name;
    }).join(",");
    const there = new URL(location.href);
    there.searchParams.set("cols", frozen ? `${said}!${frozen}` : said);
    there.hash = document.activeElement === this ? this.id : "";
    location.replace(there);
  }
}
customElements.define("col-edge", ColumnEdge);
