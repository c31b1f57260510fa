// The verified diffs of what is ticked, as one patch. Each diff stands alone, against the file as it was audited: those
// of one file are merged change by change, and one that meets another's change is left out.

// A unified diff of one file: its head, the old lines that it shows, and its changes, each with the first old line that
// it removes (or before which it adds). Null where the last line has no newline: such a diff is not merged.
function readDiff(text) {
  const lines = text.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  const first = lines.findIndex((line) => line.startsWith("@@"));
  const diff = { head: lines.slice(0, first).join("\n"), known: new Map(), changes: [] };
  let at = 0;
  let change = null;
  for (const line of lines.slice(first)) {
    const hunk = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    if (hunk) {
      at = Number(hunk[1]) + (hunk[2] === "0" ? 1 : 0);
      change = null;
    } else if (line[0] === "\\") {
      return null;
    } else if (line[0] === "+" || line[0] === "-") {
      if (!change) diff.changes.push(change = { at, removed: 0, added: [] });
      if (line[0] === "+") {
        change.added.push(line.slice(1));
      } else {
        diff.known.set(at, line.slice(1));
        change.removed += 1;
        at += 1;
      }
    } else {
      diff.known.set(at, line.slice(1));
      at += 1;
      change = null;
    }
  }
  return diff;
}

function sameChange(one, other) {
  return one.at === other.at && one.removed === other.removed && one.added.join("\n") === other.added.join("\n");
}

const meets = (one, other) => one.at <= other.at + other.removed && other.at <= one.at + one.removed;

// Takes a diff up into the merged one of its file; false where a change of it meets another's.
function takeUp(whole, diff) {
  const fresh = diff.changes.filter((change) => !whole.changes.some((other) => sameChange(change, other)));
  if (fresh.some((change) => whole.changes.some((other) => meets(change, other)))) return false;
  for (const [at, line] of diff.known) whole.known.set(at, line);
  whole.changes.push(...fresh);
  return true;
}

// A merged diff as text: one hunk for each run of old lines that are known.
function writeDiff(whole) {
  const changes = new Map(whole.changes.map((change) => [change.at, change]));
  const known = Array.from(whole.known.keys()).sort((a, b) => a - b);
  const runs = [];
  for (const at of known) {
    const run = runs[runs.length - 1];
    if (run && at === run.end) run.end += 1; else runs.push({ start: at, end: at + 1 });
  }
  if (!runs.length) runs.push({ start: 1, end: 1 });
  const out = [whole.head];
  let shift = 0;
  for (const { start, end } of runs) {
    const body = [];
    let size = 0;
    for (let at = start; at <= end; at += 1) {
      const change = changes.get(at);
      if (change) {
        changes.delete(at);
        for (const stop = at + change.removed; at < stop; at += 1) body.push("-" + whole.known.get(at));
        body.push(...change.added.map((line) => "+" + line));
        size += change.added.length;
      }
      if (at < end) {
        body.push(" " + whole.known.get(at));
        size += 1;
      }
    }
    const old = end - start;
    const from = old ? start : start - 1;
    out.push("@@ -" + from + "," + old + " +" + (size ? start + shift : start + shift - 1) + "," + size + " @@",
      ...body);
    shift += size - old;
  }
  return out.join("\n") + "\n";
}

// The patch of the chosen diffs, and how many were taken up and left out.
function patchOf(diffs) {
  const files = new Map();
  let taken = 0;
  let left = 0;
  for (const text of diffs) {
    const head = text.slice(0, text.indexOf("@@"));
    const diff = readDiff(text);
    const there = files.get(head);
    if (there && (!diff || there.alone || !takeUp(there, diff))) {
      left += 1;
      continue;
    }
    if (!there) files.set(head, diff || { alone: text });
    taken += 1;
  }
  const heads = Array.from(files.keys()).sort();
  const text = heads.map((head) => files.get(head).alone || writeDiff(files.get(head))).join("");
  return { text, taken, left };
}

if (scoreWithout) {
  const button = $("#save-patch");
  const unsafe = $("#patch-unsafe");
  const chosen = () => data.fixes.filter(([cause, safe]) => ticked[cause] && (safe || unsafe.checked));
  const showPatch = () => {
    const diffs = data.fixes.filter(([cause]) => ticked[cause]);
    const risky = diffs.filter(([, safe]) => !safe).length;
    $("#patch-unsafe-label").hidden = !risky;
    $("#patch-unsafe-count").textContent = plural(risky, "unsafe diff");
    button.textContent = "Save patch (" + figure(chosen().length) + ")";
    button.disabled = !chosen().length;
  };
  unsafe.addEventListener("change", showPatch);
  tickListeners.push(showPatch);
  button.addEventListener("click", () => {
    const patch = patchOf(chosen().map((entry) => entry[2]));
    const absent = data.fixesLeft.reduce((sum, [cause, count]) => sum + (ticked[cause] ? count : 0), 0);
    download("fixes.patch", "text/x-diff", patch.text);
    said("Saved as fixes.patch: " + plural(patch.taken, "diff") + "."
      + (patch.left ? " " + plural(patch.left, "diff") + " left out: they change lines that others change." : "")
      + (absent ? " " + plural(absent, "diff") + " not in this page to keep it small; the command fix has all." : ""));
  });
}
