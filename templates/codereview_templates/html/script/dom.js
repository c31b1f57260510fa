// Small helpers that the other files share. Nothing here writes markup: text goes in as text.
const $ = (selector, root) => (root || document).querySelector(selector);
const $$ = (selector, root) => Array.from((root || document).querySelectorAll(selector));

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

const figure = (count) => count.toLocaleString("en");
const plural = (count, one, many) => figure(count) + " " + (count === 1 ? one : many || one + "s");

// An effort as the tool says it: 5 min, 1 h 30 min, 43 h.
function minutes(value) {
  let hours = Math.floor(value / 60);
  let rest = value % 60;
  if (hours >= 20) {
    hours = Math.floor((value + 30) / 60);
    rest = 0;
  }
  if (!hours) return rest + " min";
  return figure(hours) + " h" + (rest ? " " + rest + " min" : "");
}

// A score as the tool prints it, and as grades go by: never rounded up.
const tenths = (value) => Math.floor(value * 10 + 1e-6);
function mark(value) {
  return (tenths(value) / 10).toLocaleString("en", { maximumFractionDigits: 1 });
}

// Offers a text as a file. A blob needs no network, and the policy of the page does not stand in its way.
function download(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = make("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

// Puts a text on the clipboard; false where the browser does not allow it.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

for (const node of $$("[data-js]")) node.hidden = false;
