import { randomBytes } from 'node:crypto';
import { consentToJoin, createKeyRing, inviteKeys, proveJoin } from '@fyteclub/identity';
import { addOps, authorOp, createGenesis, emptyGraph, resolve } from '@fyteclub/phonebook';

export const [ada, ben] = [createKeyRing(randomBytes(32)), createKeyRing(randomBytes(32))];
const now = Date.now();

const genesis = createGenesis(ada, 'Free Company', now, randomBytes(32));
const { shell } = genesis.op;
let { graph } = addOps(emptyGraph(shell), [genesis]);

const keys = inviteKeys(randomBytes(16));
const { id: invite, proofKey } = keys;
const expiresAt = now + 3_600_000;
const open = authorOp(ada, graph, { type: 'invite', invite, proofKey, expiresAt, needsPassword: false }, now);
graph = addOps(graph, [open]).graph;

/** What Ben's handshake proves; Ada, or any other member, writes it down. */
const claim = {
  shell,
  invite,
  joiner: ben.memberId,
  joinerKx: ben.kxPublic,
  transcript: randomBytes(32),
};
const [proof, consent] = [proveJoin(keys, claim), consentToJoin(ben, claim)];
const admit = authorOp(ada, graph, { type: 'admit', ...claim, proof, consent }, now);
export const adasRoster = resolve(addOps(graph, [admit]).graph);

export const history = [genesis, open, admit] as const;

/** Whoever gets the same operations, in whatever order, sees the same group. */
export const bensRoster = resolve(addOps(emptyGraph(shell), [admit, genesis, open, admit]).graph);
