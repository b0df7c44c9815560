import { expect } from '@jest/globals';
import { castOf } from '../processes/cast.ts';
import { openPage } from './browser.ts';
import { sharedBrowser, toldInABrowser } from './in-a-browser.ts';

const browser = sharedBrowser();
const story = toldInABrowser('the story of a button that is held');

/** Lets one button fill whatever comes after the group, so that it lies under the finger wherever that is. */
const UNDER_THE_FINGER = `
  window.pressed = 0;
  const below = document.createElement('button');
  below.style.cssText = 'position: fixed; inset: 0; z-index: 9';
  below.onclick = () => window.pressed++;
  new MutationObserver((_, observer) => {
    if (document.querySelector('.first') === null) return;
    observer.disconnect();
    document.body.append(below);
  }).observe(document.body, { childList: true, subtree: true });
`;

story('what was held is let go over whatever has taken its place, and presses nothing', async () => {
  const { Ada } = await castOf('Ada');
  await Ada.up({ page: true });
  const { page, complaints } = await openPage(browser(), Ada);
  const touch = await page.context().newCDPSession(page);
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  const ways = {
    touch: async (x: number, y: number, isDown: boolean): Promise<void> => {
      await touch.send('Input.dispatchTouchEvent', {
        type: isDown ? 'touchStart' : 'touchEnd',
        touchPoints: isDown ? [{ x, y }] : [],
      });
    },
    mouse: async (x: number, y: number, isDown: boolean): Promise<void> => {
      await page.mouse.move(x, y);
      await (isDown ? page.mouse.down() : page.mouse.up());
    },
    key: (_x: number, _y: number, isDown: boolean): Promise<void> =>
      isDown ? page.keyboard.down('Enter') : page.keyboard.up('Enter'),
  };
  for (const way of Object.values(ways)) {
    await Ada.create('Raid night');
    await page.reload();
    await page.evaluate(UNDER_THE_FINGER);
    await page.getByText('Leave', { exact: true }).click();
    const button = page.getByRole('button', { name: 'Hold to leave' });
    await button.scrollIntoViewIfNeeded();
    await button.focus();
    const { x, y, width, height } = (await button.boundingBox())!;
    await way(x + width / 2, y + height / 2, true);
    await page.locator('.first').waitFor();
    await page.waitForTimeout(200);
    await way(x + width / 2, y + height / 2, false);
    await page.waitForTimeout(700);
    expect(await page.evaluate('window.pressed')).toBe(0);
    await page.mouse.click(x, y);
    expect(await page.evaluate('window.pressed')).toBe(1);
  }
  expect(complaints).toEqual([]);
});
