import { createReadStream } from "node:fs";
import { readdir, readlink, realpath, rename } from "node:fs/promises";
import { join } from "node:path";
import { Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type ReadEntry, Unpack } from "tar";
import { StepFailure } from "./step-failure.ts";

/** Bytes of headers and padding that an entry may take beside its content. */
const BYTES_PER_ENTRY = 4 * 1024;

const KINDS = new Set(["File", "OldFile", "ContiguousFile", "Directory", "SymbolicLink", "Link"]);
/** Never part of a source: dependencies are installed, and history is not needed. */
const LEFT_OUT = new Set(["node_modules", ".git"]);

/**
 * Unpacks a provider's archive and returns the folder that holds its `package.json`: the top, or the only folder in it.
 * The platform has inspected the archive before; this check does not rely on that. Links may only point inside the
 * tree; modes and owners of the archive are ignored.
 *
 * @throws StepFailure that names the entry at fault
 */
export async function extract(
  archive: string,
  folder: string,
  limits: { unpackedBytes: number; files: number },
): Promise<string> {
  let failure: StepFailure | null = null;
  let files = 0;
  let bytes = 0;
  const unpack = new Unpack({
    cwd: folder,
    strict: true,
    noMtime: true,
    preserveOwner: false,
    filter: (path, entry) => {
      failure ??= refusal(path, entry);
      files += 1;
      bytes += "size" in entry ? (entry.size ?? 0) : 0;
      if (files > limits.files) failure ??= new StepFailure(`The archive has more than ${limits.files} entries`);
      if (bytes > limits.unpackedBytes) {
        failure ??= new StepFailure(`The archive unpacks to more than ${limits.unpackedBytes} bytes`);
      }
      return failure === null && !path.split("/").some((part) => LEFT_OUT.has(part));
    },
    onReadEntry: (entry: ReadEntry) => {
      // setuid bits, and folders that even their owner could not open.
      entry.mode = entry.type === "Directory" ? 0o755 : 0o644;
    },
  });
  try {
    const limit = limits.unpackedBytes + limits.files * BYTES_PER_ENTRY;
    await pipeline(
      createReadStream(archive),
      createGunzip(),
      guard(limit, () => failure),
      unpack,
    );
  } catch (error) {
    throw (
      failure ?? new StepFailure(`The archive cannot be unpacked: ${error instanceof Error ? error.message : error}`)
    );
  }
  if (failure) throw failure;
  const top = await packageFolder(folder);
  await refuseOutwardLinks(folder);
  return top;
}

/** Moves the package to the same place in every build, so that no path of the archive gets into the artifact. */
export async function moveSource(from: string, to: string): Promise<void> {
  await rename(from, to);
}

function refusal(path: string, entry: object): StepFailure | null {
  const type = "type" in entry ? String(entry.type) : "File";
  if (!KINDS.has(type))
    return new StepFailure(`The archive holds ${path}, a ${type}: only files, folders and links are allowed`);
  if (path.startsWith("/") || path.split("/").includes("..")) {
    return new StepFailure(`The archive holds ${path}, which leads out of its folder`);
  }
  return null;
}

/** Ends the stream at the first refusal, and for a bomb whose bytes are in no entry. */
function guard(limit: number, failed: () => StepFailure | null): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      seen += chunk.length;
      if (seen > limit) done(new StepFailure(`The archive unpacks to more than ${limit} bytes`));
      else done(failed(), chunk);
    },
  });
}

async function packageFolder(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.name === "package.json")) return folder;
  const folders = entries.filter((entry) => entry.isDirectory());
  for (const { name } of folders) {
    if ((await readdir(join(folder, name))).includes("package.json")) return join(folder, name);
  }
  throw new StepFailure("The archive has no package.json, at its top or in its top folder");
}

async function refuseOutwardLinks(folder: string): Promise<void> {
  const root = await realpath(folder);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const target = await realpath(path).catch(() => null);
    if (target === null || !`${target}/`.startsWith(`${root}/`)) {
      const shown = path.slice(folder.length + 1);
      throw new StepFailure(
        `The archive holds the link ${shown} → ${await readlink(path)}, which leads out of it or nowhere`,
      );
    }
  }
}
