import { chmod, link, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { stagePrivateFile, writePrivateFile } from "./private-file.ts";

/** `.pragma`: data, secrets and process ids of this installation. Not in version control. */
export class StateFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Makes it. As root it has to be passable, since PostgreSQL runs as another account and lives below it. */
  async open(): Promise<void> {
    await mkdir(this.path, { recursive: true });
    await chmod(this.path, process.getuid?.() === 0 ? 0o711 : 0o700);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** The text of a file, without the final newline; null when there is none. */
  async read(name: string): Promise<string | null> {
    const text = await readFile(this.file(name), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    return text?.trim() || null;
  }

  /** Writes a file that only this account can read, whole or not at all. */
  async write(name: string, text: string): Promise<void> {
    await writePrivateFile(this.file(name), `${text}\n`);
  }

  /** Writes a file unless there is one of that name. @returns whether it was written; of two callers one wins. */
  async create(name: string, text: string): Promise<boolean> {
    const staging = await stagePrivateFile(this.file(name), `${text}\n`);
    try {
      await link(staging, this.file(name));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      await rm(staging, { force: true });
    }
  }

  /** The secret kept in a file, made on first use. */
  async secret(name: string, make: () => string): Promise<string> {
    const kept = await this.read(name);
    if (kept !== null) return kept;
    const made = make();
    await this.write(name, made);
    return made;
  }
}
