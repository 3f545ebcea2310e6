// Places something that floats above the page under (or over) what it belongs to.

const GAP = 4;

export function besides(popup, anchor, sameWidth = false) {
  const at = anchor.getBoundingClientRect();
  if (sameWidth) popup.style.width = `${at.width}px`;
  const { width, height } = popup.getBoundingClientRect();
  const under = at.bottom + GAP + height <= window.innerHeight || at.top < height;
  popup.style.top = `${under ? at.bottom + GAP : at.top - GAP - height}px`;
  popup.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`;
}
