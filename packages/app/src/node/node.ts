import type { Observable } from 'rxjs';
import type { Check } from '../doctor/findings.rules.ts';
import type { Outcome } from '../problems.ts';
import type * as shown from '../shown/index.ts';

/** Where the node writes what happened; pino's shape, so that `pino()` fits. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Which syncshell a verb means: a name or the start of an id; may be left out when there is one. */
export interface InShell {
  readonly shell?: string | undefined;
}

/** One running node: what the command line, and any other program in the same process, can ask of it. */
export interface FyteNode {
  readonly log: Log;
  /** What happened, for people and scripts that follow along; completes when the node stops. */
  readonly events$: Observable<shown.NodeEvent>;

  create(input: {
    name: string;
    as?: string | undefined;
    password?: string | undefined;
  }): Promise<Outcome<shown.ShellCreated>>;
  /** Ends with `joined` or a failure. Aborting the signal stops waiting; the same code can be used again. */
  join(
    input: {
      code: string;
      as?: string | undefined;
      useReply?: boolean | undefined;
      password?: string | undefined;
    },
    signal: AbortSignal,
  ): AsyncIterable<Outcome<shown.JoinStep>>;
  reply(input: { code: string }, signal: AbortSignal): Promise<Outcome<shown.ReplyDone>>;
  /** What a first join must know from now on; null for nothing. */
  password(input: InShell & { password: string | null }): Outcome<shown.PasswordSet>;
  leave(input: InShell): Promise<Outcome<{ left: true }>>;

  /** Asks the STUN servers of the config where we are seen, so that the next invite tells it; nobody if there are none. */
  locate(): Promise<void>;
  invite(input: InShell & { expiresInMs?: number | undefined }): Outcome<shown.InviteMade>;
  invites(input: InShell): Outcome<{ invites: readonly shown.InviteShown[] }>;
  revoke(input: InShell & { invite: string }): Outcome<{ invite: shown.InviteShown }>;

  /** Proposes a removal, or adds our signature to one of the same member that is open. */
  remove(
    input: InShell & { member: string; reason?: string | undefined; withBrought?: boolean | undefined },
  ): Outcome<shown.Removed>;
  sign(input: InShell & { removal: string }): Outcome<{ removal: shown.RemovalShown }>;
  removals(input: InShell): Outcome<{ removals: readonly shown.RemovalShown[] }>;

  /**
   * Everything that makes us a member, into a file that the passphrase opens. Blocks for about a second.
   * @param input `file` is an absolute path; `check` only opens what is there, and tells what it holds.
   */
  backup(input: { file: string; passphrase: string; check?: boolean | undefined }): Outcome<shown.BackupMade>;

  /**
   * Brings back what a backup holds, whole or not at all, into a node that is in no syncshell and joins none; its groups
   * run at once. The node that the backup was made on must not run any more. Blocks for about a second.
   */
  restore(input: { file: string; passphrase: string }): Outcome<shown.BackupMade>;

  /** A fresh link to the page, which signs one browser in, once and within a minute. */
  open(): Outcome<{ url: string }>;
  /** The same to the inspector, where this node was started with one. */
  inspect(): Outcome<{ url: string }>;
  status(): Outcome<shown.Status>;
  /** Keeps a note on a member, or tells nothing of them any more: on this machine only. */
  remember(
    input: InShell & { member: string; note?: string | undefined; muted?: boolean | undefined },
  ): Outcome<{ member: shown.MemberRemembered }>;
  members(input: InShell): Outcome<{ members: readonly shown.MemberShown[] }>;

  share(
    input: InShell & { path: string; name?: string | undefined },
  ): Promise<Outcome<{ mod: shown.SharedMod }>>;
  unshare(input: InShell & { name: string }): Outcome<{ mod: shown.SharedMod }>;
  mods(input: InShell): Outcome<{ mods: readonly shown.ModShown[] }>;
  /** Lets a held mod through: by name, or by the start of its hash. */
  release(input: InShell & { mod: string }): Outcome<{ mod: shown.ModShown }>;
  /** `metres` null means "off". `member` "all" means everybody. */
  near(input: InShell & { member: string; metres: number | null }): Outcome<{ near: readonly shown.Sight[] }>;
  transfers(input: InShell): Outcome<{ transfers: readonly shown.TransferShown[] }>;
  /** The same, whenever something moved. */
  followTransfers(
    input: InShell,
    signal: AbortSignal,
  ): AsyncIterable<Outcome<{ transfers: readonly shown.TransferShown[] }>>;

  /** What works and what does not, told so that strangers may read it. */
  doctor(): Outcome<{ checks: readonly Check[]; advice: string }>;

  /** Stops what moves, between us and everybody or one member; `forMs` for so long, else until it is resumed. */
  pause(
    input: InShell & { member?: string | undefined; forMs?: number | undefined },
  ): Outcome<{ paused: readonly shown.PauseShown[] }>;
  /** Goes on; a member that was paused by name stays so until it is resumed by name. */
  resume(input: InShell & { member?: string | undefined }): Outcome<{ paused: readonly shown.PauseShown[] }>;

  /** Limits what moves in all, or to and from one member; rates in bytes per second, null lifts. */
  limit(
    input: InShell & {
      member?: string | undefined;
      up?: number | null | undefined;
      down?: number | null | undefined;
    },
  ): Outcome<{ limits: shown.LimitsShown }>;

  /** Keeps out of a game's way, or no longer; people's own limits are kept. Without `on` only tells. */
  gaming(input: { on?: boolean | undefined }): Outcome<{ gaming: shown.GamingShown }>;

  /** Says goodbye to everybody, writes what is left to write and lets go of every socket and file. */
  stop(): Promise<void>;
}
