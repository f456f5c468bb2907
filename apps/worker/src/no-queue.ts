import type { Core } from "@pragma/core";
import { forgetRunners } from "@pragma/db/queries";

/** In the place of a queue where a worker takes none of its jobs: it gives the worker's sign of life a name. */
export class NoQueue {
  readonly lockIds: readonly string[];
  readonly #core: Core;

  /** @param id the worker */
  constructor(core: Core, id: string) {
    this.#core = core;
    this.lockIds = [id];
  }

  pulse(): void {}

  async start(): Promise<void> {}

  /** Nobody takes the worker for alive any more. */
  async stop(): Promise<void> {
    await forgetRunners(this.#core.db, this.lockIds).catch((error: unknown) => {
      this.#core.services.logger.debug({ err: error }, "the worker is taken for alive for a moment");
    });
  }
}
