// Files dropped anywhere on the page: on the composer they join what is written there, elsewhere
// they are kept at once. Without this the field of the form takes them.
function carriesFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

class FileDrop extends HTMLElement {
  connectedCallback() {
    this.over = (event) => this.hover(event);
    this.leave = (event) => { if (!event.relatedTarget) this.mark(null); };
    this.drop = (event) => this.take(event);
    document.addEventListener("dragover", this.over);
    document.addEventListener("dragleave", this.leave);
    document.addEventListener("drop", this.drop);
  }

  disconnectedCallback() {
    document.removeEventListener("dragover", this.over);
    document.removeEventListener("dragleave", this.leave);
    document.removeEventListener("drop", this.drop);
  }

  get composer() {
    const wanted = this.getAttribute("composer");
    return wanted ? document.querySelector(wanted) : null;
  }

  placeOf(event) {
    const composer = this.composer;
    return composer?.contains(event.target) ? composer : this;
  }

  hover(event) {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    this.mark(this.placeOf(event));
  }

  mark(place) {
    for (const one of [this, this.composer]) one?.classList.toggle("over", one === place);
    this.say(place === this ? this.getAttribute("label") ?? "" : "");
  }

  say(words) {
    const line = this.querySelector("[data-said]");
    if (line && line.textContent !== words) line.textContent = words;
  }

  take(event) {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const place = this.placeOf(event);
    this.mark(null);
    const input = place.querySelector("input[type=file]");
    if (!input || event.dataTransfer.files.length === 0) return;
    const given = new DataTransfer();
    if (place !== this) for (const file of input.files) given.items.add(file);
    for (const file of event.dataTransfer.files) given.items.add(file);
    input.files = given.files;
    for (let fold = input.closest("details"); fold; fold = null) fold.open = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (place === this) this.querySelector("form[data-files]")?.requestSubmit();
  }
}

customElements.define("file-drop", FileDrop);
