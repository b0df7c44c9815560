import {
  memberHash,
  toHex,
  hash256,
  utf8,
  type EpochId,
  type InviteId,
  type MemberId,
  type ShellId,
  type WrongPasswords,
} from '@fyteclub/identity';
import type { Store } from '../store/store.ts';

/** What only this node may know of one membership. The row is the commit point of joining and of leaving. */
export interface MembershipRow {
  readonly shell: ShellId;
  /** What the syncshell is called; "" until the genesis has been seen. */
  readonly name: string;
  readonly myName: string;
  readonly state: 'joining' | 'member' | 'removed';
  /** 32 bytes from which all keys of this membership derive. */
  readonly seed: Uint8Array;
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly fingerprint: Uint8Array;
  /** Empty while joining. */
  readonly token: Uint8Array;
  /** A second one by another issuer, should the first one's be removed. */
  readonly spare?: Uint8Array | undefined;
  /** Wrong group passwords that came with each invite. */
  readonly wrongPasswords?: WrongPasswords;
  /** Restored from a backup, with nobody met since. */
  readonly unsynced?: boolean;
  readonly epochs: readonly { readonly id: EpochId; readonly secret: Uint8Array }[];
}

/** An invite that this node issued: its seed re-makes the ICE credentials, so an open invite survives a restart. */
export interface InviteRow {
  readonly seed: Uint8Array;
  readonly expiresAt: number;
}

/** A sighting by hand, kept until it is switched off: a crash must not stop a transfer that was under way. */
export interface SightRow {
  readonly metres: number;
}

/** What we keep of a member for ourselves; no row where there is nothing. */
export interface NoteRow {
  readonly note: string;
  readonly muted: boolean;
}

/** A sealed operation or record under a key that names nobody: the operation's hash, or the member's. */
export interface BookRow {
  readonly key: string;
  readonly sealed: Uint8Array;
}

/** Typed access to the rows of one syncshell. Ops and records are sealed before they come here. */
export interface ShellRows {
  readonly membership: {
    get(): MembershipRow | undefined;
    put(row: MembershipRow): void;
  };
  invites(): readonly (readonly [InviteId, InviteRow])[];
  putInvite(id: InviteId, row: InviteRow): void;
  ops(): readonly Uint8Array[];
  records(): readonly Uint8Array[];
  /** Ops and records become durable together. */
  putBook(ops: readonly BookRow[], records: readonly BookRow[]): void;
  forgetRecord(member: MemberId): void;
  sights(): readonly (readonly [MemberId, SightRow])[];
  putSight(member: MemberId, row: SightRow | null): void;
  note(member: MemberId): NoteRow | undefined;
  putNote(member: MemberId, row: NoteRow | null): void;
  /** Forgets the membership first and its book afterwards, so that a crash between leaves no half membership. */
  forget(): void;
}

export function allMemberships(store: Store): readonly MembershipRow[] {
  return store.node
    .table<MembershipRow>('memberships')
    .entries()
    .map(([, row]) => row);
}

/**
 * Where one membership lies in a node's store, for the node and for tests that look into a store. A syncshell that the
 * store does not know has no rows.
 */
export function shellRows(store: Store, shell: ShellId): ShellRows {
  const memberships = store.node.table<MembershipRow>('memberships');
  const invites = store.node.table<InviteRow>('invites');
  const sights = store.node.table<SightRow>('sights');
  const notes = store.node.table<NoteRow>('notes');
  const ops = store.book.table<Uint8Array>('ops');
  const records = store.book.table<Uint8Array>('records');
  // The book's keys are hashes: opened without the epoch key it names nobody, not even by public key.
  const folder = toHex(hash256(utf8(shell))).slice(0, 32);
  const within = <Id extends string, Row>(
    rows: readonly (readonly [string, Row])[],
  ): (readonly [Id, Row])[] => rows.map(([key, row]) => [key.slice(shell.length + 1) as Id, row] as const);
  const bookRows = (table: typeof ops): Uint8Array[] =>
    table.entries(`${folder}/`).map(([, sealed]) => sealed);

  return {
    membership: {
      get: () => memberships.get(shell),
      put: (row) => {
        memberships.put(shell, row);
      },
    },
    invites: () => within<InviteId, InviteRow>(invites.entries(`${shell}/`)),
    putInvite: (id, row) => {
      invites.put(`${shell}/${id}`, row);
    },
    ops: () => bookRows(ops),
    records: () => bookRows(records),
    putBook: (newOps, newRecords) => {
      store.book.together(() => {
        for (const { key, sealed } of newOps) ops.put(`${folder}/${key}`, sealed);
        for (const { key, sealed } of newRecords) records.put(`${folder}/${key}`, sealed);
      });
    },
    forgetRecord: (member) => {
      records.remove(`${folder}/${memberHash(member)}`);
    },
    sights: () => within<MemberId, SightRow>(sights.entries(`${shell}/`)),
    putSight: (member, row) => {
      if (row === null) sights.remove(`${shell}/${member}`);
      else sights.put(`${shell}/${member}`, row);
    },
    note: (member) => notes.get(`${shell}/${member}`),
    putNote: (member, row) => {
      if (row === null) notes.remove(`${shell}/${member}`);
      else notes.put(`${shell}/${member}`, row);
    },
    forget: () => {
      store.node.together(() => {
        memberships.remove(shell);
        for (const table of [invites, sights, notes])
          for (const [key] of table.entries(`${shell}/`)) table.remove(key);
      });
      store.book.together(() => {
        for (const table of [ops, records])
          for (const [key] of table.entries(`${folder}/`)) table.remove(key);
      });
    },
  };
}
