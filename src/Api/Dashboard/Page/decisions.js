/** How many messages a task was begun for, by its id. */
const begun = new Map();
const lookAgain = 1000;

/** Asks what becomes of messages: users that may be in HubSpot are never sent or deleted without being chosen. */
function askAbout(group, verb) {
  const [title] = reasons[group.reason] ?? [group.reason];
  const isRedrive = verb === 'redrive';
  const isAllDoubtful = group.doubtful === group.messages;
  const choices = group.doubtful === 0 ? [] : [
    ...(isAllDoubtful ? [] : [['leave', `Leave ${plural(group.doubtful, 'message')} whose users may be in HubSpot`]]),
    [isRedrive ? 'send' : 'drop', isRedrive
      ? `Send them although they may be in HubSpot (${plural(group.doubtful, 'message')}). With a unique property HubSpot is asked first; without one, a user that is there is created twice.`
      : `Delete them although their outcome is unknown (${plural(group.doubtful, 'message')})`],
  ];
  return decide({
    title: isRedrive ? `Send ${plural(group.users || group.messages, group.users ? 'user' : 'message')} again?` : `Delete ${plural(group.messages, 'message')}?`,
    text: isRedrive
      ? `${title}. They keep their identity: one that was created meanwhile is not created again.`
      : `${title}. Deleted messages cannot be brought back. Users without an outcome end as rejected.`,
    action: isRedrive ? 'Send again' : 'Delete',
    isDanger: !isRedrive,
    choices,
    preset: choices.length && !isAllDoubtful ? 'leave' : null,
  });
}

/** Begins what a person decides about messages, and gives the task; null when nothing was decided. */
async function decideAbout(group, verb, filter) {
  const choice = await askAbout(group, verb);
  if (!choice) {
    return null;
  }
  const task = await post(`poison/${verb}`, { ...filter, ...(['send', 'drop'].includes(choice) ? { unknown: choice } : {}) });
  begun.set(task.id, group.messages);
  await refresh();
  return task;
}

const ended = {
  Redrive: 'Sent again.',
  Drop: 'Deleted.',
  Correct: 'Sent as corrected.',
  MarkCreated: 'Recorded as created.',
};

/** Waits for the end of a task about one message, and says what came of it: it may have found the message changed. */
async function endOf(task) {
  let now = task;
  while (!now.endedAt) {
    await new Promise((resolve) => { setTimeout(resolve, lookAgain); });
    now = await read(`poison/tasks/${task.id}`);
  }
  await refresh();
  if (now.messages > 0) {
    return [true, ended[now.kind]];
  }
  if (now.state === 'Stopped') {
    return [false, `Stopped, nothing was done. ${now.detail ?? ''}`];
  }
  return [false, now.skipped > 0 ? 'Left as it is: the user is in a batch at the moment, or the message has changed. Open the list again.' : 'Nothing was done: the message is no longer in the queue.'];
}
