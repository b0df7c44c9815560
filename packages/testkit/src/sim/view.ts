import type { Machines } from '@fyteclub/app';
import type { ElectionContext } from '@fyteclub/election';
import type { MemberId, ShellId } from '@fyteclub/identity';
import type { PhonebookContext } from '@fyteclub/phonebook';
import type { ActorRefFrom } from 'xstate';
import type { Computer } from './computer.ts';
import type { NodeRun } from './node-run.ts';

/** What a node that is a member believes at this moment. */
export interface View {
  readonly computer: Computer;
  readonly me: MemberId;
  readonly phonebook: PhonebookContext;
  readonly election: ElectionContext;
  /** Nothing is awaited that could change the choice of host. */
  readonly settled: boolean;
}

function actorOf<Name extends 'phonebook' | 'election'>(
  run: NodeRun,
  shell: ShellId,
  name: Name,
): ActorRefFrom<Machines[Name]> | undefined {
  const actor = run.actors.get(`${shell.slice(0, 8)}/${name}`);
  return actor as ActorRefFrom<Machines[Name]> | undefined;
}

/** Undefined while no node runs on the computer, or its node is no member of the syncshell. */
export function viewOf(computer: Computer, shell: ShellId): View | undefined {
  const { run } = computer;
  if (run === undefined) return undefined;
  const phonebook = actorOf(run, shell, 'phonebook')?.getSnapshot();
  const election = actorOf(run, shell, 'election')?.getSnapshot();
  if (phonebook?.status !== 'active' || election?.status !== 'active') return undefined;
  return {
    computer,
    me: phonebook.context.me,
    phonebook: phonebook.context,
    election: election.context,
    settled: election.matches({ present: { host: { settled: 'sure' } } }),
  };
}
