import type { Readable } from "node:stream";
import { startOf, untilGone } from "./machine-processes.ts";

/**
 * The first process of a sandbox's namespace of processes. Only its end is the end of all that runs in there: whoever
 * started the sandbox ends before that, by itself or by a signal, and on a busy machine long before.
 */
export class NamespaceRoot {
  #said = "";
  #root: { pid: number; start: string | null } | null = null;
  #known: Promise<unknown> = Promise.resolve();

  /** @param info what bubblewrap writes to its `--info-fd`; nothing if it fails before */
  listen(info: Readable): void {
    this.#known = new Promise<void>((resolve) => {
      info.setEncoding("utf8").on("data", (text: string) => {
        this.#hear(text);
        if (this.#root) resolve();
      });
      info.on("close", resolve);
    });
  }

  /** Kills everything in the namespace, if it is there yet. */
  kill(): void {
    if (!this.#runs()) return;
    try {
      if (this.#root) process.kill(this.#root.pid, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }

  /** Resolves when nothing runs in the namespace. To be asked for when whoever started it has ended, since that ends it. */
  async gone(): Promise<void> {
    await this.#known;
    await untilGone(() => this.#runs());
  }

  #hear(text: string): void {
    if (this.#root) return;
    this.#said += text;
    const [, pid] = /"child-pid": (\d+)\D/.exec(this.#said) ?? [];
    if (pid !== undefined) this.#root = { pid: Number(pid), start: startOf(Number(pid)) };
  }

  #runs(): boolean {
    return this.#root?.start != null && startOf(this.#root.pid) === this.#root.start;
  }
}
