// targetWidth: elements that a card shows only when it is wide, or only when it is narrow.
// Breakpoints: Microsoft, "Adaptive Cards responsive layout".

const NAMES = ["verynarrow", "narrow", "standard", "wide"];
const UPPER = [164, 350, 768, Infinity];

/** Lets every element remember the width that it is meant for. */
export function rememberWidths(AC) {
  const element = AC.CardElement.prototype;
  const [parse, render] = [element.parse, element.render];
  element.parse = function parseWithWidth(source, context) {
    if (source && source.targetWidth) this.targetWidth = String(source.targetWidth).toLowerCase();
    return parse.call(this, source, context);
  };
  element.render = function renderWithWidth() {
    const drawn = render.call(this);
    if (this.targetWidth && drawn) {
      for (const part of [drawn, this.separatorElement]) if (part) part.dataset.targetWidth = this.targetWidth;
    }
    return drawn;
  };
}

/** Shows and hides by the width of the frame, now and whenever it changes. */
export function fitToWidth(card, frame) {
  const parts = [...frame.querySelectorAll("[data-target-width]")];
  if (parts.length === 0) return;
  const fit = () => {
    const at = UPPER.findIndex((upper) => frame.clientWidth <= upper);
    for (const part of parts) part.classList.toggle("out-of-width", !fits(part.dataset.targetWidth, at));
  };
  new ResizeObserver(fit).observe(frame);
  fit();
}

function fits(wanted, at) {
  const [rule, name] = wanted.includes(":") ? wanted.split(":") : ["", wanted];
  const width = NAMES.indexOf(name);
  if (width < 0) return true;
  if (rule === "atleast") return at >= width;
  if (rule === "atmost") return at <= width;
  return at === width;
}
