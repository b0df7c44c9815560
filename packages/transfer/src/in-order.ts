/**
 * Runs `task` on what `source` gives, up to `width` at once, and yields the results in the order of the source.
 * Ends early when the consumer stops; a task never rejects.
 */
export async function* inOrder<A, B>(
  source: AsyncIterable<A> | Iterable<A>,
  task: (item: A) => Promise<B>,
  width: number,
): AsyncGenerator<B> {
  const running: Promise<B>[] = [];
  for await (const item of source) {
    running.push(task(item));
    if (running.length < width) continue;
    const head = running.shift();
    if (head !== undefined) yield await head;
  }
  for (const last of running) yield await last;
}
