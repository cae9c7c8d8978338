let isPaused = false;

/** What the app does, in words, and how that looks. */
function standing(status) {
  const pause = status.pause;
  if (pause) {
    const [title, look, advice] = pauses[pause.reason] ?? ['Nothing is sent', 'paused', ''];
    const until = pause.reason === 'Operator' ? '' : ` Looked at again at ${when(pause.until)}.`;
    return { title, look, detail: `${pause.reason === 'Operator' ? '' : `${pause.message}. `}${advice}${until}` };
  }
  if (status.mode === 'DryRun') {
    return { title: 'Dry run', look: 'dry', detail: 'Everything is done but the call: no user is created in HubSpot.' };
  }
  const isIdle = status.rate.usersPerSecond === 0 && status.queue.messages === 0;
  return { title: 'Running', look: 'running', detail: isIdle ? 'Nothing waits.' : `${plural(status.instances.length, 'process', 'processes')} at work.` };
}

function renderStrip(status) {
  const { title, look, detail } = standing(status);
  isPaused = status.pause?.reason === 'Operator';
  portalId = status.portalId ?? null;
  state($('strip'), 'state', look);
  say($('state'), title);
  say($('state-detail'), detail);
  say($('switch'), isPaused ? 'Resume sending' : 'Pause sending');
  $('switch').disabled = false;

  const { queue, rate, day } = status;
  say($('rate'), number(Math.round(rate.usersPerSecond)));
  say($('rate-limit'), `of ${number(rate.limit)}`);
  $('rate-bar').style.transform = `scaleX(${Math.min(1, rate.usersPerSecond / rate.limit)})`;
  say($('waiting'), number(queue.messages));
  say($('waiting-note'), waitingNote(queue));
  say($('oldest'), queue.messages ? duration(queue.oldestSeconds) : '–');
  say($('oldest-note'), queue.messages ? 'since it came' : 'nothing waits');
  say($('quota'), day ? number(day.remaining ?? day.limit) : '–');
  say($('quota-note'), day ? `of ${number(day.limit)}` : 'not known yet');
  say($('about'), [
    `Version ${status.version.split('+')[0]}`,
    plural(status.instances.length, 'process', 'processes'),
    status.tokenAgeSeconds === undefined ? 'no token read yet' : `token confirmed ${duration(status.tokenAgeSeconds)} ago`,
  ].join(' · '));
}

function waitingNote(queue) {
  const parts = [queue.inProcess && `${number(queue.inProcess)} in work`, queue.deferred && `${number(queue.deferred)} later`].filter(Boolean);
  return parts.length ? `messages, ${parts.join(', ')}` : queue.messages === 1 ? 'message' : 'messages';
}

/** Shows how many users and messages a person must look at; null when the app does not read the poison queue. */
function renderNeeds(poison) {
  const users = poison?.groups.reduce((sum, group) => sum + group.users, 0) ?? 0;
  $('needs-figure').classList.toggle('wanted', Boolean(poison?.messages));
  say($('needs'), poison ? number(users || poison.messages) : '–');
  say($('needs-note'), !poison ? 'not read by the app' : poison.messages === 0 ? 'nothing' : users ? `${users === 1 ? 'user' : 'users'}, oldest ${oldestOf(poison)}` : 'messages');
}

const oldestOf = (poison) => since(poison.groups.map((group) => group.oldest).sort()[0]);

$('switch').addEventListener('click', async () => {
  const decision = isPaused || await decide({
    title: 'Pause sending?',
    text: 'No process sends anything until sending is resumed. Users that come in wait on the queue, and nothing is lost. Calls that are under way are finished.',
    action: 'Pause sending',
  });
  if (decision) {
    await work($('switch'), async () => {
      await post(isPaused ? 'resume' : 'pause');
      await refresh();
    });
  }
});
