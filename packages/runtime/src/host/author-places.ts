import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf } from "@pragma/sdk/provider/host";
import { fetchedAt } from "./fetch-places.ts";

const MAX_FRAMES = 10;
const MAP = "\n//# sourceMappingURL=data:application/json;base64,";

/**
 * Where errors come from, in the words of the provider's author: places in the files as they were written, such as
 * `src/zone.ts:26:14`. Other code has no place, and no path of the machine is ever revealed.
 */
export class AuthorPlaces {
  readonly #entryPath: string;
  readonly #folder: string;
  #map: SourceMap | null | undefined;

  constructor(entryPath: string) {
    this.#entryPath = entryPath;
    this.#folder = dirname(entryPath);
  }

  /** The error with the calls in the author's files that led to it; null where none did. */
  stackOf(error: unknown): string | null {
    const frames = this.#framesOf(error);
    if (frames.length === 0) return null;
    const kind = error instanceof Error ? error.name : "Error";
    return [
      `${kind}: ${this.withoutPaths(messageOf(error))}`,
      ...frames.map(({ name, place }) => `    at ${name === "" ? place : `${name} (${place})`}`),
    ].join("\n");
  }

  /** The first place in the author's files; null where there is none. */
  placeOf(error: unknown): string | null {
    const [first] = this.#framesOf(error);
    return first?.place ?? null;
  }

  /** A text without the path of the folder that contains the provider. */
  withoutPaths(text: string): string {
    return text.replaceAll(`file://${this.#folder}/`, "").replaceAll(`${this.#folder}/`, "");
  }

  /** Those of the innermost error that has any: it is the cause of the others. Never throws. */
  #framesOf(error: unknown): AuthorFrame[] {
    try {
      let frames: AuthorFrame[] = [];
      const seen = new Set<unknown>();
      for (let at = error; at instanceof Error && !seen.has(at); at = at.cause) {
        seen.add(at);
        const own = framesIn(`${at.stack ?? ""}\n${fetchedAt(at) ?? ""}`).flatMap(({ name, file, line, column }) => {
          const place = this.#placeOf(file, line, column);
          return place === null ? [] : [{ name, place }];
        });
        if (own.length > 0) frames = own;
      }
      return frames.slice(0, MAX_FRAMES);
    } catch {
      return [];
    }
  }

  #placeOf(file: string, line: number, column: number): string | null {
    const path = file.startsWith("file://") ? fileURLToPath(file.split(/[?#]/, 1)[0] as string) : file;
    if (path === this.#entryPath) {
      if (this.#map === undefined) this.#map = readMap(path);
      if (this.#map) return original(this.#map, line, column);
    }
    const inside = relative(this.#folder, path);
    if (inside.startsWith("..") || path === inside || inside.includes("node_modules/")) return null;
    return `${inside}:${line}:${column}`;
  }
}

/** A place in the author's files, and the function there; empty where it has no name. */
interface AuthorFrame {
  name: string;
  place: string;
}

interface Frame {
  name: string;
  file: string;
  line: number;
  column: number;
}

function framesIn(stack: string): Frame[] {
  const frames: Frame[] = [];
  for (const text of stack.split("\n")) {
    const start = text.indexOf("at ");
    const end = /:(\d+):(\d+)\)?$/.exec(text);
    if (start < 0 || !end) continue;
    const where = text.slice(start + 3, end.index);
    const open = where.lastIndexOf(" (");
    frames.push({
      name: open < 0 ? "" : where.slice(0, open),
      file: (open < 0 ? where : where.slice(open + 2)).replace(/^async /, ""),
      line: Number(end[1]),
      column: Number(end[2]),
    });
  }
  return frames;
}

/** The source map that the build left at the end of a bundle; null if there is none. */
function readMap(path: string): SourceMap | null {
  const text = readFileSync(path, "utf8");
  const start = text.lastIndexOf(MAP);
  if (start < 0) return null;
  const encoded = text.slice(start + MAP.length).trim();
  const payload = JSON.parse(Buffer.from(encoded, "base64").toString("utf8")) as SourceMapPayload;
  return new SourceMap(payload);
}

/** Null for what is not the author's: it has no place in the map. */
function original(map: SourceMap, line: number, column: number): string | null {
  const entry = map.findEntry(line - 1, column - 1);
  if (!("originalSource" in entry) || !entry.originalSource) return null;
  // The map knows nothing about other lines, and gives the last place before them.
  if (entry.generatedLine !== line - 1) return null;
  return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}
