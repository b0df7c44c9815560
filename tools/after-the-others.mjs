import TestRunner from 'jest-runner';

/** Of files that mostly wait for processes, one more than there are cores keeps the cores busy. */
const AT_ONCE = 3;

/**
 * Jest's own runner under another name: Jest goes through one runner's files after those of another. Whoever has asked
 * for one file at a time gets that.
 */
export default class AfterTheOthers extends TestRunner {
  constructor(globalConfig, context) {
    const { maxWorkers } = globalConfig;
    super({ ...globalConfig, maxWorkers: maxWorkers === 1 ? 1 : Math.max(maxWorkers, AT_ONCE) }, context);
  }
}
