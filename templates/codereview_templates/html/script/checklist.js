// What is ticked, as a Markdown checklist: for an issue, or for a file.
const dialog = $("#export");

// Text that stays text in Markdown: no markup, link, mention or HTML in it comes alive.
function markdownText(text) {
  return text
    .replace(/[\\`*_{}[\]|~$]/g, "\\$&")
    .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
    .replace(/([@#])(?=\w)/g, "$1<!-- -->")
    .replace(/:\/\//g, "&#58;//").replace(/www\./g, "www&#46;");
}

function markdownCode(text) {
  const longest = Math.max(0, ...(text.match(/`+/g) || []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(text) ? " " : "";
  return fence + pad + text + pad + fence;
}

function checklist() {
  const facts = resultFacts();
  const { before, after } = facts;
  const lines = [
    "## Fixes for " + markdownText(bar.dataset.project),
    "",
    plural(facts.count, "root cause") + " in " + plural(facts.places, "place") + ", an estimated "
      + minutes(facts.minutes) + ". Grade " + before.grade + ", " + mark(before.value) + " of 100, becomes "
      + after.grade + ", " + mark(after.value) + ".",
  ];
  for (let severity = SEVERITIES.length - 1; severity >= 0; severity -= 1) {
    const chosen = causes.filter((cause) => ticked[cause.number] && cause.severity === severity);
    if (!chosen.length) continue;
    lines.push("", "### " + SEVERITIES[severity][0].toUpperCase() + SEVERITIES[severity].slice(1), "");
    for (const cause of chosen) {
      const more = cause.places > 1 ? plural(cause.places, "place") + ", " : "";
      lines.push("- [ ] **" + markdownText(cause.rule) + "** " + markdownText(cause.title) + ": "
        + markdownCode(cause.place) + " (" + more + minutes(cause.minutes) + (cause.safe ? ", safe fix" : "") + ")");
    }
  }
  return lines.join("\n") + "\n";
}

function said(text) {
  $("#result-done").textContent = text;
}

async function copyOrShow(text, name, done) {
  if (await copied(text)) {
    said(done);
    return;
  }
  // The browser gives no clipboard to this page: the text is shown, chosen, to be copied by hand.
  $("#export-text").value = text;
  $("#export-save").onclick = () => download(name, "text/markdown", text);
  dialog.showModal();
  $("#export-text").select();
}

if (scoreWithout) {
  $("#copy-checklist").addEventListener("click", () =>
    copyOrShow(checklist(), "fixes.md", "The checklist is on the clipboard."));
  $("#save-checklist").addEventListener("click", () => {
    download("fixes.md", "text/markdown", checklist());
    said("The checklist is saved as fixes.md.");
  });
  tickListeners.push(() => said(""));
}
