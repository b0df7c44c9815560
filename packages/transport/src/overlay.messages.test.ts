import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseOverlay } from './overlay.messages.ts';

test('what comes on the topic is one of two messages, or nothing; never an exception', () => {
  for (const good of [
    { type: 'overlay.need', needed: true },
    { type: 'overlay.need', needed: false },
    { type: 'overlay.part' },
  ])
    expect(parseOverlay({ ...good, more: 'than that' })).toEqual(good);
  for (const bad of [
    null,
    7,
    [],
    {},
    { type: 'overlay.need' },
    { type: 'overlay.need', needed: 1 },
    { type: 'part' },
  ])
    expect(parseOverlay(bad)).toBeUndefined();
  fc.assert(fc.property(fc.anything(), (any) => void parseOverlay(any)));
});
