// The address: "#anchor?sev=high&ticks=..." holds the place, the filter and the ticks, so that a copied address shows the
// same page to somebody else. Root causes go by short names that stay the same from one report to the next.
const causeOfToken = new Map(causes.map((cause) => [cause.token, cause.number]));
let place = "";
let followed = location.hash;

function pageState() {
  const state = form ? filterState() : new URLSearchParams();
  const names = tickedNumbers().map((number) => causes[number].token);
  if (names.length) state.set("ticks", names.join(""));
  return state.toString();
}

function addressOf(anchor) {
  const state = pageState();
  return "#" + anchor + (state ? "?" + state : "");
}

// Where the reader has just gone elsewhere and the page has not heard of it yet, the old place must not come back.
function writeAddress() {
  const hash = addressOf(place);
  if (location.hash !== followed || location.hash === (hash === "#" ? "" : hash)) return;
  try {
    history.replaceState(null, "", hash === "#" ? location.pathname + location.search : hash);
    followed = location.hash;
  } catch { /* a sandboxed frame has no history */ }
}

let writing = 0;
function writeSoon() {
  clearTimeout(writing);
  writing = setTimeout(writeAddress, 150);
}

function readTicks(text) {
  const numbers = [];
  for (let at = 0; at + TOKEN <= text.length; at += TOKEN) {
    const number = causeOfToken.get(text.slice(at, at + TOKEN));
    if (number !== undefined) numbers.push(number);
  }
  return numbers;
}

function showPlace(anchor) {
  const target = anchor && document.getElementById(anchor);
  for (const node of $$(".here")) node.classList.remove("here");
  if (!target) return false;
  if (form && (target.hidden || target.closest("[hidden]"))) {
    form.reset();
    applyFilter();
  }
  for (let node = target.closest("details"); node; node = node.parentNode.closest("details")) node.open = true;
  const details = itemOf.has(target) && $("details.finding", target);
  if (details) details.open = true;
  if (itemOf.has(target)) target.classList.add("here");
  settleAt(target);
  return true;
}

// Groups get their true height when they come near, on a slow machine some frames later: the place is held for a second,
// and for twelve frames at least, unless the reader goes elsewhere.
let settling = 0;
function settleAt(target) {
  const mine = ++settling;
  const until = performance.now() + 1000;
  let frames = 0;
  let top;
  let height;
  const hold = () => {
    if (mine !== settling) return;
    if (target.getBoundingClientRect().top !== top || document.documentElement.scrollHeight !== height) {
      target.scrollIntoView();
      top = target.getBoundingClientRect().top;
      height = document.documentElement.scrollHeight;
    }
    frames += 1;
    if (frames < 12 || performance.now() < until) requestAnimationFrame(hold);
  };
  hold();
}
for (const event of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  addEventListener(event, () => { settling += 1; }, { passive: true });
}

// Follows the address: at the start, and when a link or the reader changes it. A plain anchor leaves filter and ticks.
function follow() {
  followed = location.hash;
  let hash = followed.slice(1);
  const cut = hash.indexOf("?");
  const state = cut < 0 ? null : new URLSearchParams(hash.slice(cut + 1));
  hash = cut < 0 ? hash : hash.slice(0, cut);
  try { hash = decodeURIComponent(hash); } catch { /* not encoded: taken as it is */ }
  place = hash;
  if (state) {
    if (form) {
      fillFilter(state);
      const more = $("#more-filters");
      if ($$("select", more).some((control) => control.value)) more.open = true;
      applyFilter();
    }
    if (state.has("ticks")) replaceTicks(readTicks(state.get("ticks")));
  }
  const found = showPlace(hash);
  if (state && !found && form && Array.from(state.keys()).some((name) => name !== "ticks")) {
    $("#findings").scrollIntoView();
  }
  writeSoon();
}

// The sign at a finding: the whole address goes to the clipboard, and into the address bar.
document.addEventListener("click", async (event) => {
  const link = event.target.closest && event.target.closest("a.permalink");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const anchor = link.getAttribute("href").slice(1);
  place = anchor;
  writeAddress();
  for (const node of $$(".here")) node.classList.remove("here");
  link.closest("li").classList.add("here");
  const done = await copied(location.href);
  $("#link-said").textContent = done ? "The link is on the clipboard." : "The link is in the address bar.";
  link.classList.add("done");
  setTimeout(() => link.classList.remove("done"), 1500);
});

if (form) {
  fillOptions();
  let waiting = 0;
  const changed = () => { applyFilter(); writeSoon(); };
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (event.target.id === "q") waiting = setTimeout(changed, 40);
    else changed();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  const reset = () => { form.reset(); changed(); };
  $("#show-all").addEventListener("click", reset);
  $("#show-all-too").addEventListener("click", reset);
  // With the script, a link to the findings can also filter them. The ticks stay.
  for (const link of $$("[data-filter]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      fillFilter(new URLSearchParams(link.dataset.filter));
      place = "findings";
      changed();
      $("#findings").scrollIntoView();
    });
  }
  applyFilter();
  readWords(0);
}
tickListeners.push(() => {
  if (form && controlOf("tick").value) applyFilter();
  else if (form) showCounts(matchAll(filterState()).counts);
  writeSoon();
});
window.addEventListener("hashchange", follow);
if (location.hash) follow();
