import { hueOf, initial } from '../text/plain.rules.ts';

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly online?: boolean;
}

/** A pearl in the colour of a key: whoever takes somebody's name does not get their colour. */
export const Avatar = ({ id, name, online = true }: Shown) => (
  <span class={online ? 'avatar' : 'avatar away'} style={{ '--hue': String(hueOf(id)) }} aria-hidden="true">
    {initial(name)}
  </span>
);
