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

const options = (filters, preset = '') => filters.map(([value, words]) => el('option', { value, selected: value === preset }, words));

/**
 * Shows a list page by page.
 * @param load Reads a page: what the filter says, and where it begins.
 * @param foot Makes what stands below a list that has items, given what the filter says.
 * @param filters What it can be filtered by, and the one to begin with.
 */
async function showPages({ title, label, heads, load, rowOf, nothing, foot = () => [], filters = [], preset = '' }) {
  const choice = el('select', {}, options(filters, preset));
  const body = table(label, heads, []);
  const [rows, none, place, failed] = [body.querySelector('tbody'), el('p', {}, nothing), el('div', { class: 'pages' }), el('p', { class: 'problem', role: 'alert' })];
  const more = el('button', { type: 'button' }, 'Show more');
  const below = el('div', { class: 'sheet-foot' });
  let [next, turn] = [null, 0];

  async function begin() {
    turn += 1;
    const own = turn;
    const page = await load(choice.value, '');
    if (own === turn) {
      rows.replaceChildren(...page.items.map(rowOf));
      place.replaceChildren(page.items.length ? body : none);
      next = page.next;
      more.hidden = !next;
      below.replaceChildren(more, ...(page.items.length ? foot(() => choice.value) : []));
    }
  }
  more.addEventListener('click', () => work(more, async () => {
    const own = turn;
    const page = await load(choice.value, `continuation=${encodeURIComponent(next)}`);
    if (own === turn) {
      rows.append(...page.items.map(rowOf));
      next = page.next;
      more.hidden = !next;
    }
  }, failed));
  choice.addEventListener('change', () => {
    // What is below stays where it is, however many are left.
    place.style.minHeight = `${place.offsetHeight}px`;
    work({}, begin, failed);
  });
  await begin();
  openSheet(title, filters.length ? el('label', { class: 'day filter' }, 'Show ', choice) : '', place, failed, below);
}

const withQuery = (path, ...queries) => queries.filter(Boolean).reduce((all, query) => `${all}${all.includes('?') ? '&' : '?'}${query}`, path);
const userHeads = ['Place', 'Outcome', 'In HubSpot', 'What went wrong', 'Trace id', 'When'];

/** Shows users of a list that has pages, and gives them as a file. */
function showUsers(title, path, fileName, { filters = [], preset = '' } = {}) {
  const save = (filter) => {
    const button = el('button', { type: 'button', onclick: () => work(button, () => download(withQuery(path, filter()), fileName)) }, 'Download as CSV');
    return [button];
  };
  return showPages({
    title, label: 'Users', heads: userHeads, rowOf: userRow, nothing: 'No such users.', foot: fileName ? save : undefined, filters, preset,
    load: async (filter, query) => {
      const page = await read(withQuery(path, filter, query));
      return { items: page.users, next: page.continuation };
    },
  });
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

/** Shows the users of a day. */
const showDayUsers = (day, preset) => showUsers(`Users of ${dayWords(day)}`, `users?day=${day}`, `users-${day}.csv`, { filters: userFilters, preset });

/** Shows the calls to HubSpot of a day. */
const showBatches = (day, preset) => showPages({
  title: `Calls to HubSpot of ${dayWords(day)}`, label: 'Calls', heads: ['Sent', 'Outcome', 'Users', 'What went wrong', 'HubSpot took', ''], rowOf: batchRow, nothing: 'No such calls.', filters: callFilters, preset,
  load: async (filter, query) => {
    const page = await read(withQuery(`batches?day=${day}`, filter, query));
    return { items: page.batches, next: page.continuation };
  },
});

/** Shows a call to HubSpot with its users. */
async function showBatch(id) {
  const { batch, users } = await read(`batches/${encodeURIComponent(id)}`);
  const facts = [batch.sentAt && `Sent ${when(batch.sentAt)}`, batch.httpStatus && `HTTP ${batch.httpStatus}`, batch.correlationId && `HubSpot’s id for support: ${batch.correlationId}`];
  openSheet(`Batch ${batch.id}`, el('p', { class: 'facts quiet' }, facts.filter(Boolean).map((fact) => el('span', {}, fact))), table('Users', userHeads, users.map(userRow)));
}
