import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath = places.find((path) => path !== undefined && existsSync(path));
if (!executablePath) process.stderr.write('No Chromium was found (CHROMIUM_PATH): the browser tests are skipped.\n');

/** Whether there is a browser to test in. */
export const hasChromium = executablePath !== undefined;

/** A test that is skipped, with a notice, where there is no browser. */
export const inBrowser = hasChromium ? test : test.skip;

const quiet = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];
const offline = ['--disable-background-networking', '--disable-component-update'];
/**
 * Of several lists the last counts, so Playwright's own is said again as far as it concerns Linux and local pages. The
 * popups of the address bar, which nobody sees here, are two more pages in each window: more than half of what a visit
 * costs.
 */
const without = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
  ...['AimEnabled', 'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'NetworkTimeServiceQuerying'],
  ...['OptimizationHints', 'PaintHolding', 'PreconnectToSearch', 'ThirdPartyStoragePartitioning'],
];

export function launchChromium(): Promise<Browser> {
  if (!executablePath) throw new Error('there is no Chromium');
  return chromium.launch({ executablePath, args: [...quiet, ...offline, `--disable-features=${without}`] });
}

/** A picture for people to look at, where SCREENSHOTS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}
