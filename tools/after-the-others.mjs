import PatientRunner from './patient-runner.mjs';

/**
 * The same runner under another name: Jest goes through one runner's files after those of another. One file more at a
 * time than where tests compute, since a group of processes waits for a third of the time.
 */
export default class AfterTheOthers extends PatientRunner {
  constructor(config, context) {
    super({ ...config, maxWorkers: config.maxWorkers + 1 }, context);
  }
}
