import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMachine, setup } from 'xstate';
import { drawMachines, placePictures } from './draw-machines.mjs';
import { drawMachine } from './mermaid.mjs';
import { makeRepository } from './test-folder.mjs';

const lamp = setup({ guards: { dark: () => true }, delays: { patience: 1000 } }).createMachine({
  id: 'lamp',
  initial: 'off',
  on: { BREAK: '.broken' },
  states: {
    off: { always: { guard: 'dark', target: 'on' }, on: { PRESS: 'on', 'wire.pressed': 'on' } },
    on: {
      initial: 'dim',
      on: { PRESS: 'off', WAIT: {} },
      onDone: 'off',
      states: {
        dim: { after: { patience: { guard: { type: 'dark' }, target: 'spent' } } },
        spent: { type: 'final' },
      },
    },
    broken: { type: 'final' },
  },
});

test('a machine is drawn with its events, guards, delays and nested states', () => {
  expect(drawMachine(lamp)).toBe(`stateDiagram-v2
  [*] --> lamp_off
  state "any of these" as lamp_any
  lamp_any --> lamp_broken : BREAK
  state "off" as lamp_off
  lamp_off --> lamp_on : always [dark], PRESS, wire.pressed
  state "on" as lamp_on {
    [*] --> lamp_on_dim
    state "any of these" as lamp_on_any
    lamp_on_any --> lamp_on_any : WAIT
    state "dim" as lamp_on_dim
    lamp_on_dim --> lamp_on_spent : after patience [dark]
    state "spent" as lamp_on_spent
    lamp_on_spent --> [*]
  }
  lamp_on --> lamp_off : PRESS, done
  state "broken" as lamp_broken
  lamp_broken --> [*]`);
});

test('parallel regions stand side by side, and an actor that fails is named', () => {
  const pair = createMachine({
    id: 'pair',
    type: 'parallel',
    states: {
      left: { initial: 'x', states: { x: { invoke: { id: 'child', src: 'child', onError: 'y' } }, y: {} } },
      right: {},
    },
  });
  const picture = drawMachine(pair);
  expect(picture).toMatch(/^ {2}--$/m);
  expect(picture).toContain('pair_left_x --> pair_left_y : error of child');
});

const place = (name) => `# Lamp\n\n<!-- machine: ${name} -->\n<!-- /machine -->\n\nThe end.\n`;

test.each(['lampMachine', 'lamp'])(
  'a picture goes to its place, by the name %s, and stays when drawn again',
  (name) => {
    const { text, problems } = placePictures(place(name), { lampMachine: lamp });
    expect(problems).toEqual([]);
    expect(text).toContain('```mermaid\nstateDiagram-v2\n');
    expect(text).toMatch(/^# Lamp[^]*The end\.\n$/);
    expect(placePictures(text, { lampMachine: lamp })).toEqual({ text, problems: [] });
  },
);

test('no place, a place for nothing and a place left open are problems', () => {
  expect(placePictures('# Lamp\n', { lampMachine: lamp }).problems).toEqual([
    'there is no place for lampMachine',
  ]);
  expect(placePictures(place('torch'), {}).problems).toEqual([
    'there is a place for torch, which is no machine of this package',
  ]);
  expect(placePictures('<!-- machine: lamp -->\n', {}).problems).toEqual([
    'a place for a machine is not closed',
  ]);
});

test('--check changes nothing and fails while a picture is stale', async () => {
  const machine = `import { createMachine } from 'xstate';
    export const lampMachine = createMachine({ id: 'lamp', initial: 'off', states: { off: {} } });
    export const notAMachine = { root: 1 };`;
  const { root, remove } = makeRepository({
    'package.json': { type: 'module' },
    'packages/lamp/tsconfig.build.json': {},
    'packages/lamp/dist/index.js': machine,
    'packages/lamp/README.md': place('lampMachine'),
    'packages/unbuilt/tsconfig.build.json': {},
    'packages/page/package.json': {},
  });
  const unbuilt = 'unbuilt: not built; run npm run build';
  const readme = () => readFileSync(join(root, 'packages/lamp/README.md'), 'utf8');
  expect(await drawMachines(root, { check: true })).toEqual([expect.stringContaining('stale'), unbuilt]);
  expect(readme()).toBe(place('lampMachine'));
  expect(await drawMachines(root, { check: false })).toEqual([unbuilt]);
  expect(readme()).toContain('[*] --> lamp_off');
  expect(await drawMachines(root, { check: true })).toEqual([unbuilt]);
  remove();
});
