import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** How the first process of a container ended. */
export interface ContainerEnd {
  exitCode: number;
}

/**
 * A container as far as its processes go: they are real ones, and all of them end with the first. They are known by where they
 * work, which is the folder of the container.
 */
export class Container {
  readonly folder = mkdtempSync(join(tmpdir(), "pragma-test-pod-"));
  /** Output of the first process, which a node keeps as the container's log. */
  readonly log: Buffer[] = [];
  readonly #first: ChildProcess;
  #isOver = false;

  constructor(command: readonly string[], onEnd: (end: ContainerEnd) => void) {
    mkdirSync(this.folder, { recursive: true });
    this.#first = this.#spawn(command);
    for (const stream of [this.#first.stdout, this.#first.stderr]) {
      stream?.on("data", (bytes: Buffer) => this.log.push(bytes));
    }
    this.#first.on("exit", (code, signal) => {
      void this.#emptied().then(() => {
        this.#isOver = true;
        onEnd({ exitCode: code ?? (signal === "SIGKILL" ? 137 : 143) });
      });
    });
  }

  /** Until its end has been told: a Pod that is deleted meanwhile still says why it ended. */
  get isRunning(): boolean {
    return !this.#isOver;
  }

  /** Another process beside the first. */
  exec(command: readonly string[]): ChildProcess {
    return this.#spawn(command);
  }

  /** Asks the first process to end. */
  stop(): void {
    this.#first.kill("SIGTERM");
  }

  /** Ends every process of the container. */
  killAll(): void {
    for (const pid of this.processes()) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has just ended.
      }
    }
  }

  /** The processes that are in it now. */
  processes(): number[] {
    return readdirSync("/proc")
      .map(Number)
      .filter((pid) => pid > 0 && this.#has(pid));
  }

  remove(): void {
    this.killAll();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Ends every process, and resolves when the last is gone. */
  async #emptied(): Promise<void> {
    while (this.processes().length > 0) {
      this.killAll();
      await sleep(5);
    }
  }

  #has(pid: number): boolean {
    try {
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(this.folder);
    } catch {
      return false;
    }
  }

  #spawn([program = "", ...args]: readonly string[]): ChildProcess {
    const child = spawn(program, args, {
      cwd: this.folder,
      env: { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, KUBERNETES_SERVICE_HOST: "10.96.0.1" },
      stdio: "pipe",
      detached: true,
    });
    child.on("error", () => {});
    child.stdin?.on("error", () => {});
    return child;
  }
}
