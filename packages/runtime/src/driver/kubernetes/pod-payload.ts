import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { artefactFolder, type ProviderArtefact } from "../../artefact.ts";
import { manifestMounts } from "../../host-program.ts";
import type { PodPlan } from "./inside/plan.ts";

/** A file for a Pod, and its bytes. */
export interface PodFile {
  /** Relative to the Pod's folder. */
  path: string;
  bytes: Buffer;
  isExecutable?: boolean;
}

/** Limit of a provider in another language, all files together. */
const MAX_FOLDER_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 2_000;
const ARTEFACT = "artefact";

/** Everything that is sent into a Pod before the first message, in the order in which `inside/boot.ts` reads it. */
export function payload(files: readonly PodFile[], plan: Omit<PodPlan, "files">): Buffer {
  const planned = files.map(({ path, bytes, isExecutable = false }) => ({
    path,
    isExecutable,
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  }));
  const head = Buffer.from(JSON.stringify({ ...plan, files: planned } satisfies PodPlan));
  const length = Buffer.from(head.length.toString(16).padStart(8, "0"));
  return Buffer.concat([length, head, ...files.map(({ bytes }) => bytes)]);
}

/**
 * The files of a provider, and what starts it from them. A provider in Node is the one file of its entry, which is how
 * providers are built; one in another language is its whole folder.
 *
 * @param hostArguments Node's, the host's file and its options, before the entry
 * @throws Error if there are too many files, or too large ones
 */
export async function providerFiles(
  artefact: ProviderArtefact,
  hostArguments: readonly string[],
): Promise<{ files: PodFile[]; command: readonly string[] }> {
  if (artefact.command) {
    const folder = artefactFolder(artefact);
    const files = await filesOf(folder);
    return { files, command: artefact.command.map((part) => insidePath(folder, part)) };
  }
  const name = basename(artefact.entryPath);
  const files = [{ path: `${ARTEFACT}/${name}`, bytes: await readFile(artefact.entryPath) }];
  const type = await moduleType(artefact.entryPath);
  if (type !== null) files.push({ path: `${ARTEFACT}/package.json`, bytes: Buffer.from(JSON.stringify({ type })) });
  return { files, command: ["", ...hostArguments, `${ARTEFACT}/${name}`] };
}

/** How Node reads the file, by the nearest `package.json`. */
async function moduleType(entryPath: string): Promise<string | null> {
  const [manifest] = manifestMounts(dirname(entryPath));
  if (!manifest) return null;
  const { type }: { type?: unknown } = JSON.parse(await readFile(manifest.path, "utf8"));
  return typeof type === "string" ? type : null;
}

async function filesOf(folder: string): Promise<PodFile[]> {
  const files: PodFile[] = [];
  let size = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const found = await stat(path);
    size += found.size;
    if (size > MAX_FOLDER_BYTES || files.length >= MAX_FILES)
      throw new Error(
        `${folder} has more than ${MAX_FILES} files or ${MAX_FOLDER_BYTES} bytes: leave out what it does not need`,
      );
    const isExecutable = (found.mode & constants.S_IXUSR) !== 0;
    files.push({ path: `${ARTEFACT}/${relative(folder, path)}`, bytes: await readFile(path), isExecutable });
  }
  return files;
}

/** A path below the provider's folder, as it is in the Pod; anything else as it is. */
function insidePath(folder: string, part: string): string {
  return part.startsWith(`${folder}/`) ? `${ARTEFACT}/${relative(folder, part)}` : part;
}
