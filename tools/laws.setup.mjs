/**
 * For tests that are run to be broken. A law need not be broken in the smallest way: shrinking would take longer than the
 * test. And no mutant shall live by bad luck on one day and die on the next.
 */
import fc from 'fast-check';

fc.configureGlobal({ endOnFailure: true, seed: Number(process.env.LAWS_SEED ?? 1) });
