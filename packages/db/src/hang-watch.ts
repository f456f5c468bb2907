import type pg from "pg";
import { Probe } from "./probe.ts";
import { Sessions, streamOf } from "./sessions.ts";

const CHECK_MS = 400;
const PROBE_MS = 800;
/** Missed in a row before it counts as hanging: one may be lost, or meet a moment of load. */
const MISSES = 2;
/** After a probe that was answered: statements may take long, and be many. */
const PAUSE_MS = 800;

const ofPools = new WeakMap<pg.Pool, HangWatch>();

/** Facts about one connection, from its first byte on. */
interface Watched {
  readonly client: pg.ClientBase;
  isReady: boolean;
  /** Bytes sent by the time when all of them had been answered. */
  answered: number;
  /** Bytes received at the last check. */
  received: number;
  /** Whether it owed an answer at the last check, and nothing has come since the one before. */
  isSilent: boolean;
}

/** The error for all who wait. */
export function hangError(): Error {
  return new Error("Query read timeout: the database does not answer");
}

/**
 * Notices within 3 s that a database hangs, and fails all that waits for it. A connection that owes an answer says little: its
 * statement may take long. So once one is silent, the database is asked something else over a connection of its own; if it
 * misses two such probes in a row, and nothing arrives on any connection meanwhile, it hangs, and all of them are broken.
 *
 * Behind a pooler nothing is concluded: a probe would wait there for a session that others hold.
 */
export class HangWatch {
  readonly #pool: pg.Pool;
  readonly #probe: Probe;
  readonly #all = new Map<pg.ClientBase, Watched>();
  readonly #listeners: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isProbing = false;
  #notBefore = 0;

  constructor(pool: pg.Pool, config: pg.ClientConfig) {
    this.#pool = pool;
    this.#probe = new Probe(config);
    ofPools.set(pool, this);
    pool.on("connect", (client) => this.#ready(client));
    pool.on("remove", (client) => this.#remove(client));
  }

  /** The watch of a pool, if it is watched. */
  static of(pool: pg.Pool): HangWatch | undefined {
    return ofPools.get(pool);
  }

  /** Calls back each time that the database is found hanging, after its connections were broken. */
  onHang(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** From before it connects: that may hang, too. */
  add(client: pg.ClientBase): void {
    this.#all.set(client, { client, isReady: false, answered: 0, received: 0, isSilent: false });
    client.once("end", () => this.#remove(client));
    this.#timer ??= setInterval(() => this.#check(), CHECK_MS).unref();
  }

  #ready(client: pg.ClientBase): void {
    const watched = this.#all.get(client);
    if (watched === undefined) return;
    watched.isReady = true;
    watched.answered = streamOf(client).bytesWritten;
    client.on("drain", () => {
      watched.answered = streamOf(client).bytesWritten;
    });
  }

  #remove(client: pg.ClientBase): void {
    this.#all.delete(client);
    if (this.#all.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#probe.end();
  }

  #check(): void {
    let isSuspicious = false;
    for (const watched of this.#all.values()) {
      const { bytesRead } = streamOf(watched.client);
      watched.isSilent = owes(watched) && bytesRead === watched.received;
      watched.received = bytesRead;
      isSuspicious ||= watched.isSilent;
    }
    if (!isSuspicious || this.#isProbing || performance.now() < this.#notBefore) return;
    if (Sessions.of(this.#pool).areShared) return;
    this.#isProbing = true;
    void this.#hangs().then((hangs) => {
      this.#isProbing = false;
      if (hangs) this.#failAll();
      else this.#notBefore = performance.now() + PAUSE_MS;
    });
  }

  async #hangs(): Promise<boolean> {
    const before = new Map([...this.#all.values()].map(({ client }) => [client, streamOf(client).bytesRead]));
    for (let missed = 0; missed < MISSES; missed++) {
      if (await this.#probe.answers(PROBE_MS)) return false;
      for (const [client, bytes] of before) if (streamOf(client).bytesRead > bytes) return false;
    }
    return true;
  }

  #failAll(): void {
    for (const watched of [...this.#all.values()]) if (owes(watched)) streamOf(watched.client).destroy(hangError());
    for (const listener of this.#listeners) listener();
  }
}

function owes({ client, isReady, answered }: Watched): boolean {
  return !isReady || streamOf(client).bytesWritten > answered;
}
