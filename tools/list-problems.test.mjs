import { expect, test } from '@jest/globals';
import { placeProblems } from './list-problems.mjs';

const README = '# App\n\n<!-- problems -->\n\nstale\n\n<!-- /problems -->\n\nMore.\n';
const problems = {
  removed: { message: 'You were removed from {name}.', next: 'Ask | wait.', exit: 4 },
  'already-running': { message: 'A node runs.', next: 'Stop it.', exit: 1 },
};

test('the table has every code in order, with what is filled in marked, and nothing else changes', () => {
  const text = placeProblems(README, problems);
  expect(text).toContain('| `already-running` | A node runs. | Stop it. | 1 |\n| `removed` |');
  expect(text).toContain('You were removed from *name*. | Ask \\| wait. | 4 |');
  expect(text).not.toContain('stale');
  expect(text).toMatch(/^# App[^]*<!-- \/problems -->\n\nMore\.\n$/);
});

test('a README without a place is said so', () => {
  expect(() => placeProblems('# App\n', problems)).toThrow('no place');
});
