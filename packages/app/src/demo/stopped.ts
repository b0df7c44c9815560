import { describe, type Failure } from '../problems.ts';

/** Ends the demo with the sentence of whatever refused. */
export class Stopped extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What somebody saw is not what should be there. */
export const unlike = (step: string, detail: string): Stopped =>
  new Stopped(describe('demo-failed', { step, detail }));
