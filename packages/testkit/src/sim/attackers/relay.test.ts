import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodeInvite, encodeInvite, inviteKeys, openEpochBox, type MemberId } from '@fyteclub/identity';
import { SimulatedNetwork } from '@fyteclub/transport/testing';
import { boxOf, encodeOp, openMessage, sealMessage } from '@fyteclub/phonebook';
import { seededRandom } from '../../corpus/seeded-random.ts';
import { actOf } from './attacker.ts';
import { relay } from './relay.ts';
import type { Rogue } from './rogue.ts';
import { Trial } from './trial.ts';

let trial: Trial;
let eve: Rogue;

async function begin(seed: string, villains = 1): Promise<void> {
  trial = await Trial.begin({ seed, honest: 4, villains });
  eve = await trial.turn();
}

const does = async (name: string, seed = name): Promise<void> => {
  trial.refused();
  await trial.during(actOf(relay, name).run(eve, seededRandom(seed)));
};

test('P11 a relay that passes every byte of a handshake on authenticates to neither side', async () => {
  await begin('relay');
  const before = trial.beliefs();
  await does('passes a handshake on to somebody else');
  // Whoever dialled Eve finds somebody else at the other end, who is told no more than that.
  expect(Object.values(trial.refused()).flat().sort()).toEqual(['channel-lost', 'denied', 'not-authentic']);
  expect(trial.beliefs()).toEqual(before);
  expect(await trial.liveness()).toBeUndefined();
});

test('P11 a relay that hands out a code with her own address gets nobody to join through her', async () => {
  await begin('code');
  const invite = decodeInvite(trial.invite().code);
  if (!invite.ok) throw new Error('there is no invite');
  await trial.settle(1_000);
  const { value } = invite;
  const endpoint = { addresses: eve.wire.addresses(), fingerprint: eve.wire.identity.fingerprint };
  const code = encodeInvite({ ...value, endpoint, issuer: eve.me }, eve.ring);
  const { iceSecret } = inviteKeys(value.seed);
  eve.bait.push(iceSecret);
  let piped = 0;
  eve.ears = {
    dialled: (connection, by) => {
      if (by !== undefined) return false;
      piped += 1;
      void eve.wire.knock(value.endpoint, iceSecret).then((other) => {
        connection.channel.messages$.subscribe((bytes) => other?.channel.send(bytes));
        other?.channel.messages$.subscribe((bytes) => connection.channel.send(bytes));
      });
      return true;
    },
  };
  const before = trial.beliefs();
  const fay = trial.scene.running('Fay')!;
  trial.scene.joins.begin(fay, { code, by: fay }, false);
  await trial.settle(20_000);
  expect(piped).toBe(1);
  expect(trial.scene.standing(fay)).toBeUndefined();
  expect(Object.values(trial.refused()).flat()).toContain('denied');
  expect(trial.beliefs()).toEqual(before);
  expect(await trial.liveness()).toBeUndefined();
});

test('P2 P28 a relay between two halves of the net leaves no hole in what they know when they meet', async () => {
  await begin('halves');
  trial.scene.world.paths.partition([
    ['Ada', 'Ben'],
    ['Cleo', 'Dan'],
  ]);
  await trial.settle(12_000);
  for (const name of ['Ada', 'Cleo']) {
    const node = trial.scene.running(name)?.node;
    for (const password of ['one', 'two', 'three', null]) node?.password({ password });
  }
  await trial.settle();
  const act = 'passes on the history with holes, out of order and changed';
  for (const round of ['1', '2', '3']) await does(act, round);
  const codes = new Set(trial.refusals.map(({ code }) => code));
  expect([...codes].every((code) => ['bad-signature', 'malformed', 'foreign-shell'].includes(code))).toBe(
    true,
  );
  trial.scene.world.paths.heal();
  expect(await trial.liveness()).toBeUndefined();
  for (const { phonebook } of trial.scene.views()) {
    expect([...phonebook.graph.waiting.values()]).toEqual([]);
    expect([...phonebook.graph.ops.values()].filter(({ op }) => op.type === 'password')).toHaveLength(8);
  }
});

test('P36 a relay to whom a friend hands everything opens no key that was made without her', async () => {
  await begin('outside', 2);
  const mallory = await trial.turn(1);
  trial.scene.running('Ada')?.node.remove({ member: eve.me });
  await trial.settle(10_000);
  eve.known.takeOps(mallory.known.ops.map(({ signed }) => encodeOp(signed)));
  const { graph, roster } = eve.known;
  expect(Object.keys(roster.members)).toHaveLength(5);
  const boxes = Object.keys(roster.members).map((member) => boxOf(graph, roster.epoch!, member as MemberId)!);
  const opened = boxes.filter((one) => openEpochBox(eve.ring, eve.shell, one, one.box).ok);
  expect(boxes).toHaveLength(5);
  expect(opened).toEqual([]);
  // Nor what is sealed under that key, and what was sealed under the ones before is over.
  const sealed = sealMessage(mallory.ring, roster.epoch, eve.shell, {
    type: 'phonebook.records',
    records: [mallory.known.recordOf(trial.idOf('Ada'))!.bytes],
  });
  expect(openMessage(mallory.ring, eve.shell, sealed).ok).toBe(true);
  expect(openMessage(eve.ring, eve.shell, sealed)).toMatchObject({ ok: false, error: 'unknown-epoch' });
});

/**
 * From now on neither gets a knock of the other's through its router, though they would meet; and of all whom they could
 * ask to bring them together Eve is the one to whom both have been linked for longest.
 */
async function betweenRouters(...pair: readonly string[]): Promise<void> {
  const { network, paths } = trial.scene.world;
  const datagram = SimulatedNetwork.prototype.datagram.bind(network);
  network.datagram = (packet, run) => {
    const isTheirs = [packet.from, packet.to].every((address) => pair.includes(paths.nameOf(address)));
    if (packet.what !== 'knock' || !isTheirs) datagram(packet, run);
  };
  for (const one of pair) {
    for (const { name } of trial.honest) if (name !== one) paths.cut(one, name);
    const computer = trial.scene.computer(one);
    await computer?.stop();
    await computer?.start();
  }
  await trial.settle();
  paths.heal();
}

describe('a relay that Ben and Cleo ask first to bring them together', () => {
  beforeAll(() => begin('introductions'));

  test.each(relay.acts.map(({ name }) => name).filter((name) => name.includes('introductions')))(
    '%s, and they meet by way of somebody else',
    async (name) => {
      await does(name);
      const asked = eve.introductions.length;
      await betweenRouters('Ben', 'Cleo');
      const [ben, cleo] = [trial.idOf('Ben'), trial.idOf('Cleo')];
      const haveMet = (): boolean =>
        trial.view('Ben').election.links[cleo] !== undefined &&
        trial.view('Cleo').election.links[ben] !== undefined;
      expect(await trial.until(haveMet)).toBe(true);
      expect(eve.introductions.length).toBeGreaterThan(asked);
      expect(eve.introductions.filter(({ read }) => read)).toEqual([]);
    },
  );

  test('stops nobody: Fay is let in, and all agree', async () => {
    expect(await trial.liveness()).toBeUndefined();
  });
});
