import type { Page } from 'playwright-core';

/** One part of the screen, by its heading. */
export const part = (page: Page, heading: string) => page.getByRole('region', { name: heading });
export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

/** Presses a button for as long as it wants to be. */
export async function hold(page: Page, name: RegExp): Promise<void> {
  const button = page.getByRole('button', { name });
  await button.scrollIntoViewIfNeeded();
  await button.hover();
  await page.mouse.down();
  await page.getByText('Keep holding…').waitFor();
  await page.getByText('Keep holding…').waitFor({ state: 'detached' });
  await page.mouse.up();
}
