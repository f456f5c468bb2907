import type { Core } from "@pragma/core";
import { appendBuildLog, type ClaimedBuild } from "@pragma/core/providers/worker";

/** Text that arrives within this time is written together. */
const GATHER_MS = 200;

/** Writes the log of a build while it runs, in order and in batches. */
export class BuildLogWriter {
  readonly #core: Core;
  readonly #build: ClaimedBuild;
  #waiting = "";
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(core: Core, build: ClaimedBuild) {
    this.#core = core;
    this.#build = build;
  }

  add(text: string): void {
    this.#waiting += text;
    this.#timer ??= setTimeout(() => this.#write(), GATHER_MS);
  }

  /** Resolves once all is written. If the log cannot be written, the build continues without it. */
  async flush(): Promise<void> {
    this.#write();
    await this.#writing;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#waiting;
    this.#waiting = "";
    if (text === "") return;
    this.#writing = this.#writing
      .then(() => appendBuildLog(this.#core, this.#build, text))
      .catch((error: unknown) => {
        const { provider, version } = this.#build;
        this.#core.services.logger.warn({ err: error, provider, version }, "a part of a build's log was lost");
      });
  }
}
