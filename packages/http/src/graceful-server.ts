import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import { type Socket, Server as TcpServer } from "node:net";

const SWEEP_MS = 50;
/** On a younger connection the first request may be on its way. */
const SILENT_MS = 1000;
/** A turn of the event loop that took no longer had nothing to do: new connections were looked for that recently. */
const QUIET_TURN_MS = 0.05;
/** Under steady load there is no quieter moment to wait for. */
const PATIENCE_MS = 200;
/** How long connections may stay idle once the server listens no more. Balancers have to close theirs sooner. */
const LINGER_MS = 5000;

/** How an HTTP server ends without failing a request. */
export interface GracefulServer {
  /** Whether it was told to end: balancers should send nothing more. */
  readonly isDraining: boolean;
  /**
   * Keeps serving while balancers find out. Connections are kept alive, so few new ones are opened.
   * @param seconds how long; 0 only marks the server, and lets idle connections end at once
   * @param hurry cuts this wait and that of `stopListening` short
   */
  drain(seconds: number, hurry?: AbortSignal): Promise<void>;
  /** Stops listening. From then on, each response closes its connection. */
  stopListening(): Promise<void>;
  /**
   * Ends connections as they become idle, and resolves with the last one. After a drain, idle ones have 5 s more: a balancer
   * may be about to use one, and cannot repeat what it sent on it.
   */
  endConnections(): Promise<void>;
}

/**
 * Watches a server from before its first connection.
 *
 * When told to close, Node closes the connections that are idle at that moment. It misses those whose response ends a moment
 * later, which would be kept alive for their full time, and those that clients opened in advance without a request, which
 * it treats as slow requests.
 */
export function graceful(server: Server): GracefulServer {
  /** When each was opened, on the monotonic clock. */
  const sockets = new Map<Socket, number>();
  let accepted = 0;
  let isDraining = false;
  let isClosing = false;
  let lingerMs = 0;
  let hurried: AbortSignal | undefined;
  let closed: Promise<unknown> | undefined;
  server.on("connection", (socket: Socket) => {
    accepted++;
    sockets.set(socket, performance.now());
    socket.once("close", () => sockets.delete(socket));
  });
  // Before the handlers that respond.
  server.prependListener("request", (_request, response: ServerResponse) => {
    if (isClosing) response.shouldKeepAlive = false;
  });

  /**
   * Waits until nobody has just connected. The kernel resets connections that it has accepted and the process has not, and a
   * client may have sent a request on one already.
   */
  const quietMoment = async (): Promise<void> => {
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end) {
      const [start, before] = [performance.now(), accepted];
      await new Promise<void>((resolve) => void setImmediate(resolve));
      if (accepted === before && performance.now() - start < QUIET_TURN_MS) return;
    }
  };
  const sweep = (): void => {
    server.closeIdleConnections();
    const silentSince = performance.now() - SILENT_MS;
    for (const [socket, openedAt] of sockets) {
      if (socket.bytesRead === 0 && openedAt < silentSince) socket.destroy();
    }
  };

  return {
    get isDraining() {
      return isDraining;
    },
    async drain(seconds, hurry) {
      isDraining = true;
      hurried = hurry;
      if (seconds > 0) lingerMs = LINGER_MS;
      await elapsed(seconds * 1000, hurry);
    },
    async stopListening() {
      isDraining = true;
      await quietMoment();
      closed = once(server, "close");
      // That of HTTP would close idle connections as well.
      TcpServer.prototype.close.call(server);
      isClosing = true;
    },
    async endConnections() {
      if (closed === undefined) return;
      await Promise.race([elapsed(lingerMs, hurried), closed]);
      sweep();
      const timer = setInterval(sweep, SWEEP_MS);
      await closed;
      clearInterval(timer);
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
