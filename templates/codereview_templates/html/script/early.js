// Runs before the page is shown: the theme that was chosen, so that nothing flashes, and the sign that a script is there.
try {
  const chosen = localStorage.getItem("codereview-theme");
  if (chosen) document.documentElement.dataset.theme = chosen.toLowerCase();
} catch { /* not allowed: the theme of the system */ }
document.documentElement.classList.add("scripted");
