(() => {
  "use strict";
  const STEP = 200;
  const id = (name) => document.getElementById(name);
  const table = id("who"), body = table.tBodies[0], search = id("search"), sortBy = id("sort");
  const filters = [...document.querySelectorAll("[data-column]")];
  const heads = [...table.tHead.rows[0].cells];
  const letters = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d" };
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[łøđßæœıþð]/g, (letter) => letters[letter]);
  const order = { 4: table.dataset.outcomes.split("|"), 5: table.dataset.evidence.split("|") };
  // Evidence can say more after a comma, as what came out of a signature; an outcome is one word for one thing.
  const kind = (row, column) => column === 5 ? row.cells[5].split(",")[0] : row.cells[column];
  const rows = [...body.rows].map((row, at) => {
    const cells = [...row.cells].map((cell) => cell.textContent);
    return { row, at, cells, words: plain(cells.slice(0, 4).join(" ")) };
  });
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const state = { column: -1, down: false, shown: STEP };
  let found = rows;

  const rank = (row, column) => order[column].indexOf(kind(row, column));
  // What is empty comes last, whichever way it is sorted; what is equal stays in its order.
  const compare = (column, way) => (one, other) => {
    const a = one.cells[column] ?? "", b = other.cells[column] ?? "";
    if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1) || one.at - other.at;
    const found = order[column] ? rank(one, column) - rank(other, column) : collator.compare(a, b);
    return way * found || one.at - other.at;
  };

  const select = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const wanted = filters.filter((each) => each.value).map((each) => [Number(each.dataset.column), each.value]);
    found = rows.filter((row) => words.every((word) => row.words.includes(word)) && wanted.every(([column, value]) =>
      kind(row, column) === value));
    if (state.column >= 0) found.sort(compare(state.column, state.down ? -1 : 1));
  };
  const draw = () => {
    const some = found.slice(0, state.shown);
    body.replaceChildren(...some.map((each) => each.row));
    const number = (count) => count.toLocaleString("en");
    const all = `${number(rows.length)} ${rows.length === 1 ? "row" : "rows"}`;
    const cut = some.length < found.length ? `, the first ${number(some.length)} shown` : "";
    id("status").textContent = (found.length === rows.length ? all : `${number(found.length)} of ${all}`) + cut;
    id("more").parentElement.hidden = some.length === found.length;
    heads.forEach((head, column) => {
      if (column === state.column) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    sortBy.value = String(Math.max(state.column, 0));
  };
  // A browser keeps addresses: what was searched, as a rule a name, stays out of them.
  const remember = () => {
    const said = new URLSearchParams();
    filters.forEach((each) => each.value && said.set(each.dataset.column, each.value));
    if (state.column >= 0) said.set("sort", (state.down ? "-" : "") + state.column);
    const text = said.toString();
    try { history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search); } catch { /* a page in a frame */ }
  };
  const recall = (text) => {
    if (!text.includes("=")) return;
    const said = new URLSearchParams(text);
    filters.forEach((each) => {
      each.value = said.get(each.dataset.column) ?? "";
      if (each.selectedIndex < 0) each.value = "";
    });
    const sort = /^(-?)([0-8])$/.exec(said.get("sort") ?? "");
    state.column = -1;
    if (sort) { state.down = sort[1] === "-"; state.column = Number(sort[2]); }
  };
  const again = () => { state.shown = STEP; select(); draw(); remember(); };
  const sort = (column) => {
    state.down = state.column === column && !state.down;
    state.column = column;
    again();
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(column));
    head.replaceChildren(button);
  });
  let waiting = 0;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(again, 120); });
  filters.forEach((each) => each.addEventListener("change", again));
  sortBy.addEventListener("change", () => { state.column = -1; sort(Number(sortBy.value)); });
  id("clear").addEventListener("click", () => {
    search.value = "";
    filters.forEach((each) => { each.value = ""; });
    state.column = -1;
    state.down = false;
    again();
    search.focus();
  });
  const further = (count) => {
    const before = state.shown;
    state.shown = count;
    draw();
    const next = body.rows[before];
    if (next) { next.tabIndex = -1; next.focus(); }
  };
  id("more").addEventListener("click", () => further(state.shown + STEP));
  id("whole").addEventListener("click", () => further(Infinity));
  addEventListener("hashchange", () => { if (location.hash.includes("=")) { recall(location.hash.slice(1)); again(); } });
  document.querySelectorAll("[data-find]").forEach((link) => link.addEventListener("click", () => {
    search.value = "";
    recall(link.dataset.find);
    state.shown = STEP;
    select();
    draw();
  }));
  document.querySelector(".controls").hidden = false;
  recall(location.hash.slice(1));
  select();
  draw();
})();
