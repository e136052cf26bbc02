"use strict";
// Draws a case's page from the compressed shards and filters the list, which is plain HTML.
// Text reaches the document as text nodes only; the page's policy forbids making HTML from strings.
(() => {
  const strings = JSON.parse(document.getElementById("strings").textContent);
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

  const code = (text, className) => h("code", { class: className }, text);
  const isWebPage = (url) => /^https?:\/\//i.test(url ?? "");
  const link = (url, text) => isWebPage(url) ? h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text) : text;
  const number = (value) => value.toLocaleString("en-US");
  const clock = (us) => `${us < 0 ? "−" : "+"}${Math.abs(us / 1000).toLocaleString("en-US", { minimumFractionDigits: 3, maximumFractionDigits: 3 })} ms`;
  const filePath = (file) => h("a", { class: "file", href: file.split("/").map(encodeURIComponent).join("/") }, file);
  const leftOut = (text, file) => h("p", { class: "left-out" }, text, " ", filePath(file));
  const short = (text, length) => text.length > length ? text.slice(0, length) + "…" : text;

  /** A command that breaks between its options and not inside them. */
  const commandText = (text) => h("code", { class: "command" }, text.split(/(?<= )(?=--)/).map((part) => h("span", {}, part)));

  function verdictMark(verdict) {
    return h("span", { class: `verdict ${verdict}` }, h("span", { class: "mark", "aria-hidden": "true" }, strings[`mark.${verdict}`]), verdict.replaceAll("_", " "));
  }

  function copyButton(text) {
    const button = h("button", { type: "button", class: "copy" }, say("copy"));
    const tell = (key) => { button.textContent = say(key); setTimeout(() => { button.textContent = say("copy"); }, 2000); };
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        tell("copied");
      } catch {
        // Pages opened from disk may not reach the clipboard: leave the text selected for the person to copy.
        const range = document.createRange();
        range.selectNodeContents(button.parentElement.querySelector("code"));
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        tell(document.execCommand("copy") ? "copied" : "copy.manual");
      }
    });
    return button;
  }

  // ---- where we are: everything stands in the address ------------------------------------------

  const noFilter = { q: "", v: "", level: "", tag: "" };
  let state = {};

  function readAddress() {
    const given = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
    state = { ...noFilter, case: "", turn: "", tab: "", ev: "" };
    for (const key of Object.keys(state)) state[key] = given.get(key) ?? "";
  }

  function address(changes) {
    const next = { ...state, ...changes };
    const parts = ["case", "turn", "tab", "ev", "q", "v", "level", "tag"].filter((key) => next[key]);
    return "#" + parts.map((key) => `${key}=${encodeURIComponent(next[key]).replaceAll("%2F", "/").replaceAll("%2C", ",")}`).join("&");
  }

  function go(changes, replace) {
    const target = address(changes);
    if (replace) {
      history.replaceState(null, "", target);
      readAddress();
    } else if (location.hash !== target) {
      location.hash = target;
    }
  }

  const caseAddress = (id) => address({ case: id, turn: "", tab: state.tab, ev: "" });

  // ---- the list --------------------------------------------------------------------------------

  const rows = [...document.querySelectorAll("li.case")];
  const rowOf = new Map(rows.map((row) => [row.dataset.id, row]));
  const searched = new Map();
  const textOf = (row) => searched.get(row) ?? searched.set(row, `${row.textContent} ${row.dataset.tags}`.toLowerCase()).get(row);
  const shownRows = () => rows.filter((row) => !row.hidden);

  function filterList() {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = state.v ? state.v.split(",") : [];
    for (const row of rows) {
      const data = row.dataset;
      row.hidden = !((verdicts.length === 0 || verdicts.includes(data.v))
        && (!state.level || data.level === state.level)
        && (!state.tag || data.tags.split(" ").includes(state.tag))
        && words.every((word) => textOf(row).includes(word)));
    }
    for (const part of document.querySelectorAll(".group, .verdicts")) part.hidden = !part.querySelector("li.case:not([hidden])");
    const shown = shownRows().length;
    byId("shown").textContent = shown === rows.length ? say("shown.all", shown) : say("shown.some", shown, rows.length);
    byId("nothing").hidden = shown > 0;
    byId("clear").hidden = !(state.q || state.v || state.level || state.tag);
    if (byId("q").value !== state.q) byId("q").value = state.q;
    for (const name of ["level", "tag"]) byId(name).value = state[name];
    for (const box of document.querySelectorAll("input[name=v]")) box.checked = verdicts.includes(box.value);
  }

  function setFilter(changes) {
    go(changes, true);
    filterList();
  }

  function startFilters() {
    byId("filters").hidden = byId("tools").hidden = false;
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("q").addEventListener("input", () => setFilter({ q: byId("q").value }));
    for (const name of ["level", "tag"]) byId(name).addEventListener("change", () => setFilter({ [name]: byId(name).value }));
    for (const box of document.querySelectorAll("input[name=v]")) {
      box.addEventListener("change", () => setFilter({ v: [...document.querySelectorAll("input[name=v]:checked")].map((checked) => checked.value).join(",") }));
    }
    byId("clear").addEventListener("click", () => { setFilter(noFilter); byId("q").focus(); });
    // A click anywhere in a row opens the case; its link and its findings keep their own meaning.
    for (const row of rows) {
      row.querySelector(".row").addEventListener("click", (event) => {
        if (event.target.closest("a")) return;
        if (!String(getSelection())) location.hash = caseAddress(row.dataset.id);
      });
      row.querySelector("a.id").addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        location.hash = caseAddress(row.dataset.id);
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

  // ---- a case ----------------------------------------------------------------------------------

  let drawn = "";

  async function showCase() {
    const article = byId("case");
    const row = rowOf.get(state.case);
    byId("overview").hidden = true;
    article.hidden = false;
    if (!row) {
      drawn = "";
      article.replaceChildren(h("h1", { id: "case-title" }, say("unknown", state.case)), h("p", {}, h("a", { href: address({ case: "", turn: "", tab: "", ev: "" }) }, say("back"))));
      return;
    }
    const wanted = state.case;
    let page;
    try {
      page = (await shard(row.dataset.shard))[wanted];
    } catch {
      article.replaceChildren(h("h1", { id: "case-title" }, wanted), h("p", {}, say("unpack.failed", `cases/${wanted}`)));
      return;
    }
    if (state.case !== wanted) return;
    const key = `${wanted} ${state.turn}`;
    if (drawn !== key) {
      const isOther = !drawn.startsWith(`${wanted} `);
      article.replaceChildren(...caseParts(page));
      drawn = key;
      if (isOther) { scrollTo(0, 0); byId("case-title").focus({ preventScroll: true }); }
    } else {
      article.querySelector(".case-nav").replaceWith(caseNavigation(page.result));
    }
    selectTab(state.tab || firstTab(page));
    document.title = `${wanted} · ${strings.product}`;
    if (state.ev !== "") highlightEvent(Number(state.ev));
  }

  function showList() {
    const from = drawn.split(" ")[0];
    drawn = "";
    byId("case").hidden = true;
    byId("case").replaceChildren();
    byId("overview").hidden = false;
    document.title = listTitle;
    filterList();
    const row = rowOf.get(from);
    if (row && !row.hidden) row.querySelector("a.id").focus();
  }

  function neighbours() {
    const ids = shownRows().map((row) => row.dataset.id);
    const at = ids.indexOf(state.case);
    return { at, count: ids.length, previous: ids[at - 1], next: at < 0 ? ids[0] : ids[at + 1] };
  }

  const turnOf = (page) => Math.min(Math.max(Number(state.turn || page.result.findings?.[0]?.turn || 1), 1), Math.max(page.turns.length, 1));
  const firstTab = () => "timeline";

  function caseParts(page) {
    const result = page.result;
    const turn = page.turns[turnOf(page) - 1];
    return [
      caseNavigation(result),
      h("header", { class: "case-head" },
        h("p", { class: "badges" }, verdictMark(result.verdict), h("span", { class: `level ${result.level}` }, result.level), code(result.id, "case-id"), h("span", { class: "case-time" }, `${number(Math.round(result.duration_ms ?? 0))} ms`)),
        h("h1", { id: "case-title", tabindex: "-1" }, result.title),
        result.why && h("p", { class: "why" }, result.why),
        result.reason && h("p", { class: `reason ${result.verdict}` }, result.reason)),
      h("div", { class: "case-body" }, findingsPart(page), aboutPart(result)),
      page.problem && h("p", { class: "partial" }, say("evidence.problem", page.problem)),
      turn ? evidencePart(page, turn) : !page.problem && h("p", { class: "empty" }, say("unplayed")),
    ].filter(Boolean);
  }

  function caseNavigation(result) {
    const { at, count, previous, next } = neighbours();
    const step = (id, key, hint) => id === undefined
      ? h("span", { class: "off" }, say(key))
      : h("a", { href: caseAddress(id), title: `${id} (${hint})` }, say(key));
    return h("nav", { class: "case-nav", "aria-label": say("cases") },
      h("a", { href: address({ case: "", turn: "", tab: "", ev: "" }) }, "← ", say("back")),
      h("span", { class: "case-position" }, at >= 0 ? say("position", at + 1, count) : result.id),
      step(previous, "previous", "k"), step(next, "next", "j"));
  }

  function findingsPart(page) {
    const findings = page.result.findings ?? [];
    return h("section", { class: "findings", "aria-labelledby": "findings-title" },
      h("h2", { id: "findings-title" }, say("findings"), findings.length > 0 && h("span", { class: "count" }, findings.length)),
      findings.length === 0 ? page.turns.length > 0 && h("p", { class: "empty" }, say("nofindings")) : h("ol", {}, findings.map((finding) => findingCard(finding, page))));
  }

  function findingCard(finding, page) {
    const many = page.turns.length > 1;
    const place = [many && say("turn.at", finding.turn ?? 1), finding.event !== undefined && say("event", finding.event), finding.offset !== undefined && say("byte", number(finding.offset))].filter(Boolean).join(", ");
    const [expected, received] = marked(finding.expected, finding.received);
    const rule = (page.result.spec ?? []).find((spec) => spec.ref === finding.spec);
    return h("li", { class: `finding ${finding.severity}` },
      h("p", { class: "finding-head" }, h("span", { class: `severity ${finding.severity}` }, finding.severity), code(finding.check, "check"),
        place && h("span", { class: "place" }, place), finding.event_type && code(finding.event_type, "type"),
        finding.event !== undefined && page.turns.length > 0 && h("a", { class: "jump", href: address({ turn: many ? String(finding.turn ?? 1) : "", tab: "events", ev: String(finding.event) }) }, say("show.event"))),
      h("p", { class: "message" }, finding.message),
      (expected || received || finding.after || finding.spec) && h("dl", {},
        expected && [h("dt", {}, say("expected")), h("dd", { class: "expected" }, expected)],
        received && [h("dt", {}, say("received")), h("dd", { class: "received" }, received)],
        finding.after && [h("dt", {}, say("after")), h("dd", {}, say("step", finding.after.number), h("span", { class: "place" }, `${finding.after.file}:${finding.after.line}`), h("span", { class: "step-text" }, finding.after.text))],
        finding.spec && [h("dt", {}, say("spec")), h("dd", { class: "prose" }, rule ? link(rule.url, rule.ref) : finding.spec, rule && ` ${rule.title}`)]));
  }

  /** Marks what differs inside two texts that are alike; texts that are not stay as they are. */
  function marked(expected, received) {
    if (!expected || !received || expected === received) return [expected, received];
    const most = Math.min(expected.length, received.length);
    let start = 0;
    while (start < most && expected[start] === received[start]) start++;
    let end = 0;
    while (end < most - start && expected.at(-1 - end) === received.at(-1 - end)) end++;
    if (start + end < Math.max(expected.length, received.length) * 0.3) return [expected, received];
    return [expected, received].map((text) => {
      const middle = text.slice(start, text.length - end);
      return [text.slice(0, start), middle && h("mark", {}, middle), text.slice(text.length - end)];
    });
  }

  function aboutPart(result) {
    const pair = (key, value, className) => value && value.length !== 0 ? h("div", { class: className }, h("dt", {}, say(key)), h("dd", {}, value)) : null;
    const between = (list, draw) => (list ?? []).map((entry, index) => [index > 0 && ", ", draw(entry)]);
    return h("section", { class: "about", "aria-labelledby": "about-title" },
      h("h2", { id: "about-title" }, say("reproduce")),
      h("p", { class: "command-line" }, commandText(result.repro), copyButton(result.repro)),
      h("dl", { class: "facts" },
        pair("rules", (result.spec ?? []).map((spec) => h("span", { class: "spec" }, link(spec.url, spec.ref), ` ${spec.title}`)), "wide"),
        pair("quirks", (result.quirks ?? []).map((quirk) => h("span", { class: "spec" }, code(quirk.id), ` ${quirk.title}`)), "wide"),
        pair("seen_in", between(result.seen_in, (vendor) => vendor)),
        pair("tags", between(result.tags, (tag) => h("a", { href: address({ ...noFilter, case: "", turn: "", tab: "", ev: "" , tag }) }, tag))),
        pair("setup", result.setup && code(result.setup), "wide"),
        pair("file", code(result.file), "wide"),
        pair("folder", result.folder && code(result.folder), "wide")));
  }

  // ---- evidence: tabs --------------------------------------------------------------------------

  const tabs = { timeline: timelinePart, events: eventsPart, golden: goldenPart, wire: wirePart, requests: requestsPart, scenario: scenarioPart };

  function evidencePart(page, turn) {
    const names = Object.keys(tabs);
    const tabList = h("div", { role: "tablist", "aria-label": say("evidence") }, names.map((name) =>
      h("button", {
        type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, "data-tab": name,
        onclick: () => { go({ tab: name, ev: "" }, true); selectTab(name); },
      }, say(`tab.${name}`), tabNote(name, turn))));
    tabList.addEventListener("keydown", (event) => {
      const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!move) return;
      const next = names[(names.indexOf(event.target.dataset.tab) + move + names.length) % names.length];
      byId(`tab-${next}`).focus();
      byId(`tab-${next}`).click();
    });
    const panels = names.map((name) => {
      const panel = h("div", { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, class: "panel", tabindex: "0", hidden: true });
      // Drawn when first seen: most people look at one or two.
      panel.draw = () => { panel.append(...[tabs[name](turn, page)].flat(9).filter(Boolean)); panel.draw = null; };
      return panel;
    });
    return h("section", { class: "evidence", "aria-labelledby": "evidence-title" },
      h("h2", { id: "evidence-title", class: "visually-hidden" }, say("evidence")),
      page.turns.length > 1 && turnChoice(page), h("div", { class: "tabs" }, tabList), panels);
  }

  function tabNote(name, turn) {
    if (name === "events") return h("span", { class: "count" }, turn.events_total);
    if (name === "golden" && turn.golden.state === "different") return h("span", { class: "count differs" }, turn.golden.rows.filter((row) => row.kind !== "same" && row.kind !== "gap").length);
    return null;
  }

  function turnChoice(page) {
    const chosen = turnOf(page);
    return h("nav", { class: "turns", "aria-label": say("turns") }, page.turns.map((_, index) =>
      h("a", { href: address({ turn: String(index + 1), ev: "" }), "aria-current": chosen === index + 1 && "true" }, say("turn", index + 1),
        (page.result.findings ?? []).some((finding) => (finding.turn ?? 1) === index + 1) && h("span", { class: "count differs" }, (page.result.findings ?? []).filter((finding) => (finding.turn ?? 1) === index + 1).length))));
  }

  function selectTab(wanted) {
    const chosen = tabs[wanted] ? wanted : "timeline";
    for (const tab of document.querySelectorAll("[role=tab]")) {
      const isChosen = tab.dataset.tab === chosen;
      const panel = byId(`panel-${tab.dataset.tab}`);
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      panel.hidden = !isChosen;
      if (isChosen) panel.draw?.();
    }
  }

  const findingsOf = (page, turn) => (page.result.findings ?? []).filter((finding) => page.turns[(finding.turn ?? 1) - 1] === turn);
  const findingsByEvent = (page, turn) => Map.groupBy(findingsOf(page, turn).filter((finding) => finding.event !== undefined), (finding) => finding.event);
  const checkMarks = (findings) => findings && h("span", { class: "flags" }, findings.map((finding) => h("span", { class: `flag ${finding.severity}`, title: finding.message }, finding.check)));

  /** The few words that tell one event from its neighbours. */
  function hint(data) {
    let json;
    try { json = JSON.parse(data); } catch { return ""; }
    if (json === null || typeof json !== "object") return "";
    const item = json.item;
    if (item) return [item.type, item.name && `name=${JSON.stringify(item.name)}`, item.call_id !== undefined && `call_id=${JSON.stringify(item.call_id)}`, item.status].filter(Boolean).join(" ");
    if (json.response) return [json.response.status, json.response.error?.code, json.response.incomplete_details?.reason].filter(Boolean).join(" ");
    for (const member of ["delta", "text", "arguments", "refusal", "message"]) {
      if (typeof json[member] === "string") return JSON.stringify(json[member]);
    }
    return json.part?.type ?? "";
  }

  // ---- time line -------------------------------------------------------------------------------

  function timelinePart(turn, page) {
    if (turn.timeline.length === 0) return h("p", { class: "empty" }, say("no.timeline"));
    const lines = (page.source?.text ?? "").split("\n");
    const lineOf = new Map(turn.exchanges.flatMap((exchange) => exchange.wire.pieces).map((piece) => [piece.step, piece.line]));
    const events = new Map(turn.events.map((event) => [event.index, event]));
    const flags = findingsByEvent(page, turn);
    const blamed = new Set(findingsOf(page, turn).map((finding) => finding.after?.number));

    const upstream = (entry) => {
      const line = lineOf.get(entry.step);
      const source = line ? lines[line - 1]?.trim().replace(/^- /, "") : "";
      return h("li", { class: `moment ${entry.kind}${entry.step && blamed.has(entry.step) ? " blamed" : ""}` },
        h("time", {}, clock(entry.at_us)),
        entry.step ? h("span", { class: "no" }, say("step", entry.step)) : h("span", { class: "no" }, entry.kind),
        source ? h("span", { class: "what step-text", title: entry.text }, short(source, 120)) : h("span", { class: "what" }, entry.text),
        entry.bytes && h("span", { class: "bytes" }, say("bytes", number(entry.bytes))));
    };
    const client = (entry) => {
      const event = events.get(entry.event);
      const marks = checkMarks(flags.get(entry.event));
      return h("li", { class: `moment ${entry.kind}${marks ? " flagged" : ""}` },
        h("time", {}, clock(entry.at_us)),
        entry.event === undefined ? h("span", { class: "no" }, entry.kind) : h("a", { class: "no", href: address({ tab: "events", ev: String(entry.event) }) }, `#${entry.event}`),
        event ? [code(event.type, "type"), h("span", { class: "what hint" }, short(hint(event.data), 90))] : h("span", { class: "what" }, entry.text),
        marks, entry.kind === "read" && entry.bytes && h("span", { class: "bytes" }, say("bytes", number(entry.bytes))));
    };

    // One row is what the upstream did and what the client saw before the upstream did something again.
    const beats = [];
    for (const entry of turn.timeline) {
      const last = beats.at(-1);
      if (entry.lane === "upstream") {
        if (last && last.client.length === 0) last.upstream.push(entry);
        else beats.push({ upstream: [entry], client: [] });
      } else if (last) last.client.push(entry);
      else beats.push({ upstream: [], client: [entry] });
    }

    const table = h("table", { class: "lanes" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("upstream.lane")), h("th", { scope: "col" }, say("client.lane")))),
      h("tbody", {}, beats.map((beat) => h("tr", { class: beat.client.every((entry) => entry.kind === "read") && beat.upstream.length === 0 ? "only-reads" : "" },
        h("td", { class: "upstream" }, beat.upstream.length > 0 && h("ul", {}, beat.upstream.map(upstream))),
        h("td", { class: "client" }, beat.client.length > 0 && h("ul", {}, beat.client.map(client)))))));
    const reads = h("input", { type: "checkbox", onchange: () => table.classList.toggle("with-reads", reads.checked) });
    return [
      overview(turn, flags),
      h("label", { class: "switch" }, reads, " ", say("reads")),
      turn.timeline_total > turn.timeline.length && leftOut(say("left.timeline", number(turn.timeline.length), number(turn.timeline_total)), turn.timeline_file),
      table,
    ];
  }

  /** The whole turn as two rows of ticks on a linear clock. */
  function overview(turn, flags) {
    const first = turn.timeline[0].at_us;
    const last = Math.max(turn.timeline.at(-1).at_us, first + 1);
    const shape = (name, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      return element;
    };
    const counted = { upstream: turn.timeline.filter((entry) => entry.lane === "upstream"), client: turn.timeline.filter((entry) => entry.lane === "client" && entry.kind !== "read") };
    const picture = shape("svg", { class: "clock", viewBox: "0 0 1000 40", preserveAspectRatio: "none", role: "img", "aria-label": say("overview", clock(first), clock(last), counted.upstream.length, counted.client.length) });
    picture.append(shape("line", { x1: 0, x2: 1000, y1: 20, y2: 20, class: "axis" }));
    for (const [lane, y] of [["upstream", 3], ["client", 23]]) {
      for (const entry of counted[lane]) {
        const x = ((entry.at_us - first) / (last - first)) * 994;
        const isFlagged = lane === "client" && flags.has(entry.event);
        picture.append(shape("rect", { x, y, width: isFlagged ? 6 : 3, height: 14, class: `${lane} ${entry.kind}${isFlagged ? " flagged" : ""}` }));
      }
    }
    return h("div", { class: "clock-frame" }, h("span", { "aria-hidden": "true" }, say("upstream.lane")), h("span", { "aria-hidden": "true" }, say("client.lane")), picture,
      h("span", { class: "from", "aria-hidden": "true" }, clock(first)), h("span", { class: "to", "aria-hidden": "true" }, clock(last)));
  }

  // ---- events ----------------------------------------------------------------------------------

  function eventsPart(turn, page) {
    if (turn.events.length === 0) return h("p", { class: "empty" }, say("no.events"));
    const flags = findingsByEvent(page, turn);
    const list = h("ol", { class: "events" });
    let expected = 0;
    for (const event of turn.events) {
      if (event.index > expected) list.append(h("li", { class: "gap" }, say("gap.events", number(event.index - expected))));
      expected = event.index + 1;
      list.append(eventRow(event, flags.get(event.index)));
    }
    if (turn.events_total > expected) list.append(h("li", { class: "gap" }, say("gap.events", number(turn.events_total - expected))));
    const all = (open) => () => { for (const details of list.querySelectorAll("details")) details.open = open; };
    return [
      h("p", { class: "actions" }, h("button", { type: "button", onclick: all(true) }, say("expand")), h("button", { type: "button", onclick: all(false) }, say("collapse"))),
      turn.events_total > turn.events.length && leftOut(say("left.events", number(turn.events.length), number(turn.events_total)), turn.events_file),
      list,
    ];
  }

  function eventRow(event, findings) {
    const details = h("details", { id: `ev-${event.index}` },
      h("summary", {}, h("span", { class: "no" }, `#${event.index}`), h("time", {}, clock(event.at_us)), code(event.type || "—", "type"),
        h("span", { class: "hint" }, short(hint(event.data), 110)), checkMarks(findings)));
    details.addEventListener("toggle", () => {
      if (!details.open || details.children.length > 1) return;
      details.append(...(findings ?? []).map((finding) => h("p", { class: `message ${finding.severity}` }, finding.message)),
        h("p", { class: "place" }, `${say("byte", number(event.offset))}, ${say("bytes", number(event.length))}`), h("pre", { tabindex: "0" }, h("code", {}, json(event.data))));
    });
    return h("li", { class: findings ? "flagged" : "" }, details);
  }

  function highlightEvent(index) {
    selectTab("events");
    for (const old of document.querySelectorAll(".events .current")) old.classList.remove("current");
    const details = byId(`ev-${index}`);
    if (!details) return;
    details.open = true;
    details.parentElement.classList.add("current");
    details.firstElementChild.focus({ preventScroll: true });
    details.scrollIntoView({ block: "center" });
  }

  /** JSON as indented, coloured nodes; what is no JSON stays text. */
  function json(text) {
    let pretty;
    try { pretty = JSON.stringify(JSON.parse(text), null, 2); } catch { return [text]; }
    return coloured(pretty);
  }

  function coloured(pretty) {
    const nodes = [];
    let from = 0;
    for (const token of pretty.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g)) {
      nodes.push(pretty.slice(from, token.index));
      const kind = token[2] ? "j-name" : token[1] ? "j-string" : "j-value";
      nodes.push(h("span", { class: kind }, token[1] ?? token[0]), token[2] ?? "");
      from = token.index + token[0].length;
    }
    nodes.push(pretty.slice(from));
    return nodes.filter((node) => node !== "");
  }

  // ---- golden ----------------------------------------------------------------------------------

  function goldenPart(turn) {
    const golden = turn.golden;
    if (golden.state === "none") return h("p", { class: "empty" }, say("golden.none"));
    if (golden.state === "equal") return h("p", { class: "empty" }, say("golden.equal", golden.lines));
    const side = (pieces) => (pieces ?? []).map((piece) => piece.changed ? h("mark", {}, piece.text) : piece.text);
    const signs = { same: "", changed: "≠", added: "+", removed: "−" };
    const row = (entry) => entry.kind === "gap"
      ? h("tr", { class: "gap" }, h("td", { colspan: "5" }, say("golden.gap", number(entry.left))))
      : h("tr", { class: entry.kind },
        h("td", { class: "no" }, entry.left), h("td", { class: "text" }, code(side(entry.left_text))),
        h("td", { class: "sign" }, signs[entry.kind] && [h("span", { "aria-hidden": "true" }, signs[entry.kind]), h("span", { class: "visually-hidden" }, say(`golden.${entry.kind}`))]),
        h("td", { class: "no" }, entry.right), h("td", { class: "text" }, code(side(entry.right_text))));

    const body = h("tbody", {});
    for (let at = 0; at < golden.rows.length;) {
      let end = at;
      while (end < golden.rows.length && golden.rows[end].kind === "same") end++;
      const run = golden.rows.slice(at, end);
      if (run.length > 3) body.append(foldedRows(run.map(row)));
      else body.append(...run.map(row));
      if (end < golden.rows.length) body.append(row(golden.rows[end]));
      at = end + 1;
    }
    return h("table", { class: "diff", "aria-label": say("golden.label") },
      h("colgroup", {}, ["no", "text", "sign", "no", "text"].map((name) => h("col", { class: `col-${name}` }))),
      h("thead", {}, h("tr", {}, h("th", { scope: "col", colspan: "2" }, say("golden.left")), h("td", {}), h("th", { scope: "col", colspan: "2" }, say("golden.right")))), body);
  }

  function foldedRows(rows) {
    const line = h("tr", { class: "fold" }, h("td", { colspan: "5" },
      h("button", { type: "button", onclick: () => line.replaceWith(...rows) }, "⋯ ", say("golden.same", rows.length))));
    return line;
  }

  // ---- wire ------------------------------------------------------------------------------------

  function wirePart(turn) {
    const several = turn.exchanges.length > 1;
    return [
      h("p", { class: "legend" }, say("wire.legend")),
      turn.exchanges.map((exchange, index) => wireSide(several ? `${say("wire.upstream")}, ${say("exchange", index + 1)}` : say("wire.upstream"), exchange.wire)),
      wireSide(say("wire.relay"), turn.wire),
    ];
  }

  function wireSide(title, wire) {
    return h("section", { class: "wire-side" }, h("h3", {}, title, h("span", { class: "count" }, say("bytes", number(wire.total)))),
      wire.shown < wire.total && leftOut(say("left.wire", say("bytes", number(wire.shown)), say("bytes", number(wire.total))), wire.file),
      wire.pieces.length === 0 ? h("p", { class: "empty" }, say("wire.empty")) : h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, h("table", { class: "bytes" }, h("tbody", {}, wireRows(wire)))));
  }

  function wireRows(wire) {
    const rows = [];
    let offset = 0, start = 0, nodes = [], notes = [];
    const flush = () => {
      if (nodes.length === 0) return;
      rows.push(h("tr", {}, h("td", { class: "no" }, start), h("td", { class: "text" }, code(nodes)), h("td", { class: "note" }, notes.join(" · "))));
      start = offset; nodes = []; notes = [];
    };
    wire.pieces.forEach((piece, index) => {
      if (index > 0) nodes.push(h("span", { class: "cut" }, "‖"));
      notes.push([piece.step && say("step", piece.step), piece.at_us !== undefined && clock(piece.at_us)].filter(Boolean).join(" "));
      for (const part of piece.text.match(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
        if (part === "") continue;
        const lineEnd = part.match(/[\r\n]+$/)?.[0] ?? "";
        nodes.push(...visible(part.slice(0, part.length - lineEnd.length)));
        nodes.push(...[...lineEnd].map((unit) => h("span", { class: "eol" }, unit === "\r" ? "CR" : "LF")));
        offset += lengthInBytes(part);
        if (lineEnd) flush();
      }
    });
    flush();
    return rows;
  }

  // U+F700 plus a byte stands for a byte that is no whole character: see WireText.
  const isByte = (unit) => unit >= 0xf700 && unit <= 0xf7ff;

  function lengthInBytes(text) {
    let length = 0;
    for (const character of text) {
      const unit = character.codePointAt(0);
      length += isByte(unit) || unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit < 0x10000 ? 3 : 4;
    }
    return length;
  }

  /** Bytes and characters that would not show, or would steer what is around them, as marks. */
  function visible(text) {
    const nodes = [];
    let from = 0;
    for (const found of text.matchAll(/[\uf700-\uf7ff]+|[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g)) {
      const mark = isByte(found[0].charCodeAt(0))
        ? `⟨${[...found[0]].map((unit) => (unit.charCodeAt(0) - 0xf700).toString(16).toUpperCase().padStart(2, "0")).join(" ")}⟩`
        : `⟨U+${found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
      nodes.push(text.slice(from, found.index), h("span", { class: "raw" }, mark));
      from = found.index + found[0].length;
    }
    nodes.push(text.slice(from));
    return nodes.filter((node) => node !== "");
  }

  // ---- requests --------------------------------------------------------------------------------

  function requestsPart(turn) {
    const box = (title, head, headers, body) => h("section", { class: "message-box" }, h("h3", {}, title), head && h("p", { class: "head-line" }, code(head)), headerTable(headers), body);
    const several = turn.exchanges.length > 1;
    const answered = h("p", { class: "ended" }, say("ended", turn.end.replaceAll("_", " ")));
    return h("div", { class: "boxes" },
      h("div", {},
        box(say("request.client"), turn.request_line, [], excerpt(turn.request, say("request.client"))),
        box(say("answer.relay"), turn.status === undefined ? say("no.answer") : `HTTP ${turn.status}`, turn.headers, answered)),
      h("div", {},
        turn.exchanges.length === 0 && box(say("request.upstream"), "", [], h("p", { class: "empty" }, say("no.exchange"))),
        turn.exchanges.map((exchange, index) => {
          const note = several ? `, ${say("exchange", index + 1)}` : "";
          return [
            box(say("request.upstream") + note, exchange.request_line, exchange.request_headers, excerpt(exchange.request_body, say("request.upstream") + note)),
            box(say("answer.upstream") + note, `HTTP ${exchange.status}`, exchange.headers, null),
          ];
        })));
  }

  function headerTable(headers) {
    return (headers ?? []).length > 0 && h("dl", { class: "header-list" }, headers.map((header) => [h("dt", {}, header.key), h("dd", {}, visible(header.value ?? ""))]));
  }

  function excerpt(text, label) {
    return [h("pre", { tabindex: "0", role: "region", "aria-label": label }, h("code", {}, coloured(text.text))), text.left > 0 && leftOut(say("left.text", number(text.left)), text.file)];
  }

  // ---- scenario --------------------------------------------------------------------------------

  function scenarioPart(turn, page) {
    const blamed = new Set((page.result.findings ?? []).map((finding) => finding.after?.line));
    const lines = page.source.text.replace(/\n$/, "").split("\n");
    return [
      h("p", { class: "place" }, code(page.result.file)),
      h("div", { class: "scroll whole", tabindex: "0", role: "region", "aria-label": say("scenario.label") },
        h("table", { class: "source" }, h("tbody", {}, lines.map((line, index) =>
          h("tr", { class: blamed.has(index + 1) ? "blamed" : "", id: `line-${index + 1}` }, h("td", { class: "no" }, index + 1), h("td", { class: "text" }, code(yaml(line)))))))),
      page.source.left > 0 && leftOut(say("left.text", number(page.source.left)), page.source.file),
    ];
  }

  function yaml(line) {
    const comment = line.match(/^(.*?)((?:^|\s)#.*)$/);
    // A number sign inside quotes is no comment; then the line is left alone.
    const isComment = comment && (comment[1].match(/['"]/g) ?? []).length % 2 === 0;
    const text = isComment ? comment[1] : line;
    const key = text.match(/^(\s*(?:- )*)([\w.-]+)(:.*)$/);
    return [key ? [key[1], h("span", { class: "j-name" }, key[2]), key[3]] : text, isComment && h("span", { class: "y-comment" }, comment[2])];
  }

  // ---- keys and colours ------------------------------------------------------------------------

  function moveInList(by) {
    const shown = shownRows();
    const at = shown.indexOf(document.activeElement?.closest("li.case"));
    const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + by, 0), shown.length - 1)];
    next?.querySelector("a.id").focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  function move(by) {
    if (!state.case) { moveInList(by); return; }
    const { previous, next } = neighbours();
    const target = by > 0 ? next : previous;
    if (target !== undefined) location.hash = caseAddress(target);
  }

  /** At once: whoever types on must not lose a letter to a page that is still on its way. */
  function toSearch() {
    if (state.case) {
      go({ case: "", turn: "", tab: "", ev: "" });
      readAddress();
      showList();
    }
    byId("q").focus();
  }

  function back() {
    if (document.activeElement === byId("q")) {
      if (state.q) setFilter({ q: "" });
      else byId("q").blur();
    } else if (state.case) {
      location.hash = address({ case: "", turn: "", tab: "", ev: "" });
    }
  }

  const keys = {
    "/": toSearch,
    j: () => move(1),
    k: () => move(-1),
    f: () => { if (!state.case) setFilter({ v: state.v === "failed" ? "" : "failed" }); },
    "?": () => showHelp(),
  };
  Object.keys(tabs).forEach((name, index) => { keys[index + 1] = () => byId(`tab-${name}`)?.click(); });

  function startKeys() {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      if (event.key === "Escape") { back(); return; }
      if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
      const action = keys[event.key];
      if (action) { event.preventDefault(); action(); }
    });
    byId("help").addEventListener("click", showHelp);
  }

  function showHelp() {
    const key = (names, text) => [h("dt", {}, names.map((name) => h("kbd", {}, name))), h("dd", {}, say(text))];
    const dialog = h("dialog", { "aria-labelledby": "help-title" }, h("h2", { id: "help-title" }, say("help.title")),
      h("dl", {}, key(["/"], "help.search"), key(["j"], "help.next"), key(["k"], "help.previous"), key(["Enter"], "help.open"), key(["Esc"], "help.back"), key(["f"], "help.failures"), key(["1", "…", "6"], "help.tabs"), key(["?"], "help.help")),
      h("button", { type: "button", onclick: () => dialog.close() }, say("help.close")));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
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

  const listTitle = document.title;
  const render = () => { readAddress(); filterList(); if (state.case) showCase(); else showList(); };
  startTheme();
  startFilters();
  startKeys();
  addEventListener("hashchange", render);
  render();
  document.documentElement.classList.add("ready");
})();
