import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A line of the journal: a call of a handler, or its end. */
export interface JournalLine {
  what: string;
  name: string;
  operation: string;
  attempt: number;
  pid: number;
}

/** The folder in which the provider `objects` keeps its objects and its journal. */
export class ObjectsFolder {
  readonly path = mkdtempSync(join(tmpdir(), "pragma-objects-"));

  /** Names of the objects, sorted; a name twice is an object that was made twice. */
  names(): string[] {
    return readdirSync(this.path)
      .filter((file) => file !== "journal")
      .map((file) => file.slice(0, file.lastIndexOf(".")))
      .sort();
  }

  /** Text that an object holds; undefined if there is none. */
  text(name: string): string | undefined {
    const file = readdirSync(this.path).find((candidate) => candidate.startsWith(`${name}.`));
    return file && readFileSync(join(this.path, file), "utf8");
  }

  journal(): JournalLine[] {
    const file = join(this.path, "journal");
    if (!existsSync(file)) return [];
    // Read while providers write: the file is there before its first line, and what follows the last line break is half a line.
    const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as JournalLine);
  }

  /** The calls for one object, in order. */
  calls(name: string): string[] {
    return this.journal()
      .filter((line) => line.name === name)
      .map((line) => line.what);
  }

  /** Operations that ran twice at the same moment. */
  overlaps(): string[] {
    const running = new Map<string, number>();
    const found = new Set<string>();
    for (const { what, operation, pid } of this.journal()) {
      if (what === "aborted") continue;
      if (what.endsWith(" ended")) {
        if (running.get(operation) === pid) running.delete(operation);
      } else {
        const other = running.get(operation);
        // The process of a killed worker ends without a log line.
        if (other !== undefined && isAlive(other)) found.add(operation);
        running.set(operation, pid);
      }
    }
    return [...found];
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Whether a process of this machine still runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // An ended process stays a zombie until its parent asks for it, and the parent may be suspended.
    return !/^State:\s+Z/m.test(existsSync("/proc/self/status") ? readFileSync(`/proc/${pid}/status`, "utf8") : "");
  } catch {
    return false;
  }
}
