import TestRunner from 'jest-runner';

/** Jest's own runner, one test file after the other, after the files of every other project. */
export default class OneByOne extends TestRunner {
  isSerial = true;
}
