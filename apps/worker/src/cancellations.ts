import { CANCEL_CHANNEL, type Core } from "@pragma/core";
import pg from "pg";

const RECONNECT_DELAY_MS = 500;

/**
 * Listens for cancelled events. A missed one costs nothing but the rest of the handler's run: its result is discarded.
 * @returns a function that ends it
 */
export function listenForCancellations(
  core: Core,
  databaseUrl: string,
  onCancel: (eventId: string) => void,
): () => Promise<void> {
  let stopped = false;
  let client: pg.Client | undefined;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: databaseUrl, application_name: "pragma-worker-listen" });
    next.on("notification", ({ payload }) => {
      if (payload) onCancel(payload);
    });
    next.on("error", (error) => {
      core.logger.warn({ err: error }, "the listener lost its connection");
    });
    next.on("end", () => {
      if (!stopped) setTimeout(() => void reconnect(), RECONNECT_DELAY_MS);
    });
    await next.connect();
    await next.query(`LISTEN ${CANCEL_CHANNEL}`);
    client = next;
  };
  const reconnect = async (): Promise<void> => {
    if (stopped) return;
    try {
      await connect();
    } catch {
      // "end" does not follow a connection that never was.
      setTimeout(() => void reconnect(), RECONNECT_DELAY_MS);
    }
  };
  const first = reconnect();
  return async () => {
    stopped = true;
    await first;
    await client?.end().catch(() => undefined);
  };
}
