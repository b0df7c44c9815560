import { afterEach, jest } from '@jest/globals';
import { endNodes } from './processes/remembered.ts';

// Processes on a busy machine: patience here costs nothing where all is well.
jest.setTimeout(180_000);
// After each story: the nodes of the last one would only take time from the next.
afterEach(endNodes, 60_000);
