/** A machine's picture: its states and what leads from one to the other, without any data. As XState writes a machine. */
export interface ShownState {
  readonly id?: string;
  readonly type?: string;
  readonly initial?: string;
  readonly states?: Readonly<Record<string, ShownState>>;
  readonly on?: Readonly<Record<string, readonly ShownTransition[]>>;
  readonly after?: Readonly<Record<string, readonly ShownTransition[]>>;
  readonly always?: readonly ShownTransition[];
  readonly onDone?: readonly ShownTransition[];
  readonly entry?: readonly string[];
  readonly exit?: readonly string[];
  readonly invoke?: readonly { readonly src: string; readonly id?: string }[];
}

export interface ShownTransition {
  readonly target?: string;
  readonly guard?: string;
  readonly actions?: readonly string[];
  readonly reenter?: true;
}

/** Where an actor stands, as XState says it. */
export type StateValue = string | { readonly [region: string]: StateValue };

/** The names that a machine's author gave to its parts. */
const NAME = /^[#.]?[A-Za-z][\w.]{0,79}$/;
const DEEPEST = 8;

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
const isName = (value: unknown): value is string => typeof value === 'string' && NAME.test(value);
const named = (name: string, value: unknown): object => (isName(value) ? { [name]: value } : {});
const filled = (name: string, list: readonly unknown[]): object => (list.length > 0 ? { [name]: list } : {});

/** An action or a guard by its name; what it is given is left out, and a function has no name worth telling. */
function nameOf(part: unknown): string {
  const { type } = fieldsOf(part);
  return [part, type].find(isName) ?? 'inline';
}

function transitionsOf(value: unknown): readonly ShownTransition[] {
  return listOf(value).map((transition) => {
    if (typeof transition === 'string') return named('target', transition);
    const { target, guard, actions, reenter } = fieldsOf(transition);
    return {
      ...named('target', Array.isArray(target) ? target[0] : target),
      ...(guard === undefined ? {} : { guard: nameOf(guard) }),
      ...filled('actions', listOf(actions).map(nameOf)),
      ...(reenter === true ? { reenter } : {}),
    };
  });
}

function byName(name: string, value: unknown, shown: (one: unknown) => object): object {
  const parts = Object.entries(fieldsOf(value)).filter(([part]) => isName(part) || /^\d{1,9}$/.test(part));
  return parts.length === 0
    ? {}
    : { [name]: Object.fromEntries(parts.map(([part, one]) => [part, shown(one)])) };
}

/**
 * What may be seen of a machine's configuration. It is built from what is known to be a name, so that neither context
 * nor inputs nor parameters can be in it.
 */
export function definitionShown(config: unknown, depth = 0): ShownState {
  const { id, type, initial, states, on, after, always, onDone, entry, exit, invoke } = fieldsOf(config);
  if (depth > DEEPEST) return {};
  return {
    ...named('id', id),
    ...named('type', type),
    ...named('initial', initial),
    ...byName('states', states, (state) => definitionShown(state, depth + 1)),
    ...byName('on', on, transitionsOf),
    ...byName('after', after, transitionsOf),
    ...filled('always', transitionsOf(always)),
    ...filled('onDone', transitionsOf(onDone)),
    ...filled('entry', listOf(entry).map(nameOf)),
    ...filled('exit', listOf(exit).map(nameOf)),
    ...filled(
      'invoke',
      listOf(invoke).map((one) => ({
        src: nameOf(fieldsOf(one)['src']),
        ...named('id', fieldsOf(one)['id']),
      })),
    ),
  };
}

/** Only states that the machine has; null where there is none, as of a machine without states. */
export function valueShown({ states = {} }: ShownState, value: unknown): StateValue | null {
  const stateOf = (name: string): ShownState | undefined =>
    Object.hasOwn(states, name) ? states[name] : undefined;
  if (typeof value === 'string') return stateOf(value) === undefined ? null : value;
  const regions = Object.entries(fieldsOf(value)).flatMap(([name, inner]) => {
    const state = stateOf(name);
    return state === undefined ? [] : [[name, valueShown(state, inner) ?? {}] as const];
  });
  return regions.length === 0 ? null : Object.fromEntries(regions);
}
