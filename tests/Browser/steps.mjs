// What a person does at a page, and what they see of it.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is meant: a selector, or a role and a name, of which the part in "within" is looked at alone. */
function find(page, { selector, role, name, within }) {
  const place = within ? page.locator(within) : page;
  return selector ? place.locator(selector) : place.getByRole(role, { name, exact: true });
}

export const click = (page, given) => find(page, given).first().click();
export const fill = (page, given) => find(page, given).fill(given.value);
export const choose = (page, given) => find(page, given).selectOption(given.value);
export const focus = (page, given) => find(page, given).focus();
export const type = (page, { value }) => page.keyboard.type(value);
export const press = (page, { value }) => page.keyboard.press(value);
export const isEnabled = (page, given) => find(page, given).isEnabled();
export const texts = (page, given) => find(page, given).allInnerTexts();
export const value = (page, given) => find(page, given).inputValue();
export const links = (page, given) => find(page, given).evaluateAll((all) => all.map((one) => one.href));

export async function sees(page, given) {
  await find(page, given).filter({ hasText: given.text }).first().waitFor();
}

export async function seesNone(page, given) {
  await find(page, given).first().waitFor({ state: 'hidden' });
}

export const drop = (page, { name, base64 }) => page.evaluate(([fileName, bytes]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0))], fileName));
  document.getElementById('drop').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
}, [name, base64]);

export async function download(page, given) {
  const [file] = await Promise.all([page.waitForEvent('download'), find(page, given).first().click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

/** Which rules of WCAG 2.2 A and AA, and which good practices, the page breaks, and where. */
export async function breaches(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
}

export const mark = (page, { selector }) => page.evaluate((one) => {
  document.querySelector(one).wasThere = true;
}, selector);
export const isMarked = (page, { selector }) => page.evaluate((one) => document.querySelector(one)?.wasThere === true, selector);

export const state = (page) => page.evaluate(() => ({
  address: location.href,
  width: document.documentElement.scrollWidth,
  visibleWidth: innerWidth,
  shifted: window.shifted,
  shiftedInDialog: window.shiftedInDialog,
  focus: document.activeElement?.id ?? '',
  stored: Object.values(sessionStorage).concat(Object.values(localStorage)),
  injected: document.querySelectorAll('body script').length,
}));

/** Has the app respond to a path with something of the test's. */
export const respond = (page, { path, json }) => page.route((url) => url.pathname === path, (route) => route.fulfill({ json }));

export const reload = (page) => page.reload();
export const scheme = (page, { value }) => page.emulateMedia({ colorScheme: value });
export const resize = (page, { width, height }) => page.setViewportSize({ width, height });
export const picture = (page, { path, selector }) => (selector ? page.locator(selector).screenshot({ path }) : page.screenshot({ path, fullPage: true }));
