const pageSize = 10;
const segments = ['Created', 'Duplicate', 'DryRun', 'Rejected', 'Unknown'];
let shown = pageSize;
let newest = null;
let today = null;

const chosenDay = () => $('day').value.replaceAll('-', '') || utcDay();
const utcDay = () => new Date().toISOString().slice(0, 10).replaceAll('-', '');

/** Follows the day of UTC over midnight, unless a person chose another. */
function keepDay() {
  const now = new Date().toISOString().slice(0, 10);
  if (!$('day').value || $('day').value === today) {
    $('day').value = now;
  }
  $('day').max = now;
  today = now;
}

/** The app looks at some thousands of a day's uploads for a page, so that one may be empty and others follow. */
const mostPages = 20;

async function loadUploads() {
  let [requests, continuation] = [[], null];
  for (let pages = 0; pages === 0 || (continuation && requests.length < shown && pages < mostPages); pages += 1) {
    const page = await read(withQuery(`requests?day=${chosenDay()}&top=${shown - requests.length}`, $('upload-filter').value, continuation && `continuation=${encodeURIComponent(continuation)}`));
    requests = [...requests, ...page.requests];
    continuation = page.continuation;
  }
  return { requests, continuation };
}

function makeUpload(upload) {
  const path = `requests/${encodeURIComponent(upload.requestId)}/users`;
  const name = `failures-${upload.requestId.replaceAll(':', '_')}.csv`;
  const failures = el('button', { type: 'button', 'data-part': 'failures', onclick: () => work(failures, () => download(`${path}?needsAttention=true`, name)) });
  const users = el('button', { type: 'button', onclick: () => work(users, () => showUsers(`Users of ${upload.requestId}`, path, `users-${upload.requestId.replaceAll(':', '_')}.csv`, { filters: uploadUserFilters })) }, 'Users');
  return el('li', {},
    el('div', {},
      el('div', { class: 'title' }, el('h3', { 'data-part': 'title' }), el('span', { class: 'pill', 'data-part': 'state' }), el('span', { class: 'id' }, upload.requestId)),
      el('div', { class: 'bar', 'aria-hidden': 'true' }, segments.map((segment) => el('i', { class: segment.toLowerCase(), 'data-part': segment }))),
      el('p', { 'data-part': 'counts' })),
    el('div', { class: 'actions' }, failures, users));
}

function updateUpload(item, upload) {
  const [word, look] = uploadStates[upload.state] ?? [upload.state, ''];
  state(item, 'state', upload.state);
  item.classList.toggle('new', upload.requestId === newest);
  say(part(item, 'title'), `${uploadKinds[upload.kind]} of ${when(upload.receivedAt)}`);
  say(part(item, 'state'), upload.state === 'Done' && upload.pending > 0 ? 'left open' : word);
  part(item, 'state').className = `pill ${look}`;
  for (const segment of segments) {
    const count = upload.outcomes[segment] ?? 0;
    const bar = part(item, segment);
    bar.style.flexGrow = upload.inputs ? count / upload.inputs : 0;
    bar.classList.toggle('some', count > 0);
  }
  const counts = segments.filter((segment) => upload.outcomes[segment]).map((segment) => `${number(upload.outcomes[segment])} ${outcomeWords[segment]}`);
  if (upload.pending) {
    counts.push(`${number(upload.pending)} waiting`);
  }
  if (upload.faultyLines) {
    counts.push(plural(upload.faultyLines, 'faulty line'));
  }
  const advice = upload.state !== 'Interrupted' ? '' : upload.kind === 'Import' ? '. Send the same file in the same way to resume where it stopped' : '. Send it again with its key to resume where it stopped';
  say(part(item, 'counts'), `${plural(upload.inputs, 'user')}: ${counts.join(', ') || 'none yet'}${advice}`);
  const failures = part(item, 'failures');
  show(failures, upload.needsAttention > 0);
  say(failures, `Failures (${number(upload.needsAttention)})`);
}

function renderUploads(list) {
  keyed($('uploads'), list.requests, (upload) => upload.requestId, makeUpload, updateUpload);
  show($('uploads-more'), Boolean(list.continuation));
  const isFiltered = Boolean($('upload-filter').value);
  say($('uploads-none'), isFiltered ? 'No such uploads on this day.' : 'No uploads on this day.');
  const isFirst = list.requests.length === 0 && !isFiltered && hour?.steps.length === 0 && $('day').value === today;
  show($('uploads-none'), list.requests.length === 0 && !isFirst);
  show($('first'), isFirst);
  if (isFirst && !$('first').hasChildNodes()) {
    $('first').append(
      el('h3', {}, 'Send your first user'),
      el('p', {}, 'Drop a file with a header such as ', el('code', {}, 'hs_email,hs_given_name'), ', or send one from a shell, with the key in place of ', el('code', {}, '$KEY'), ':'),
      el('pre', { tabindex: '0' }, el('code', {}, `curl -X POST '${new URL('users/batch', root)}' -H "x-functions-key: $KEY" -H 'Content-Type: application/json' \\\n  -d '{"inputs":[{"properties":{"hs_email":"ada@example.com"},"associations":[]}]}'`)));
  }
}

$('upload-filter').append(...options(uploadFilters));
for (const filter of ['day', 'upload-filter']) {
  $(filter).addEventListener('change', () => {
    shown = pageSize;
    refresh();
  });
}
$('uploads-more').addEventListener('click', () => work($('uploads-more'), async () => {
  shown = Math.min(1000, shown + 2 * pageSize);
  renderUploads(await loadUploads());
}));
