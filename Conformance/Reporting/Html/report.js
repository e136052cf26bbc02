"use strict";
// Draws a case's page from the compressed shards and filters the list, which is plain HTML.
// Text reaches the document as text nodes only; the page's policy forbids making HTML from strings.
(() => {
  const strings = JSON.parse(document.getElementById("strings").textContent);
  const index = JSON.parse(document.getElementById("index").textContent);
  const say = (key, ...values) => strings[key].replace(/\{(\d)\}/g, (_, place) => values[place]);
  const count = (amount, noun) => amount === 1 ? strings[`${noun}.one`] : `${number(amount)} ${strings[`${noun}.many`]}`;
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
  /** Words between backticks are code; a text with an odd number of them stays as it is. */
  const prose = (text) => { const parts = text.split("`"); return parts.length % 2 ? parts.map((part, place) => place % 2 ? code(part) : part) : text; };
  const isWebPage = (url) => /^https?:\/\//i.test(url ?? "");
  const link = (url, text) => isWebPage(url) ? h("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, text) : text;
  const number = (value) => value < 10000 ? String(value) : value.toLocaleString("en-US");
  const clock = (us) => `${us < 0 ? "−" : "+"}${Math.abs(us / 1000).toLocaleString("en-US", { minimumFractionDigits: 3, maximumFractionDigits: 3 })} ms`;
  const filePath = (file) => h("a", { class: "file", href: file.split("/").map(encodeURIComponent).join("/") }, file);
  const leftOut = (text, file) => h("p", { class: "left-out" }, text, " ", filePath(file));
  const short = (text, length) => text.length > length ? text.slice(0, length) + "…" : text;

  /** A command that breaks between its options and not inside them. */
  const commandText = (text) => h("code", { class: "command" }, text.split(/(?<= )(?=--)/).map((part) => h("span", {}, part)));

  const verdictMark = (verdict) =>
    h("span", { class: `verdict ${verdict}` }, h("span", { class: "mark", "aria-hidden": "true" }, strings[`mark.${verdict}`]), strings[`verdict.${verdict}`]);

  /** The id of a check, as a link where the page explains it. */
  const checkLink = (id) => byId(`about=${id}`) ? h("a", { class: "check", href: `#about=${encodeURIComponent(id)}` }, code(id)) : code(id, "check");

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

  const noFilter = { q: "", v: "", level: "", tag: "", check: "", seen: "", client: "" };
  const noPlace = { case: "", turn: "", tab: "", ev: "", view: "", rule: "", about: "", vendor: "", in: "" };
  const filters = Object.keys(noFilter);
  const words = { tag: "t", check: "c", seen: "s", client: "k" };
  let state = {};

  function readAddress() {
    const given = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
    state = { ...noFilter, ...noPlace };
    for (const key of Object.keys(state)) state[key] = given.get(key) ?? "";
  }

  function address(changes) {
    const next = { ...state, ...changes };
    const parts = ["case", "turn", "tab", "ev", "view", ...filters].filter((key) => next[key]);
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

  const listAddress = () => address({ ...noPlace });
  const caseAddress = (id) => address({ ...noPlace, case: id, tab: state.tab });

  // ---- the list --------------------------------------------------------------------------------

  const rows = [...document.querySelectorAll("li.case")];
  const rowOf = new Map(rows.map((row, place) => [row.id.slice(5), { row, place }]));
  const known = new Map();

  /** What the list knows of a row; read when it is first asked for, because most rows of a long list never are. */
  function factsOf(row) {
    if (!known.has(row)) {
      const keys = new Set((row.dataset.x ?? "").split(" "));
      const named = [...keys].map((key) => index[key[0]]?.[key.slice(1)]).filter(Boolean);
      known.set(row, { id: row.id.slice(5), verdict: row.classList[1], level: row.querySelector(".level").textContent, keys, text: `${row.textContent} ${named.join(" ")}`.toLowerCase() });
    }
    return known.get(row);
  }

  const idOf = (row) => row.id.slice(5);
  const shownRows = () => rows.filter((row) => !row.hidden);
  const isFiltered = () => filters.some((key) => state[key]);
  const groups = [...document.querySelectorAll(".verdicts")].map((section) => ({
    section,
    count: section.querySelector("h3 .count"),
    groups: [...section.querySelectorAll(".group")].map((group) => ({ group, rows: [...group.querySelectorAll("li.case")], count: group.querySelector(".count[data-total]"), open: group.open })),
  }));

  function filterList() {
    const searched = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = state.v ? state.v.split(",") : [];
    const wanted = Object.entries(words).filter(([name]) => state[name]).map(([name, kind]) => `${kind}${index[kind].indexOf(state[name])}`);
    const filtered = isFiltered();
    for (const row of rows) {
      const facts = filtered ? factsOf(row) : null;
      const hidden = filtered && !((verdicts.length === 0 || verdicts.some((verdict) => verdict === facts.verdict || facts.keys.has(verdict)))
        && (!state.level || facts.level === state.level)
        && wanted.every((key) => facts.keys.has(key))
        && searched.every((word) => facts.text.includes(word)));
      if (row.hidden !== hidden) row.hidden = hidden;
    }
    countGroups(filtered);
    const shown = shownRows().length;
    byId("shown").textContent = shown === rows.length ? say("shown.all", shown) : say("shown.some", shown, rows.length);
    byId("nothing").hidden = shown > 0;
    byId("clear").hidden = !filtered;
    if (byId("q").value !== state.q) byId("q").value = state.q;
    for (const name of ["level", ...Object.keys(words)]) if (byId(name)) byId(name).value = state[name];
    for (const box of document.querySelectorAll("input[name=v]")) box.checked = verdicts.includes(box.value);
  }

  /** The numbers beside headings follow the filters; a cause that has a match unfolds. */
  function countGroups(filtered) {
    for (const part of groups) {
      let total = 0, all = 0;
      for (const entry of part.groups) {
        const shown = filtered ? entry.rows.filter((row) => !row.hidden).length : entry.rows.length;
        total += shown;
        all += entry.rows.length;
        entry.group.hidden = shown === 0;
        if (entry.count) {
          entry.count.textContent = shown === entry.rows.length ? count(shown, "case") : say("group.some", number(shown), number(entry.rows.length));
          entry.group.open = filtered ? shown > 0 : entry.open;
        }
      }
      part.section.hidden = total === 0;
      part.count.textContent = total === all ? number(all) : say("position", number(total), number(all));
    }
  }

  function setFilter(changes) {
    go(changes, true);
    filterList();
  }

  function startFilters() {
    byId("filters").hidden = byId("tools").hidden = false;
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("q").addEventListener("input", () => setFilter({ q: byId("q").value }));
    for (const name of ["level", ...Object.keys(words)]) byId(name)?.addEventListener("change", () => setFilter({ [name]: byId(name).value }));
    for (const box of document.querySelectorAll("input[name=v]")) {
      box.addEventListener("change", () => setFilter({ v: [...document.querySelectorAll("input[name=v]:checked")].map((checked) => checked.value).join(",") }));
    }
    byId("clear").addEventListener("click", () => { setFilter(noFilter); byId("q").focus(); });
    for (const entry of groups.flatMap((part) => part.groups)) {
      // What a person opens or closes stays so, whatever is filtered in between.
      entry.group.querySelector("summary")?.addEventListener("click", () => { if (!isFiltered()) entry.open = !entry.group.open; });
    }
    // A click anywhere in a row opens the case; its link and its findings keep their own meaning.
    document.querySelector(".cases").addEventListener("click", (event) => {
      const row = event.target.closest(".row");
      const anchor = event.target.closest("a");
      if (!row || event.ctrlKey || event.metaKey || event.shiftKey || (anchor && !anchor.classList.contains("id")) || (!anchor && String(getSelection()))) return;
      event.preventDefault();
      location.hash = caseAddress(idOf(row.parentElement));
    });
  }

  // ---- shards ----------------------------------------------------------------------------------

  const shards = new Map();
  const shardCases = Number(byId("main").dataset.shard);

  function shard(place) {
    if (!shards.has(place)) {
      const bytes = Uint8Array.from(atob(byId(`shard-${place}`).textContent), (unit) => unit.charCodeAt(0));
      shards.set(place, new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json());
    }
    return shards.get(place);
  }

  // ---- a case ----------------------------------------------------------------------------------

  let drawn = "";

  async function showCase() {
    const article = byId("case");
    const found = rowOf.get(state.case);
    byId("overview").hidden = true;
    article.hidden = false;
    if (!found) {
      drawn = "";
      article.replaceChildren(h("h1", { id: "case-title" }, say("unknown", state.case)), h("p", {}, h("a", { href: listAddress() }, say("back"))));
      return;
    }
    const wanted = state.case;
    let page;
    try {
      page = (await shard(Math.floor(found.place / shardCases)))[wanted];
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
    document.title = `${wanted} · ${listTitle}`;
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
    showView();
    const row = rowOf.get(from)?.row;
    if (viewOf() === "cases" && row && !row.hidden) focusRow(row);
  }

  const places = { rule: "rules", about: "checks", vendor: "vendors", in: "clients" };
  const viewOf = () => Object.keys(places).filter((key) => state[key]).map((key) => places[key])[0] ?? (state.view || "cases");
  let shownView = "";
  // Without script a view is reached by its id. With it the page must not jump past its head.
  for (const view of document.querySelectorAll(".view")) view.removeAttribute("id");

  /** One view at a time; a link to a row of a view leads to that row. */
  function showView() {
    const wanted = viewOf();
    const views = [...document.querySelectorAll(".view")];
    const chosen = views.some((view) => view.dataset.view === wanted) ? wanted : "cases";
    for (const view of views) view.hidden = view.dataset.view !== chosen;
    for (const anchor of document.querySelectorAll(".views a")) {
      if (anchor.dataset.view === chosen) anchor.setAttribute("aria-current", "page");
      else anchor.removeAttribute("aria-current");
    }
    byId("overview").dataset.view = chosen;
    const [key] = Object.keys(places).filter((name) => state[name]);
    const target = key && byId(`${key}=${state[key]}`);
    if (target) {
      for (let parent = target.parentElement; parent; parent = parent.parentElement) if (parent.tagName === "DETAILS") parent.open = true;
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    } else if (shownView && shownView !== chosen) scrollTo(0, 0);
    shownView = chosen;
  }

  function neighbours() {
    const ids = shownRows().map(idOf);
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
        h("p", { class: "badges" }, verdictMark(result.verdict), result.known && h("span", { class: "badge known" }, say("known")), result.flaky && h("span", { class: "badge flaky" }, say("flaky")),
          h("span", { class: `level ${result.level}` }, result.level), code(result.id, "case-id"), h("span", { class: "case-time" }, `${number(Math.round(result.duration_ms ?? 0))} ms`)),
        h("h1", { id: "case-title", tabindex: "-1" }, result.title),
        result.why && h("p", { class: "why" }, result.why),
        outcomeLine(page),
        result.reason && h("p", { class: `reason ${result.verdict}` }, result.reason),
        result.known && h("p", { class: "reason" }, `${say("known.because")} ${result.known}`),
        result.verdict === "failed" && result.relay_error && h("p", { class: "reason" }, `${say("relay.error")}: `, code(result.relay_error))),
      h("div", { class: "case-body" }, h("div", { class: "case-main" }, findingsPart(page), rulesPart(page), clientsPart(result)), aboutPart(result)),
      page.problem && h("p", { class: "partial" }, say("evidence.problem", page.problem)),
      page.left && leftOut(say("left.page"), page.left),
      turn ? evidencePart(page, turn) : !page.problem && !page.left && h("p", { class: "empty" }, say("unplayed")),
    ].filter(Boolean);
  }

  /** Whether the case's own question was answered rightly: the first thing to know. */
  function outcomeLine(page) {
    const result = page.result;
    const answer = result.verdict === "failed" ? "wrong" : result.verdict === "passed" || result.verdict === "non_strict" ? "right" : "none";
    const broken = new Set(ruleFindings(result).filter((finding) => finding.severity === "error").map((finding) => finding.check)).size;
    return h("p", { class: `outcome ${answer}` }, h("strong", {}, say("outcome")), " ", page.outcome ?? say("outcome.none"), broken > 0 && h("span", { class: "badge breaks-rules" }, count(broken, "rule.broken")));
  }

  const isRule = (finding) => finding.kind === "rule";
  const ruleFindings = (result) => (result.findings ?? []).filter(isRule);

  function caseNavigation(result) {
    const { at, count, previous, next } = neighbours();
    const step = (id, key, hint) => id === undefined
      ? h("span", { class: "off" }, say(key))
      : h("a", { href: caseAddress(id), title: `${id} (${hint})` }, say(key));
    return h("nav", { class: "case-nav", "aria-label": say("cases") },
      h("a", { href: listAddress() }, "← ", say("back")),
      h("span", { class: "case-position" }, at >= 0 ? say("position", at + 1, count) : result.id),
      step(previous, "previous", "k"), step(next, "next", "j"));
  }

  function findingsPart(page) {
    const findings = (page.result.findings ?? []).filter((finding) => !isRule(finding));
    if (findings.length === 0 && page.turns.length === 0) return null;
    return h("section", { class: "findings", "aria-labelledby": "findings-title" },
      h("h2", { id: "findings-title" }, say("findings"), findings.length > 0 && h("span", { class: "count" }, findings.length)),
      findings.length === 0 ? h("p", { class: "empty" }, say("nofindings")) : h("ol", {}, findings.map((finding) => findingCard(finding, page))));
  }

  /** The broken rules, then those that have warnings only. */
  function ruleNames(findings) {
    const broken = new Set(findings.filter((finding) => finding.severity === "error").map((finding) => finding.check));
    const warned = [...new Set(findings.map((finding) => finding.check))].filter((check) => !broken.has(check));
    return [[...broken].join(", "), broken.size > 0 && warned.length > 0 ? say("rule.warned.also", warned.join(", ")) : warned.join(", ")].filter(Boolean).join("; ");
  }

  function rulesPart(page) {
    const findings = ruleFindings(page.result);
    if (findings.length === 0) return null;
    const isMain = !(page.result.findings ?? []).some((finding) => !isRule(finding));
    return h("details", { class: "findings rules-here", open: isMain || findings.length <= 2 },
      h("summary", {}, h("h2", { id: "rule-findings-title" }, say(findings.some((finding) => finding.severity === "error") ? "rule.findings" : "rule.warnings"), h("span", { class: "count" }, findings.length)),
        h("span", { class: "soft" }, " ", ruleNames(findings))),
      h("p", { class: "soft" }, say("rule.findings.note")),
      h("ol", {}, findings.map((finding) => findingCard(finding, page))));
  }

  function clientsPart(result) {
    const cells = result.clients ?? [];
    if (cells.length === 0) return null;
    const harmed = cells.filter((cell) => cell.impact !== "works");
    const order = ["breaks", "loses", "works"];
    return h("section", { class: "client-cells", "aria-labelledby": "client-title" },
      h("h2", { id: "client-title" }, say("clients.title")),
      harmed.length === 0 ? h("p", { class: "empty" }, h("span", { class: "mark works" }, strings["client.mark.works"]), " ", say("clients.all", cells.length)) :
        h("ul", {}, [...cells].sort((one, other) => order.indexOf(one.impact) - order.indexOf(other.impact)).map((cell) => h("li", { class: cell.impact },
          h("span", { class: `mark ${cell.impact}`, "aria-hidden": "true" }, strings[`client.mark.${cell.impact}`]), h("a", { href: `#in=${encodeURIComponent(cell.client)}` }, cell.client),
          h("span", { class: `answer ${cell.impact}` }, say(`client.${cell.impact}`)), cell.says && h("q", { class: "says" }, cell.says)))));
  }

  function findingCard(finding, page) {
    const many = page.turns.length > 1;
    const place = [many && say("turn.at", finding.turn ?? 1), finding.event !== undefined && say("event", finding.event), finding.event === undefined && finding.offset !== undefined && say("byte", number(finding.offset)), finding.times > 1 && say("times", number(finding.times))].filter(Boolean).join(", ");
    const [expected, received] = compared(finding.expected, finding.received);
    const rule = (page.result.spec ?? []).find((spec) => spec.ref === finding.spec);
    return h("li", { class: `finding ${finding.severity}` },
      h("p", { class: "finding-head" }, h("span", { class: `severity ${finding.severity}` }, finding.severity), checkLink(finding.check), finding.known && h("span", { class: "badge known", title: finding.known }, say("known")),
        place && h("span", { class: "place" }, place), finding.event_type && code(finding.event_type, "type"), finding.member && h("span", { class: "place" }, say("member"), " ", code(finding.member)),
        finding.event !== undefined && page.turns.length > 0 && h("a", { class: "jump", href: address({ turn: many ? String(finding.turn ?? 1) : "", tab: "events", ev: String(finding.event) }) }, say("show.event"))),
      h("p", { class: "message" }, prose(finding.message)),
      (expected || received || finding.after || finding.spec) && h("dl", {},
        expected && [h("dt", {}, say("expected")), h("dd", { class: "expected" }, expected)],
        received && [h("dt", {}, say("received")), h("dd", { class: "received" }, received)],
        finding.after && [h("dt", {}, say("after")), h("dd", {}, say("step", finding.after.number), h("span", { class: "place" }, `${finding.after.file}:${finding.after.line}`), h("span", { class: "step-text" }, finding.after.text))],
        finding.spec && [h("dt", {}, say("spec")), h("dd", { class: "prose" }, rule ? link(rule.url, rule.ref) : finding.spec, rule && ` ${rule.title}`)]));
  }

  /** Marks what differs: whole members where both texts are JSON, else the words in the middle of two texts that are alike. */
  function compared(expected, received) {
    if (!expected || !received || expected === received) return [expected, received];
    const [left, right] = [expected, received].map(parsed);
    if (left && right && Array.isArray(left) === Array.isArray(right)) return [members(left, right), members(right, left)];
    return marked(expected, received);
  }

  function parsed(text) {
    try {
      const json = JSON.parse(text);
      return json !== null && typeof json === "object" ? json : null;
    } catch { return null; }
  }

  const equal = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const isNested = (own, other) => own !== null && other !== null && typeof own === "object" && typeof other === "object" && Array.isArray(own) === Array.isArray(other);

  /** One side as text; a member is marked when the other side has none of that name, or another value. */
  function members(own, other) {
    const isList = Array.isArray(own);
    const parts = Object.keys(own).map((key, place) => {
      const name = isList ? "" : `${JSON.stringify(key)}:`;
      const comma = place > 0 ? "," : "";
      if (Object.hasOwn(other, key) && isNested(own[key], other[key])) return [comma, name, members(own[key], other[key])];
      const text = name + JSON.stringify(own[key]);
      return [comma, Object.hasOwn(other, key) && equal(own[key], other[key]) ? text : h("mark", {}, text)];
    });
    return [isList ? "[" : "{", parts, isList ? "]" : "}"];
  }

  function marked(expected, received) {
    const most = Math.min(expected.length, received.length);
    const isEdge = (text, at) => at <= 0 || at >= text.length || !/[\p{L}\p{N}]/u.test(text[at - 1]) || !/[\p{L}\p{N}]/u.test(text[at]);
    let start = 0;
    while (start < most && expected[start] === received[start]) start++;
    let end = 0;
    while (end < most - start && expected.at(-1 - end) === received.at(-1 - end)) end++;
    if (start + end < Math.max(expected.length, received.length) * 0.3) return [expected, received];
    // Whole words: half of a number or of a name says nothing.
    while (start > 0 && !(isEdge(expected, start) && isEdge(received, start))) start--;
    while (end > 0 && !(isEdge(expected, expected.length - end) && isEdge(received, received.length - end))) end--;
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
        pair("seen_in", between(result.seen_in, (vendor) => h("a", { href: `#vendor=${encodeURIComponent(vendor)}` }, vendor))),
        pair("tags", between(result.tags, (tag) => h("a", { href: address({ ...noFilter, ...noPlace, tag }) }, tag))),
        pair("attempts", result.attempts > 1 && say("attempts.value", result.attempts)),
        pair("setup", result.setup && code(result.setup), "wide"),
        pair("file", code(result.file), "wide"),
        pair("folder", result.folder && code(result.folder), "wide")));
  }

  // ---- evidence: tabs --------------------------------------------------------------------------

  const tabs = { timeline: timelinePart, events: eventsPart, golden: expectedPart, wire: wirePart, requests: requestsPart, scenario: scenarioPart };

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
    if (name === "golden") {
      const differing = [...turn.golden.rows, ...turn.expected.outcome].filter((row) => row.kind !== "same" && row.kind !== "gap").length;
      return differing > 0 && h("span", { class: "count differs" }, differing);
    }
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
      details.append(...(findings ?? []).map((finding) => h("p", { class: `message ${finding.severity}` }, prose(finding.message))),
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

  function expectedPart(turn, page) {
    const expected = turn.expected;
    const parts = [
      expected.outcome.length > 0 && h("section", { class: "expected-part" }, h("h3", {}, say("expected.outcome")), diffTable(expected.outcome, "expected.outcome.left", "expected.outcome.right")),
      turn.golden.state !== "none" && h("section", { class: "expected-part" }, h("h3", {}, say("golden.title")),
        turn.golden.state === "equal" ? h("p", { class: "empty" }, say("golden.equal", turn.golden.lines)) : diffTable(turn.golden.rows, "golden.left", "golden.right")),
      expected.events.length > 0 && h("section", { class: "expected-part" }, h("h3", {}, say("expected.events")), h("p", { class: "soft" }, say("expected.events.note")), expectedEvents(turn, page)),
      expected.source && expectedSource(turn, expected.source),
    ].filter(Boolean);
    return parts.length > 0 ? parts : h("p", { class: "empty" }, say("expected.none"));
  }

  const signs = { same: "", changed: "≠", added: "+", removed: "−" };
  const sign = (kind) => h("td", { class: "sign" }, signs[kind] && [h("span", { "aria-hidden": "true" }, signs[kind]), h("span", { class: "visually-hidden" }, say(`golden.${kind}`))]);

  function sidesTable(label, left, right, body) {
    return h("table", { class: "diff", "aria-label": label },
      h("colgroup", {}, ["no", "text", "sign", "no", "text"].map((name) => h("col", { class: `col-${name}` }))),
      h("thead", {}, h("tr", {}, h("th", { scope: "col", colspan: "2" }, left), h("td", {}), h("th", { scope: "col", colspan: "2" }, right))), body);
  }

  function diffTable(rows, left, right) {
    const side = (pieces) => (pieces ?? []).map((piece) => piece.changed ? h("mark", {}, piece.text) : piece.text);
    const row = (entry) => entry.kind === "gap"
      ? h("tr", { class: "gap" }, h("td", { colspan: "5" }, say("golden.gap", number(entry.left))))
      : h("tr", { class: entry.kind },
        h("td", { class: "no", "data-side": say(left) }, entry.left), h("td", { class: "text" }, code(side(entry.left_text))),
        sign(entry.kind),
        h("td", { class: "no", "data-side": say(right) }, entry.right), h("td", { class: "text" }, code(side(entry.right_text))));

    const body = h("tbody", {});
    for (let at = 0; at < rows.length;) {
      let end = at;
      while (end < rows.length && rows[end].kind === "same") end++;
      const run = rows.slice(at, end);
      if (run.length > 3 && run.length < rows.length) body.append(foldedRows(run.map(row)));
      else body.append(...run.map(row));
      if (end < rows.length) body.append(row(rows[end]));
      at = end + 1;
    }
    return sidesTable(`${say(left)}, ${say(right)}`, say(left), say(right), body);
  }

  /** The scenario's own list of events beside the received ones; findings stand at the events that they are about. */
  function expectedEvents(turn, page) {
    const flags = findingsByEvent(page, turn);
    const events = new Map(turn.events.map((event) => [event.index, event]));
    const received = (row) => {
      const event = events.get(row.event);
      const found = Array.from({ length: row.times }, (_, step) => flags.get(row.event + step) ?? []).flat();
      return [h("a", { class: "no", href: address({ tab: "events", ev: String(row.event) }) }, code(row.type || "—", "type")), " ",
        row.times > 1 ? h("span", { class: "hint" }, `${say("expected.times", row.times)} ${short(JSON.stringify(joined(events, row)), 160)}`) : event && h("span", { class: "hint" }, short(hint(event.data), 160)),
        found.length > 0 && [" ", checkMarks(found), found.filter((finding) => !isRule(finding) && (finding.expected || finding.received)).map((finding) => {
          const [wanted, got] = compared(finding.expected, finding.received);
          return h("dl", { class: "in-row" }, wanted && [h("dt", {}, say("expected")), h("dd", { class: "expected" }, wanted)], got && [h("dt", {}, say("received")), h("dd", { class: "received" }, got)]);
        })]];
    };
    const row = (entry) => entry.kind === "gap"
      ? h("tr", { class: "gap" }, h("td", { colspan: "5" }, say("golden.gap", number(entry.event))))
      : h("tr", { class: entry.kind },
        h("td", { class: "no", "data-side": say("expected.events.left") }, entry.line), h("td", { class: "text" }, entry.text ? code(entry.text) : h("span", { class: "soft" }, say("expected.extra"))),
        sign(entry.kind),
        h("td", { class: "no", "data-side": say("expected.events.right") }, entry.event !== undefined && `#${entry.event}`), h("td", { class: "text" }, entry.type !== undefined ? received(entry) : h("span", { class: "soft" }, say("expected.unmatched"))));
    return sidesTable(say("expected.events"), say("expected.events.left"), say("expected.events.right"), h("tbody", {}, turn.expected.events.map(row)));
  }

  function joined(events, row) {
    let text = "";
    for (let step = 0; step < row.times; step++) {
      try { text += JSON.parse(events.get(row.event + step)?.data ?? "{}").delta ?? ""; } catch { /* not JSON: the events' tab shows it */ }
    }
    return text;
  }

  /** Where the scenario says nothing of events: its text beside what a client ends up with. */
  function expectedSource(turn, source) {
    return h("section", { class: "expected-part" }, h("h3", {}, say("expected.source")), h("div", { class: "boxes" },
      h("section", { class: "message-box" }, h("h4", {}, say("expected.events.left")), h("pre", { tabindex: "0", role: "region", "aria-label": say("expected.events.left") },
        source.lines.map((line, at) => h("div", { class: "numbered" }, h("span", { class: "no" }, source.line + at), h("code", {}, yaml(line)))))),
      h("section", { class: "message-box" }, h("h4", {}, say("expected.outcome.right")), h("pre", { tabindex: "0", role: "region", "aria-label": say("expected.outcome.right") }, h("code", {}, receivedOutcome(turn))))));
  }

  /** What a client ends up with, from the last event that has a response, or from the body. */
  function receivedOutcome(turn) {
    const response = [...turn.events].reverse().map((event) => parsed(event.data)?.response).find(Boolean) ?? parsed(turn.wire.pieces.map((piece) => piece.text).join(""));
    if (!response) return say("received.none");
    const text = (part) => part.text ?? part.refusal ?? "";
    const line = (item) => item.type === "message" ? `message: ${JSON.stringify((item.content ?? []).map(text).join(""))}`
      : item.type === "function_call" ? `function_call: ${item.name}(${item.arguments}) call_id=${item.call_id}`
        : `${item.type}: ${JSON.stringify([...(item.summary ?? []), ...(item.content ?? [])].map(text).join(""))}`;
    return [`status: ${response.status}`, response.incomplete_details && `incomplete_details: ${JSON.stringify(response.incomplete_details)}`, response.error && `error: ${JSON.stringify(response.error)}`,
      ...(Array.isArray(response.output) ? response.output : []).map(line), response.usage && `usage: ${JSON.stringify(response.usage)}`].filter(Boolean).join("\n");
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
      notes.push([piece.step && say("step", piece.step), piece.at_us !== undefined && clock(piece.at_us), piece.boundary && (piece.boundary === "proven" ? say("boundary.proven") : say("boundary.not-proven"))].filter(Boolean).join(" "));
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
            box(say("answer.upstream") + note, exchange.status === 0 ? say("headless") : `HTTP ${exchange.status}`, exchange.headers, null),
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

  function focusRow(row) {
    const cause = row.closest("details.cause");
    if (cause) cause.open = true;
    row.querySelector("a.id").focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function moveInList(by) {
    if (viewOf() !== "cases") return;
    const shown = shownRows();
    const at = shown.indexOf(document.activeElement?.closest("li.case"));
    const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + by, 0), shown.length - 1)];
    if (next) focusRow(next);
  }

  function move(by) {
    if (!state.case) { moveInList(by); return; }
    const { previous, next } = neighbours();
    const target = by > 0 ? next : previous;
    if (target !== undefined) location.hash = caseAddress(target);
  }

  /** At once: whoever types on must not lose a letter to a page that is still on its way. */
  function toSearch() {
    if (state.case || viewOf() !== "cases") {
      location.hash = listAddress();
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
      location.hash = listAddress();
    }
  }

  const keys = {
    "/": toSearch,
    j: () => move(1),
    k: () => move(-1),
    f: () => { if (!state.case && viewOf() === "cases") setFilter({ v: state.v === "failed" ? "" : "failed" }); },
    "?": () => showHelp(),
  };
  const viewNames = [...document.querySelectorAll(".views a")].map((anchor) => anchor.dataset.view);
  Object.keys(tabs).forEach((name, place) => {
    keys[place + 1] = () => {
      if (state.case) byId(`tab-${name}`)?.click();
      else if (viewNames[place]) location.hash = `#view=${viewNames[place]}`;
    };
  });

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
      h("dl", {}, key(["/"], "help.search"), key(["j"], "help.next"), key(["k"], "help.previous"), key(["Enter"], "help.open"), key(["Esc"], "help.back"), key(["f"], "help.failures"), key(["1", "…", "6"], "help.tabs"), key(["1", "…", "5"], "help.views"), key(["?"], "help.help")),
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
