const root = new URL('.', location.href);
const keyName = 'functions-key';

/** The host refuses the key. */
class KeyRefused extends Error {}

/** What the app says is wrong (RFC 9457). */
class Problem extends Error {
  constructor(status, details) {
    super(details?.detail ?? `The app responded with HTTP ${status}.`);
    this.status = status;
    this.errors = details?.errors ?? [];
  }
}

const key = {
  get: () => sessionStorage.getItem(keyName),
  keep: (value) => sessionStorage.setItem(keyName, value),
  forget: () => sessionStorage.removeItem(keyName),
};

/** Calls an operation. The key goes as a header, and nothing else of this browser goes along. */
async function call(path, { method = 'GET', body, headers = {} } = {}) {
  const response = await fetch(new URL(path, root), {
    method,
    body,
    headers: { 'x-functions-key': key.get() ?? '', ...headers },
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
  });
  if (response.status === 401) {
    throw new KeyRefused('The key was refused.');
  }
  if (!response.ok) {
    throw new Problem(response.status, await response.json().catch(() => null));
  }
  return response;
}

const read = async (path, options) => (await call(path, options)).json();

const post = (path, value) => read(path, {
  method: 'POST',
  body: value === undefined ? undefined : JSON.stringify(value),
  headers: value === undefined ? {} : { 'Content-Type': 'application/json' },
});

/** Saves a list of users as CSV. A link cannot carry the key in a header, so the file is read first. */
async function download(path, name) {
  const response = await call(path, { headers: { Accept: 'text/csv' } });
  const address = URL.createObjectURL(await response.blob());
  el('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** Runs what a button is for, and says what went wrong. The button cannot be pressed twice, and keeps the focus meanwhile. */
async function work(button, action, place = null) {
  if (button.ariaDisabled === 'true') {
    return;
  }
  button.ariaDisabled = 'true';
  if (place) {
    say(place, '');
  }
  try {
    await action();
  } catch (error) {
    if (error instanceof KeyRefused) {
      askForKey('The key was refused. Enter it again.');
    } else if (place) {
      say(place, sentence(error));
    } else {
      note(sentence(error));
    }
  } finally {
    button.ariaDisabled = null;
  }
}

const sentence = (error) => (error instanceof TypeError ? 'The app cannot be reached. Try again.' : error.message);
