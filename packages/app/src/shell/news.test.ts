import { expect, test } from '@jest/globals';
import { person, type Person } from '@fyteclub/identity/testing';
import type { NodeEvent } from '../shown/index.ts';
import type { Book, BookListener } from './book.ts';
import type { Self } from './context.ts';
import { tellNews } from './news.ts';
import type { Peer } from './negotiation.ts';
import type { PeerListener, Peers } from './peers.ts';

const [ada, ben, cleo] = [person('Ada'), person('Ben'), person('Cleo')];

/** What is told of a group of Ada, who is me, and Ben. */
function evening() {
  const told: string[] = [];
  let book: BookListener = {};
  let peers: PeerListener = {};
  const names = new Map([ben, cleo].map((friend) => [friend.id, friend.name]));
  tellNews(
    {
      shell: '00',
      ring: { memberId: ada.id },
      row: () => ({ name: 'Raid night' }),
      node: {
        tell: (event: NodeEvent) => told.push(`${event.event} ${'member' in event ? event.member.name : ''}`),
      },
    } as unknown as Self,
    {
      listen: (listener: BookListener) => (book = listener),
      others: () => [ben.id],
      nameOf: (member: typeof ada.id) => names.get(member),
      record: (member: typeof ada.id) => (names.has(member) ? {} : undefined),
    } as unknown as Book,
    { listen: (listener: PeerListener) => (peers = listener) } as unknown as Peers,
  );
  return {
    told,
    up: (friend = ben) => peers.up?.({ member: friend.id } as Peer),
    down: (cause: 'lost' | 'parted' | 'replaced', friend = ben) => peers.down?.(friend.id, cause),
    hearOf: (friend: Person) => book.recordsChanged?.([friend.id]),
  };
}

test('a friend whose link is lost is said to be offline, and online when there is one again', () => {
  const { told, up, down } = evening();
  up();
  down('lost');
  up();
  expect(told).toEqual(['online Ben', 'offline Ben', 'online Ben']);
});

test.each(['parted', 'replaced'] as const)(
  'a link that was %s is nobody’s news, and neither is the next',
  (cause) => {
    const { told, up, down } = evening();
    up();
    down(cause);
    up();
    down('lost');
    expect(told).toEqual(['online Ben', 'offline Ben']);
  },
);

test('a newcomer who comes in through this node is told of once', () => {
  const { told, up, hearOf } = evening();
  up(cleo);
  hearOf(cleo);
  expect(told).toEqual(['joined Cleo']);
});
