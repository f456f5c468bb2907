import { open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { decodeText, MAX_TEXT_BYTES, readDocuments as readText } from "@pragma/manifest";
import { usageError } from "../errors/cli-error.ts";
import type { Io } from "../io/io.ts";
import { nameSome } from "../output/name-some.ts";
import { printable } from "../output/printable.ts";
import { readStdin } from "../session/read-stdin.ts";
import type { FileDocument } from "./document.ts";
import { findFiles, type IfEmpty } from "./find-files.ts";
import { faultsInto, insertFiles } from "./insert-files.ts";
import type { Fault } from "./position.ts";
import { throwFaults } from "./throw-faults.ts";
import { unreadable } from "./unreadable.ts";

/** How files are read. */
export interface ReadOptions {
  /** Whether all of them are drafts. */
  draft: boolean;
  ifEmpty?: IfEmpty;
}

/**
 * The resources that files declare, with `@path` values replaced.
 *
 * @throws CliError with file, line and column of all that is wrong
 */
export async function readManifests(names: readonly string[], options: ReadOptions, io: Io): Promise<FileDocument[]> {
  const documents = await readDocuments(names, options, io);
  const faults: Fault[] = [];
  for (const document of documents) {
    const folder = document.file === "-" ? io.cwd : dirname(resolve(io.cwd, document.file));
    if (document.asRead) continue;
    const report = faultsInto(faults, document.file, document.locate);
    document.input.config = (await insertFiles(document.input.config, folder, report)) as typeof document.input.config;
  }
  throwFaults(faults);
  return documents;
}

/**
 * The resources that files declare, as written: enough to identify them. Says on stderr which files it skips.
 *
 * @throws CliError with file, line and column of all that is wrong
 */
export async function readDocuments(
  names: readonly string[],
  { draft, ifEmpty }: ReadOptions,
  io: Io,
): Promise<FileDocument[]> {
  const documents: FileDocument[] = [];
  const faults: Fault[] = [];
  const { files, skipped } = findFiles(names, io.cwd, ifEmpty);
  if (skipped.length > 0) io.stderr.write(`${printable(skippedText(skipped))}\n`);
  for (const file of files) {
    const bytes = file === "-" ? await readStdin(io, MAX_TEXT_BYTES) : await readFile(resolve(io.cwd, file), file);
    const text = decodeText(bytes);
    if (typeof text !== "string") {
      faults.push({ file, ...text });
      continue;
    }
    const read = readText(text);
    for (const { severity, at, message } of read.faults)
      if (severity === "error") faults.push({ file, at: read.positionOf(at), message });
    for (const { input, asRead, id, placeOf } of read.documents) {
      const locate: FileDocument["locate"] = (path) => read.positionOf(placeOf([...path]).at);
      documents.push({ file, input: draft ? { ...input, lifecycle_state: "draft" } : input, asRead, id, locate });
    }
  }
  throwFaults(faults);
  if (documents.length === 0 && ifEmpty !== null)
    throw usageError(`There are no resources in ${names.join(", ")}`, ifEmpty);
  return documents;
}

function skippedText(skipped: readonly string[]): string {
  const [first] = skipped;
  if (skipped.length === 1) return `Skipped ${first}: it is not a manifest. -f ${first} reads it.`;
  return `Skipped ${nameSome(skipped)}: they are not manifests. -f ${first} reads one.`;
}

async function readFile(path: string, shown: string): Promise<Buffer> {
  const handle = await open(path, "r").catch((error: unknown) => {
    throw unreadable(shown, error);
  });
  try {
    const { size } = await handle.stat();
    if (size > MAX_TEXT_BYTES) throw usageError(`${shown} is larger than ${MAX_TEXT_BYTES} bytes`);
    return await handle.readFile();
  } catch (error) {
    throw unreadable(shown, error);
  } finally {
    await handle.close();
  }
}
