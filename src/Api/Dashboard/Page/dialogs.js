/** Opens the sheet over the page with what is given; it closes with Escape. */
function openSheet(title, ...children) {
  say($('sheet-title'), title);
  $('sheet-body').replaceChildren(...children);
  if (!$('sheet').open) {
    $('sheet').showModal();
  }
}

const closeSheet = () => $('sheet').close();

/**
 * Asks a person to decide. Choices are radio buttons: without one that is preset, nothing can be confirmed before one is chosen.
 * @returns The value of the choice (true where there are none), or null.
 */
function decide({ title, text, action, isDanger = false, choices = [], preset = null }) {
  return new Promise((resolve) => {
    const dialog = $('decision');
    let chosen = choices.length ? preset : true;
    const confirm = el('button', { type: 'button', class: isDanger ? 'danger' : 'main', disabled: chosen === null, onclick: () => end(chosen) }, action);
    const end = (value) => {
      resolve(value);
      dialog.close();
    };
    const options = choices.map(([value, words]) => el('label', {},
      el('input', { type: 'radio', name: 'choice', value, checked: value === preset, onchange: () => {
        chosen = value;
        confirm.disabled = false;
      } }),
      el('span', {}, words)));
    dialog.replaceChildren(
      el('h2', { id: 'decision-title' }, title),
      el('p', {}, text),
      ...(options.length ? [el('div', { role: 'radiogroup', 'aria-labelledby': 'decision-title' }, options)] : []),
      el('div', { class: 'row' }, el('button', { type: 'button', onclick: () => end(null) }, 'Cancel'), confirm));
    dialog.onclose = () => resolve(null);
    dialog.showModal();
  });
}

/**
 * Has a person fill in a form. It stays open with what was typed until what it is for has worked, or it is cancelled.
 * @param submit What it is for; what it throws is shown.
 * @returns Whether it was done.
 */
function fillIn({ title, texts, fields, action, submit }) {
  return new Promise((resolve) => {
    const dialog = $('decision');
    const failed = el('p', { class: 'problem', role: 'alert' });
    const confirm = el('button', { type: 'submit', class: 'main' }, action);
    const form = el('form', { onsubmit: (event) => {
      event.preventDefault();
      work(confirm, async () => {
        await submit();
        resolve(true);
        dialog.close();
      }, failed);
    } },
      el('h2', { id: 'decision-title' }, title),
      texts.map((text) => el('p', {}, text)),
      fields,
      failed,
      el('div', { class: 'row' }, el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), confirm));
    dialog.replaceChildren(form);
    dialog.onclose = () => resolve(false);
    dialog.showModal();
    form.querySelector('input')?.focus();
  });
}

/** A field with its name above it and, where one is needed, a hint below it. */
function field(name, input, hint = null) {
  const about = hint && el('span', { class: 'quiet', id: `about-${input.id}` }, hint);
  if (about) {
    input.setAttribute('aria-describedby', about.id);
  }
  return el('div', { class: 'field' }, el('label', { for: input.id }, name), input, about);
}

/** A table that scrolls by itself where the screen is narrow. */
function table(label, heads, rows, look = null) {
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    el('table', { class: look }, el('thead', {}, el('tr', {}, heads.map((head) => el('th', { scope: 'col' }, head)))), el('tbody', {}, rows)));
}

$('sheet-close').addEventListener('click', closeSheet);
