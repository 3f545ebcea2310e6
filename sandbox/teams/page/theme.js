// Light or dark: the system's choice, until someone presses the button.

const KEY = "unassign.theme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");

export function startTheme(button) {
  const chosen = () => localStorage.getItem(KEY) || (dark.matches ? "dark" : "light");
  const draw = () => {
    const theme = chosen();
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === "dark" ? "Light look" : "Dark look";
  };
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, chosen() === "dark" ? "light" : "dark");
    draw();
  });
  dark.addEventListener("change", draw);
  draw();
}
