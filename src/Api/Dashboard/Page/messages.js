const messageHeads = ['Message', 'Poisoned', 'Users', 'What went wrong', 'Source'];

function messageRow(message, reason) {
  const doubt = message.doubtful ? ' May be in HubSpot.' : message.needsCorrection ? ' Needs a correction.' : '';
  const open = el('button', { type: 'button', class: 'plain', 'aria-label': `Decide about the message of ${message.sourceId}`, onclick: () => work(open, () => showMessage(message, reason)) }, 'Decide');
  return el('tr', {},
    el('td', {}, open),
    el('td', { class: 'tight' }, when(message.failedAt)),
    el('td', { class: 'tight' }, number(message.users)),
    el('td', { class: 'text' }, `${message.detail ?? ''}${doubt}`),
    el('td', { class: 'id' }, message.sourceId));
}

/** Shows the messages of a reason. */
function showMessages(reason) {
  const [title] = reasons[reason] ?? [reason];
  return showPages({
    title, label: 'Messages', heads: messageHeads, rowOf: (message) => messageRow(message, reason), nothing: 'No such messages.',
    load: async (_, query) => {
      const page = await read(withQuery(`poison/messages?reason=${encodeURIComponent(reason)}`, query));
      return { items: page.messages, next: page.continuation };
    },
  });
}

/** What is on record of a message's users, by their position. One that never reached HubSpot, or lost its identity, is not on record. */
async function outcomesOf(message) {
  if (message.sourceId.startsWith('host:')) {
    return new Map();
  }
  try {
    const { users } = await read(`users/${encodeURIComponent(message.sourceId)}?top=1000`);
    return new Map(users.map((user) => [user.index, user]));
  } catch (error) {
    if (error.status !== 404) {
      throw error;
    }
    return new Map();
  }
}

/** Buttons of which one is carried out; what came of it takes their place, and the focus. */
function eitherOf(decisions, then = () => {}) {
  const said = el('p', { class: 'quiet', role: 'status', tabindex: '-1' });
  const buttons = decisions.map(([words, decideNow]) => {
    const button = el('button', { type: 'button', onclick: () => work(button, () => carryOut(decideNow), said) }, words);
    return button;
  });
  const showAll = (isShown) => buttons.forEach((button) => show(button, isShown));

  async function carryOut(decideNow) {
    const task = await decideNow();
    if (!task) {
      return;
    }
    showAll(false);
    say(said, 'Under way…');
    said.focus();
    let isDone = false;
    try {
      let text;
      [isDone, text] = await endOf(task);
      say(said, text);
    } finally {
      showAll(!isDone);
    }
    if (isDone) {
      then();
    }
  }

  return el('div', { class: 'actions' }, buttons, said);
}

function userItem(message, index, user) {
  const decisions = [
    ...(message.doubtful ? [['It is in HubSpot', () => markCreated(message, index)]] : []),
    ['Correct', () => correct(message, index, user)],
  ];
  return el('li', { 'data-key': index },
    el('div', {},
      el('div', { class: 'title' }, el('h3', {}, `no. ${number(index + 1)}`), user && outcome(user.outcome), user?.objectWriteTraceId && el('span', { class: 'id' }, user.objectWriteTraceId)),
      el('p', {}, user ? [user.errorCategory, user.errorMessage].filter(Boolean).join(': ') : 'Nothing is on record of it.')),
    eitherOf(decisions));
}

/** Shows one message with its users, and what can be done about it and them. */
async function showMessage(message, reason) {
  const known = await outcomesOf(message);
  const [title, advice] = reasons[message.reason] ?? [message.reason, ''];
  // A message that cannot be read has no positions: what is sent in its place is its first user.
  const indexes = message.indexes.length ? message.indexes : [0];
  const group = { reason: message.reason, messages: 1, users: message.users, doubtful: message.doubtful ? 1 : 0 };
  const back = el('button', { type: 'button', onclick: () => work(back, () => showMessages(reason)) }, 'Back to the list');
  const users = el('ul', { class: 'list' }, indexes.map((index) => userItem(message, index, known.get(index))));
  const all = eitherOf([
    ...(message.needsCorrection ? [] : [['Send again', () => decideAbout(group, 'redrive', { id: message.id })]]),
    ['Delete', () => decideAbout(group, 'drop', { id: message.id })],
  ], () => users.querySelectorAll('.actions').forEach((one) => show(one, false)));
  openSheet(title,
    el('p', { class: 'facts quiet' }, [`Poisoned ${when(message.failedAt)}`, plural(message.users, 'user'), `source ${message.sourceId}`].map((fact) => el('span', {}, fact))),
    el('p', {}, [message.detail, advice].filter(Boolean).join(' ')),
    el('div', { class: 'whole' }, el('h3', {}, message.users === 1 ? 'The message' : 'The whole message'), all),
    el('h3', {}, message.users === 1 ? 'Its user' : 'Its users, one by one'),
    users,
    message.users > indexes.length ? el('p', { class: 'quiet' }, `The first ${number(indexes.length)} of ${number(message.users)} are listed.`) : null,
    el('div', { class: 'sheet-foot' }, back));
}
