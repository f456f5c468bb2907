import type { ProviderManifest } from "./manifest.ts";

/** A `package.json` without anything that a package manager could run or obey. It is above the source, not in it. */
export interface InstallManifest {
  name: string;
  version: string;
  private: true;
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  [overrides: string]: unknown;
}

/** The dependencies installed for a provider, with what its `peerDependencies` ask for, as npm and pnpm do it. */
export function installManifest(manifest: ProviderManifest): InstallManifest {
  const { optionalDependencies, overrides } = manifest;
  const dependencies = { ...manifest.peerDependencies, ...manifest.dependencies };
  // As in npm: a package in both lists is optional.
  for (const name of Object.keys(optionalDependencies)) delete dependencies[name];
  return { name: "provider", version: "1.0.0", private: true, dependencies, optionalDependencies, ...overrides };
}

/** Whether there is anything to install. */
export function isEmpty(manifest: InstallManifest): boolean {
  return Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }).length === 0;
}
