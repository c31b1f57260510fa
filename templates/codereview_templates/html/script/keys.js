// Keys: / j k o x ? Esc.
let stepAt = -1;

function stepTo(by) {
  const order = $$("#findings li[data-m]:not([hidden])").filter((node) => !node.closest("[hidden]"));
  if (!order.length) return;
  const focused = document.activeElement && document.activeElement.closest("li[data-m]");
  const from = focused ? order.indexOf(focused) : stepAt;
  stepAt = Math.min(order.length - 1, Math.max(0, from + by));
  const node = order[stepAt];
  const target = $("summary", node) || node;
  if (target === node) node.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}

const focusedItem = () => itemOf.get(document.activeElement && document.activeElement.closest("li[data-m]"));

const KEYS = {
  "/": (event) => {
    if (!form) return;
    event.preventDefault();
    $("#q").focus();
    $("#q").select();
  },
  j: () => stepTo(1),
  k: () => stepTo(-1),
  o: () => {
    const item = focusedItem();
    const details = item && $("details", item.node);
    if (details) details.open = !details.open;
  },
  x: () => {
    const item = focusedItem();
    if (item && item.box) setTicks([item.cause], !ticked[item.cause]);
  },
  "?": () => help.showModal(),
  Escape: () => { if (bar && !$("#result-details").hidden) openResult(false); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && typing) {
    // The browser would empty a search field and tell nobody, while the list stays filtered.
    event.preventDefault();
    event.target.blur();
    return;
  }
  if (!typing && Object.hasOwn(KEYS, event.key)) KEYS[event.key](event);
});
