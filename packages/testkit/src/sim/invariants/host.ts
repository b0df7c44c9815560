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

/** The same members, the same witnesses and the same view of who is there name the same host. */
export const sameViewSameHost: Invariant = {
  name: 'same-view-same-host',
  properties: [42],
  watch: () => ({
    check: (views) => {
      const hosts = new Map<string, { host: string | null; by: string }>();
      return firstWrong(
        views.filter(({ settled }) => settled),
        ({ computer: { name }, election }) => {
          const { host, members, lists } = election;
          const view = JSON.stringify([
            [...members].sort(),
            Object.values(lists)
              .map(({ hash }) => hash)
              .sort(),
            Object.entries(onlineRuns(election)).sort(),
          ]);
          const known = hosts.get(view);
          hosts.set(view, { host, by: name });
          return known === undefined || known.host === host
            ? undefined
            : `${name} names ${host ?? 'nobody'}, ${known.by} names ${known.host ?? 'nobody'}, on the same grounds`;
        },
      );
    },
  }),
};
