const recent = 10 * 60 * 1000;
const mostTasks = 3;
const begun = new Map();

/** Asks what becomes of users that may be in HubSpot: they are never sent or deleted without being chosen. */
function decideAbout(group, verb, word, isDanger) {
  const [title] = reasons[group.reason] ?? [group.reason];
  const isAllDoubtful = group.doubtful === group.messages;
  const choices = group.doubtful === 0 ? [] : [
    ...(isAllDoubtful ? [] : [['leave', `Leave ${plural(group.doubtful, 'message')} whose users may be in HubSpot`]]),
    [word, verb === 'redrive'
      ? `Send them although they may be in HubSpot (${plural(group.doubtful, 'message')}). With a unique property HubSpot is asked first; without one, a user that is there is created twice.`
      : `Delete them although their outcome is unknown (${plural(group.doubtful, 'message')})`],
  ];
  return decide({
    title: verb === 'redrive' ? `Send ${plural(group.users || group.messages, group.users ? 'user' : 'message')} again?` : `Delete ${plural(group.messages, 'message')}?`,
    text: verb === 'redrive'
      ? `${title}. They keep their identity: one that was created meanwhile is not created again.`
      : `${title}. Deleted messages cannot be brought back. Users without an outcome end as rejected.`,
    action: verb === 'redrive' ? 'Send again' : 'Delete',
    isDanger,
    choices,
    preset: choices.length && !isAllDoubtful ? 'leave' : null,
  });
}

async function begin(group, verb, word) {
  const choice = await decideAbout(group, verb, word, verb === 'drop');
  if (choice) {
    const task = await post(`poison/${verb}`, { reason: group.reason, ...(choice === word ? { unknown: word } : {}) });
    begun.set(task.id, group.messages);
    await refresh();
  }
}

const messageHeads = ['Poisoned', 'Users', 'What went wrong', 'Source', ''];

function messageRow(message) {
  const doubt = message.doubtful ? ' May be in HubSpot.' : message.needsCorrection ? ' Needs a correction.' : '';
  const open = el('button', { type: 'button', class: 'plain', onclick: () => work(open, () => showUsers(`Users of ${message.sourceId}`, `users/${encodeURIComponent(message.sourceId)}`, null)) }, 'Users');
  return el('tr', {},
    el('td', { class: 'tight' }, when(message.failedAt)),
    el('td', { class: 'tight' }, number(message.users)),
    el('td', { class: 'text' }, `${message.detail ?? ''}${doubt}`),
    el('td', { class: 'id' }, message.sourceId),
    el('td', {}, open));
}

function makeGroup(group) {
  let known = group;
  const [title, advice] = reasons[group.reason] ?? [group.reason, ''];
  const again = el('button', { type: 'button', 'data-part': 'again', onclick: () => work(again, () => begin(known, 'redrive', 'send')) }, 'Send again');
  const drop = el('button', { type: 'button', onclick: () => work(drop, () => begin(known, 'drop', 'drop')) }, 'Delete');
  const open = el('button', { type: 'button', onclick: () => work(open, () => showPages(title, 'Messages', messageHeads, async (query) => {
    const page = await read(withQuery(`poison/messages?reason=${encodeURIComponent(known.reason)}`, query));
    return { items: page.messages, next: page.continuation };
  }, messageRow, 'No such messages.')) }, 'Show');
  const item = el('li', {},
    el('div', {}, el('div', { class: 'title' }, el('h3', {}, title), el('span', { class: 'pill bad', 'data-part': 'count' }), el('span', { class: 'quiet', 'data-part': 'age' })), el('p', {}, advice), el('p', { class: 'quiet', 'data-part': 'note' })),
    el('div', { class: 'actions' }, open, drop, again));
  item.learn = (current) => { known = current; };
  return item;
}

function updateGroup(item, group) {
  item.learn(group);
  say(part(item, 'count'), group.users ? plural(group.users, 'user') : plural(group.messages, 'message'));
  say(part(item, 'age'), `oldest ${since(group.oldest)}`);
  const notes = [
    group.doubtful && `${plural(group.doubtful, 'message')} may be in HubSpot already: you choose what becomes of them.`,
    group.needCorrection && `${plural(group.needCorrection, 'message')} cannot be sent as ${group.needCorrection === 1 ? 'it is' : 'they are'}.`,
  ].filter(Boolean);
  say(part(item, 'note'), notes.join(' '));
  show(part(item, 'again'), group.needCorrection < group.messages);
}

function makeTask(task) {
  const stop = el('button', { type: 'button', 'data-part': 'stop', onclick: () => work(stop, async () => {
    await post(`poison/tasks/${task.id}/stop`);
    await refresh();
  }) }, 'Stop');
  return el('li', { class: 'task' },
    el('div', {}, el('div', { class: 'title' }, el('h3', {}, tasks[task.kind] ?? task.kind), el('span', { class: 'pill', 'data-part': 'state' })), el('progress', { 'data-part': 'progress', 'aria-label': tasks[task.kind] ?? task.kind }), el('p', { 'data-part': 'counts' })),
    el('div', { class: 'actions' }, stop));
}

function updateTask(item, task) {
  const isOver = task.state === 'Done' || task.state === 'Stopped';
  const expected = begun.get(task.id);
  const progress = part(item, 'progress');
  say(part(item, 'state'), taskStates[task.state] ?? task.state);
  part(item, 'state').className = `pill ${task.state === 'Done' ? 'good' : isOver ? 'warn' : ''}`;
  progress.max = Math.max(1, expected ?? 1);
  if (isOver) {
    progress.value = progress.max;
  } else if (expected) {
    progress.value = Math.min(expected, task.messages + task.skipped);
  } else {
    progress.removeAttribute('value');
  }
  show(progress, !isOver);
  const of = expected && !isOver ? ` of ${number(expected)}` : '';
  say(part(item, 'counts'), `${reasons[task.reason]?.[0] ?? 'All reasons'}: ${number(task.messages)}${of} ${task.messages === 1 && !of ? 'message' : 'messages'} with ${plural(task.users, 'user')}${task.skipped ? `, ${number(task.skipped)} left for a decision or a correction` : ''}.`);
  show(part(item, 'stop'), !isOver);
}

/** What ended is shown for a while, unless it did nothing. */
const isNews = (task) => task.kind !== 'Scan' && task.messages + task.skipped > 0 && Date.now() - new Date(task.endedAt) < recent;

function renderAttention(poison, list) {
  const current = list?.tasks.filter((task) => !task.endedAt || isNews(task)).slice(0, mostTasks) ?? [];
  keyed($('tasks'), current, (task) => task.id, makeTask, updateTask);
  keyed($('groups'), poison?.groups ?? [], (group) => group.reason, makeGroup, updateGroup);
  say($('attention-note'), !poison || poison.isComplete ? '' : 'The queue is being counted.');
  say($('attention-none'), poison ? 'Nothing needs a person.' : 'The app does not read its poison queue (Poison:IsManaged is false).');
  show($('attention-none'), !poison || (poison.groups.length === 0 && poison.messages === 0));
}
