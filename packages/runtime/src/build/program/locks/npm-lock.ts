import { PLATFORM_PACKAGES } from "../dependency-spec.ts";
import type { InstallManifest } from "../install-manifest.ts";
import { checkLocked, isRecord, parseLock, recordAt, refused } from "./lock-refusal.ts";

/**
 * Makes a `package-lock.json` (or `npm-shrinkwrap.json`) fit the install: its root is the install's manifest, and the
 * URLs are removed, so that each package comes, by name and version, from the operator's registry. The integrity of
 * each stays.
 *
 * @throws StepFailure when it holds something that is not from a registry
 */
export function npmLock(file: string, text: string, manifest: InstallManifest): string {
  const lock = parseLock(file, text, JSON.parse);
  if (isRecord(lock["packages"])) {
    const packages = lock["packages"];
    for (const [path, entry] of Object.entries(packages)) {
      const name = path.split("node_modules/").at(-1) ?? path;
      if (path === "" || PLATFORM_PACKAGES.has(name) || !path.includes("node_modules/")) {
        // zod stays for the dependencies that use it; the bundle uses the platform's anyway.
        if (name !== "zod") delete packages[path];
        else if (isRecord(entry)) checkEntry(file, name, entry);
        continue;
      }
      if (!isRecord(entry)) throw refused(file, name, "is not an object");
      if (entry["dev"] === true) delete packages[path];
      else checkEntry(file, name, entry);
    }
    const { dependencies, optionalDependencies } = manifest;
    lock["packages"] = {
      "": { name: manifest.name, version: manifest.version, dependencies, optionalDependencies },
      ...packages,
    };
    // Version 2 repeats everything for npm 6.
    delete lock["dependencies"];
    if (lock["lockfileVersion"] === 2) lock["lockfileVersion"] = 3;
  } else {
    checkTree(file, recordAt(lock, "dependencies"));
  }
  return JSON.stringify({ ...lock, name: manifest.name, version: manifest.version });
}

function checkEntry(file: string, name: string, entry: Record<string, unknown>): void {
  if (entry["link"] === true) throw refused(file, name, `is a link to ${String(entry["resolved"])}`);
  const resolved = entry["resolved"];
  if (typeof resolved === "string" && !/^https?:/.test(resolved)) throw refused(file, name, `comes from ${resolved}`);
  checkLocked(file, name, entry["dependencies"]);
  checkLocked(file, name, entry["optionalDependencies"]);
  delete entry["resolved"];
}

/** Version 1, of npm 6: a tree, in which `version` is the address of what is from no registry. */
function checkTree(file: string, tree: Record<string, unknown>): void {
  for (const [name, entry] of Object.entries(tree)) {
    if (!isRecord(entry)) throw refused(file, name, "is not an object");
    if (entry["dev"] === true || name === "@pragma/sdk") {
      delete tree[name];
      continue;
    }
    checkLocked(file, `${name} (locked)`, { [name]: entry["version"] });
    delete entry["resolved"];
    checkTree(file, recordAt(entry, "dependencies"));
  }
}
