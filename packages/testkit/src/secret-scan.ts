/** Pieces of a secret that are looked for: so many of its bytes are nowhere by chance. */
const PIECE_BYTES = 16;
/** The same of a text. */
const PIECE_CHARACTERS = 16;
/** Every spelling is at least so long; its first characters are how it is found. */
const KEY = 10;

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BLOCK = 8;

function base58Block(bytes: Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let i = 0; i < 11; i++, rest /= 58n) text = `${ALPHABET[Number(rest % 58n)] ?? ''}${text}`;
  return text;
}

/** As codes spell it, in blocks of eight bytes, at whichever byte a block begins. */
function base58(bytes: Uint8Array): readonly string[] {
  return Array.from({ length: BLOCK }, (_, shift) => {
    const blocks = Array.from({ length: Math.floor((bytes.length - shift) / BLOCK) }, (_none, at) =>
      base58Block(bytes.subarray(shift + at * BLOCK, shift + (at + 1) * BLOCK)),
    );
    return blocks.join('');
  });
}

/** Wherever in a longer text of base64 it begins. */
function base64(bytes: Uint8Array, encoding: 'base64' | 'base64url'): readonly string[] {
  return [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString(encoding)
      .slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3)),
  );
}

/** How a program may have written some bytes down, without the blanks between. */
function spellings(bytes: Uint8Array): readonly string[] {
  const hex = Buffer.from(bytes).toString('hex');
  return [
    hex,
    hex.toUpperCase(),
    ...base64(bytes, 'base64'),
    ...base64(bytes, 'base64url'),
    ...base58(bytes),
    bytes.join(),
    [...bytes].map((byte, at) => `"${at}":${byte}`).join(),
  ];
}

function pieces<T extends Uint8Array | string>(whole: T, size: number): readonly T[] {
  const starts = Array.from({ length: Math.floor(whole.length / size) }, (_, at) => at * size);
  const all = [...starts, Math.max(0, whole.length - size)];
  return all.map((start) => whole.slice(start, start + size) as T);
}

interface Wanted {
  readonly secret: string;
  readonly text: string;
}

/** Looks for secrets, in every spelling, in what was said. */
export class SecretScan {
  readonly #wanted = new Map<string, Wanted[]>();
  #count = 0;

  /** How many secrets are looked for. */
  get count(): number {
    return this.#count;
  }

  /** @param name what is said where it is found. @throws RangeError for what is too short to be told from chance. */
  bytes(name: string, secret: Uint8Array): void {
    if (secret.length < PIECE_BYTES) throw new RangeError(`${name} is too short to be looked for`);
    this.#count++;
    for (const piece of pieces(secret, PIECE_BYTES)) {
      this.#want(name, Buffer.from(piece).toString('latin1'));
      for (const text of spellings(piece)) this.#want(name, text);
    }
  }

  /** Passwords, codes and what else people could read; `common` characters at its start are no secret. */
  text(name: string, secret: string, common = 0): void {
    const own = secret.slice(common).replaceAll(/\s/g, '');
    if (own.length < PIECE_CHARACTERS) throw new RangeError(`${name} is too short to be looked for`);
    this.#count++;
    for (const piece of pieces(own, PIECE_CHARACTERS)) {
      this.#want(name, piece);
      for (const text of spellings(Buffer.from(piece))) this.#want(name, text);
    }
  }

  /** The names of the secrets that are in it. */
  in(said: Uint8Array | string): readonly string[] {
    const text = typeof said === 'string' ? said : Buffer.from(said).toString('latin1');
    return [...new Set([text, text.replaceAll(/\s/g, '')].flatMap((one) => this.#find(one)))];
  }

  #want(secret: string, text: string): void {
    const key = text.slice(0, KEY);
    const same = this.#wanted.get(key) ?? [];
    this.#wanted.set(key, [...same, { secret, text }]);
  }

  #find(text: string): readonly string[] {
    const found: string[] = [];
    for (let at = 0; at + KEY <= text.length; at++) {
      const wanted = this.#wanted.get(text.slice(at, at + KEY));
      for (const one of wanted ?? []) if (text.startsWith(one.text, at)) found.push(one.secret);
    }
    return found;
  }
}
