import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** `.pragma`: data, secrets and process ids of this installation. Not in version control. */
export class StateFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Makes it. As root it has to be passable, since PostgreSQL runs as another account and lives below it. */
  async create(): Promise<void> {
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
    const staging = this.file(`${name}.new`);
    await writeFile(staging, `${text}\n`, { mode: 0o600 });
    await chmod(staging, 0o600);
    await rename(staging, this.file(name));
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
