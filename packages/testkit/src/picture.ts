/**
 * `npm run picture [FILE]`: takes the picture of the page that the README shows, of real nodes in a real browser.
 */
import { endNodes } from './processes/remembered.ts';
import { takePicture } from './stories/take-picture.ts';

const [file = 'docs/page.png'] = process.argv.slice(2);
try {
  await takePicture(file);
  console.log(file);
} finally {
  await endNodes();
}
