"use strict";
// Filters the cases, which are plain HTML, and shows two relays' streams of a case side by side from the compressed shards.
// Text reaches the document as text nodes only; the page's policy forbids making HTML from strings.
(() => {
  const strings = JSON.parse(document.getElementById("strings").textContent);
  const relays = JSON.parse(document.getElementById("relays").textContent);
  const say = (key, ...values) => strings[key].replace(/\{(\d)\}/g, (_, index) => values[index]);
  const byId = (id) => document.getElementById(id);

  // ---- elements --------------------------------------------------------------------------------

  function h(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false && child !== "").map(straight));
    return element;
  }

  // Characters that turn the direction of what is around them become marks.
  const straight = (child) => typeof child === "string"
    ? child.replace(/[\u202a-\u202e\u2066-\u2069]/g, (unit) => `⟨U+${unit.charCodeAt(0).toString(16).toUpperCase()}⟩`)
    : child;

  /** Words between backticks are code. */
  const ticked = (text) => text.split("`").map((part, index) => index % 2 === 1 ? h("code", {}, part) : part);
  const number = (value) => value < 10000 ? String(value) : value.toLocaleString("en-US");

  // ---- where we are: everything stands in the address ------------------------------------------

  let state = {};

  function readAddress() {
    const given = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
    state = { case: "", a: "", b: "", turn: "", q: "", differs: "", fails: "" };
    for (const key of Object.keys(state)) state[key] = given.get(key) ?? "";
  }

  function address(changes) {
    const next = { ...state, ...changes };
    const parts = Object.keys(state).filter((key) => next[key] !== "");
    return "#" + parts.map((key) => `${key}=${encodeURIComponent(next[key]).replaceAll("%2F", "/")}`).join("&");
  }

  function replace(changes) {
    history.replaceState(null, "", address(changes));
    readAddress();
  }

  // ---- the cases -------------------------------------------------------------------------------

  const rows = [...document.querySelectorAll("tr.case")];
  const rowOf = new Map(rows.map((row) => [row.dataset.id, row]));
  const textOf = new Map();
  const differing = rows.filter((row) => row.dataset.differs !== undefined).length;
  const shownRows = () => rows.filter((row) => !row.hidden);

  function filter() {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const text = textOf.get(row) ?? textOf.set(row, row.cells[0].textContent.toLowerCase()).get(row);
      row.hidden = (state.differs && row.dataset.differs === undefined) || (state.fails && row.dataset.fails === undefined) || !words.every((word) => text.includes(word));
    }
    const shown = shownRows().length;
    byId("shown").textContent = shown === rows.length ? say("shown.all", number(shown), number(differing)) : say("shown.some", number(shown), number(rows.length));
    byId("nothing").hidden = shown > 0;
    document.querySelector("table.cases").parentElement.hidden = shown === 0;
    if (byId("q").value !== state.q) byId("q").value = state.q;
    for (const box of ["differs", "fails"]) byId(box).checked = state[box] !== "";
  }

  function setFilter(changes) {
    replace(changes);
    filter();
  }

  function startFilters() {
    byId("filters").hidden = byId("tools").hidden = false;
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("q").addEventListener("input", () => setFilter({ q: byId("q").value }));
    for (const box of ["differs", "fails"]) byId(box).addEventListener("change", () => setFilter({ [box]: byId(box).checked ? "1" : "" }));
    for (const row of rows) {
      const open = () => { location.hash = address({ case: row.dataset.id, turn: "" }); };
      row.addEventListener("click", (event) => { if (!event.target.closest("a") && !String(getSelection())) open(); });
      row.querySelector("a.id").addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        open();
      });
    }
  }

  // ---- shards ----------------------------------------------------------------------------------

  const shards = new Map();

  function shard(index) {
    if (!shards.has(index)) {
      const bytes = Uint8Array.from(atob(byId(`shard-${index}`).textContent), (unit) => unit.charCodeAt(0));
      shards.set(index, new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json());
    }
    return shards.get(index);
  }

  // ---- two streams -----------------------------------------------------------------------------

  let drawn = "";

  async function showPair() {
    const article = byId("pair");
    const row = rowOf.get(state.case);
    byId("overview").hidden = true;
    article.hidden = false;
    if (!row) {
      drawn = "";
      article.replaceChildren(h("h1", { id: "pair-title" }, say("unknown.case", state.case)), h("p", {}, h("a", { href: address({ case: "", turn: "" }) }, say("back"))));
      return;
    }
    const wanted = state.case;
    let page;
    try {
      page = (await shard(row.dataset.shard))[wanted];
    } catch {
      article.replaceChildren(h("h1", { id: "pair-title" }, wanted), h("p", {}, say("unpack.failed")));
      return;
    }
    if (state.case !== wanted) return;
    const isOther = drawn !== wanted;
    drawn = wanted;
    article.replaceChildren(...parts(page, row));
    document.title = `${wanted} · ${strings.product}`;
    if (isOther) { scrollTo(0, 0); byId("pair-title").focus({ preventScroll: true }); }
  }

  function showOverview() {
    const from = drawn;
    drawn = "";
    byId("pair").hidden = true;
    byId("pair").replaceChildren();
    byId("overview").hidden = false;
    document.title = title;
    filter();
    const row = rowOf.get(from);
    if (row && !row.hidden) { row.scrollIntoView({ block: "center" }); row.querySelector("a.id").focus(); }
  }

  /** Unless the address says so: the first relay with an answer, and the next whose verdict or stream differs from its. */
  function chosen(page) {
    const has = (index) => page.turns.some((turn) => turn.streams[index]);
    const valid = (text) => text !== "" && Number(text) >= 0 && Number(text) < relays.length;
    const left = valid(state.a) ? Number(state.a) : Math.max(0, relays.findIndex((_, index) => has(index)));
    const stream = (index) => JSON.stringify(page.turns.map((turn) => turn.streams[index]?.lines));
    const others = relays.map((_, index) => index).filter((index) => index !== left);
    const right = valid(state.b) ? Number(state.b)
      : others.find((index) => has(index) && page.relays[index]?.verdict !== page.relays[left]?.verdict) ?? others.find((index) => has(index) && stream(index) !== stream(left)) ?? others.find(has) ?? others[0];
    return [left, right];
  }

  function parts(page, row) {
    const [left, right] = chosen(page);
    const turn = Math.min(Math.max(Number(state.turn || 1), 1), Math.max(page.turns.length, 1));
    return [
      navigation(),
      h("p", { class: "badges" }, h("code", { class: "case-id" }, state.case)),
      h("h1", { id: "pair-title", tabindex: "-1" }, row.querySelector(".title").textContent),
      h("h2", {}, say("verdicts")), verdicts(page, left, right),
      h("h2", {}, say("streams")), chooser(left, right),
      page.turns.length > 1 && h("nav", { class: "turns", "aria-label": say("turns") }, page.turns.map((_, index) =>
        h("a", { href: address({ turn: String(index + 1) }), "aria-current": index + 1 === turn ? "true" : null }, say("turn", index + 1)))),
      ...streams(page.turns[turn - 1], left, right),
    ].filter(Boolean);
  }

  function navigation() {
    const ids = shownRows().map((row) => row.dataset.id);
    const at = ids.indexOf(state.case);
    const step = (id, key, hint) => id === undefined ? h("span", { class: "off" }, say(key)) : h("a", { href: address({ case: id, turn: "" }), title: `${id} (${hint})` }, say(key));
    return h("nav", { class: "case-nav", "aria-label": say("cases") },
      h("a", { href: address({ case: "", turn: "" }) }, "← ", say("back")),
      h("span", { class: "case-position" }, at >= 0 ? say("position", at + 1, ids.length) : state.case),
      step(ids[at - 1], "previous", "k"), step(ids[at + 1], "next", "j"));
  }

  function verdicts(page, left, right) {
    const head = ["column.relay", "column.verdict", "column.finding"].map((key) => h("th", { scope: "col", class: "text" }, say(key)));
    const body = relays.map((name, index) => {
      const verdict = page.relays[index];
      const key = verdict?.verdict ?? "none";
      const finding = verdict?.findings[0];
      const more = (verdict?.findings.length ?? 0) - 1 + (verdict?.more ?? 0);
      return h("tr", { class: index === left || index === right ? "chosen" : "" },
        h("th", { scope: "row" }, name),
        h("td", { class: `cell ${key}` }, h("span", { class: "mark", "aria-hidden": "true" }, say(`mark.${key}`)), " ", say(`kind.${key}`)),
        h("td", {}, finding ? [h("code", { class: "check" }, finding.check), " ", ticked(finding.message)] : verdict?.reason, more > 0 && h("span", { class: "more-findings" }, " ", say("more", more))));
    });
    return h("div", { class: "grid-frame", tabindex: "0", role: "region", "aria-label": say("verdicts") },
      h("table", { class: "verdicts-table" }, h("thead", {}, h("tr", {}, head)), h("tbody", {}, body)));
  }

  function chooser(left, right) {
    const select = (key, value, apply) => h("label", {}, say(key), h("select", { onchange: (event) => apply(event.target.value), id: `choose-${key}` },
      relays.map((name, index) => h("option", { value: index, selected: index === value }, name))));
    const choose = (changes, id) => { replace(changes); showPair().then(() => byId(id)?.focus()); };
    return h("div", { class: "choose" },
      select("left", left, (value) => choose({ a: value, b: String(right) }, "choose-left")),
      select("right", right, (value) => choose({ a: String(left), b: value }, "choose-right")),
      h("button", { type: "button", id: "swap", onclick: () => choose({ a: String(right), b: String(left) }, "swap") }, say("swap")));
  }

  function streams(turn, left, right) {
    const [one, other] = [turn?.streams[left], turn?.streams[right]];
    const answered = (stream) => h("span", {}, !stream ? say("no.stream") : [stream.status === undefined ? say("no.answer", stream.end.replaceAll("_", " ")) : say("answered", stream.status, stream.end.replaceAll("_", " ")),
      stream.left > 0 && ` · ${say("not.embedded", number(stream.left))}`]);
    const result = [h("p", { class: "legend" }, say("stand.ins")), h("div", { class: "answers" }, answered(one), answered(other))];
    if (!one && !other) return result;
    const [a, b] = [one, other].map((stream) => (stream?.lines ?? []).map((index) => turn.lines[index]));
    const pairs = align(a, b).map(([i, j]) => ({ i, j, kind: i === null ? "added" : j === null ? "removed" : keyOf(a[i]) === keyOf(b[j]) ? "same" : "changed" }));
    const count = (kind) => pairs.filter((pair) => pair.kind === kind).length;
    const isEqual = pairs.every((pair) => pair.kind === "same");
    return [...result, h("p", { class: "shown", role: "status", id: "compared" }, isEqual ? say("equal", number(a.length)) : say("summary", ...["same", "changed", "removed", "added"].map((kind) => number(count(kind))))), table(pairs, a, b, left, right, isEqual)];
  }

  const keyOf = (line) => line.replace(/"sequence_number":\d+,?/, "");
  const shownOf = (line) => keyOf(line).replace(/^\{"type":"[^"]*",?/, "{");
  const typeOf = (line) => line.match(/"type":"([^"]*)"/)?.[1] ?? "?";

  /** The alignment with the most equal events, then with the most events of equal type: one row of the comparison a pair. */
  function align(a, b) {
    const [keysA, keysB] = [a.map(keyOf), b.map(keyOf)];
    const [typesA, typesB] = [a.map(typeOf), b.map(typeOf)];
    const width = b.length + 1;
    const best = new Float64Array((a.length + 1) * width);
    const worth = (i, j) => keysA[i] === keysB[j] ? 3 : typesA[i] === typesB[j] ? 1 : -1;
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        const pair = worth(i, j);
        best[i * width + j] = Math.max(pair > 0 ? best[(i + 1) * width + j + 1] + pair : 0, best[(i + 1) * width + j], best[i * width + j + 1]);
      }
    }
    const pairs = [];
    let [i, j] = [0, 0];
    while (i < a.length && j < b.length) {
      const pair = worth(i, j);
      if (pair > 0 && best[i * width + j] === best[(i + 1) * width + j + 1] + pair) pairs.push([i++, j++]);
      else if (best[i * width + j] === best[(i + 1) * width + j]) pairs.push([i++, null]);
      else pairs.push([null, j++]);
    }
    while (i < a.length) pairs.push([i++, null]);
    while (j < b.length) pairs.push([null, j++]);
    return pairs;
  }

  const signs = { same: "", changed: "≠", removed: "−", added: "+" };

  function table(pairs, a, b, left, right, isEqual) {
    const body = [];
    for (let at = 0; at < pairs.length;) {
      let end = at;
      while (end < pairs.length && pairs[end].kind === "same") end++;
      if (!isEqual && end - at > 3) {
        const folded = pairs.slice(at, end);
        const fold = h("tr", { class: "fold" }, h("td", { colspan: "5" }, h("button", { type: "button", onclick: () => fold.replaceWith(...folded.map((pair) => pairRow(pair, a, b))) }, say("same", folded.length))));
        body.push(fold);
        at = end;
      } else {
        body.push(pairRow(pairs[at], a, b));
        at++;
      }
    }
    return h("div", { class: "scroll whole", tabindex: "0", role: "region", "aria-label": say("streams") },
      h("table", { class: "diff" },
        h("colgroup", {}, h("col", { class: "col-no" }), h("col", {}), h("col", { class: "col-sign" }), h("col", { class: "col-no" }), h("col", {})),
        h("thead", {}, h("tr", {}, h("td", { class: "no" }), h("th", { scope: "col" }, relays[left]), h("td", {}), h("td", { class: "no" }), h("th", { scope: "col" }, relays[right]))),
        h("tbody", {}, body)));
  }

  function pairRow({ i, j, kind }, a, b) {
    const [before, after] = kind === "changed" ? marked(shownOf(a[i]), shownOf(b[j])) : [a[i], b[j]].map((line) => [{ text: line === undefined ? "" : shownOf(line), isChanged: false }]);
    const cell = (line, pieces) => h("td", { class: "text" }, line !== undefined && eventPart(line, pieces));
    return h("tr", { class: kind },
      h("td", { class: "no" }, i === null ? "" : String(i)), cell(a[i], before),
      h("td", { class: "sign" }, h("span", { "aria-hidden": "true" }, signs[kind]), kind !== "same" && h("span", { class: "visually-hidden" }, say(`row.${kind}`))),
      h("td", { class: "no" }, j === null ? "" : String(j)), cell(b[j], after));
  }

  /** The type, then the rest; of a long event what differs with a little around it, the whole on demand. */
  function eventPart(line, pieces) {
    const drawn = (list) => h("code", {}, list.map((piece) => piece.isChanged ? h("mark", {}, piece.text) : piece.text));
    const type = h("span", { class: "type" }, typeOf(line) === "?" ? "" : typeOf(line));
    const excerpt = pieces.map((piece, index) => piece.isChanged ? { ...piece, text: short(piece.text, 200, 110, 60) }
      : { ...piece, text: short(piece.text, pieces.length === 1 ? 200 : 110, index === 0 && pieces.length > 1 ? 0 : pieces.length === 1 ? 170 : 50, index === pieces.length - 1 && pieces.length > 1 ? 0 : pieces.length === 1 ? 0 : 50) });
    const isWhole = excerpt.every((piece, index) => piece.text === pieces[index].text);
    return [type, isWhole ? drawn(pieces) : h("details", {}, h("summary", {}, drawn(excerpt)), drawn(pieces))];
  }

  function short(text, limit, head, tail) {
    if (text.length <= limit) return text;
    return `${text.slice(0, head)} … ${tail > 0 ? text.slice(-tail) : ""}`;
  }

  /** Marks the tokens of two lines that differ: the members of two events, not their characters. */
  function marked(before, after) {
    const cut = (line) => line.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^"{}[\],:]+/g) ?? [];
    const [x, y] = [cut(before), cut(after)];
    if (x.length * y.length > 250_000) return [before, after].map((text) => [{ text, isChanged: true }]);
    const width = y.length + 1;
    const best = new Uint32Array((x.length + 1) * width);
    for (let i = x.length - 1; i >= 0; i--) {
      for (let j = y.length - 1; j >= 0; j--) best[i * width + j] = x[i] === y[j] ? best[(i + 1) * width + j + 1] + 1 : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
    }
    const [left, right] = [[], []];
    let [i, j] = [0, 0];
    const put = (list, token, isChanged) => {
      const last = list.at(-1);
      if (last && last.isChanged === isChanged) last.text += token;
      else list.push({ text: token, isChanged });
    };
    while (i < x.length || j < y.length) {
      if (i < x.length && j < y.length && x[i] === y[j]) { put(left, x[i++], false); put(right, y[j++], false); }
      else if (j >= y.length || (i < x.length && best[(i + 1) * width + j] >= best[i * width + j + 1])) put(left, x[i++], true);
      else put(right, y[j++], true);
    }
    return [left, right];
  }

  // ---- keys and colours ------------------------------------------------------------------------

  function move(by) {
    const shown = shownRows();
    if (state.case) {
      const at = shown.findIndex((row) => row.dataset.id === state.case);
      const target = at < 0 ? shown[0] : shown[at + by];
      if (target) location.hash = address({ case: target.dataset.id, turn: "" });
      return;
    }
    const at = shown.indexOf(document.activeElement?.closest("tr.case"));
    const next = shown[at < 0 ? 0 : Math.min(Math.max(at + by, 0), shown.length - 1)];
    next?.querySelector("a.id").focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  function back() {
    if (document.activeElement === byId("q")) byId("q").blur();
    else if (state.case) location.hash = address({ case: "", turn: "" });
  }

  function toSearch() {
    if (state.case) {
      location.hash = address({ case: "", turn: "" });
      readAddress();
      showOverview();
    }
    byId("q").focus();
  }

  const keys = { "/": toSearch, j: () => move(1), k: () => move(-1), d: () => { if (!state.case) setFilter({ differs: state.differs ? "" : "1" }); } };

  function startKeys() {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") { back(); return; }
      if (event.target.closest("input:not([type=checkbox]), select")) return;
      const action = keys[event.key];
      if (action) { event.preventDefault(); action(); }
    });
  }

  /** Storage may be forbidden where pages are opened from disk; then the choice lasts as long as the page. */
  function remembered(value) {
    try {
      if (value === undefined) return localStorage.getItem("relayconf.theme");
      localStorage.setItem("relayconf.theme", value);
    } catch { /* nothing to remember with */ }
    return null;
  }

  function startTheme() {
    const order = ["auto", "light", "dark"];
    const button = byId("theme");
    const set = (name) => {
      document.documentElement.dataset.theme = name;
      button.textContent = say(`theme.${name}`);
    };
    button.addEventListener("click", () => {
      const next = order[(order.indexOf(document.documentElement.dataset.theme) + 1) % order.length];
      set(next);
      remembered(next);
    });
    set(order.includes(remembered()) ? remembered() : "auto");
  }

  // ---- start -----------------------------------------------------------------------------------

  const title = document.title;
  const render = () => { readAddress(); if (state.case) { filter(); showPair(); } else if (drawn || !byId("pair").hidden) showOverview(); else filter(); };
  startTheme();
  startFilters();
  startKeys();
  addEventListener("hashchange", render);
  render();
  document.documentElement.classList.add("ready");
})();
