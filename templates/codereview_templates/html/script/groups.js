// Grouping: by rule as the page is written, or by root cause, file or severity. The elements move, nothing is copied.
const otherGroups = $("#by-other");
const ruleGroups = $("#by-rule");
let madeGroups = [];

// The groups of the page as they are: with the findings that they show.
const writtenGroups = [];
{
  const members = new Map();
  for (const item of items) {
    if (!members.has(item.group)) members.set(item.group, []);
    members.get(item.group).push(item);
  }
  for (const [node, own] of members) writtenGroups.push({ node, items: own, count: $("[data-count]", node) });
}
const categoryNodes = $$("#by-rule .category");

const GROUPINGS = {
  cause: (item) => [
    item.cause,
    item.ruleName,
    causes[item.cause] ? causes[item.cause].place : item.path,
  ],
  file: (item) => [item.path, item.path, ""],
  severity: (item) => [item.severity, SEVERITIES[item.severity], ""],
};

function madeGroup(title, more, members) {
  const node = make("section", "group");
  const head = make("header", "group-head");
  const heading = make("h3", "", title);
  if (more) heading.append(" ", make("code", "place", more));
  const meta = make("p", "group-meta");
  const count = make("span");
  meta.append(count);
  head.append(heading, meta);
  const list = make("ul", "items mixed");
  list.append(...members.map((item) => item.node));
  node.append(head, list);
  return { node, items: members, count };
}

function regroup(by) {
  otherGroups.textContent = "";
  madeGroups = [];
  otherGroups.hidden = !by;
  ruleGroups.hidden = Boolean(by);
  if (!by) {
    for (const item of items) item.home.append(item.node);
    return;
  }
  const groups = new Map();
  for (const item of items) {
    const [key, title, more] = GROUPINGS[by](item);
    if (!groups.has(key)) groups.set(key, { title, more, members: [], worst: 0 });
    const group = groups.get(key);
    group.members.push(item);
    group.worst = Math.max(group.worst, item.severity);
  }
  const ordered = Array.from(groups.values());
  ordered.sort((a, b) => b.worst - a.worst || b.members.length - a.members.length);
  madeGroups = ordered.map((group) => madeGroup(group.title, group.more, group.members));
  otherGroups.append(...madeGroups.map((group) => group.node));
}

// The height that a group has about, for as long as it is off the screen and not laid out: what leads to a place below
// it is then nearly right from the start.
const HEIGHT = { head: 44, card: 150, full: 58, brief: 29 };

// The heights stand in a sheet of their own: the page has no style attributes.
const heightSheet = new CSSStyleSheet();
const heights = new Set();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, heightSheet];

function expectHeight(group, shown) {
  const brief = shown.reduce((sum, item) => sum + (item.brief ? 1 : 0), 0);
  const card = madeGroups.length ? 0 : HEIGHT.card;
  const height = HEIGHT.head + card + HEIGHT.full * (shown.length - brief) + HEIGHT.brief * brief;
  // Of a whole group the browser remembers the true height; of a filtered one it would remember the wrong one.
  const expected = (shown.length === group.items.length ? "auto " : "") + Math.ceil(height / 50) * 50 + "px";
  if (!heights.has(expected)) {
    heights.add(expected);
    heightSheet.insertRule(`.scripted .group[data-height="${expected}"] { contain-intrinsic-height: ${expected}; }`);
  }
  if (group.node.dataset.height !== expected) group.node.dataset.height = expected;
}

// After a filter: groups without a finding go, the others say how many of theirs are shown.
function showGroups() {
  for (const group of madeGroups.length ? madeGroups : writtenGroups) {
    const on = group.items.filter((item) => item.on);
    const all = group.items.length;
    group.node.hidden = !on.length;
    group.count.textContent = on.length === all
      ? plural(all, "place") : figure(on.length) + " of " + plural(all, "place");
    expectHeight(group, on);
    if (madeGroups.length) continue;
    const homes = new Set(on.map((item) => item.home));
    for (const list of $$("ul.items", group.node)) {
      list.hidden = !homes.has(list);
      if (list.classList.contains("rows")) list.previousElementSibling.hidden = list.hidden;
    }
  }
  for (const node of categoryNodes) node.hidden = !$(".group:not([hidden])", node);
}
