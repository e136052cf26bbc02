'use strict';
const byId = id => document.getElementById(id);
const pause = 500;
let token = sessionStorage.getItem('token') ?? '';

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

async function ask(path, method = 'GET') {
  const headers = token ? { authorization: 'Bearer ' + token } : {};
  const answer = await fetch('/__admin' + path, { method, headers, cache: 'no-store' });
  if (answer.status === 401) {
    byId('unlock').hidden = false;
    throw new Error('The admin token is required.');
  }
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error?.message ?? 'HTTP ' + answer.status);
  byId('unlock').hidden = true;
  return body;
}

const size = bytes => bytes < 1000 ? bytes + ' B' : bytes < 1e6 ? (bytes / 1000).toFixed(1) + ' kB' : (bytes / 1e6).toFixed(1) + ' MB';
const clock = at => new Date(at).toLocaleTimeString();
const plural = (count, word) => count + ' ' + word + (count === 1 ? '' : 's');

function button(text, path, method) {
  const made = element('button', text);
  made.type = 'button';
  made.addEventListener('click', async () => {
    made.disabled = true;
    try { await ask(path, method); } catch (failure) { say(failure.message, true); }
    await refresh();
  });
  return made;
}

// Cards stay in the page while their key does, so that an opened one stays open and the focus is kept.
function fill(list, entries, key, make, update) {
  const known = new Map([...list.children].map(child => [child.dataset.key, child]));
  const wanted = entries.map(entry => {
    const id = String(key(entry));
    const card = known.get(id) ?? make(entry);
    card.dataset.key = id;
    update(card, entry);
    known.delete(id);
    return card;
  });
  for (const gone of known.values()) gone.remove();
  wanted.forEach((card, at) => { if (list.children[at] !== card) list.insertBefore(card, list.children[at] ?? null); });
}

function makeGate(gate) {
  const card = element('li', undefined, 'card');
  const row = element('div', undefined, 'row');
  row.append(element('b', gate), element('span', 'A stream waits here.'), button('Release', '/gates/' + encodeURIComponent(gate), 'POST'));
  card.append(row);
  return card;
}

function makeStream(stream) {
  const card = element('div', undefined, 'card');
  const row = element('div', undefined, 'row');
  row.append(element('b', stream.case), element('span'), button('Kill', '/streams/' + stream.id, 'DELETE'));
  card.append(row, element('pre'));
  return card;
}

function makeRequest(request) {
  const card = element('details');
  const summary = element('summary');
  const row = element('span', undefined, 'row');
  row.append(
    element('span', String(request.status), 'status ' + (request.status < 400 ? 'ok' : 'bad')),
    element('b', request.case ?? 'no case'),
    element('span', request.method + ' ' + request.path),
    element('span', clock(request.at)),
    element('span', plural(request.writes, 'write') + ', ' + size(request.bytes) + ', ' + request.ms + ' ms'),
    element('span', request.end, request.whole ? '' : 'bad'));
  summary.append(row);
  const inside = element('div');
  card.append(summary, inside);
  card.addEventListener('toggle', async () => {
    if (!card.open || inside.childElementCount > 0) return;
    try {
      const full = await ask('/live/' + request.id);
      inside.append(element('h3', 'Request'), element('pre', full.request || '(empty)'), element('h3', 'Answer as sent'), element('pre', full.sent || '(nothing)'));
    } catch (failure) {
      inside.append(element('p', failure.message, 'bad'));
    }
  });
  return card;
}

function say(text, isBad) {
  byId('state').textContent = text;
  byId('state').className = isBad ? 'bad' : '';
}

function show(live) {
  byId('base').textContent = live.base_url;
  byId('cases').textContent = 'serves ' + plural(live.cases, 'case');
  byId('problems-section').hidden = live.problems.length === 0;
  fill(byId('problems'), live.problems, problem => problem, () => element('li', undefined, 'card bad'), (card, problem) => { card.textContent = problem; });
  byId('no-gates').hidden = live.gates.length > 0;
  fill(byId('gates'), live.gates, gate => gate, makeGate, () => {});
  byId('no-streams').hidden = live.streams.length > 0;
  fill(byId('streams'), live.streams, stream => stream.id, makeStream, (card, stream) => {
    card.querySelector('span').textContent = 'since ' + clock(stream.requested) + ', at step ' + stream.step + ', ' + plural(stream.writes, 'write') + ', ' + size(stream.bytes);
    card.querySelector('pre').textContent = stream.tail;
  });
  const isFirst = live.requests.length === 0;
  byId('no-requests').hidden = byId('example').hidden = !isFirst;
  byId('example').textContent = live.example;
  fill(byId('requests'), live.requests, request => request.id, makeRequest, () => {});
}

async function refresh() {
  try {
    show(await ask('/live'));
    say('Live. Updated ' + new Date().toLocaleTimeString() + '.', false);
  } catch (failure) {
    say(failure instanceof TypeError ? 'The mock does not answer.' : failure.message, true);
  }
}

byId('unlock').addEventListener('submit', submitted => {
  submitted.preventDefault();
  token = byId('token').value.trim();
  sessionStorage.setItem('token', token);
  refresh();
});

(async () => {
  for (;;) {
    if (!document.hidden) await refresh();
    await new Promise(done => setTimeout(done, pause));
  }
})();
