import { afterAll, beforeAll, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { mustRun, noBrowser, openBrowser } from './browser.ts';

/**
 * For a file of stories that are told in a browser: a test where they can be told, and where they cannot one that is
 * skipped and says why.
 *
 * @param what is told, for the reason: "the stories of the page".
 */
export function toldInABrowser(what: string): typeof test | typeof test.skip {
  if (!mustRun) test.skip(`${what}: ${noBrowser ?? ''}`, () => undefined);
  return mustRun ? test : test.skip;
}

/** One browser for all stories of a file. @returns what hands it out while they run. */
export function sharedBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (mustRun) browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
  });
  return () => {
    if (browser === undefined) throw new Error('there is no browser yet');
    return browser;
  };
}
