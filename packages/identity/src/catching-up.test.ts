import { describe, expect, test } from '@jest/globals';
import { createHandshake } from './handshake.ts';
import type { HandshakeOutcome } from './handshake-side.ts';
import { person, shellNamed, tokenFor } from './testing/cast.ts';
import { FakeGroup } from './testing/group.ts';
import { answering, reconnecting } from './testing/meeting.ts';
import { pump } from './testing/pump.ts';
import { TOKEN_LIFE_MS } from './token.ts';

const [ada, ben, cleo] = [person('Ada'), person('Ben'), person('Cleo')];
const shell = shellNamed('raid night');
const now = 1_800_000_000_000;

/** Cleo, whom Ben admitted while Ada was away, dials Ada through the group's own door. */
function meet(group: FakeGroup, token: Uint8Array, catchUp: boolean): HandshakeOutcome | undefined {
  const all = { shell, now, view: new FakeGroup(ada, ben, cleo) };
  const dialling = { ...reconnecting(cleo, ada, all), purpose: { kind: 'reconnect', token } as const };
  const answer = answering(ada, cleo, { shell, now, view: group });
  const purpose = { kind: 'answer', token: tokenFor(ada, ada, shell, now), catchUp } as const;
  return pump(createHandshake(dialling), createHandshake({ ...answer, purpose }), now).responder;
}

describe('Cleo was admitted while Ada was away', () => {
  const lease = tokenFor(ben, cleo, shell, now);

  test('she is heard, so that the sync can show her admission', () => {
    expect(meet(new FakeGroup(ada, ben), lease, true)).toMatchObject({
      kind: 'proven',
      peer: { member: cleo.id, kx: cleo.ring.kxPublic },
    });
  });

  test('nor must Ada know who admitted her: Ben may be as new', () => {
    expect(meet(new FakeGroup(ada), lease, true)).toMatchObject({ kind: 'proven' });
  });

  test('at any other door she is a stranger', () => {
    expect(meet(new FakeGroup(ada, ben), lease, false)).toEqual({ kind: 'denied', code: 'not-a-member' });
  });

  test('who was removed, or leased by somebody removed, or whose lease ran out, is not heard there either', () => {
    const withoutCleo = new FakeGroup(ada, ben, cleo);
    withoutCleo.remove(cleo);
    expect(meet(withoutCleo, lease, true)).toEqual({ kind: 'denied', code: 'removed' });
    const gone = new FakeGroup(ada, ben, cleo);
    gone.letGo(cleo);
    expect(meet(gone, lease, true)).toEqual({ kind: 'denied', code: 'not-a-member' });
    const withoutBen = new FakeGroup(ada, ben);
    withoutBen.remove(ben);
    expect(meet(withoutBen, lease, true)).toMatchObject({ kind: 'denied' });
    const old = tokenFor(ben, cleo, shell, now - 2 * TOKEN_LIFE_MS);
    expect(meet(new FakeGroup(ada, ben), old, true)).toMatchObject({ kind: 'denied' });
  });
});
