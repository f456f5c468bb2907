import { parseSyml } from "@yarnpkg/parsers";
import type { InstallManifest } from "../install-manifest.ts";
import { StepFailure } from "../step-failure.ts";
import { checkLocked, isRecord, parseLock, refused } from "./lock-refusal.ts";

const FILE = "yarn.lock";

/** Whether a `yarn.lock` is of yarn 1; later ones ("berry") have metadata. */
export function isClassic(text: string): boolean {
  return !/^__metadata:/m.test(text);
}

/**
 * Makes a `yarn.lock` of yarn 1 fit the install: it contains URLs, and yarn uses them whatever the registry setting, so
 * each is replaced with the operator's registry.
 *
 * @throws StepFailure if a dependency of the manifest is not from a registry
 */
export function classicLock(text: string, manifest: InstallManifest, registry: string): string {
  checkReachable(entriesOf(text), manifest, "");
  const base = registry.endsWith("/") ? registry : `${registry}/`;
  return text.replace(/^( {2}resolved )"?([^"\n]*)"?$/gm, (_, key: string, url: string) => {
    const file = /\/((?:@[^/]+(?:\/|%2f))?[^/@]+\/-\/(?:@[^/]+\/)?[^/]+\.tgz)(#[0-9a-f]+)?$/i.exec(url);
    // Another layout of a registry: left out, the package is looked up by its range; its integrity still holds.
    return file ? `${key}"${base}${file[1]}${file[2] ?? ""}"` : "";
  });
}

/** @throws StepFailure when a berry lock has something that is not from a registry among what the manifest needs. */
export function checkBerry(text: string, manifest: InstallManifest): void {
  checkReachable(entriesOf(text), manifest, "npm:");
}

/**
 * Compares a berry lock with yarn's result. Packages not needed for production may be missing; none may be new.
 *
 * @throws StepFailure naming the first package that the author's lock file does not hold
 */
export function checkUnchanged(before: string, after: string): void {
  const locked = entriesOf(before);
  for (const [pattern, entry] of entriesOf(after)) {
    if (isOwn(entry) || locked.get(pattern)?.["resolution"] === entry["resolution"]) continue;
    throw new StepFailure(
      `${FILE} is out of step with package.json: it does not hold ${pattern}. Run yarn install and push again`,
    );
  }
}

function entriesOf(text: string): Map<string, Record<string, unknown>> {
  const found = new Map<string, Record<string, unknown>>();
  for (const [patterns, entry] of Object.entries(parseLock(FILE, text, parseSyml))) {
    if (patterns === "__metadata" || !isRecord(entry)) continue;
    for (const pattern of patterns.split(/,\s*/)) found.set(pattern, entry);
  }
  return found;
}

/** Walks from the manifest, since a yarn lock does not mark development dependencies. */
function checkReachable(
  entries: Map<string, Record<string, unknown>>,
  manifest: InstallManifest,
  protocol: string,
): void {
  const waiting: { owner: string; needs: unknown; protocol: string }[] = [
    { owner: "package.json", needs: { ...manifest.dependencies, ...manifest.optionalDependencies }, protocol },
  ];
  const seen = new Set<string>();
  for (const { owner, needs, protocol: prefix } of waiting) {
    if (!isRecord(needs)) continue;
    for (const [name, spec] of Object.entries(needs)) {
      const text = String(spec);
      const pattern = `${name}@${text.includes(":") ? text : `${prefix}${text}`}`;
      if (seen.has(pattern) || name === "@pragma/sdk") continue;
      seen.add(pattern);
      checkLocked(FILE, owner, { [name]: spec });
      const entry = entries.get(pattern);
      if (!entry) continue;
      checkResolution(pattern, entry["resolution"]);
      // Berry names the protocol in what packages depend on as well; older ones of it do not.
      waiting.push({ owner: pattern, needs: entry["dependencies"], protocol });
      waiting.push({ owner: pattern, needs: entry["optionalDependencies"], protocol });
    }
  }
}

/** Where berry takes a package from. Patches of its own are the only ones, and change how a package finds files. */
function checkResolution(pattern: string, resolution: unknown): void {
  if (typeof resolution !== "string") return;
  const locator = resolution.slice(resolution.indexOf("@", 1) + 1);
  if (/^patch:[^#]*#(optional!|~)builtin<[\w/]+>/.test(locator)) return;
  if (!locator.startsWith("npm:")) throw refused(FILE, pattern, `comes from ${locator}`);
  if (locator.includes("::")) throw refused(FILE, pattern, `is pinned to an address: ${locator}`);
}

function isOwn(entry: Record<string, unknown>): boolean {
  return /@workspace:\.$/.test(String(entry["resolution"]));
}
