import { accessSync, constants, existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { run } from "./run.mjs";

/**
 * A program that tests need and npm does not have, or a file.
 *
 * @typedef {{ command: string, instead?: string, file?: string, package: string, purpose: string }} Requirement `instead` serves
 *   as well; with `file`, that is looked for, and `command` is its name
 */

/**
 * The boundary around provider code.
 *
 * @type {Requirement}
 */
export const SANDBOX = { command: "bwrap", package: "bubblewrap", purpose: "isolation of provider code" };

/**
 * Browser that the dashboard is tested in.
 *
 * @type {Requirement}
 */
export const BROWSER = {
  command: "chromium-headless-shell",
  instead: "chromium",
  package: "chromium-headless-shell",
  purpose: "tests of the dashboard in a browser",
};

/**
 * Font of letters until those of a page have come (`fallback` in apps/web/src/app/globals.css). A browser installed without
 * what its package recommends brings no fonts.
 *
 * @type {Requirement}
 */
export const FALLBACK_FONT = {
  command: "the font Liberation Sans",
  file: "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
  package: "fonts-liberation",
  purpose: "tests of the dashboard in a browser",
};

/**
 * A real S3 server.
 *
 * @type {Requirement}
 */
export const RADOSGW = {
  command: "radosgw",
  package: "radosgw",
  purpose: "thorough tests of the provider s3 against a real server",
};

/**
 * What people edit buckets with.
 *
 * @type {Requirement}
 */
export const S3CMD = { command: "s3cmd", package: "s3cmd", purpose: "thorough tests of buckets edited by hand" };

/**
 * The double of S3 that Python programs are tested with, and a module that its package does not bring.
 *
 * @type {readonly Requirement[]}
 */
export const MOTO = [
  { command: "moto_server", package: "python3-moto", purpose: "a second opinion in thorough tests of the provider s3" },
  {
    command: "the module flask_cors",
    file: "/usr/lib/python3/dist-packages/flask_cors/__init__.py",
    package: "python3-flask-cors",
    purpose: "a second opinion in thorough tests of the provider s3",
  },
];

/**
 * What `npm test` needs. Thorough tests get what else they need themselves.
 *
 * @type {readonly Requirement[]}
 */
export const REQUIREMENTS = [
  SANDBOX,
  { command: "python3", package: "python3", purpose: "conformance of a provider in Python" },
  { command: "redis-server", package: "redis-server", purpose: "tests of the provider redis against a real server" },
  { command: "zsh", package: "zsh", purpose: "tests of the command's completion in zsh" },
  { command: "fish", package: "fish", purpose: "tests of the command's completion in fish" },
  { command: "nginx", package: "nginx-light", purpose: "tests of rolling restarts behind a proxy" },
  { command: "pgbouncer", package: "pgbouncer", purpose: "tests behind a pooler of connections" },
  { command: "kustomize", package: "kustomize", purpose: "tests of the manifests for Kubernetes" },
  BROWSER,
  FALLBACK_FONT,
];

/**
 * Finds the program, or installs its Debian package where that is possible.
 *
 * @param {Requirement} requirement
 * @param {{ path?: string, install?: (name: string) => Promise<unknown> }} [options]
 * @returns {Promise<string | null>} why it cannot be had, or null when it is there
 */
export async function ensureRequirement(requirement, options = {}) {
  const path = options.path ?? process.env.PATH ?? "";
  if (isThere(requirement, path)) return null;
  const reason = `${requirement.purpose}: ${requirement.command} is missing`;
  if (process.getuid?.() !== 0 || !isOnPath("apt-get", path))
    return `${reason} (Debian package ${requirement.package})`;
  try {
    await (options.install ?? aptInstall)(requirement.package);
  } catch {
    return `${reason}, and apt-get could not install ${requirement.package}`;
  }
  return isThere(requirement, path) ? null : `${reason}, although ${requirement.package} was installed`;
}

/**
 * @param {Requirement} requirement
 * @param {string} path
 */
function isThere({ command, instead, file }, path) {
  if (file !== undefined) return existsSync(file);
  return isOnPath(command, path) || (instead !== undefined && isOnPath(instead, path));
}

/** @param {string} name */
async function aptInstall(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-q"], { env });
  await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", name], { env });
}

/**
 * @param {string} command
 * @param {string} path
 */
export function isOnPath(command, path) {
  return path.split(":").some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
