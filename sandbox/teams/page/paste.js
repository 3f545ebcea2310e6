// Long pastes. A browser inserts thousands of lines one by one, which takes half a minute;
// setting the text in one go takes none.

const LONG = 2000;

/** From now on a long paste into any textarea is quick. */
export function quickPastes() {
  document.addEventListener("paste", (event) => {
    const area = event.target;
    const text = event.clipboardData?.getData("text/plain") || "";
    if (!(area instanceof HTMLTextAreaElement) || text.length < LONG) return;
    event.preventDefault();
    area.setRangeText(text.replace(/\r\n?/g, "\n"), area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
