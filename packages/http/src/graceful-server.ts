import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

const SWEEP_MS = 50;
/** On a younger connection the first request may be on its way. */
const SILENT_MS = 1000;
/** A turn of the event loop that took no longer had nothing to do: connections were looked for as long ago at most. */
const QUIET_TURN_MS = 0.05;
/** Under steady load there is no quieter moment to wait for. */
const PATIENCE_MS = 1000;

/** How an HTTP server ends without failing a request. */
export interface GracefulServer {
  /** Whether it was told to end: balancers are to send nothing more. */
  readonly isDraining: boolean;
  /**
   * Goes on serving while balancers find out, and has each connection closed with its next answer, so that none is idle
   * and about to be used when the server ends.
   * @param seconds how long; 0 only marks the server
   * @param hurry cuts the wait short
   */
  drain(seconds: number, hurry?: AbortSignal): Promise<void>;
  /**
   * Resolves at a moment to stop listening: nobody has just connected. The kernel resets connections that it has accepted
   * and the process has not, and whoever opened them may have sent a request already. So close the server at once.
   */
  quietMoment(): Promise<void>;
  /** Closes connections as they become idle, until the server has closed. Call it when the server stops listening. */
  closeIdleConnections(): void;
}

/**
 * Watches a server from before its first connection.
 *
 * Node closes the connections that are idle when a server is told to close. It leaves out those whose answer ends a moment
 * later, which would be kept alive for their full time, and those on which nothing was ever asked, as clients open in
 * advance, which it takes for slow requests.
 */
export function graceful(server: Server): GracefulServer {
  /** When each was opened, on the monotonic clock. */
  const sockets = new Map<Socket, number>();
  let accepted = 0;
  let isDraining = false;
  server.on("connection", (socket: Socket) => {
    accepted++;
    sockets.set(socket, performance.now());
    socket.once("close", () => sockets.delete(socket));
  });
  // Before whoever answers.
  server.prependListener("request", (_request, response: ServerResponse) => {
    if (isDraining) response.shouldKeepAlive = false;
  });
  return {
    get isDraining() {
      return isDraining;
    },
    async drain(seconds, hurry) {
      isDraining = true;
      await elapsed(seconds * 1000, hurry);
    },
    async quietMoment() {
      const end = performance.now() + PATIENCE_MS;
      while (performance.now() < end) {
        const [start, before] = [performance.now(), accepted];
        await new Promise<void>((resolve) => void setImmediate(resolve));
        if (accepted === before && performance.now() - start < QUIET_TURN_MS) return;
      }
    },
    closeIdleConnections() {
      isDraining = true;
      const sweep = (): void => {
        server.closeIdleConnections();
        const silentSince = performance.now() - SILENT_MS;
        for (const [socket, openedAt] of sockets) {
          if (socket.bytesRead === 0 && openedAt < silentSince) socket.destroy();
        }
      };
      sweep();
      const timer = setInterval(sweep, SWEEP_MS);
      server.once("close", () => clearInterval(timer));
    },
  };
}

function elapsed(milliseconds: number, hurry: AbortSignal | undefined): Promise<void> {
  if (milliseconds === 0 || hurry?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    hurry?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
