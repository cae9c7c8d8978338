const recent = 10 * 60 * 1000;
const mostTasks = 3;

function makeGroup(group) {
  let known = group;
  const [title, advice] = reasons[group.reason] ?? [group.reason, ''];
  const again = el('button', { type: 'button', 'data-part': 'again', onclick: () => work(again, () => decideAbout(known, 'redrive', { reason: known.reason })) }, 'Send again');
  const drop = el('button', { type: 'button', onclick: () => work(drop, () => decideAbout(known, 'drop', { reason: known.reason })) }, 'Delete');
  const open = el('button', { type: 'button', onclick: () => work(open, () => showMessages(known.reason)) }, 'Show');
  const item = el('li', {},
    el('div', {}, el('div', { class: 'title' }, el('h3', {}, title), el('span', { class: 'pill bad', 'data-part': 'count' }), el('span', { class: 'quiet', 'data-part': 'age' })), el('p', {}, advice), el('p', { class: 'quiet', 'data-part': 'note' })),
    el('div', { class: 'actions' }, open, drop, again));
  item.update = (current) => { known = current; };
  return item;
}

function updateGroup(item, group) {
  item.update(group);
  say(part(item, 'count'), group.users ? plural(group.users, 'user') : plural(group.messages, 'message'));
  say(part(item, 'age'), `oldest ${since(group.oldest)}`);
  const notes = [
    group.doubtful && `${plural(group.doubtful, 'message')} may be in HubSpot already: you choose what becomes of ${group.doubtful === 1 ? 'it' : 'each'}, one by one (Show) or all at once.`,
    group.needCorrection && `${plural(group.needCorrection, 'message')} cannot be sent as ${group.needCorrection === 1 ? 'it is' : 'they are'}: correct ${group.needCorrection === 1 ? 'its' : 'their'} users (Show).`,
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

/** Which messages a task is about, in words. */
function meantBy(task) {
  if (task.messageId) {
    return 'One message';
  }
  const parts = [reasons[task.reason]?.[0] ?? task.reason, task.source && `of ${task.source}`, (task.from || task.to) && 'of a certain time'].filter(Boolean);
  return parts.length ? parts.join(', ') : 'All reasons';
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
  say(part(item, 'counts'), `${meantBy(task)}: ${number(task.messages)}${of} ${task.messages === 1 && !of ? 'message' : 'messages'} with ${plural(task.users, 'user')}${task.skipped ? `, ${number(task.skipped)} left for a decision or a correction` : ''}.`);
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
