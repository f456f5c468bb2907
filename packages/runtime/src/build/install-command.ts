import { join } from "node:path";
import { BuildError } from "../build-contract/build-error.ts";
import type { RegistrySettings } from "../build-contract/registry-settings.ts";
import type { BuildTools } from "./build-tools.ts";
import type { PackageManager } from "./program/plan.ts";

/** How a package manager is started in the sandbox. */
export interface InstallCommand {
  command: string[];
  env: Record<string, string>;
  /** Paths it must see, besides the work folder. */
  mounts: string[];
}

/**
 * The command that installs production dependencies from the lock file, without running any package scripts. All
 * settings are passed here; there is no settings file, and no variable, that a package could have set.
 */
export function installCommand(
  manager: PackageManager,
  hasLock: boolean,
  settings: { registry: RegistrySettings; tools: BuildTools; work: string },
): InstallCommand {
  const { registry, tools, work } = settings;
  const cache = join(work, "cache");
  const env = environment(registry, work);
  const mounts = (...paths: string[]) => [...paths, ...(registry.certificates ? [registry.certificates] : [])];
  const script = (folder: string, file: string, ...args: string[]) => ({
    command: [tools.node, join(folder, file), ...args],
    env,
    mounts: mounts(tools.node, folder),
  });
  switch (manager) {
    case "npm":
      return script(
        tools.npm,
        "bin/npm-cli.js",
        hasLock ? "ci" : "install",
        ...npmOptions(registry.url, hasLock, cache),
      );
    case "pnpm":
      if (tools.pnpm === null) {
        throw new BuildError("There is no pnpm for the platform's system: push a package-lock.json instead");
      }
      return { command: [tools.pnpm, "install", ...pnpmOptions(registry.url, cache)], env, mounts: mounts(tools.pnpm) };
  }
}

function environment({ certificates }: RegistrySettings, work: string): Record<string, string> {
  const trusted = certificates ? { NODE_EXTRA_CA_CERTS: certificates, SSL_CERT_FILE: certificates } : {};
  const home = join(work, "home");
  return {
    HOME: home,
    XDG_CONFIG_HOME: home,
    PATH: "/usr/bin:/bin",
    CI: "1",
    NO_COLOR: "1",
    NODE_USE_SYSTEM_CA: "1",
    ...trusted,
  };
}

function npmOptions(registry: string, hasLock: boolean, cache: string): string[] {
  return [
    `--registry=${registry}`,
    "--omit=dev",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-progress",
    "--no-update-notifier",
    `--userconfig=${cache}-user.none`,
    `--globalconfig=${cache}-global.none`,
    `--cache=${cache}`,
    "--loglevel=notice",
    "--allow-git=none",
    // An author waits for the answer; npm itself would try for a minute and a half.
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=5000",
    ...(hasLock ? [] : ["--no-package-lock"]),
  ];
}

function pnpmOptions(registry: string, cache: string): string[] {
  return [
    `--registry=${registry}`,
    "--prod",
    "--frozen-lockfile",
    "--ignore-scripts",
    "--ignore-pnpmfile",
    "--node-linker=isolated",
    `--store-dir=${cache}`,
    `--state-dir=${cache}-state`,
    "--npmrc-auth-file=/dev/null",
    "--reporter=append-only",
  ];
}
