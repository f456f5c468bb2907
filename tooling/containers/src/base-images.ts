import { cpSync, existsSync, mkdirSync, realpathSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { command } from "./command.ts";

const DEBIAN = "debian:trixie-slim";
const NODE = "node:24-trixie-slim";
const POSTGRES = "postgres:17-trixie";
const NGINX = "nginx:1.30";

const STAND_INS = join(import.meta.dirname, "..", "stand-ins");
const PREFIX = "localhost/pragma-stand-in";

/** Folders that a slim image of Debian leaves out, too. */
const NOT_SLIM = [
  "usr/share/doc",
  "usr/share/info",
  "usr/share/lintian",
  "usr/share/locale",
  "usr/share/man",
  "var/cache/apt",
  "var/lib/apt/lists",
];

/** Images that come from elsewhere, as references. */
export interface BaseImages {
  debian: string;
  node: string;
  postgres: string;
  nginx: string;
  /** Whether they were made here, since no registry was reached. */
  areStandIns: boolean;
}

/** Pulls them, or makes others that do the same out of Debian's packages. */
export async function baseImages(root: string, folder: string, env: NodeJS.ProcessEnv): Promise<BaseImages> {
  const pulled = await command("podman", ["pull", "--quiet", "--retry", "0", DEBIAN], { env, mayFail: true });
  if (pulled.code === 0) {
    for (const image of [NODE, POSTGRES, NGINX]) await command("podman", ["pull", "--quiet", image], { env });
    return { debian: DEBIAN, node: NODE, postgres: POSTGRES, nginx: NGINX, areStandIns: false };
  }
  const images = {
    debian: `${PREFIX}/debian:trixie-slim`,
    node: `${PREFIX}/node:${process.version}`,
    postgres: `${PREFIX}/postgres:17`,
    nginx: `${PREFIX}/nginx:trixie`,
  };
  if (!(await exists(images.debian, env))) await makeDebian(images.debian, join(folder, "rootfs"), env);
  for (const name of ["node", "postgres", "nginx"] as const) {
    // They stay for the next run.
    if (await exists(images[name], env)) continue;
    const context = name === "node" ? nodeContext(root, join(folder, "node")) : STAND_INS;
    const file = join(STAND_INS, `Containerfile.${name}`);
    const from = `DEBIAN_IMAGE=${images.debian}`;
    const options = ["--quiet", "--network", "host", "--build-arg", from, "--tag", images[name], "--file", file];
    await command("podman", ["build", ...options, context], { env });
  }
  return { ...images, areStandIns: true };
}

async function exists(image: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await command("podman", ["image", "exists", image], { env, mayFail: true })).code === 0;
}

async function makeDebian(tag: string, rootfs: string, env: NodeJS.ProcessEnv): Promise<void> {
  await command("debootstrap", ["--variant=minbase", "trixie", rootfs], { env });
  for (const path of NOT_SLIM) {
    rmSync(join(rootfs, path), { recursive: true, force: true });
    mkdirSync(join(rootfs, path));
  }
  const pack = `tar -C '${rootfs}' -c . | podman import --quiet - '${tag}'`;
  await command("bash", ["-o", "pipefail", "-c", pack], { env });
  rmSync(rootfs, { recursive: true, force: true });
}

/** A folder with Node, as the workspace has it, and npm. */
function nodeContext(root: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  cpSync(realpathSync(process.execPath), join(folder, "node"));
  const npm = join(root, "packages/runtime/node_modules/npm");
  if (!existsSync(npm)) throw new Error(`${dirname(npm)} has no npm: install the workspace first`);
  cpSync(realpathSync(npm), join(folder, "npm"), { recursive: true });
  return folder;
}
