// The bar that shows the score as it would be without what is ticked: grade and score, what moves in the categories,
// which caps are lifted.
const bar = $("#result");
const scoreWithout = bar && data.score ? makeScorer(data.score) : null;

// What is gained, by the scores as they are printed, so that the three figures agree.
const gained = (before, after) => (tenths(after) - tenths(before)) / 10;

function signed(value) {
  const shown = Math.abs(value).toFixed(1);
  return (value < 0 ? "−" : "+") + shown;
}

function gradeBadge(letter) {
  const first = (letter || "n")[0].toLowerCase();
  return make("span", "grade g" + ("abcdf".includes(first) ? first : "n"), letter || "–");
}

function resultFacts() {
  const numbers = tickedNumbers();
  const chosen = numbers.map((number) => causes[number]);
  return {
    before: scoreWithout(new Uint8Array(causes.length)),
    after: scoreWithout(ticked),
    count: chosen.length,
    places: chosen.reduce((sum, cause) => sum + cause.places, 0),
    minutes: chosen.reduce((sum, cause) => sum + cause.minutes, 0),
  };
}

function scoreSentence(facts) {
  const { before, after } = facts;
  const gain = gained(before.value, after.value);
  return "With " + plural(facts.count, "root cause") + " fixed: grade " + after.grade + ", " + mark(after.value)
    + " of 100" + (gain === 0 ? ", as now" : ", " + signed(gain) + " points from grade " + before.grade
    + ", " + mark(before.value)) + ". Estimated effort " + minutes(facts.minutes) + ".";
}

function showCategories(facts) {
  const body = $("#result-categories");
  body.textContent = "";
  facts.after.categories.forEach((row, index) => {
    const was = facts.before.categories[index];
    if (row.score === null || Math.abs(row.score - was.score) < 0.005) return;
    const line = make("tr");
    const name = make("th", "", row.name);
    name.scope = "row";
    const from = make("td", "num", mark(was.score) + " ");
    from.append(gradeBadge(was.grade));
    const to = make("td", "num", mark(row.score) + " ");
    to.append(gradeBadge(row.grade));
    const move = gained(was.score, row.score);
    line.append(name, from, to, make("td", "num", move ? signed(move) : "< 0.1"));
    body.append(line);
  });
  $("#result-moved").hidden = !body.rows.length;
  $("#result-still").hidden = body.rows.length > 0;
}

function showCaps(facts) {
  const list = $("#result-caps");
  list.textContent = "";
  for (const cap of facts.before.caps) {
    const now = facts.after.caps.find((other) => other.key === cap.key);
    const line = make("li");
    if (!now) {
      line.append(make("b", "good-word", "✔ lifted"), " at most " + cap.limit + ": " + cap.reason);
    } else {
      line.append(make("b", "", "▲ at most " + now.limit), " " + now.reason
        + (now.limit !== cap.limit ? " (at most " + cap.limit + " now)" : ""));
    }
    list.append(line);
  }
  $("#result-capped").hidden = !facts.before.caps.length;
}

let announcing = 0;
function showResult() {
  const facts = resultFacts();
  const { before, after } = facts;
  bar.hidden = !facts.count;
  document.documentElement.classList.toggle("has-result", facts.count > 0);
  const sentence = facts.count ? scoreSentence(facts) : "Nothing is ticked.";
  clearTimeout(announcing);
  announcing = setTimeout(() => { $("#result-said").textContent = sentence; }, 250);
  if (!facts.count) return;
  $("#result-before").replaceChildren(gradeBadge(before.grade), " " + mark(before.value));
  $("#result-after").replaceChildren(gradeBadge(after.grade), " " + mark(after.value));
  bar.dataset.value = String(after.value);
  bar.dataset.raw = String(after.raw);
  bar.dataset.strict = String(after.strict);
  bar.dataset.grade = after.grade;
  const gain = gained(before.value, after.value);
  $("#result-gain").textContent = gain === 0 ? "no change" : signed(gain);
  $("#result-strict").textContent = mark(before.strict) + " → " + mark(after.strict);
  $("#result-count").textContent = plural(facts.count, "root cause");
  $("#result-effort").textContent = plural(facts.places, "place") + ", " + minutes(facts.minutes);
  const held = after.caps[0];
  $("#result-held").textContent = held && held.limit < after.raw ? "held at " + held.limit : "";
  $("#result-held").hidden = !(held && held.limit < after.raw);
  showCategories(facts);
  showCaps(facts);
}

function openResult(open) {
  $("#result-more").setAttribute("aria-expanded", String(open));
  $("#result-details").hidden = !open;
}

if (scoreWithout) {
  tickListeners.push(showResult);
  $("#result-more").addEventListener("click", () => openResult($("#result-details").hidden));
}
