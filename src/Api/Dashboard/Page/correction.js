const usualProperties = ['hs_email', 'hs_given_name', 'hs_family_name'];

/** A property with its value, and a way to take it out again. Enter leads to the next: sending is a button's business. */
function propertyRow(list, name = '') {
  const row = el('div', { class: 'pair' },
    el('input', { type: 'text', value: name, placeholder: 'property', 'data-part': 'name', 'aria-label': 'Property', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'none' }),
    el('input', { type: 'text', placeholder: 'value', 'data-part': 'value', 'aria-label': name ? `Value of ${name}` : 'Value', autocomplete: 'off', spellcheck: 'false' }),
    el('button', { type: 'button', class: 'plain', 'aria-label': name ? `Remove ${name}` : 'Remove this property', onclick: () => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next ?? list.parentElement).querySelector('input, button').focus();
    } }, 'Remove'));
  part(row, 'name').addEventListener('input', (event) => {
    part(row, 'value').ariaLabel = `Value of ${event.target.value || 'the property'}`;
    row.lastElementChild.ariaLabel = `Remove ${event.target.value || 'this property'}`;
  });
  row.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.tagName === 'INPUT') {
      event.preventDefault();
      const target = event.target === part(row, 'name') ? part(row, 'value') : part(row.nextElementSibling ?? addProperty(list), 'name');
      target.focus();
    }
  });
  return row;
}

function addProperty(list) {
  const row = propertyRow(list);
  list.append(row);
  return row;
}

function propertiesOf(list) {
  const properties = Object.create(null);
  for (const row of list.children) {
    const [name, value] = [part(row, 'name').value.trim(), part(row, 'value').value];
    if (value && !name) {
      throw new Error('A value has no property. Name it, or remove it.');
    }
    if (Object.hasOwn(properties, name)) {
      throw new Error(`${name} is there twice. Remove one.`);
    }
    if (value) {
      properties[name] = value;
    }
  }
  if (Object.keys(properties).length === 0) {
    throw new Error('Give at least one property a value.');
  }
  return properties;
}

/** Reads records as the command line takes them: TYPE:ID or CATEGORY:TYPE:ID. */
function associationsOf(text) {
  return text.split(/[\s,]+/).filter(Boolean).map((one) => {
    const [, category, type, id] = /^(?:([A-Za-z_]+):)?([0-9]+):([0-9]+)$/.exec(one) ?? [];
    if (!id) {
      throw new Error(`“${one}” is not TYPE:ID, such as 5:1234.`);
    }
    return { to: { id }, types: [{ associationCategory: category?.toUpperCase() ?? 'HUBSPOT_DEFINED', associationTypeId: Number(type) }] };
  });
}

/** What the app says is wrong with a user: which property, and why. */
function faultsOf(problem) {
  const faults = problem.errors.map((error) => `${error.pointer?.split('/properties/')[1] ?? ''}: ${error.detail}`.replace(/^: /, ''));
  return faults.length ? new Error(faults.join(' ')) : problem;
}

/** Has a person write a user anew, and sends it in place of what was sent. Gives the task; null when it was cancelled. */
async function correct(message, index, user) {
  const properties = el('div', { class: 'pairs' });
  properties.append(...usualProperties.map((name) => propertyRow(properties, name)));
  const add = el('button', { type: 'button', onclick: () => part(addProperty(properties), 'name').focus() }, 'Add a property');
  const trace = el('input', { id: 'correct-trace', type: 'text', value: user?.objectWriteTraceId ?? '', autocomplete: 'off', spellcheck: 'false' });
  const records = el('input', { id: 'correct-records', type: 'text', autocomplete: 'off', spellcheck: 'false' });
  const doubt = message.doubtful && el('label', {}, el('input', { type: 'checkbox', required: true, 'data-part': 'doubt' }), el('span', {}, 'Send it although it may be in HubSpot. Without a unique property, a user that is there is created twice.'));
  let task = null;
  await fillIn({
    title: `Correct user no. ${number(index + 1)}`,
    texts: ['Type all that HubSpot is to have: it takes the place of what was sent, associations included, under the same identity. The app shows no value of a user. A property without a value is left out.'],
    fields: [
      el('fieldset', {}, el('legend', {}, 'Properties'), properties, add),
      field('Your trace id (optional)', trace),
      field('Associated records (optional)', records, 'TYPE:ID, TYPE being HubSpot’s number of the association type, such as 5:1234. Several with commas between them.'),
      doubt,
    ],
    action: 'Send as corrected',
    submit: async () => {
      const input = { index, properties: propertiesOf(properties), associations: associationsOf(records.value), ...(trace.value.trim() ? { objectWriteTraceId: trace.value.trim() } : {}) };
      try {
        task = await post('poison/correct', { id: message.id, inputs: [input], ...(message.doubtful ? { unknown: 'send' } : {}) });
      } catch (error) {
        throw error instanceof Problem ? faultsOf(error) : error;
      }
    },
  });
  return task;
}

/** Has a person say under which id a user is in HubSpot. Gives the task; null when it was cancelled. */
async function markCreated(message, index) {
  const id = el('input', { id: 'created-id', type: 'text', inputmode: 'numeric', pattern: '[0-9]{1,32}', title: 'a number', required: true, autocomplete: 'off', spellcheck: 'false' });
  let task = null;
  await fillIn({
    title: `User no. ${number(index + 1)} is in HubSpot?`,
    texts: ['Look the user up in HubSpot first. It is then recorded as created under this id, and is not sent again. Nothing checks the id.'],
    fields: [field('HubSpot’s id of the user', id, 'The record id: the number at the end of the address of the user’s page in HubSpot.')],
    action: 'Mark as created',
    submit: async () => {
      task = await post('poison/created', { id: message.id, index, hubSpotId: id.value });
    },
  });
  return task;
}
