const charsets = [['', 'Choose…'], ['windows-1252', 'Western Europe (windows-1252)'], ['windows-1250', 'Central Europe (windows-1250)'], ['windows-1251', 'Cyrillic (windows-1251)'], ['shift_jis', 'Japanese (Shift JIS)'], ['gb18030', 'Chinese (GB 18030)']];
const roles = { Ignored: 'left out', TraceId: 'your trace id', Id: 'your id', Association: 'association' };

/** A file on its way: what the browser saw, what a person said of it, and what the app's dry run found. */
class Upload {
  constructor(file) {
    this.file = file;
    this.charset = '';
    this.map = new Map();
  }

  get query() {
    return [...this.map].map(([column, property]) => `map=${encodeURIComponent(`${column}:${property}`)}`);
  }

  async post(query, headers = {}) {
    const type = this.charset ? `${this.look.type}; charset=${this.charset}` : this.look.type;
    return read(`users/import?${query.join('&')}`, { method: 'POST', body: this.file, headers: { 'Content-Type': type, ...headers } });
  }

  async check() {
    [this.result, this.problem] = [null, null];
    this.look = await lookAt(this.file);
    if (this.look.faults.length === 0) {
      try {
        this.result = await this.post(['dryRun=true', ...this.query]);
      } catch (error) {
        if (!(error instanceof Problem)) {
          throw error;
        }
        this.problem = error;
      }
    }
    this.seen = this.look.faults.length ? [] : columnsSeen(this.look, this.charset, this.result?.file);
  }

  /** The same file, read in the same way, always has the same key: one that was interrupted resumes where it stopped, and no user is sent twice. */
  async send() {
    const said = new TextEncoder().encode([this.charset, ...[...this.map].map(([column, property]) => `${column}:${property}`).sort()].join('\n'));
    const hash = await crypto.subtle.digest('SHA-256', await new Blob([await this.file.arrayBuffer(), '\n', said]).arrayBuffer());
    const key = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return this.post(this.query, { 'Idempotency-Key': `"page-${key}"` });
  }
}

function becomes(column, isChecked) {
  if (!column) {
    return isChecked ? el('span', { class: 'quiet' }, 'can be taken') : '';
  }
  return column.role === 'Property' ? el('code', {}, column.name) : `${roles[column.role] ?? column.role} ${column.name ?? ''}`;
}

