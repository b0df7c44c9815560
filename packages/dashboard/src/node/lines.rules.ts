/** Text that comes in pieces, cut where one thing ends; what is not at an end yet waits for the next piece. */
export function cut(waiting: string, piece: string, end: string): { whole: readonly string[]; rest: string } {
  const parts = `${waiting}${piece}`.split(end);
  const rest = parts.pop() ?? '';
  return { whole: parts.filter((part) => part !== ''), rest };
}

/** One server-sent event; undefined for a comment, such as the sign that the node is still there. */
export interface Told {
  readonly name: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** One block of a stream of server-sent events, without the empty line that ends it. */
export function told(block: string): Told | undefined {
  const fields = block.split('\n').flatMap((line) => {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    return field === undefined ? [] : [{ field, value: value ?? '' }];
  });
  const last = (wanted: string): string | undefined =>
    fields.findLast(({ field }) => field === wanted)?.value;
  const data = fields.filter(({ field }) => field === 'data').map(({ value }) => value);
  return data.length === 0
    ? undefined
    : { name: last('event') ?? 'message', id: last('id'), data: data.join('\n') };
}
