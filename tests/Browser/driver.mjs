// A browser for tests in another language: each line of standard input is a step, each line of standard output what came of it.
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import * as steps from './steps.mjs';

const [, , executablePath] = process.argv;

// Chromium's own sandbox does not start for root, which tests in a container often are.
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
const pages = new Map();

async function open({ page: name, address, width, height, scheme }) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Etc/UTC' });
  context.setDefaultTimeout(90000);
  const page = await context.newPage();
  const seen = { page, errors: [], requests: [] };
  pages.set(name, seen);
  page.on('pageerror', (error) => seen.errors.push(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      seen.errors.push(message.text());
    }
  });
  page.on('request', (request) => seen.requests.push({ method: request.method(), url: request.url(), key: request.headers()['x-functions-key'] ?? null }));
  await page.addInitScript(() => {
    window.shifted = 0;
    window.shiftedInDialog = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
      const value = entry.hadRecentInput ? 0 : entry.value;
      window.shifted += value;
      window.shiftedInDialog += entry.sources.some(({ node, previousRect, currentRect }) => previousRect.y !== currentRect.y && node?.parentElement?.closest('dialog')) ? value : 0;
    })).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(address);
}

async function close({ page: name }) {
  const { page, errors, requests } = pages.get(name);
  pages.delete(name);
  await page.context().close();
  return { errors, requests };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { step, ...given } = JSON.parse(line);
  let reply;
  try {
    const run = { open, close }[step];
    reply = { value: (await (run ? run(given) : steps[step](pages.get(given.page).page, given))) ?? null };
  } catch (error) {
    const text = await pages.get(given.page)?.page.innerText('body').catch(() => '');
    reply = { error: `${error.stack ?? error}\nThe page says:\n${text}` };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

await browser.close();