/** What a column becomes, or what is wrong with it and where a person says what it is. */
function columnRow(upload, column) {
  const became = upload.result?.file.columns?.find((one) => one.number === column.number);
  const fault = upload.problem?.errors.find((error) => error.pointer === `/header/${column.number - 1}`);
  const hint = /The nearest is ([a-z0-9_]+)\./.exec(fault?.detail ?? '')?.[1];
  const said = upload.map.get(column.number);
  const field = fault && el('input', {
    type: 'text', 'aria-label': `Property of column ${column.number}`, placeholder: 'property, or - to leave it out', value: said ?? hint ?? '', spellcheck: 'false', autocomplete: 'off', 'data-column': column.number,
  });
  return el('tr', { class: 'column' },
    el('td', { class: 'tight' }, String(column.number)),
    el('td', {}, column.name || '(no name)'),
    el('td', {}, column.sample),
    el('td', { class: 'text' },
      field,
      fault && el('span', { class: 'problem' }, fault.detail.replace(/ (Leave it out|Name it, or leave it out|Correct its name, or say which it is|Leave one out|Use the property's internal name, or say which it is): ?\?map=.*$/, '')),
      !field && becomes(became, Boolean(upload.problem))));
}

function takeColumns(upload) {
  for (const field of $('sheet-body').querySelectorAll('[data-column]')) {
    const property = field.value.trim();
    if (property) {
      upload.map.set(Number(field.dataset.column), property);
    }
  }
}

/** The columns that the app read, or complains about, with what was seen of them. */
function columnsOf({ seen, result, problem }) {
  const faulty = problem?.errors.map((error) => /^\/header\/([0-9]+)$/.exec(error.pointer ?? '')?.[1]).filter(Boolean).map((index) => Number(index) + 1) ?? [];
  const numbers = result ? result.file.columns?.map((column) => column.number) ?? [] : [...new Set([...seen.map((column) => column.number), ...faulty])].sort((a, b) => a - b);
  return numbers.map((number) => seen.find((column) => column.number === number) ?? { number, name: '', sample: '' });
}

/** What a person may have overlooked. */
function hintsOf({ seen, problem }) {
  return [
    problem && seen.some((column) => column.name.includes('@')) && 'The first line looks like a user. Put a header above it that names the columns, such as hs_email.',
    seen.length === 1 && 'Only one column was found. If there are more, their separator is none of comma, semicolon, tab and pipe.',
  ].filter(Boolean);
}

function charsetField(upload) {
  const field = el('select', { onchange: () => {
    upload.charset = field.value;
    review(upload);
  } }, charsets.map(([value, words]) => el('option', { value, selected: value === upload.charset }, value === '' && upload.result ? 'As the app found it' : words)));
  return el('label', { class: 'field' }, 'Encoding', field);
}

function lineFaults({ errors }) {
  return table('Faulty lines', ['Line', 'What is wrong'], errors.map((error) => el('tr', {},
    el('td', { class: 'tight' }, number(error.line)),
    el('td', { class: 'text' }, (error.errors ?? [error]).map((one) => one.detail).join(' ')))));
}

function summary(upload) {
  const { look, result } = upload;
  const encoding = result?.file.encoding ?? (upload.charset || look.encoding);
  const facts = [`${number(Math.max(1, Math.round(upload.file.size / 1024)))} KB`, encoding?.toUpperCase(), result?.file.separator && `separated by ${result.file.separator}`];
  if (result) {
    facts.push(plural(result.acceptable, 'user'), result.faulty ? plural(result.faulty, 'faulty line') : 'no faulty line', result.skipped ? plural(result.skipped, 'blank line') : null);
  }
  return el('p', { class: 'facts' }, facts.filter(Boolean).map((fact) => el('span', {}, fact)));
}

/** Shows what is known of a file, and offers what can be done next. */
async function review(upload) {
  openSheet(upload.file.name, el('p', { class: 'quiet' }, 'Checking the file; nothing is sent yet.'));
  await upload.check();
  const { look, result, problem } = upload;
  const failed = el('p', { class: 'problem', role: 'alert' });
  const again = el('button', { type: 'button', class: problem ? 'main' : null, onclick: () => work(again, () => {
    takeColumns(upload);
    return review(upload);
  }, failed) }, 'Check again');
  const send = result?.acceptable ? el('button', { type: 'button', class: 'main', onclick: () => work(send, async () => {
    const done = [...$('uploads').children].filter((item) => item.dataset.state === 'Done').map((item) => item.dataset.key);
    const sent = await upload.send();
    newest = sent.requestId;
    closeSheet();
    note(done.includes(sent.requestId) ? `${upload.file.name} was sent before: no user of it is sent twice.` : `${plural(sent.accepted, 'user')} of ${upload.file.name} on the way.`);
    await refresh();
  }, failed) }, `Send ${plural(result.acceptable, 'user')}`) : null;
  const columns = columnsOf(upload);
  const needsCharset = look.isText && !look.encoding;
  const hints = hintsOf(upload);
  const general = [...look.faults, ...(problem ? [problem.errors.find((error) => !error.pointer?.startsWith('/header/'))?.detail ?? (problem.errors.length ? 'Some columns cannot be taken as they are. Say which property each is.' : problem.message)] : [])];
  openSheet(upload.file.name,
    summary(upload),
    ...(general.length ? [el('div', { class: 'faults', role: 'alert' }, general.map((fault) => el('p', {}, fault)))] : []),
    ...hints.map((text) => el('p', { class: 'quiet' }, text)),
    ...(needsCharset ? [charsetField(upload)] : []),
    ...(columns.length ? [table('Columns', ['Column', 'In the file', 'For example', 'Becomes'], columns.map((column) => columnRow(upload, column)), 'stacked')] : []),
    ...(result?.errors.length ? [el('h3', {}, 'Lines that are left out'), lineFaults(result)] : []),
    failed,
    el('div', { class: 'sheet-foot' }, send, problem ? again : null, el('button', { type: 'button', onclick: closeSheet }, 'Cancel')));
}

const take = (files) => {
  if (files.length === 1) {
    work($('file'), () => review(new Upload(files[0])));
  } else if (files.length > 1) {
    note('One file at a time, please.');
  }
};

$('file').addEventListener('change', () => {
  take([...$('file').files]);
  $('file').value = '';
});
addEventListener('dragover', (event) => {
  event.preventDefault();
  document.body.classList.add('dragging');
});
addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) {
    document.body.classList.remove('dragging');
  }
});
addEventListener('drop', (event) => {
  event.preventDefault();
  document.body.classList.remove('dragging');
  if (!$('board').hidden && event.dataTransfer) {
    take([...event.dataTransfer.files]);
  }
});
