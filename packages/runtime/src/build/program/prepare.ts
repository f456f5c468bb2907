import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { packageEntry } from "../../packages/package-entry.ts";
import { removeConfiguration } from "./configuration-files.ts";
import { extract, moveSource } from "./extract.ts";
import { installManifest, isEmpty } from "./install-manifest.ts";
import { npmLock } from "./locks/npm-lock.ts";
import { pnpmLock } from "./locks/pnpm-lock.ts";
import { type ProviderManifest, readManifest } from "./manifest.ts";
import { PREPARED_FILE, type Prepared, type PreparePlan, SOURCE_FOLDER } from "./plan.ts";
import { StepFailure } from "./step-failure.ts";

/** In order of precedence. */
const LOCK_FILES = ["npm-shrinkwrap.json", "package-lock.json", "pnpm-lock.yaml"];
/** Lock file of yarn, which no build uses: a package with this one alone would get other versions than its author locked. */
const UNREAD_LOCK_FILE = "yarn.lock";

/**
 * Unpacks the archive into the work folder, checks it, and prepares the input of the package manager.
 *
 * @throws StepFailure
 */
export async function prepare(plan: PreparePlan, log: (line: string) => void): Promise<Prepared> {
  const unpacked = join(plan.work, "unpacked");
  await mkdir(unpacked);
  const source = join(plan.work, SOURCE_FOLDER);
  await moveSource(await extract(plan.archive, unpacked, plan.limits), source);
  for (const path of await removeConfiguration(source))
    log(`Ignored: ${path}, since the platform configures the package manager`);
  const manifest = await readManifest(source, plan.providerId);
  for (const field of manifest.unused) log(`Ignored: "${field}" of package.json`);
  const entry = packageEntry(source, manifest);
  if (entry === null) {
    throw new StepFailure('package.json: the entry that "exports" or "main" names does not exist in the archive');
  }
  const install = await layOut(plan, source, manifest, log);
  const prepared = {
    network: manifest.network,
    namesNetwork: manifest.namesNetwork,
    entry: relative(source, entry),
    install,
  };
  await writeFile(join(plan.work, PREPARED_FILE), JSON.stringify(prepared));
  return prepared;
}

async function layOut(
  { work }: PreparePlan,
  source: string,
  manifest: ProviderManifest,
  log: (line: string) => void,
): Promise<Prepared["install"]> {
  const write = (name: string, text: string) => writeFile(join(work, name), text);
  const found = await findLock(source);
  const install = installManifest(manifest);
  if (isEmpty(install)) {
    log("Nothing to install: there are no dependencies but the platform's");
    return null;
  }
  let manager: NonNullable<Prepared["install"]>["manager"] = "npm";
  if (!found) {
    log(
      "Warning: there is no lock file, so each build takes the newest versions that fit, and may differ from the last",
    );
  } else if (found.name === "pnpm-lock.yaml") {
    manager = "pnpm";
    const { lock, settings } = pnpmLock(found.text, install);
    await write(found.name, lock);
    await write("pnpm-workspace.yaml", settings);
  } else {
    // A shrinkwrap is the same file under another name, which `npm ci` does not always look for.
    await write("package-lock.json", npmLock(found.name, found.text, install));
  }
  await write("package.json", JSON.stringify(install, null, 2));
  return { manager, lockFile: found?.name ?? null };
}

async function findLock(source: string): Promise<{ name: string; text: string } | null> {
  for (const name of LOCK_FILES) {
    const text = await readFile(join(source, name), "utf8").catch(() => null);
    if (text !== null) return { name, text };
  }
  if (existsSync(join(source, UNREAD_LOCK_FILE))) {
    throw new StepFailure(
      `${UNREAD_LOCK_FILE} is not read: run npm install --package-lock-only, commit package-lock.json, and push again`,
    );
  }
  return null;
}
