import { join } from 'node:path';
import { generateMod } from '../corpus/mod-corpus.ts';
import { castOf, inviteFrom, untilAllOnline } from '../processes/cast.ts';
import { makeFolder } from '../processes/homes.ts';
import { until } from '../processes/until.ts';
import { openBrowser, openPage } from './browser.ts';
import { differencesOnceComplete, received, stand } from './standing-near.ts';

/** What the page looks like in the README: pixels, width first. */
export const PICTURE = { width: 1280, height: 900 } as const;

/** An evening with three friends, of whom one has Ada's mod and one's is coming, as Ada's page shows it. */
export async function takePicture(file: string): Promise<void> {
  const { Ada, Ben, Cleo } = await castOf('Ada', 'Ben', 'Cleo');
  await Promise.all([Ada.up({ page: true }), Ben.up(), Cleo.up()]);
  await Ada.create('Raid night');
  await Ben.join((await Ada.invite()).code);
  await Cleo.join((await inviteFrom(Ada, Ben)).code);
  await untilAllOnline(Ada, Ben, Cleo);

  const browser = await openBrowser();
  try {
    const { page } = await openPage(browser, Ada);
    await page.setViewportSize(PICTURE);
    const [robe, hair] = [
      join(await makeFolder(), 'Starlight Robe'),
      join(await makeFolder(), 'Rainbow hair'),
    ];
    await generateMod(robe, { seed: 'robe', files: 60, bytes: 4_000_000 });
    await generateMod(hair, { seed: 'hair', files: 220, bytes: 60_000_000 });
    await Ada.share(robe);
    await stand(Ada, Ben, 12);
    await differencesOnceComplete(Ben, 'Starlight Robe', robe);

    // So slowly that it is still on its way when the picture is taken.
    await Ada.run(['limit', '--down', '4MB/s']);
    await Cleo.share(hair);
    await received(Ada, 'Rainbow hair');
    await stand(Ada, Cleo, 31);
    const bar = page.getByRole('progressbar', { name: /Rainbow hair/ });
    await bar.waitFor();
    const isThird = async (): Promise<boolean> => Number(await bar.getAttribute('value')) >= 33;
    await until(isThird, { what: 'a third of the hair' });
    await page.screenshot({ path: file, animations: 'disabled' });
  } finally {
    await browser.close();
  }
}
