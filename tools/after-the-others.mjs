import TestRunner from 'jest-runner';

/** Jest's own runner under another name: Jest goes through one runner's files after those of another. */
export default class AfterTheOthers extends TestRunner {}
