import PatientRunner from './patient-runner.mjs';

/** The same runner under another name: Jest goes through one runner's files after those of another. */
export default class AfterTheOthers extends PatientRunner {}
