import { OPEN_FIELDS } from './fields.rules.ts';

/** What is told of a context or an event: harmless values, and of everything else `bytes(32)`. */
export type Shown = Readonly<Record<string, string | number | boolean | null>>;

const ID = /^[0-9a-f]{16,64}$/;
const SHOWN_ID_LENGTH = 8;
/** Without digits and capitals no key, code or token in any spelling is a word. */
const WORD = /^([a-z]+(-[a-z]+){0,7})?$/;
const LONGEST_WORD = 40;
const FIELD = /^[A-Za-z]\w{0,39}$/;
const MACHINE = /^[A-Za-z]{1,40}$/;
/** Ours are in capitals; XState's name the state or the actor that they are about. */
const EVENT = /^([A-Z]+(_[A-Z]+){0,7}|xstate(\.[A-Za-z]{1,40}){1,8})$/;
/** Our own actors are named by the start of an id, what they are, and a number. */
const ACTOR = /^[\w-]{1,16}(\/[\w-]{1,16}){0,3}$/;

const sized = (kind: string, size: number): string => `${kind}(${size})`;

/** A value of which only its kind and its size may be known. */
export function kindOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return sized('text', value.length);
  if (typeof value !== 'object') return typeof value;
  if (ArrayBuffer.isView(value)) return sized('bytes', value.byteLength);
  if (Array.isArray(value)) return sized('list', value.length);
  if (value instanceof Map) return sized('map', value.size);
  if (value instanceof Set) return sized('set', value.size);
  return sized('object', Object.keys(value).length);
}

/** One field as far as it may be seen; a value that is not of the kind its name promises is hidden too. */
function fieldShown(machine: string, name: string, value: unknown): string | number | boolean | null {
  const open = (Object.hasOwn(OPEN_FIELDS, machine) ? OPEN_FIELDS[machine] : undefined) ?? {};
  if (typeof value === 'number' && Number.isFinite(value) && open.numbers?.includes(name) === true)
    return value;
  if (typeof value === 'boolean' && open.flags?.includes(name) === true) return value;
  if (typeof value !== 'string') return kindOf(value);
  if (open.ids?.includes(name) === true && ID.test(value)) return `${value.slice(0, SHOWN_ID_LENGTH)}…`;
  const isWord = value.length <= LONGEST_WORD && WORD.test(value);
  return isWord && open.words?.includes(name) === true ? value : kindOf(value);
}

function fieldsShown(machine: string, fields: object, without: string): Shown {
  const named = Object.entries(fields).filter(([name]) => name !== without && FIELD.test(name));
  return Object.fromEntries(named.map(([name, value]) => [name, fieldShown(machine, name, value)]));
}

const isKnown = (machine: string): boolean => Object.hasOwn(OPEN_FIELDS, machine);

/** @param machine the id of the machine that the context belongs to. */
export function contextShown(machine: string, context: unknown): Shown {
  if (typeof context !== 'object' || context === null || ArrayBuffer.isView(context)) return {};
  return isKnown(machine) ? fieldsShown(machine, context, '') : { context: kindOf(context) };
}

/** @param machine the id of the machine that is sent the event. */
export function eventShown(machine: string, event: unknown): Shown & { readonly type: string } {
  if (typeof event !== 'object' || event === null || !('type' in event)) return { type: 'hidden' };
  const { type } = event;
  const name = typeof type === 'string' && EVENT.test(type) ? type : 'hidden';
  // XState's own carry inputs, outputs and errors of actors.
  const isOurs = isKnown(machine) && !name.startsWith('xstate.');
  return { ...(isOurs ? fieldsShown(machine, event, 'type') : {}), type: name };
}

/** @param fallback what an actor is called whose name is not of our making. */
export const actorShown = (name: unknown, fallback: string): string =>
  typeof name === 'string' && ACTOR.test(name) ? name : fallback;

export const machineShown = (id: unknown): string =>
  typeof id === 'string' && MACHINE.test(id) ? id : 'hidden';
