// The data of the page: findings in the order in which they are listed, and root causes. A value below 64 is one
// character of a string.
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const SEVERITIES = ["info", "low", "medium", "high", "critical"];
const CONFIDENCES = ["low", "medium", "high"];
const FIX_UNSAFE = 1;
const FIX_SAFE = 2;
const OLD = 4;

const data = JSON.parse($("#data").textContent);
const digit = (column, index) => DIGITS.indexOf(column[index]);

// The rules in the order of their groups, with id and title.
const ruleOfGroup = new Map($$("#by-rule .group").map((node, index) => [node, data.rules[index]]));

// The file of a finding is that of its root cause, or one of its own.
const pathOf = !data.causes ? [] : data.items.cause.map((number) => data.causes.path[number]);
for (const [index, number] of data.items.elsewhere) pathOf[index] = number;

// One entry a listed finding, with the element that shows it and what it is filtered by.
const items = $$("#by-rule [data-m]").map((node, index) => {
  const columns = data.items;
  const group = node.closest(".group");
  const flags = digit(columns.flags, index);
  return {
    node,
    group,
    home: node.parentNode,
    severity: digit(columns.severity, index),
    confidence: digit(columns.confidence, index),
    zone: data.zones[digit(columns.zone, index)],
    reach: data.reaches[digit(columns.reach, index)],
    fix: flags & (FIX_SAFE | FIX_UNSAFE),
    age: flags & OLD ? "old" : "new",
    cause: columns.cause[index],
    path: data.paths[pathOf[index]],
    category: group.dataset.cat,
    rule: group.id,
    ruleName: ruleOfGroup.get(group).join(" "),
    brief: node.parentNode.classList.contains("rows"),
    on: true,
    values: {},
    words: null,
  };
});
const itemOf = new Map(items.map((item) => [item.node, item]));

// The root causes that can be ticked; empty where the audit does not tell enough.
const TOKEN = 5;
const ruleOfCause = (data.causes ? data.causes.rule : []).flatMap(([rule, count]) => Array(count).fill(data.rules[rule]));
const causes = !data.causes ? [] : Array.from(data.causes.severity, (_, number) => {
  const columns = data.causes;
  return {
    number,
    token: columns.tokens.slice(number * TOKEN, (number + 1) * TOKEN),
    rule: ruleOfCause[number][0],
    title: ruleOfCause[number][1],
    place: data.paths[columns.path[number]] + ":" + columns.line[number],
    places: 1,
    minutes: columns.efforts[columns.effort ? digit(columns.effort, number) : number],
    severity: digit(columns.severity, number),
    safe: columns.safe[number] === "1",
  };
});

for (const [number, places] of data.causes ? data.causes.places : []) causes[number].places = places;

// The numbers of root causes that an attribute names: "0-12,15".
function numbersIn(text) {
  const numbers = [];
  for (const part of text ? text.split(",") : []) {
    const [low, high] = part.split("-").map(Number);
    for (let number = low; number <= (high === undefined ? low : high); number += 1) numbers.push(number);
  }
  return numbers;
}
