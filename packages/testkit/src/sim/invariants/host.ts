import { onlineRuns } from '@fyteclub/election';
import { firstWrong, type Invariant } from './invariant.ts';

/** A host is somebody who is a member and, as far as the node can see, there. */
export const hostIsThere: Invariant = {
  name: 'the-host-is-an-online-member',
  properties: [48],
  watch: () => ({
    check: (views) =>
      firstWrong(views, ({ computer: { name }, me, phonebook: { roster }, election }) => {
        const { host } = election;
        if (host === null) return undefined;
        if (roster.members[host] === undefined)
          return `${name} takes ${host.slice(0, 8)} for the host, no member`;
        return host === me || onlineRuns(election)[host] !== undefined
          ? undefined
          : `${name} takes ${host.slice(0, 8)} for the host, who is not there`;
      }),
  }),
};

/** A peer's word on who hosts is awaited for a moment after it has appeared. */
const A_MOMENT_MS = 5_000;

/** The same members, the same witnesses and the same view of who is there name the same host, but for a moment. */
export const sameViewSameHost: Invariant = {
  name: 'same-view-same-host',
  properties: [42],
  watch: ({ world }) => {
    /** Since when two that are on the same grounds differ. */
    let disputes = new Map<string, number>();
    return {
      check: (views) => {
        const hosts = new Map<string, { host: string | null; by: string }>();
        const before = disputes;
        disputes = new Map();
        return firstWrong(
          views.filter(({ settled }) => settled),
          ({ computer: { name }, election }) => {
            const { host, members, lists } = election;
            const grounds = JSON.stringify([
              [...members].sort(),
              [...lists.values()].map(({ hash }) => hash).sort(),
              Object.entries(onlineRuns(election)).sort(),
            ]);
            const known = hosts.get(grounds) ?? { host, by: name };
            hosts.set(grounds, known);
            if (known.host === host) return undefined;
            const since = before.get(grounds) ?? world.now;
            disputes.set(grounds, since);
            return world.now - since <= A_MOMENT_MS
              ? undefined
              : `${name} names ${host ?? 'nobody'}, ${known.by} names ${known.host ?? 'nobody'}, on the same grounds`;
          },
        );
      },
    };
  },
};
