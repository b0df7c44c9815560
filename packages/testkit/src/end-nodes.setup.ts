import { afterAll, jest } from '@jest/globals';
import { endNodes } from './processes/remembered.ts';

// Processes on a busy machine: patience here costs nothing where all is well.
jest.setTimeout(180_000);
afterAll(endNodes, 60_000);
