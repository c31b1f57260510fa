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
      ? "" : "Showing " + figure(shown) + " of " + plural(rows.length, "route");
  };
  routeFilter.addEventListener("input", show);
  routeFilter.addEventListener("submit", (event) => event.preventDefault());
  show();
}
