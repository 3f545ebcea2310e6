// What all elements share that this page draws itself: they keep their JSON and turn it into DOM.

/** Registers an element type that Microsoft's package does not know. `draw(source)` gives a node. */
export function registerDrawn(AC, type, draw) {
  class Drawn extends AC.CardElement {
    internalParse(source, context) {
      this.source = source;
      super.internalParse(source, context);
    }

    getJsonTypeName() {
      return type;
    }

    internalRender() {
      const node = draw(this.source);
      const side = { left: "flex-start", center: "center", right: "flex-end" }[String(this.source.horizontalAlignment || "").toLowerCase()];
      if (side) node.style.alignSelf = side;
      return node;
    }
  }
  AC.GlobalRegistry.defaultElements.register(type, Drawn);
}
