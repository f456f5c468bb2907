import type { Connection } from "./connection.ts";

/** While the server answers everything else: then it is this page that fails, and waiting would not help. */
const TRIES = 3;

/**
 * Keeps the router from leaving the application: where the content of a page cannot be fetched it loads the address as a
 * document, which ends on an error page of the browser or of a proxy. Such a fetch waits until the server answers, and is then
 * made anew; the page that is shown stays. Prefetches may fail.
 * @param fetchNow the browser's own
 */
export function holdNavigations(fetchNow: typeof fetch, connection: Connection): typeof fetch {
  return async (input, init) => {
    if (!isNavigation(init)) return fetchNow(input, init);
    for (let tries = 1; ; tries++) {
      if (await connection.untilReachable()) tries = 1;
      try {
        const response = await fetchNow(input, init);
        if (response.status < 500 || tries === TRIES) return response;
        connection.tell({ kind: "failed", how: "server" });
      } catch (error) {
        if (init?.signal?.aborted || tries === TRIES) throw error;
        connection.tell({ kind: "failed", how: "network" });
      }
    }
  };
}

function isNavigation(init: RequestInit | undefined): boolean {
  const headers = new Headers(init?.headers);
  return headers.has("rsc") && !headers.has("next-router-prefetch") && !headers.has("next-router-segment-prefetch");
}
