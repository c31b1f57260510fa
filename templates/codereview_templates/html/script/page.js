// Where the reader is, in the table of contents.
const links = new Map($$(".toc a").map((link) => [link.getAttribute("href").slice(1), link]));
if ("IntersectionObserver" in window) {
  const seen = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) seen.add(entry.target.id); else seen.delete(entry.target.id);
    }
    let current = null;
    for (const id of links.keys()) if (seen.has(id)) { current = id; break; }
    if (!current) return;
    for (const [id, link] of links) {
      if (id === current) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-80px 0px -60% 0px" });
  for (const id of links.keys()) {
    const section = document.getElementById(id);
    if (section) observer.observe(section);
  }
}

// Printing shows what is folded.
let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = $$("details:not([open])");
  for (const node of unfolded) node.open = true;
});
window.addEventListener("afterprint", () => {
  for (const node of unfolded) node.open = false;
  unfolded = [];
});

const help = $("#help");
$("#help-open").addEventListener("click", () => help.showModal());
