import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where the operator's own npm gets packages, which is where builds of providers get them too. */
export interface NpmSettings {
  readonly registry: string | null;
  /** A file of certificate authorities. */
  readonly certificates: string | null;
}

const UNKNOWN: NpmSettings = { registry: null, certificates: null };
const PATIENCE_MS = 20_000;

/** Asks npm how it is configured. Nothing is known where it cannot be asked. */
export async function readNpmSettings(env: NodeJS.ProcessEnv): Promise<NpmSettings> {
  const [program, ...first] = npmCommand(env);
  const options = { env, timeout: PATIENCE_MS, windowsHide: true };
  try {
    const [registry, certificates] = await Promise.all(
      ["registry", "cafile"].map(async (name) =>
        (await run(program, [...first, "config", "get", name], options)).stdout.trim(),
      ),
    );
    return { registry: known(registry), certificates: known(certificates) ?? env["NODE_EXTRA_CA_CERTS"] ?? null };
  } catch {
    return UNKNOWN;
  }
}

/**
 * The npm that started this, on the Node it runs on: npm looks for its system-wide settings beside its Node, and this
 * program runs on another.
 */
function npmCommand(env: NodeJS.ProcessEnv): [string, ...string[]] {
  const { npm_node_execpath: node, npm_execpath: npm } = env;
  return node && npm?.endsWith("npm-cli.js") ? [node, npm] : ["npm"];
}

function known(value: string | undefined): string | null {
  return value === undefined || value === "" || value === "null" || value === "undefined" ? null : value;
}
