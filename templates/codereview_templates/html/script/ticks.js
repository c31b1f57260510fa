// Ticks: which root causes are to be fixed. A box stands for one root cause (at a finding) or for several (at a line
// of "fix first", a rule, a phase); all boxes of a root cause agree.
const ticked = new Uint8Array(causes.length);
const boxesOf = causes.map(() => []);
const lineBoxes = [];
const tickListeners = [];

const tickedNumbers = () => causes.filter((cause) => ticked[cause.number]).map((cause) => cause.number);

function setTicks(numbers, on) {
  let changed = false;
  for (const number of numbers) {
    if (!causes[number] || Boolean(ticked[number]) === on) continue;
    ticked[number] = on ? 1 : 0;
    changed = true;
    for (const box of boxesOf[number]) {
      box.checked = on;
      box.parentNode.classList.toggle("ticked", on);
    }
  }
  if (changed) ticksChanged();
}

function ticksChanged() {
  for (const { box, numbers } of lineBoxes) {
    const count = numbers.reduce((sum, number) => sum + ticked[number], 0);
    box.checked = count === numbers.length;
    box.indeterminate = count > 0 && count < numbers.length;
  }
  for (const listener of tickListeners) listener();
}

function replaceTicks(numbers) {
  const wanted = new Set(numbers);
  setTicks(tickedNumbers().filter((number) => !wanted.has(number)), false);
  setTicks(wanted, true);
}

// A box and a sign for the link at each finding. They are made here: without a script they would do nothing.
const boxPattern = make("input", "tick");
boxPattern.type = "checkbox";
const linkPattern = make("a", "permalink", "#");

for (const item of items) {
  const cause = causes[item.cause];
  const name = ruleOfGroup.get(item.group)[0] + " at " + item.path;
  if (cause) {
    const box = boxPattern.cloneNode();
    box.dataset.tick = String(cause.number);
    box.setAttribute("aria-label", "Tick as fixed: " + cause.rule + " at " + cause.place
      + (cause.places > 1 ? ", " + plural(cause.places, "place") + " of one root cause" : ""));
    boxesOf[cause.number].push(box);
    item.box = box;
    item.node.prepend(box);
  }
  const link = linkPattern.cloneNode(true);
  link.href = "#" + item.node.id;
  link.setAttribute("aria-label", "Link to this finding: " + name);
  item.node.append(link);
  item.node.classList.add("live");
  if (item.brief) item.node.classList.add("brief");
}

// And one at the head of each rule, for all of its root causes.
const causesOfRule = new Map();
for (const cause of causes) {
  if (!causesOfRule.has(cause.rule)) causesOfRule.set(cause.rule, []);
  causesOfRule.get(cause.rule).push(cause.number);
}
for (const [group, [rule]] of ruleOfGroup) {
  const numbers = causesOfRule.get(rule);
  if (!numbers) continue;
  const label = make("label", "tick-line");
  const box = boxPattern.cloneNode();
  box.dataset.ticks = numbers.join(",");
  box.setAttribute("aria-label", "Tick all of " + rule + " as fixed");
  const word = make("span", "", "all");
  word.setAttribute("aria-hidden", "true");
  label.append(box, word);
  $(".group-meta", group).append(label);
}

for (const box of $$("input[data-ticks]")) {
  const numbers = numbersIn(box.dataset.ticks);
  if (!numbers.length || !causes.length) {
    box.closest("[data-js]").hidden = true;
    continue;
  }
  lineBoxes.push({ box, numbers });
  if (box.closest("td")) box.closest("td").classList.add("with-tick");
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.dataset.tick !== undefined) setTicks([Number(box.dataset.tick)], box.checked);
  else if (box.dataset.ticks !== undefined) setTicks(numbersIn(box.dataset.ticks), box.checked);
});

const TICK_SETS = {
  safe: (cause) => cause.safe,
  serious: (cause) => cause.severity >= 3,
};
for (const button of $$("button[data-tick-set]")) {
  const chosen = causes.filter(TICK_SETS[button.dataset.tickSet]).map((cause) => cause.number);
  button.disabled = !chosen.length;
  button.append(" (" + figure(chosen.length) + ")");
  button.addEventListener("click", () => setTicks(chosen, true));
}
for (const button of $$("button[data-tick-clear]")) {
  button.addEventListener("click", () => setTicks(tickedNumbers(), false));
}
