import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SandboxMount } from "./sandbox/sandbox.ts";

/** The program that loads a provider, and the paths it must see. */
export interface HostProgram {
  path: string;
  /** Loaded first if the network is reached through a proxy. */
  egressPath: string;
  mounts: readonly SandboxMount[];
}

/**
 * The host: `host.js` beside the file this is bundled into, or its source in a checkout. A checkout's packages and
 * dependencies can then be read from inside, so that providers find the SDK; nothing else of it can.
 */
export function hostProgram(): HostProgram {
  const path = hostEntryPath();
  const egressPath = fileURLToPath(new URL("./host/egress/main.ts", import.meta.url));
  if (!path.endsWith(".ts"))
    return { path, egressPath, mounts: [{ path }, { path: egressPath }, ...manifestMounts(dirname(path))] };
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  return { path, egressPath, mounts: [{ path: join(root, "packages") }, { path: join(root, "node_modules") }] };
}

function hostEntryPath(): string {
  const bundled = fileURLToPath(new URL("./host.js", import.meta.url));
  return existsSync(bundled) ? bundled : fileURLToPath(new URL("./host/main.ts", import.meta.url));
}

/**
 * The nearest `package.json` of a folder, which tells Node whether a file is a module; without it Node parses the file
 * twice, with a warning.
 */
export function manifestMounts(folder: string): SandboxMount[] {
  const path = join(folder, "package.json");
  if (existsSync(path)) return [{ path }];
  const parent = dirname(folder);
  return parent === folder ? [] : manifestMounts(parent);
}
