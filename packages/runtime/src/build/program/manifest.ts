import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { PLATFORM_PACKAGES, refusedSource } from "./dependency-spec.ts";
import { StepFailure } from "./step-failure.ts";

const manifestSchema = z.looseObject({
  pragma: z.looseObject({ provider: z.string(), network: z.enum(["host", "none"]).optional() }),
  dependencies: z.record(z.string(), z.unknown()).optional(),
  optionalDependencies: z.record(z.string(), z.unknown()).optional(),
  peerDependencies: z.record(z.string(), z.unknown()).optional(),
  peerDependenciesMeta: z.record(z.string(), z.looseObject({ optional: z.boolean().optional() })).optional(),
});
type Manifest = z.infer<typeof manifestSchema>;

/** Fields in which a package may set the versions below its dependencies, by package manager. */
const OVERRIDES = ["overrides", "resolutions"] as const;

/** Fields that tell a package manager what to run or which one to be. They are not obeyed. */
const UNUSED = ["scripts", "packageManager", "devEngines", "workspaces", "pnpm", "bundleDependencies", "publishConfig"];

/** The part of a provider's `package.json` that the build needs. */
export interface ProviderManifest {
  network: "host" | "none";
  /** Whether it says so; if not, `network` is the default. */
  namesNetwork: boolean;
  /** Where modules are looked for. */
  exports: unknown;
  main: unknown;
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  /** Those that must be installed, however the package manager handles peers. */
  peerDependencies: Record<string, string>;
  /** `overrides` and `resolutions`, which only select versions. */
  overrides: Record<string, unknown>;
  /** Fields that were found and are not obeyed. */
  unused: string[];
}

/**
 * Reads and checks `package.json`.
 *
 * @throws StepFailure if it is invalid, belongs to another provider, or a dependency does not come from the registry
 */
export async function readManifest(source: string, providerId: string): Promise<ProviderManifest> {
  const manifest = parseManifest(await readFile(join(source, "package.json"), "utf8"));
  if (manifest.pragma.provider !== providerId) {
    throw new StepFailure(
      `package.json: pragma.provider is "${manifest.pragma.provider}", but it was pushed as "${providerId}"`,
    );
  }
  const optionalPeers = Object.entries(manifest.peerDependenciesMeta ?? {}).filter(([, meta]) => meta.optional);
  const peers = registryPackages("peerDependencies", manifest.peerDependencies);
  for (const [name] of optionalPeers) delete peers[name];
  const overrides: Record<string, unknown> = {};
  for (const field of OVERRIDES) {
    if (manifest[field] === undefined) continue;
    checkOverrides(field, manifest[field]);
    overrides[field] = manifest[field];
  }
  return {
    network: manifest.pragma.network ?? "none",
    namesNetwork: manifest.pragma.network !== undefined,
    exports: manifest["exports"],
    main: manifest["main"],
    dependencies: registryPackages("dependencies", manifest.dependencies),
    optionalDependencies: registryPackages("optionalDependencies", manifest.optionalDependencies),
    peerDependencies: peers,
    overrides,
    unused: UNUSED.filter((field) => manifest[field] !== undefined),
  };
}

function parseManifest(text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new StepFailure(`package.json is not valid JSON: ${error instanceof Error ? error.message : error}`);
  }
  const manifest = manifestSchema.safeParse(json);
  if (manifest.success) return manifest.data;
  const issue = manifest.error.issues[0];
  throw new StepFailure(
    `package.json: ${issue?.path.join(".") || "it"}: ${issue?.message}. It needs "pragma": {"provider": "<name>"}`,
  );
}

function registryPackages(field: string, packages: Record<string, unknown> = {}): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, spec] of Object.entries(packages)) {
    if (PLATFORM_PACKAGES.has(name)) continue;
    const reason = refusedSource(catalogless(spec));
    if (reason) {
      throw new StepFailure(
        `package.json: ${field}: ${name} ${reason}. Providers are built from the registry's packages alone`,
      );
    }
    kept[name] = String(spec);
  }
  return kept;
}

/** `catalog:` of pnpm stands for a version that the lock file holds. */
function catalogless(spec: unknown): unknown {
  return typeof spec === "string" && /^catalog:[\w.-]*$/.test(spec) ? "*" : spec;
}

/** Their values are versions, `$name`, or objects of the same. */
function checkOverrides(field: string, value: unknown): void {
  if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) checkOverrides(field, inner);
    return;
  }
  if (typeof value === "string" && /^\$[@\w./-]+$/.test(value)) return;
  const reason = refusedSource(value);
  if (reason)
    throw new StepFailure(
      `package.json: ${field}: a value ${reason}. Providers are built from the registry's packages alone`,
    );
}
