let portalId = null;

/** A user of HubSpot, as a link where the account is known. 0-115 is HubSpot's type of users. */
function record(id) {
  return portalId && /^[0-9]+$/.test(id)
    ? el('a', { href: `https://app.hubspot.com/contacts/${portalId}/record/0-115/${id}`, target: '_blank', rel: 'noopener noreferrer' }, id)
    : el('span', { class: 'id' }, id);
}

const outcome = (name) => el('span', { class: `pill ${outcomeNotes[name] ?? ''}` }, outcomeWords[name] ?? name);

function userRow(user) {
  const id = user.id ?? user.existingId;
  return el('tr', {},
    el('td', { class: 'tight' }, user.line ? `line ${number(user.line)}` : user.index === undefined ? '' : `no. ${number(user.index + 1)}`),
    el('td', { class: 'tight' }, outcome(user.outcome)),
    el('td', { class: 'tight' }, id ? record(id) : ''),
    el('td', { class: 'text' }, [user.errorCategory, user.errorMessage].filter(Boolean).join(': ')),
    el('td', { class: 'id' }, user.objectWriteTraceId ?? ''),
    el('td', { class: 'tight' }, user.completedAt ? when(user.completedAt) : ''));
}

/** Shows a list page by page. */
async function showPages(title, label, heads, load, rowOf, nothing, foot = []) {
  const first = await load('');
  const body = table(label, heads, first.items.map(rowOf));
  const problem = el('p', { class: 'problem', role: 'alert' });
  const more = el('button', { type: 'button' }, 'Show more');
  let next = first.next;
  more.hidden = !next;
  more.addEventListener('click', () => work(more, async () => {
    const page = await load(`continuation=${encodeURIComponent(next)}`);
    body.querySelector('tbody').append(...page.items.map(rowOf));
    next = page.next;
    more.hidden = !next;
  }, problem));
  openSheet(title, first.items.length ? body : el('p', {}, nothing), problem, el('div', { class: 'sheet-foot' }, more, first.items.length ? foot : []));
}

const withQuery = (path, query) => (query ? `${path}${path.includes('?') ? '&' : '?'}${query}` : path);
const userHeads = ['Place', 'Outcome', 'In HubSpot', 'What went wrong', 'Trace id', 'When'];

/** Shows users of a list that has pages, and gives them as a file. */
function showUsers(title, path, fileName, nothing = 'No such users.') {
  const save = el('button', { type: 'button', onclick: () => work(save, () => download(path, fileName)) }, 'Download as CSV');
  return showPages(title, 'Users', userHeads, async (query) => {
    const page = await read(withQuery(path, query));
    return { items: page.users, next: page.continuation };
  }, userRow, nothing, fileName ? [save] : []);
}

function batchRow(batch) {
  const counts = Object.entries(batch.counts).filter(([name, count]) => count > 0 && name !== 'total').map(([name, count]) => `${number(count)} ${outcomeWords[name[0].toUpperCase() + name.slice(1)] ?? name}`);
  return el('tr', {},
    el('td', { class: 'tight' }, batch.sentAt ? when(batch.sentAt) : ''),
    el('td', { class: 'tight' }, el('span', { class: `pill ${batch.outcome === 'Succeeded' ? 'good' : batch.outcome === 'Failed' ? 'bad' : 'warn'}` }, batch.outcome)),
    el('td', {}, counts.join(', ')),
    el('td', { class: 'text' }, batch.errorSummary ?? ''),
    el('td', { class: 'tight' }, batch.durationMs === undefined ? '' : `${number(batch.durationMs)} ms`),
    el('td', {}, el('button', { type: 'button', class: 'plain', onclick: (event) => work(event.target, () => showBatch(batch.id)) }, 'Users')));
}

/** Shows the calls to HubSpot of a day. */
function showBatches(title, path) {
  return showPages(title, 'Calls', ['Sent', 'Outcome', 'Users', 'What went wrong', 'HubSpot took', ''], async (query) => {
    const page = await read(withQuery(path, query));
    return { items: page.batches, next: page.continuation };
  }, batchRow, 'No such calls on this day.');
}

/** Shows a call to HubSpot with its users. */
async function showBatch(id) {
  const { batch, users } = await read(`batches/${encodeURIComponent(id)}`);
  const facts = [batch.sentAt && `Sent ${when(batch.sentAt)}`, batch.httpStatus && `HTTP ${batch.httpStatus}`, batch.correlationId && `HubSpot’s id for support: ${batch.correlationId}`];
  openSheet(`Batch ${batch.id}`, el('p', { class: 'facts quiet' }, facts.filter(Boolean).map((fact) => el('span', {}, fact))), table('Users', userHeads, users.map(userRow)));
}
