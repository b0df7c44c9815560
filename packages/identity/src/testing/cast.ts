import { concat, utf8 } from '../bytes.ts';
import { hash256, type EpochId, type InstanceId, type MemberId, type OpId, type ShellId } from '../ids.ts';
import { createKeyRing, type KeyRing } from '../key-ring.ts';
import { toHex } from '../bytes.ts';
import { issueToken, type TokenGrant } from '../token.ts';

/** A stream of bytes that is the same in every run with the same seed. Never for real keys. */
export function seededRandom(seed: string): (length: number) => Uint8Array {
  let block = 0;
  return (length) => {
    const parts: Uint8Array[] = [];
    for (let had = 0; had < length; had += 32) parts.push(hash256(utf8(`${seed}/${block++}`)));
    return concat(...parts).slice(0, length);
  };
}

/** One person of a story, with keys, a node run and a DTLS certificate that only depend on the name. */
export interface Person {
  readonly name: string;
  readonly ring: KeyRing;
  readonly id: MemberId;
  readonly instance: InstanceId;
  readonly fingerprint: Uint8Array;
}

/** Somebody for a test, with the same keys each time the name is the same. */
export function person(name: string): Person {
  const ring = createKeyRing(hash256(utf8(`seed of ${name}`)));
  return {
    name,
    ring,
    id: ring.memberId,
    instance: toHex(hash256(utf8(`run of ${name}`)).slice(0, 16)) as InstanceId,
    fingerprint: hash256(utf8(`certificate of ${name}`)),
  };
}

/** The id of a syncshell for a test, without a history behind it. */
export const shellNamed = (name: string): ShellId => toHex(hash256(utf8(`shell ${name}`))) as ShellId;

/** A token in which everything but what the story is about is made up. */
export function tokenFor(
  issuer: Person,
  member: Person,
  shell: ShellId,
  issuedAt: number,
  change: Partial<TokenGrant> = {},
): Uint8Array {
  return issueToken(issuer.ring, {
    shell,
    member: member.id,
    kx: member.ring.kxPublic,
    admit: toHex(hash256(utf8(`admission of ${member.name}`))) as OpId,
    epoch: shell as string as EpochId,
    headsHash: hash256(utf8('heads')),
    issuedAt,
    serial: hash256(utf8(`serial ${member.name}`)).slice(0, 16),
    ...change,
  });
}
