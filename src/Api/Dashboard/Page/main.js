const busyPause = 2000;
const idlePause = 10000;
let timer = 0;
let round = 0;

/** Shows the form for the key, and nothing of what the key opened. */
function askForKey(problem = '') {
  clearTimeout(timer);
  round += 1;
  key.forget();
  $('sheet').close();
  $('decision').close();
  show($('board'), false);
  show($('forget'), false);
  show($('entry'), true);
  say($('seen'), '');
  say($('entry-problem'), problem);
  $('key').value = '';
  $('key').focus();
}

/** Reads what the page may not be allowed or able to have: null then. */
const optional = (path) => read(path).catch((error) => {
  if (error instanceof Problem && error.status === 403) {
    return null;
  }
  throw error;
});

/** Reads all that is shown, and shows it at once. The next round begins when this one is over, so that a slow app is not asked more. */
async function refresh() {
  clearTimeout(timer);
  round += 1;
  const own = round;
  keepDay();
  let pause = idlePause;
  try {
    const [status, outcomes, uploads, poison, list] = await Promise.all([read('status'), read('outcomes'), loadUploads(), optional('poison'), optional('poison/tasks?top=10')]);
    if (own !== round) {
      return;
    }
    show($('entry'), false);
    show($('board'), true);
    show($('forget'), true);
    renderStrip(status);
    renderNeeds(poison);
    renderChart(outcomes, status.rate.limit);
    renderUploads(uploads);
    renderAttention(poison, list);
    say($('seen'), `Updated ${clockSeconds.format(new Date())}`);
    pause = isBusy(status, uploads, list) ? busyPause : idlePause;
  } catch (error) {
    if (own !== round) {
      return;
    }
    if (error instanceof KeyRefused) {
      askForKey('The key was refused. Check it, and enter it again.');
      return;
    }
    failed(error);
  }
  schedule(pause);
}

const isBusy = (status, uploads, list) => status.queue.messages > 0 || status.rate.usersPerSecond > 0
  || uploads.requests.some((upload) => upload.state !== 'Done') || Boolean(list?.tasks.some((task) => !task.endedAt));

function failed(error) {
  say($('seen'), 'Not updated');
  if ($('board').hidden) {
    say($('entry-problem'), sentence(error));
    show($('entry'), true);
  } else {
    state($('strip'), 'state', 'refused');
    say($('state'), 'No response');
    say($('state-detail'), `${sentence(error)} What is shown is old.`);
  }
}

/** A page in a hidden tab sends no requests. */
function schedule(pause) {
  clearTimeout(timer);
  if (!document.hidden) {
    timer = setTimeout(refresh, pause);
  }
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && key.get()) {
    refresh();
  }
});
$('entry').addEventListener('submit', (event) => {
  event.preventDefault();
  key.keep($('key').value.trim());
  $('key').value = '';
  work(event.submitter ?? $('entry').querySelector('button'), refresh, $('entry-problem'));
});
$('forget').addEventListener('click', () => askForKey());

// A key in the address would stay in the browser's history.
if (location.search) {
  history.replaceState(null, '', location.pathname);
}
if (key.get()) {
  refresh();
} else {
  askForKey();
}
