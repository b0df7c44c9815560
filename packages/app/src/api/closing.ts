import type { Server } from 'node:http';

/** Closes a server with everybody who is still connected. */
export const closing = (server: Server) => (): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
