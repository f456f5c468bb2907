import { join } from "node:path";
import { type Pragma, ResourceFailedError } from "@pragma/sdk";

/** The key of the resource of a file. */
export const keyOf = (name: string): string => `fs/file/${name}`;

/** Declares files below a folder, as a user of the API does. */
export class FileClient {
  readonly pragma: Pragma;
  readonly #root: string;

  constructor(pragma: Pragma, root: string) {
    this.pragma = pragma;
    this.#root = root;
  }

  /** Where it is. */
  path(name: string): string {
    return join(this.#root, name);
  }

  /** Resolves once the file is as it is declared. What fails because its workers are killed too often is applied again. */
  async apply(name: string, content: string): Promise<void> {
    const config = { root: this.#root, path: name, content };
    for (;;) {
      await this.pragma.resources.apply({ provider: "fs", resource: "file", name, config, lifecycle_state: "pending" });
      try {
        await this.pragma.resources.waitUntilReady(keyOf(name));
        return;
      } catch (error) {
        if (!(error instanceof ResourceFailedError)) throw error;
      }
    }
  }
}
