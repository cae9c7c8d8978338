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

/** A table that scrolls by itself where the screen is narrow. */
function table(label, heads, rows, look = null) {
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    el('table', { class: look }, el('thead', {}, el('tr', {}, heads.map((head) => el('th', { scope: 'col' }, head)))), el('tbody', {}, rows)));
}

$('sheet-close').addEventListener('click', closeSheet);
