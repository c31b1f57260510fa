"use strict";
(function () {
  const $ = (selector, root) => (root || document).querySelector(selector);
  const $$ = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const make = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  };
  const plural = (count, word) => count.toLocaleString("en") + " " + word + (count === 1 ? "" : "s");

  for (const node of $$("[data-js]")) node.hidden = false;

  // Theme: system, light, dark. The choice is kept where the browser allows it.
  const themes = ["System", "Light", "Dark"];
  const read = () => { try { return localStorage.getItem("codereview-theme"); } catch { return null; } };
  const keep = (value) => { try { localStorage.setItem("codereview-theme", value); } catch { /* not allowed: not kept */ } };
  let theme = Math.max(0, themes.indexOf(read() || "System"));
  const applyTheme = () => {
    document.documentElement.dataset.theme = themes[theme].toLowerCase();
    $("#theme-name").textContent = themes[theme];
    $("#theme").setAttribute("aria-label", "Theme: " + themes[theme]);
  };
  $("#theme").addEventListener("click", () => {
    theme = (theme + 1) % themes.length;
    keep(themes[theme]);
    applyTheme();
  });
  applyTheme();

  // Sortable tables.
  for (const table of $$("table.sortable")) {
    const body = $("tbody", table);
    const heads = $$("thead th", table);
    heads.forEach((head, index) => {
      if (!head.dataset.sort) return;
      const button = make("button", "sort", head.textContent);
      button.type = "button";
      head.textContent = "";
      head.append(button);
      button.addEventListener("click", () => {
        const numeric = head.dataset.sort === "number";
        const now = head.getAttribute("aria-sort");
        const down = now ? now === "ascending" : numeric;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const value = (row) => {
          const cell = row.cells[index];
          return numeric ? Number(cell.dataset.v) : cell.textContent.trim().toLowerCase();
        };
        const rows = Array.from(body.rows).map((row) => [value(row), row]);
        rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (down ? -1 : 1));
        body.append(...rows.map((pair) => pair[1]));
      });
    });
  }

  // Routes: by who asks, and whether they change data.
  const routeFilter = $("#route-filter");
  if (routeFilter) {
    const rows = $$("#route-table tbody tr");
    const show = () => {
      const data = new FormData(routeFilter);
      const asks = data.getAll("asks");
      let shown = 0;
      for (const row of rows) {
        const on = (!asks.length || asks.includes(row.dataset.p))
          && (!data.get("changes") || "c" in row.dataset);
        row.hidden = !on;
        if (on) shown += 1;
      }
      $("#routes-shown").textContent = shown === rows.length
        ? "" : "Showing " + shown.toLocaleString("en") + " of " + plural(rows.length, "route");
    };
    routeFilter.addEventListener("input", show);
    routeFilter.addEventListener("submit", (event) => event.preventDefault());
    show();
  }

  // Where the reader is, in the table of contents.
  const links = new Map($$(".toc a").map((link) => [link.getAttribute("href").slice(1), link]));
  if ("IntersectionObserver" in window) {
    const seen = new Set();
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) seen.add(entry.target.id); else seen.delete(entry.target.id);
      }
      let current = null;
      for (const id of links.keys()) if (seen.has(id)) { current = id; break; }
      if (!current) return;
      for (const [id, link] of links) {
        if (id === current) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "-80px 0px -60% 0px" });
    for (const id of links.keys()) {
      const section = document.getElementById(id);
      if (section) observer.observe(section);
    }
  }

  // Printing shows what is folded.
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = $$("details:not([open])");
    for (const node of unfolded) node.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const node of unfolded) node.open = false;
    unfolded = [];
  });

  const help = $("#help");
  $("#help-open").addEventListener("click", () => help.showModal());

  const form = $("#filter");
  const severities = ["info", "low", "medium", "high", "critical"];
  let items = [];

  if (form) {
    items = $$("#by-rule [data-m]").map((node) => {
      const [severity, confidence, zone, diff, cause] = node.dataset.m.split(" ").map(Number);
      const group = node.closest(".group");
      const place = $("summary .place, code", node);
      return {
        node, severity, confidence, zone, diff, cause, group, home: node.parentNode, text: null,
        place: ($("summary .place", node) || place).textContent, on: true,
      };
    });
  }
  const textOf = (item) => {
    if (item.text === null) item.text = (item.node.textContent + " " + item.group.dataset.name).toLowerCase();
    return item.text;
  };

  const state = () => {
    const data = new FormData(form);
    const result = new URLSearchParams();
    for (const name of ["q", "cat", "rule", "conf", "zone", "fix", "by"]) {
      const value = (data.get(name) || "").trim();
      if (value) result.set(name, value);
    }
    const chosen = data.getAll("sev");
    if (chosen.length) result.set("sev", chosen.join(","));
    return result;
  };

  const groupKeys = {
    cause: (item) => [item.cause, item.group.dataset.name, item.place],
    file: (item) => { const path = item.place.replace(/:\d+$/, ""); return [path, path, ""]; },
    severity: (item) => [4 - item.severity, severities[item.severity], ""],
  };

  function regroup(by) {
    const other = $("#by-other");
    const ruled = $("#by-rule");
    other.textContent = "";
    other.hidden = !by;
    ruled.hidden = Boolean(by);
    if (!by) {
      for (const item of items) item.home.append(item.node);
      return;
    }
    const groups = new Map();
    for (const item of items) {
      const [key, title, more] = groupKeys[by](item);
      if (!groups.has(key)) groups.set(key, { title, more, members: [], worst: 0 });
      const group = groups.get(key);
      group.members.push(item);
      group.worst = Math.max(group.worst, item.severity);
    }
    const ordered = Array.from(groups.values());
    ordered.sort((a, b) => b.worst - a.worst || b.members.length - a.members.length);
    for (const group of ordered) {
      const section = make("section", "group");
      const head = make("header", "group-head");
      const title = make("h4", "", group.title);
      if (group.more) title.append(" ", make("code", "place", group.more));
      const meta = make("p", "group-meta");
      const count = make("span");
      count.dataset.count = "";
      meta.append(count);
      head.append(title, meta);
      const list = make("ul", "items mixed");
      list.append(...group.members.map((item) => item.node));
      section.append(head, list);
      other.append(section);
    }
  }

  let grouped = "";
  function apply(write) {
    const now = state();
    const by = now.get("by") || "";
    if (by !== grouped) {
      regroup(by);
      grouped = by;
    }
    const words = (now.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = (now.get("sev") || "").split(",").filter(Boolean);
    const confidence = Number(now.get("conf") || 0);
    const zone = now.get("zone");
    let shown = 0;
    for (const item of items) {
      item.on = (!chosen.length || chosen.includes(severities[item.severity]))
        && item.confidence >= confidence
        && (!zone || item.zone === Number(zone))
        && (!now.get("fix") || item.diff === 1)
        && (!now.get("cat") || item.group.dataset.cat === now.get("cat"))
        && (!now.get("rule") || item.group.dataset.rule === now.get("rule"))
        && words.every((word) => textOf(item).includes(word));
      item.node.hidden = !item.on;
      if (item.on) shown += 1;
    }
    for (const section of $$("#findings .group")) {
      const all = $$("[data-m]", section);
      const left = all.filter((node) => !node.hidden).length;
      section.hidden = all.length > 0 && left === 0;
      const count = $("[data-count]", section);
      count.textContent = left === all.length ? plural(all.length, "place") : left + " of " + plural(all.length, "place");
      for (const list of $$("ul.rows", section)) {
        list.hidden = !$("[data-m]:not([hidden])", list);
        if (list.previousElementSibling) list.previousElementSibling.hidden = list.hidden;
      }
    }
    for (const section of $$("#by-rule .category")) section.hidden = !$(".group:not([hidden])", section);
    $("#shown").textContent = shown === items.length
      ? "Showing all " + plural(items.length, "finding")
      : "Showing " + shown.toLocaleString("en") + " of " + plural(items.length, "finding");
    $("#nothing").hidden = shown > 0;
    if (write) {
      const hash = now.toString();
      try { history.replaceState(null, "", hash ? "#?" + hash : "#findings"); } catch { /* a sandboxed frame has no history */ }
    }
  }

  function fill(parameters) {
    form.reset();
    for (const [name, value] of parameters) {
      if (name === "sev") {
        for (const part of value.split(",")) {
          const box = $$("input[name=sev]", form).find((input) => input.value === part);
          if (box) box.checked = true;
        }
      } else if (name === "fix") {
        form.elements.fix.checked = true;
      } else if (["q", "cat", "rule", "conf", "zone", "by"].includes(name)) {
        form.elements[name].value = value;
      }
    }
  }

  function follow() {
    let hash = location.hash.slice(1);
    try { hash = decodeURIComponent(hash); } catch { /* not encoded: taken as it is */ }
    if (form && hash.startsWith("?")) {
      fill(new URLSearchParams(hash.slice(1)));
      apply(false);
      $("#findings").scrollIntoView();
      return;
    }
    const target = hash && document.getElementById(hash);
    if (!target) return;
    if (form && (target.closest("[hidden]") || target.hidden)) {
      form.reset();
      apply(false);
    }
    const details = $("details.finding", target);
    if (details && target.matches("[data-m]")) details.open = true;
    target.scrollIntoView();
  }

  if (form) {
    let timer = 0;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => apply(true), 120);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    const reset = () => { form.reset(); apply(true); };
    $("#show-all").addEventListener("click", reset);
    $("#show-all-too").addEventListener("click", reset);
    apply(false);
  }
  window.addEventListener("hashchange", follow);
  if (location.hash) follow();

  // With the script, a link to the findings can also filter them.
  if (form) for (const link of $$("[data-filter]")) link.href = "#?" + link.dataset.filter;

  // Keys.
  let at = -1;
  const focusable = (item) => {
    const summary = $("summary", item.node);
    if (!summary) item.node.tabIndex = -1;
    return summary || item.node;
  };
  function step(by) {
    const order = $$("#findings [data-m]:not([hidden])").filter((node) => !node.closest("[hidden]"));
    if (!order.length) return;
    const focused = document.activeElement && document.activeElement.closest("[data-m]");
    const from = focused ? order.indexOf(focused) : at;
    at = Math.min(order.length - 1, Math.max(0, from + by));
    const target = focusable({ node: order[at] });
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape" && typing) { event.target.blur(); return; }
    if (typing) return;
    if (event.key === "/" && form) {
      event.preventDefault();
      $("#q").focus();
      $("#q").select();
    } else if (event.key === "j") {
      step(1);
    } else if (event.key === "k") {
      step(-1);
    } else if (event.key === "o") {
      const item = document.activeElement.closest("[data-m]");
      const details = item && $("details", item);
      if (details) details.open = !details.open;
    } else if (event.key === "?") {
      help.showModal();
    }
  });
})();
