// What warns has a role, so that it is found without seeing its color.

const SIGN = /^\s*[⚠⛔]/;

/** Marks the boxes that warn, and the lines outside of them that begin with a warning sign. */
export function markWarnings(card) {
  for (const box of card.querySelectorAll(".warns")) box.setAttribute("role", "note");
  for (const line of card.querySelectorAll(".ac-richTextBlock")) {
    if (SIGN.test(line.textContent) && !line.closest(".warns")) line.setAttribute("role", "note");
  }
}

/** Lets every box remember whether it warns. */
export function rememberWarnings(AC) {
  const { Container } = AC;
  const render = Container.prototype.internalRender;
  Container.prototype.internalRender = function rendered() {
    const drawn = render.call(this);
    if (["warning", "attention"].includes(this.style)) drawn?.classList.add("warns");
    return drawn;
  };
}
