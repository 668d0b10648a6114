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
