// node page.mjs CHROMIUM FILE...: opens each page at 320, 390 and 1280 px, light and dark, and prints one JSON object:
// what axe finds, how much wider than the window a page is, what it asked of the network, what its console said.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [executablePath, ...files] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const browser = await chromium.launch({ executablePath, args });
const found = [];
for (const file of files) {
  for (const width of [320, 390, 1280]) for (const colorScheme of ['light', 'dark']) {
    const where = `${file} at ${width}, ${colorScheme}`;
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, offline: true });
    const page = await context.newPage();
    page.on('request', request => {
      if (!/^(file|data):/.test(request.url())) found.push(`${where}: asked for ${request.url()}`);
    });
    page.on('console', said => { if (said.type() === 'error') found.push(`${where}: ${said.text()}`); });
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) found.push(`${where}: ${over} px wider than the window`);
    const broken = await page.evaluate(() => [...document.images].filter(one => !one.naturalWidth).length);
    if (broken) found.push(`${where}: ${broken} pictures can't be shown`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(tags => axe.run(document, { runOnly: tags }), runOnly);
    for (const one of violations) found.push(`${where}: ${one.id}: ${one.help} (${one.nodes[0].target})`);
    await context.close();
  }
}
await browser.close();
console.log(JSON.stringify(found));
