// Everything that is shown is made here. What is not an element becomes text, whatever is in it.
const $ = (id) => document.getElementById(id);

/** Makes an element. Attributes beginning with "on" are listeners; false and null leave an attribute out. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute.startsWith('on')) {
      element.addEventListener(attribute.slice(2), value);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(attribute, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Changes a text only where it differs: nothing flickers, and a screen reader hears only news. */
function say(element, text) {
  const wanted = String(text);
  if (element.textContent !== wanted) {
    element.textContent = wanted;
  }
}

function show(element, isShown) {
  if (element.hidden === isShown) {
    element.hidden = !isShown;
  }
}

function state(element, name, value) {
  if (element.dataset[name] !== value) {
    element.dataset[name] = value;
  }
}

/** Brings the children of a list up to date by their keys; a child that stays is the same element, with its focus. */
function keyed(list, items, keyOf, make, update) {
  const known = new Map([...list.children].map((child) => [child.dataset.key, child]));
  let after = null;
  for (const item of items) {
    const key = String(keyOf(item));
    let child = known.get(key);
    known.delete(key);
    if (!child) {
      child = make(item);
      child.dataset.key = key;
    }
    update(child, item);
    const place = after ? after.nextElementSibling : list.firstElementChild;
    if (place !== child) {
      list.insertBefore(child, place);
    }
    after = child;
  }
  known.forEach((child) => child.remove());
}

/** Gives what is marked with data-part inside an element. */
const part = (element, name) => element.querySelector(`[data-part="${name}"]`);

let noteTimer = 0;

/** Says for some seconds what was done or went wrong; as a popover, so that no dialog is over it. */
function note(text) {
  const place = $('note');
  place.hidePopover();
  place.showPopover();
  say(place, text);
  clearTimeout(noteTimer);
  noteTimer = setTimeout(() => {
    place.hidePopover();
    say(place, '');
  }, 6000);
}
