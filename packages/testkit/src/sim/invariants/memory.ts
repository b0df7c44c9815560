import type { DiskImage } from '@fyteclub/app/testing';
import type { MemberId } from '@fyteclub/identity';
import type { Computer } from '../computer.ts';
import type { View } from '../view.ts';

/**
 * What was seen of one membership on one disk. Another disk, an older copy of this one and a membership after a leave
 * begin anew: their nodes never knew.
 */
export class Memory<T> {
  readonly #create: () => T;
  readonly #known = new Map<
    Computer,
    { readonly image: DiskImage; readonly me: MemberId; readonly seen: T }
  >();

  constructor(create: () => T) {
    this.#create = create;
  }

  of({ computer, me }: View): T {
    const { image } = computer;
    const known = this.#known.get(computer);
    if (known?.image === image && known.me === me) return known.seen;
    const seen = this.#create();
    this.#known.set(computer, { image, me, seen });
    return seen;
  }
}
