const numbers = new Intl.NumberFormat('en');
const number = (value) => numbers.format(value);
const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

/** A time as long as a person says it: 42 s, 5 min, 3 h, 2 days. */
function duration(seconds) {
  if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 5400) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 129600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}

const isToday = (time) => time.toDateString() === new Date().toDateString();
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** A time of the API in the reader's own zone. */
function when(text) {
  const time = new Date(text);
  return isToday(time) ? clock.format(time) : `${date.format(time)}, ${clock.format(time)}`;
}

/** A day of the API, which is one of UTC. */
const dayWords = (day) => `${Number(day.slice(6))} ${new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(Date.UTC(day.slice(0, 4), day.slice(4, 6) - 1))}`;

const since = (text) => duration(Math.max(0, (Date.now() - new Date(text)) / 1000));

const outcomeWords = {
  Created: 'created',
  Duplicate: 'already there',
  Rejected: 'rejected',
  Unknown: 'unknown',
  DryRun: 'dry run',
  Pending: 'waiting',
  Faulty: 'faulty line',
};

/** What lists can be filtered by: what is asked of the app, and the words for it. */
const userFilters = [
  ['', 'All'], ['needsAttention=true', 'Needs attention'], ['outcome=Created', 'Created'], ['outcome=Duplicate', 'Already there'], ['outcome=Rejected', 'Rejected'], ['outcome=Unknown', 'Unknown'], ['outcome=DryRun', 'Dry run'],
];
const uploadUserFilters = [...userFilters, ['outcome=Pending', 'In a batch now'], ['outcome=Faulty', 'Faulty lines']];
const callFilters = [
  ['', 'All'], ['outcome=Succeeded', 'Succeeded'], ['outcome=PartiallySucceeded', 'Partially succeeded'], ['outcome=Failed', 'Failed'], ['outcome=Unknown', 'Unknown'], ['outcome=Duplicate', 'Already there'], ['outcome=DryRun', 'Dry run'],
];
const uploadFilters = [
  ['', 'All'], ['needsAttention=true', 'Needs attention'], ['state=Running', 'Receiving'], ['state=Queued', 'Creating'], ['state=Interrupted', 'Interrupted'], ['state=Done', 'Done'],
];

const outcomeNotes = { Created: 'good', Duplicate: '', Rejected: 'bad', Unknown: 'warn', Faulty: 'bad' };

const reasons = {
  InvalidMessage: ['Messages that cannot be read', 'They are not JSON, or have no form that the app takes. Correct them where they come from, then delete these.'],
  InvalidInput: ['Users with faults in their fields', 'They were not sent to HubSpot. Correct them, or delete these and send them again.'],
  Rejected: ['Users that HubSpot refused', 'The message beside each says why. Sending again helps once the cause is gone, such as a property that was missing.'],
  IdReused: ['Users under an id that another user has', 'They were not sent. Correct the producer’s ids.'],
  Unknown: ['Users of unknown outcome', 'The response was lost, so they may be in HubSpot. Look them up before you decide.'],
  RetriesExhausted: ['Users that could not be sent', 'Every attempt failed. They are not in HubSpot, and can be sent again.'],
  Expired: ['Users whose message ran out of time', 'They are not in HubSpot, and can be sent again.'],
  Host: ['Messages that the host moved to poison', 'They may have lost their identity, so their users may be in HubSpot.'],
};

const pauses = {
  Operator: ['Paused by an operator', 'paused', 'New users wait on the queue, and nothing is lost.'],
  Unauthorized: ['Token refused', 'refused', 'Put a valid token into the vault; sending resumes on its own.'],
  Forbidden: ['Not allowed to create users', 'refused', 'Give the token the scope crm.objects.users.write.'],
  Misconfigured: ['Every call is refused', 'refused', 'Check HubSpot:UsersPath, and whatever stands between the app and HubSpot.'],
  ErrorRate: ['Too many errors today', 'refused', 'Look at what needs attention, then at the log.'],
  DailyLimit: ['Daily limit reached', 'paused', 'Sending resumes at the account’s midnight.'],
  RateLimit: ['HubSpot asked to wait', 'paused', 'Sending resumes on its own.'],
  Migration: ['HubSpot moves the account', 'paused', 'Sending resumes on its own.'],
};

const tasks = { Redrive: 'Send again', Drop: 'Delete', Correct: 'Correct', MarkCreated: 'Mark as created', Erase: 'Erase a person', Scan: 'Scan the queue' };
const taskStates = { Queued: 'not begun', Running: 'running', Done: 'done', Stopped: 'stopped', Stopping: 'stopping' };
const uploadKinds = { Import: 'File', Queued: 'Request', Immediate: 'Request' };
const uploadStates = { Running: ['receiving', ''], Open: ['open', ''], Queued: ['creating', ''], Interrupted: ['interrupted', 'bad'], Done: ['done', 'good'] };
