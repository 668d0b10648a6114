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
  if (event.key === "Enter" && event.target.matches?.(".tick")) {
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
