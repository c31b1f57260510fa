// Theme: system, light, dark. The choice is kept where the browser allows it.
const THEMES = ["System", "Light", "Dark"];

function storedTheme() {
  try { return localStorage.getItem("codereview-theme"); } catch { return null; }
}

function keepTheme(name) {
  try { localStorage.setItem("codereview-theme", name); } catch { /* not allowed: not kept */ }
}

let theme = Math.max(0, THEMES.indexOf(storedTheme() || "System"));

function applyTheme() {
  document.documentElement.dataset.theme = THEMES[theme].toLowerCase();
  $("#theme-name").textContent = THEMES[theme];
  $("#theme").setAttribute("aria-label", "Theme: " + THEMES[theme]);
}

$("#theme").addEventListener("click", () => {
  theme = (theme + 1) % THEMES.length;
  keepTheme(THEMES[theme]);
  applyTheme();
});
applyTheme();
