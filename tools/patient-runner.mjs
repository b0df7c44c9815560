import { readFileSync } from 'node:fs';
import TestRunner from 'jest-runner';

/** The first line of a file of tests that mostly wait for time to pass. */
const WAITS = '/** @waits */';

const waits = ({ path }) => readFileSync(path, 'utf8').startsWith(WAITS);

/** Jest's own runner, but files that mostly wait, and need no processor, take no worker from the others. */
export default class PatientRunner extends TestRunner {
  #beside;

  constructor(config, context) {
    super(config, context);
    this.#beside = new TestRunner({ ...config, maxWorkers: 2 }, context);
  }

  on(name, listener) {
    const offs = [super.on(name, listener), this.#beside.on(name, listener)];
    return () => offs.forEach((off) => off());
  }

  async runTests(tests, watcher, options) {
    const [waiting, others] = [tests.filter(waits), tests.filter((test) => !waits(test))];
    if (waiting.length === 0 || others.length === 0) {
      await super.runTests(tests, watcher, options);
      return;
    }
    await Promise.all([
      super.runTests(others, watcher, options),
      this.#beside.runTests(waiting, watcher, { ...options, serial: false }),
    ]);
  }
}
