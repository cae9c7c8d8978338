const searches = {
  person: ['Users with this value', (value) => findUsers({ uniqueValue: value })],
  trace: ['Users with this trace id', (value) => findUsers({ traceId: value })],
};

/** Looks for a person. What is looked for is in the body, which no log of the app or the platform holds. */
async function findUsers(by) {
  return post('users/find', { ...by, days: 90 });
}

/** An id may be of a request or of a message; those of requests that the app names itself are 32 digits. */
async function showSource(id) {
  const name = encodeURIComponent(id);
  const paths = [`users/${name}`, `requests/${name}/users`];
  const [first, second] = /^[0-9a-f]{32}$/.test(id) ? paths.reverse() : paths;
  try {
    await showUsers(`Users of ${id}`, first, null);
  } catch (error) {
    if (error.status !== 404) {
      throw error;
    }
    await showUsers(`Users of ${id}`, second, null);
  }
}

async function search(kind, value) {
  if (searches[kind]) {
    const [title, find] = searches[kind];
    const { users, isComplete } = await find(value);
    openSheet(
      title,
      users.length ? table('Users', userHeads, users.map(userRow)) : el('p', {}, 'No user is on record with it in the last 90 days.'),
      isComplete ? '' : el('p', {}, 'There are more; the newest are listed.'),
    );
  } else if (value.includes('@')) {
    throw new Error('This looks like an address. Choose “Person”, so that it does not become part of a URL.');
  } else if (kind === 'batch') {
    await showBatch(value);
  } else {
    await showSource(value);
  }
}

$('search').addEventListener('submit', (event) => {
  event.preventDefault();
  const value = $('search-for').value.trim();
  if (value) {
    work(event.submitter ?? $('search').querySelector('button'), () => search($('search-by').value, value), $('search-problem'));
  }
});

const onDay = (id, open) => $(id).addEventListener('click', () => work($(id), () => open(chosenDay()), $('search-problem')));
onDay('day-users', (day) => showDayUsers(day, ''));
onDay('day-needs', (day) => showDayUsers(day, 'needsAttention=true'));
onDay('day-batches', (day) => showBatches(day, ''));
onDay('day-failed', (day) => showBatches(day, 'outcome=Failed'));
