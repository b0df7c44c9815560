const CAST = [
  ...['Ada', 'Ben', 'Cleo', 'Dan', 'Fay', 'Gil', 'Hana', 'Ivo', 'Jun', 'Kim', 'Lea', 'Max', 'Noa'],
  ...['Oto', 'Pia', 'Quin', 'Rosa', 'Sam', 'Tea', 'Uma', 'Vera', 'Wim', 'Xeno', 'Yui', 'Zoe'],
];

/** Who sits at the n-th computer, 0 being the founder. */
export const nameOf = (index: number): string => CAST[index] ?? `Player ${index + 1}`;

export const addressOf = (index: number): string =>
  `10.${(index >> 16) & 0xff}.${(index >> 8) & 0xff}.${index & 0xff}`;
