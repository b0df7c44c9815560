/**
 * A deep copy of what a store may keep: what MessagePack carries. Bytes leave as bytes of their own.
 *
 * @throws TypeError for anything else, which a real store would bring back as something different.
 */
export function copyOfRow(row: unknown): unknown {
  if (row instanceof Uint8Array) return Uint8Array.from(row);
  if (Array.isArray(row)) return row.map(copyOfRow);
  if (typeof row === 'object' && row !== null) {
    const prototype: unknown = Object.getPrototypeOf(row);
    if (prototype !== Object.prototype && prototype !== null) throw new TypeError('no plain row');
    return Object.fromEntries(Object.entries(row).map(([name, inner]) => [name, copyOfRow(inner)]));
  }
  if (typeof row === 'function' || typeof row === 'symbol') throw new TypeError('no plain row');
  return row;
}
