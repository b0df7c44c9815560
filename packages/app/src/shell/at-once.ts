/** Does something once for each of those who ask for it at the same moment, however often they ask. */
export class AtOnce<Who> {
  readonly #asked = new Set<Who>();
  readonly #act: (who: Who) => void;

  constructor(act: (who: Who) => void) {
    this.#act = act;
  }

  ask(who: Who): void {
    this.#asked.add(who);
    if (this.#asked.size > 1) return;
    queueMicrotask(() => {
      const asked = [...this.#asked];
      this.#asked.clear();
      asked.forEach(this.#act);
    });
  }
}
