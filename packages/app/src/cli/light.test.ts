import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';

/** `import … from` and `export … from`, unless only types come; what is imported in the middle of a verb is not meant. */
const STATIC = /^(?:import|export)(?! type)\s+(?:[^;']*?from\s+)?'([^']+)'/gm;

/** The foreign modules that are loaded before the command line is even read. */
function loadedBy(file: string, seen = new Set<string>()): ReadonlySet<string> {
  const foreign = new Set<string>();
  seen.add(file);
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(STATIC)) {
    if (!name.startsWith('.')) foreign.add(name);
    else if (!seen.has(join(dirname(file), name)))
      for (const each of loadedBy(join(dirname(file), name), seen)) foreign.add(each);
  }
  return foreign;
}

test('a verb that only asks the node does not wait for what a node is made of', () => {
  const loaded = loadedBy(join(import.meta.dirname, '../main.ts'));
  const heavy = [...loaded].filter((name) => !/^node:|^@fyteclub\/\w+\/(errors|result)$/.test(name));
  expect(heavy.sort()).toEqual(['@clack/prompts', 'commander', 'env-paths', 'picocolors', 'uqr']);
});
