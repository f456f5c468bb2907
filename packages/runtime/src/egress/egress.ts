import { type ChildProcess, fork } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type EgressSubject, parseEgressRules } from "./egress-rules.ts";
import type { KeeperMessage } from "./keeper-messages.ts";
import type { ProxyLimits } from "./proxy.ts";

/** Settings of the egress, all optional. */
export interface EgressOptions {
  /** Destinations that providers may reach besides public addresses: see `parseEgressRules`. Nothing by default. */
  allow?: string | undefined;
  /** Limits of one process; PROXY_LIMITS for those left out. */
  limits?: Partial<ProxyLimits> | undefined;
  /** Called when the keeper process ended and is restarted. */
  onRestart?: ((how: string) => void) | undefined;
}

/** The egress of one process. */
export interface OpenProxy {
  /** The folder that the process has to see: sockets come and go in it. */
  folder: string;
  /** The module that Node loads first: it routes a program's connections to the proxy. */
  preload: string;
  /** Ends its connections. */
  close(): void;
}

const PRELOAD = "preload.cjs";
const RESTART_MS = 500;
/** Threads that resolve names; a few more than there are lookups at once. */
const RESOLVER_THREADS = 32;

/** The egress of providers that may use the network: a keeper process, with a proxy for each provider process. */
export class Egress {
  readonly #options: EgressOptions;
  readonly #root: string;
  readonly #proxies = new Map<number, { folder: string; subject: EgressSubject }>();
  #keeper: ChildProcess | null = null;
  #lastId = 0;
  #isClosed = false;

  /** @throws Error naming the entries of `allow` that cannot be read */
  constructor(options: EgressOptions = {}) {
    parseEgressRules(options.allow ?? "");
    this.#options = options;
    this.#root = mkdtempSync(join(tmpdir(), "pragma-egress-"));
    // Passed through, not listed: where there is no namespace for mounts, a process has an account of its own.
    chmodSync(this.#root, 0o711);
  }

  /**
   * Opens a way out for one process; it may take a moment to answer.
   *
   * @param program the module that leads connections of a Node process to the proxy (`host/egress`)
   */
  open(subject: EgressSubject, program: string): OpenProxy {
    const id = ++this.#lastId;
    const folder = join(this.#root, String(id));
    mkdirSync(folder);
    // The process may have another account.
    chmodSync(folder, 0o755);
    const preload = join(folder, PRELOAD);
    writeFileSync(preload, `require(${JSON.stringify(program)}).useProxy(__dirname);\n`);
    chmodSync(preload, 0o644);
    this.#proxies.set(id, { folder, subject });
    this.#keeper ??= this.#start();
    this.#tell({ type: "open", id, folder, subject });
    return { folder, preload, close: () => this.#close(id) };
  }

  /** Ends all connections, and resolves when everything has stopped. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const keeper = this.#keeper;
    if (keeper && keeper.exitCode === null && keeper.signalCode === null) {
      const ended = new Promise((resolve) => keeper.once("exit", resolve));
      keeper.ref();
      keeper.kill("SIGKILL");
      await ended;
    }
    rmSync(this.#root, { recursive: true, force: true });
  }

  #close(id: number): void {
    const proxy = this.#proxies.get(id);
    if (!this.#proxies.delete(id) || !proxy) return;
    this.#tell({ type: "close", id });
    rmSync(proxy.folder, { recursive: true, force: true });
  }

  #start(): ChildProcess {
    const { allow = "", limits = {} } = this.#options;
    const keeper = fork(fileURLToPath(new URL("./keeper.ts", import.meta.url)), {
      env: { UV_THREADPOOL_SIZE: String(RESOLVER_THREADS) },
      execArgv: [],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    keeper.unref();
    keeper.channel?.unref();
    keeper.on("error", () => {});
    keeper.on("exit", (code, signal) => {
      if (this.#keeper !== keeper) return;
      this.#keeper = null;
      if (this.#isClosed) return;
      this.#options.onRestart?.(signal === null ? `exited with code ${code}` : `was ended by ${signal}`);
      setTimeout(() => this.#restart(), RESTART_MS).unref();
    });
    keeper.send({ type: "rules", text: allow, limits, folder: this.#root } satisfies KeeperMessage);
    return keeper;
  }

  /** Running processes keep their proxies: only their connections were cut. */
  #restart(): void {
    if (this.#isClosed || this.#keeper) return;
    this.#keeper = this.#start();
    for (const [id, { folder, subject }] of this.#proxies) {
      for (const left of readdirSync(folder)) if (left !== PRELOAD) rmSync(join(folder, left), { force: true });
      this.#tell({ type: "open", id, folder, subject });
    }
  }

  #tell(message: KeeperMessage): void {
    // A keeper that has just ended learns of all proxies when it is restarted.
    if (this.#keeper?.connected) this.#keeper.send(message, () => {});
  }
}
