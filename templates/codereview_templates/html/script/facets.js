// The filter: facets with the number of findings beside each option, and words to search for. A number says how many
// findings there are when everything but that facet stays as it is.
const form = $("#filter");

// Folders of a path, from the outermost on: "src", "src/shop". A file beside none is in ".".
function foldersOf(path) {
  const parts = path.split("/").slice(0, -1);
  return parts.length ? parts.map((_, index) => parts.slice(0, index + 1).join("/")) : ["."];
}

const fixWords = { [FIX_SAFE]: ["safe", "any"], [FIX_UNSAFE]: ["any"], 0: [] };
// For each facet the values of a finding; what is chosen must be among them. Several severities may be chosen.
const FACETS = {
  sev: (item) => [SEVERITIES[item.severity]],
  cat: (item) => [item.category],
  rule: (item) => [item.rule],
  dir: (item) => foldersOf(item.path),
  conf: (item) => CONFIDENCES.slice(0, item.confidence + 1),
  zone: (item) => [item.zone],
  reach: (item) => [item.reach],
  fix: (item) => fixWords[item.fix],
  age: (item) => [item.age],
  tick: (item) => (ticked[item.cause] ? TICKED : causes[item.cause] ? UNTICKED : NEITHER),
};
const TICKED = ["yes"];
const UNTICKED = ["no"];
const NEITHER = [];
const FACET_NAMES = Object.keys(FACETS);
const MOST_FOLDERS = 60;

// Only ticks change: the other values of a finding are worked out once.
function valuesOf(name, item) {
  if (name === "tick") return FACETS.tick(item);
  return item.values[name] || (item.values[name] = FACETS[name](item));
}

const controlOf = (name) => form.elements[name];
const severityBoxes = form ? $$("input[name=sev]", form) : [];

// What stands in the controls, as it goes into the address.
function filterState() {
  const state = new URLSearchParams();
  const words = controlOf("q").value.trim();
  if (words) state.set("q", words);
  const severities = severityBoxes.filter((box) => box.checked).map((box) => box.value);
  if (severities.length) state.set("sev", severities.join(","));
  for (const name of [...FACET_NAMES.slice(1), "by"]) if (controlOf(name).value) state.set(name, controlOf(name).value);
  return state;
}

function fillFilter(state) {
  form.reset();
  controlOf("q").value = state.get("q") || "";
  const severities = (state.get("sev") || "").split(",");
  for (const box of severityBoxes) box.checked = severities.includes(box.value);
  for (const name of [...FACET_NAMES.slice(1), "by"]) {
    const control = controlOf(name);
    const value = state.get(name) || "";
    if (Array.from(control.options).some((option) => option.value === value)) control.value = value;
  }
}

const textOf = (item) => {
  if (item.words === null) {
    item.words = (item.node.textContent + " " + item.path + " " + item.ruleName).toLowerCase();
  }
  return item.words;
};

// The first search need not wait: the words are read beforehand, a few milliseconds at a time.
function readWords(from) {
  const rest = window.requestIdleCallback || ((call) => setTimeout(() => call({ timeRemaining: () => 8 }), 50));
  rest((deadline) => {
    let at = from;
    while (at < items.length && (deadline.timeRemaining() > 2 || at === from)) textOf(items[at++]);
    if (at < items.length) readWords(at);
  });
}

// Sets `on` of every finding, and counts the options of every facet.
function matchAll(state) {
  const chosen = FACET_NAMES.filter((name) => state.get(name))
    .map((name) => [name, new Set(state.get(name).split(name === "sev" ? "," : "\n"))]);
  const words = (state.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
  const counts = Object.fromEntries(FACET_NAMES.map((name) => [name, new Map()]));
  const count = (name, item) => {
    const found = counts[name];
    for (const value of valuesOf(name, item)) found.set(value, (found.get(value) || 0) + 1);
  };
  let shown = 0;
  for (const item of items) {
    const failed = chosen.filter(([name, wanted]) => !valuesOf(name, item).some((value) => wanted.has(value)));
    item.on = false;
    if (failed.length > 1 || !words.every((word) => textOf(item).includes(word))) continue;
    if (failed.length) {
      count(failed[0][0], item);
    } else {
      item.on = true;
      shown += 1;
      for (const name of FACET_NAMES) count(name, item);
    }
  }
  return { counts, shown };
}

function showCounts(counts) {
  for (const box of severityBoxes) {
    $("b", box.parentNode).textContent = figure(counts.sev.get(box.value) || 0);
  }
  for (const name of FACET_NAMES.slice(1)) {
    for (const option of controlOf(name).options) {
      if (!option.value) continue;
      const number = counts[name].get(option.value) || 0;
      if (option.count === number) continue;
      option.count = number;
      option.textContent = option.dataset.word + " (" + figure(number) + ")";
    }
  }
}

// Options that only the data can tell; a facet that tells nothing apart is not shown.
function fillOptions() {
  const add = (name, value, word) => {
    const option = make("option", "", word);
    option.value = value;
    controlOf(name).append(option);
  };
  const folders = new Map();
  for (const item of items) for (const folder of valuesOf("dir", item)) folders.set(folder, (folders.get(folder) || 0) + 1);
  const kept = Array.from(folders).sort((a, b) => b[1] - a[1]).slice(0, MOST_FOLDERS).map((pair) => pair[0]).sort();
  for (const folder of kept) add("dir", folder, folder + (folder === "." ? "" : "/"));
  for (const name of ["zone", "reach"]) {
    for (const value of name === "zone" ? data.zones : data.reaches) {
      if (items.some((item) => valuesOf(name, item).includes(value))) add(name, value, value);
    }
  }
  for (const control of $$("select", form)) {
    for (const option of control.options) option.dataset.word = option.textContent;
    control.closest("label").hidden = control.options.length < 3;
  }
  controlOf("fix").closest("label").hidden = !items.some((item) => item.fix);
  controlOf("age").closest("label").hidden = !data.baseline;
  controlOf("tick").closest("label").hidden = !causes.length;
  controlOf("by").closest("label").hidden = false;
}

function showFilterNotes(state, shown) {
  $("#shown").textContent = shown === items.length
    ? "Showing all " + plural(items.length, "finding")
    : "Showing " + figure(shown) + " of " + plural(items.length, "finding");
  $("#nothing").hidden = shown > 0;
  const more = $("#more-filters");
  const hidden = $$("select", more).filter((control) => control.value).length;
  $("#more-count").textContent = hidden ? " (" + hidden + " set)" : "";
  $("#show-all").disabled = !Array.from(state.keys()).length;
}

let grouped = "";
function applyFilter() {
  const state = filterState();
  const by = state.get("by") || "";
  if (by !== grouped) {
    regroup(by);
    grouped = by;
  }
  const { counts, shown } = matchAll(state);
  for (const item of items) if (item.node.hidden === item.on) item.node.hidden = !item.on;
  showGroups();
  showCounts(counts);
  showFilterNotes(state, shown);
}
