import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface DatabaseProxy {
  /** The database's connection URL through the proxy. */
  readonly url: string;
  /** From now on, holds everything that either side sends, like a hanging server. Connections stay open. */
  freeze(): void;
  /** Passes on what it held, and whatever follows. */
  thaw(): void;
  /** Holds everything on existing connections for good, as if a firewall had forgotten them; new ones work. */
  strand(): void;
  /**
   * Lets the next statement that contains a text come to nothing that its sender could know of: it is not passed on, or its answer is not.
   * @returns once that is so
   */
  silence(text: string, at: "statement" | "answer"): Promise<void>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Sits between programs and a database, which can then hang for these programs only. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const stranded = new WeakSet<Socket>();
  let frozen = false;
  let silencing: { text: string; at: "statement" | "answer"; done: () => void } | undefined;
  const silent = new WeakMap<Socket, () => void>();
  const join = (from: Socket, to: Socket, isNear: boolean): void => {
    sockets.add(from);
    from.on("data", (bytes: Buffer) => {
      if (isNear && silencing !== undefined && bytes.includes(silencing.text)) {
        silent.set(silencing.at === "statement" ? from : to, silencing.done);
        silencing = undefined;
      }
      const silenced = silent.get(from);
      if (silenced === undefined) to.write(bytes);
      else silenced();
    });
    from.on("error", () => to.destroy());
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
    if (frozen) from.pause();
  };
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    join(near, far, true);
    join(far, near, false);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      frozen = false;
      for (const socket of sockets) if (!stranded.has(socket)) socket.resume();
    },
    strand() {
      for (const socket of sockets) stranded.add(socket.pause());
    },
    silence(text, at) {
      return new Promise((done) => {
        silencing = { text, at, done };
      });
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
