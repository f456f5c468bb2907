import { parse, stringify } from "yaml";
import type { InstallManifest } from "../install-manifest.ts";
import { StepFailure } from "../step-failure.ts";
import { checkLocked, isRecord, parseLock, recordAt, refused } from "./lock-refusal.ts";

const FILE = "pnpm-lock.yaml";
const GROUPS = ["devDependencies", "optionalDependencies", "dependencies"] as const;

/**
 * Makes a `pnpm-lock.yaml` fit the install. Its importer keeps what the manifest lists; versions from catalogs are
 * written out, in the manifest too, since the file that defines catalogs is not used.
 *
 * @returns the lock and the `pnpm-workspace.yaml` of settings that pnpm compares with it
 * @throws StepFailure when it holds something that is not from a registry, or a patch
 */
export function pnpmLock(text: string, manifest: InstallManifest): { lock: string; settings: string } {
  const lock = parseLock(FILE, text, (yaml) => parse(yaml));
  const importer = recordAt(recordAt(lock, "importers"), ".");
  if (!isRecord(lock["importers"]) || Object.keys(importer).length === 0) {
    throw new StepFailure(
      `${FILE}: it has no importer ".": write it with pnpm 9 or later, in the provider's own folder`,
    );
  }
  if (lock["patchedDependencies"] !== undefined)
    throw new StepFailure(`${FILE}: patched dependencies are not supported`);
  const kept = { dependencies: {}, optionalDependencies: {} };
  for (const group of ["dependencies", "optionalDependencies"] as const) {
    kept[group] = importerGroup(lock, importer, manifest[group]);
  }
  lock["importers"] = { ".": kept };
  keepReachable(lock, kept);
  delete lock["catalogs"];
  delete lock["pnpmfileChecksum"];
  delete lock["packageExtensionsChecksum"];
  const overrides = recordAt(lock, "overrides");
  checkLocked(FILE, "overrides", overrides);
  delete manifest["overrides"];
  delete manifest["resolutions"];
  const settings = {
    autoInstallPeers: recordAt(lock, "settings")["autoInstallPeers"] ?? true,
    fetchRetryMintimeout: 1_000,
    fetchRetryMaxtimeout: 5_000,
    ...(isRecord(lock["overrides"]) && { overrides }),
  };
  return { lock: stringify(lock), settings: stringify(settings) };
}

function importerGroup(
  lock: Record<string, unknown>,
  importer: Record<string, unknown>,
  wanted: Record<string, string>,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(wanted)) {
    for (const group of GROUPS) {
      const entry = recordAt(importer, group)[name];
      if (!isRecord(entry)) continue;
      const specifier = fromCatalog(lock, name, entry["specifier"]);
      if (specifier !== entry["specifier"]) wanted[name] = String(specifier);
      kept[name] = { ...entry, specifier };
    }
  }
  return kept;
}

function fromCatalog(lock: Record<string, unknown>, name: string, specifier: unknown): unknown {
  if (typeof specifier !== "string" || !specifier.startsWith("catalog:")) return specifier;
  const catalog = recordAt(recordAt(lock, "catalogs"), specifier.slice("catalog:".length) || "default");
  return recordAt(catalog, name)["specifier"] ?? specifier;
}

/** Drops development dependencies, and checks where the rest comes from. */
function keepReachable(lock: Record<string, unknown>, importer: Record<string, Record<string, unknown>>): void {
  const packages = recordAt(lock, "packages");
  const snapshots = recordAt(lock, "snapshots");
  const kept = { packages: new Map<string, unknown>(), snapshots: new Map<string, unknown>() };
  const edges = Object.values(importer).flatMap((group) =>
    Object.entries(group).map(([name, entry]) => ({
      owner: "package.json",
      name,
      version: isRecord(entry) ? entry["version"] : null,
    })),
  );
  for (const { owner, name, version } of edges) {
    const id = snapshotId(name, String(version));
    if (/^(link|file|workspace|git|https?)[:+]/.test(String(version))) {
      throw refused(FILE, `${name}, which ${owner} depends on,`, `comes from ${String(version)}`);
    }
    if (kept.snapshots.has(id)) continue;
    const snapshot = recordAt(snapshots, id);
    const packageId = withoutPeers(id);
    checkResolution(packageId, packages[packageId]);
    kept.snapshots.set(id, snapshot);
    if (packageId in packages) kept.packages.set(packageId, packages[packageId]);
    for (const group of ["dependencies", "optionalDependencies"]) {
      for (const [dependency, to] of Object.entries(recordAt(snapshot, group))) {
        edges.push({ owner: id, name: dependency, version: to });
      }
    }
  }
  lock["packages"] = Object.fromEntries(kept.packages);
  lock["snapshots"] = Object.fromEntries(kept.snapshots);
}

/** `2.1.3(zod@4.0.0)` is a version of `name`, `other@2.1.3` one of an alias. */
function snapshotId(name: string, version: string): string {
  return withoutPeers(version).includes("@") ? version : `${name}@${version}`;
}

function withoutPeers(id: string): string {
  return id.split("(", 1)[0] as string;
}

/** Registry packages have an integrity and nothing else; `tarball`, `directory`, `repo` say where others come from. */
function checkResolution(id: string, entry: unknown): void {
  if (!isRecord(entry)) return;
  const { tarball, directory, repo, type } = recordAt(entry, "resolution");
  const other = tarball ?? directory ?? repo ?? type;
  if (other !== undefined) throw refused(FILE, id, `comes from ${String(other)}`);
}
