import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createGzip } from "node:zlib";
import { type Pack, pack } from "tar-stream";
import { usageError } from "../errors/cli-error.ts";

/**
 * Excluded from a push: files that the build installs itself, history, and files with credentials or settings of this
 * machine, which the platform would ignore anyway.
 */
const LEFT_OUT = /^(node_modules|\.git|\.npmrc|\.yarnrc.*|\.pnpmfile\..*|\.env(\..*)?|\.DS_Store|.*\.tgz|vendor)$/;

/** The packed source of a provider, and its name. */
export interface PackedProvider {
  provider: string;
  files: string[];
  archive: Buffer<ArrayBuffer>;
}

/**
 * Packs the package in a folder.
 *
 * @throws CliError if it is not a provider package
 */
export async function packFolder(folder: string): Promise<PackedProvider> {
  const provider = providerOf(folder);
  const files = filesBelow(folder, "");
  const tar = pack();
  const pieces: Buffer[] = [];
  const gzip = tar.pipe(createGzip());
  const collected = (async () => {
    for await (const piece of gzip) pieces.push(piece as Buffer);
  })();
  for (const file of files) await addFile(tar, folder, file);
  tar.finalize();
  await collected;
  return { provider, files, archive: Buffer.from(Buffer.concat(pieces)) };
}

function providerOf(folder: string): string {
  const path = join(folder, "package.json");
  let manifest: { pragma?: { provider?: unknown } };
  try {
    manifest = JSON.parse(readFileSync(path, "utf8")) as typeof manifest;
  } catch (error) {
    throw usageError(
      `${path} cannot be read: ${(error as Error).message}`,
      "`pragma providers init` creates a provider.",
    );
  }
  const provider = manifest.pragma?.provider;
  if (typeof provider === "string") return provider;
  throw usageError(`${path} names no provider`, 'It needs "pragma": { "provider": "<name>" }.');
}

/** Only files: a link could lead anywhere, and the platform refuses links. */
function filesBelow(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (LEFT_OUT.test(entry.name)) return [];
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}

async function addFile(tar: Pack, folder: string, name: string): Promise<void> {
  const { mode } = lstatSync(join(folder, name));
  const content = readFileSync(join(folder, name));
  await new Promise<void>((resolve, reject) => {
    tar.entry({ name, mode: mode & 0o777, size: content.length }, content, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
