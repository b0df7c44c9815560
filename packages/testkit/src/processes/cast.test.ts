import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { castOf } from './cast.ts';

const main = fileURLToPath(new URL('../../fixtures/pretend-node.mjs', import.meta.url));

test('everybody has a home of their own in one folder, and nobody runs yet', async () => {
  const { Ada, Ben } = await castOf('Ada', 'Ben');
  expect(Ada.name).toBe('Ada');
  expect(existsSync(Ada.home)).toBe(true);
  expect(Ada.home).not.toBe(Ben.home);
  expect(dirname(Ada.home)).toBe(dirname(Ben.home));
  // A Unix socket's path may be about 100 characters long, and the node puts its own name behind the home's.
  expect(Ada.home.length).toBeLessThan(60);
  expect(() => Ada.node).toThrow('Ada has not started a node yet');
});

test('a node is started again on the same home', async () => {
  const { Ada } = await castOf('Ada');
  const first = await Ada.up({ main });
  await first.kill9();
  const second = await Ada.up({ main });
  expect(second.home).toBe(first.home);
  expect(Ada.node.pid).toBe(second.pid);
});

test('a verb that must succeed and does not tells the whole answer', async () => {
  const { Ada } = await castOf('Ada');
  await Ada.up({ main });
  expect((await Ada.ask(['fail'], { main })).exitCode).toBe(4);
  await expect(Ada.run(['fail'], { main })).rejects.toThrow(/Ada: fail failed:.*not-host[^]*"event":"ready"/);
});
