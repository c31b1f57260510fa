// The score, worked out again without some root causes, by the formula that docs/scoring.md of the tool tells. Every
// number of it comes with the data. `makeScorer` gives a function from an array that has 1 at the numbers of the root
// causes that are fixed to the score that results.
function makeScorer(data) {
  const table = data.table;
  const ratioRules = new Set(data.ratios.map((ratio) => ratio[1]).filter((rule) => rule >= 0));
  const members = readMembers(data, ratioRules);
  const active = table.categories.map((_, index) => index).filter((index) => data.scored[index]);
  const mass = active.reduce((sum, index) => sum + table.categories[index][1], 0);

  // Points per 1,000 statements that a rule costs: near its density while that is small, never above the ceiling.
  function penaltyOf(weight) {
    const density = table.per * weight / (data.statements + table.offset);
    return density <= 0 ? 0 : table.ceiling / (1 + table.ceiling / density);
  }

  function ratioPenalty(ratio, removed) {
    const [category, rule, covered, total, parts] = ratio;
    const now = Math.min(total, covered + (rule >= 0 && removed.get(category + " " + rule) || 0));
    const share = (table.floor + (100 - table.floor) * now / total) / 100;
    return Math.max(0, -table.categories[category][2] * Math.log2(share) / parts);
  }

  // What is lost in each category, in halvings of its score: by findings and by shares.
  function losses(fixed, strict) {
    const weights = new Map();
    const removed = new Map();
    for (const member of members) {
      const gone = member.cause < 0 || fixed[member.cause] === 1;
      if (gone && member.units) removed.set(member.key, (removed.get(member.key) || 0) + member.units);
      const weight = Math.max(gone ? 0 : member.weight, strict ? member.kept : 0);
      if (weight && !ratioRules.has(member.rule)) weights.set(member.key, (weights.get(member.key) || 0) + weight);
    }
    const lost = table.categories.map(() => 0);
    for (const [key, weight] of weights) lost[Number(key.split(" ")[0])] += penaltyOf(weight);
    for (const ratio of data.ratios) lost[ratio[0]] += ratioPenalty(ratio, removed);
    return lost.map((penalty, index) => penalty / table.categories[index][2]);
  }

  const overall = (lost) =>
    100 * 2 ** -active.reduce((sum, index) => sum + table.categories[index][1] / mass * lost[index], 0);

  function gradeOf(value, serious) {
    const letter = table.grades.find(([least]) => tenths(value) / 10 >= least)[1];
    return letter === table.grades[0][1] && serious ? table.grades[1][1] : letter;
  }

  // The caps whose condition holds: by the number of security findings, and by what could not be looked at.
  function caps(fixed, strict) {
    const counts = [0, 0, 0];
    for (const member of members) {
      const gone = member.cause < 0 || fixed[member.cause] === 1;
      counts[Math.max(gone ? 0 : member.cap, strict ? member.keptCap : 0)] += 1;
    }
    const found = [];
    table.caps.forEach(([severity, top, step, most], index) => {
      const count = counts[2 - index];
      if (!count) return;
      const what = plural(count, severity + " security finding") + " in production code";
      found.push({ key: severity, limit: top - step * Math.min(count - 1, most), reason: what });
    });
    for (const [limit, reason, remedy, names, mended] of data.limits) {
      const left = names.filter((_, index) => !mended[index].some((cause) => fixed[cause] === 1));
      if (left.length) found.push({ key: reason, limit, reason: reason + ": " + listed(left), remedy });
    }
    return found.sort((a, b) => a.limit - b.limit);
  }

  function listed(names) {
    return names.slice(0, 3).join(", ") + (names.length > 3 ? " and " + (names.length - 3) + " more" : "");
  }

  return (fixed) => {
    if (!active.length) return null;
    const lost = losses(fixed, false);
    const raw = overall(lost);
    const limits = caps(fixed, false);
    const value = Math.min(raw, ...limits.map((cap) => cap.limit));
    const strict = Math.min(
      value, overall(losses(fixed, true)), ...caps(fixed, true).map((cap) => cap.limit));
    const serious = new Set();
    for (const member of members) {
      if (member.serious && fixed[member.cause] !== 1) serious.add(member.category);
    }
    return {
      value,
      raw,
      strict,
      grade: gradeOf(value, serious.size > 0),
      caps: limits,
      categories: table.categories.map(([name], index) => {
        if (!data.scored[index]) return { name, score: null, grade: null };
        const score = 100 * 2 ** -lost[index];
        return { name, score, grade: gradeOf(score, serious.has(index)) };
      }),
    };
  };
}

// What counts once: the findings of one category, rule and root cause. `kept` is what the strict score still counts
// of it when it is fixed: its suppressed findings. The cause is -1 where all of them are suppressed.
function readMembers(data, ratioRules) {
  const members = [];
  let units = 0;
  for (const [rule, category, count] of data.runs) {
    for (let left = count; left > 0; left -= 1) {
      const at = members.length;
      const flag = Number(data.flags[at]);
      members.push({
        key: category + " " + rule,
        rule,
        category,
        cause: data.of ? data.of[at] : at,
        weight: data.weights[DIGITS.indexOf(data.weight[at])],
        units: ratioRules.has(rule) ? data.units[units++] : 0,
        cap: flag % 3,
        serious: flag > 2,
        kept: 0,
        keptCap: 0,
      });
    }
  }
  for (const [at, weight, cap] of data.kept) Object.assign(members[at], { kept: weight, keptCap: cap });
  for (const [rule, category, weight, cap] of data.suppressed) {
    members.push({
      key: category + " " + rule,
      rule,
      category,
      cause: -1,
      weight: 0,
      units: 0,
      cap: 0,
      serious: false,
      kept: weight,
      keptCap: cap,
    });
  }
  return members;
}
