/** IP literals as bytes and back, in the one spelling of RFC 5952, so that equal addresses are equal strings. */

function parseV4(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const octets = parts.map(Number);
  return octets.every((octet) => octet <= 255) ? octets : undefined;
}

/** The bytes of colon-separated groups; where an address ends, the last may be a dotted IPv4 address. */
function parseGroups(text: string, ends: boolean): number[] | undefined {
  if (text === '') return [];
  const octets: number[] = [];
  const groups = text.split(':');
  for (const [i, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      octets.push(value >> 8, value & 255);
    } else {
      const embedded = ends && i === groups.length - 1 ? parseV4(group) : undefined;
      if (embedded === undefined) return undefined;
      octets.push(...embedded);
    }
  }
  return octets;
}

function parseV6(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = [
    parseGroups(halves[0] ?? '', halves.length === 1),
    parseGroups(halves[1] ?? '', true),
  ];
  if (head === undefined || tail === undefined) return undefined;
  const gap = 16 - head.length - tail.length;
  if (halves.length === 1 ? gap !== 0 : gap < 2) return undefined;
  return [...head, ...Array.from({ length: gap }, () => 0), ...tail];
}

/** @returns 4 or 16 bytes, or undefined unless `text` is an IPv4 or IPv6 literal without a zone. */
export function parseHost(text: string): Uint8Array | undefined {
  if (text.length > 45) return undefined;
  const octets = text.includes(':') ? parseV6(text) : parseV4(text);
  return octets && Uint8Array.from(octets);
}

/** The first of the longest runs of two or more zero groups: what RFC 5952 writes as `::`. */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 1 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}

/** @param bytes 4 or 16 of them. */
export function formatHost(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  const hex = groups.map((group) => group.toString(16));
  const { start, length } = longestZeroRun(groups);
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** The one spelling of an IP literal, or undefined if it is none: names are never resolved here. */
export function canonicalHost(text: string): string | undefined {
  const parsed = parseHost(text);
  return parsed && formatHost(parsed);
}
