import { lstatSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, sep } from "node:path";
import type { SandboxLimits } from "./limits.ts";
import type { SandboxMount } from "./sandbox.ts";
import type { SystemFile } from "./system-files.ts";

const MIB = 1024 * 1024;

/** Files of /etc that TLS, name resolution and the system's programs read. No accounts, no settings of services. */
const ETC = [
  "alternatives",
  "ca-certificates",
  "gai.conf",
  "host.conf",
  "hosts",
  "ld.so.cache",
  "localtime",
  "nsswitch.conf",
  "pki",
  "protocols",
  "resolv.conf",
  "services",
  "ssl",
];

/** The account inside: the same for every program, whatever it is outside. */
export const INNER_UID = 1000;
export const PASSWD = `provider:x:${INNER_UID}:${INNER_UID}:provider:/tmp:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n`;

/** An empty directory on the private /tmp. */
export const WORK_DIRECTORY = "/tmp/work";

/**
 * bubblewrap's options for all of the file system but /proc. Everything that can be written is bounded: /tmp and /dev/shm
 * in size, the rest is read only, the in-memory root and /dev included.
 *
 * @param system what there is of the system; all of /usr if null
 * @param passwdFd the descriptor that PASSWD can be read from
 */
export function fileSystemOptions(
  mounts: readonly SandboxMount[],
  limits: SandboxLimits,
  system: readonly SystemFile[] | null,
  passwdFd: number,
): string[] {
  const outer = outermost(mounts, system === null);
  return [
    ...systemOptions(system),
    ...directory("/etc"),
    ...ETC.flatMap((name) => ["--ro-bind-try", `/etc/${name}`, `/etc/${name}`]),
    ...["--perms", "0444", "--ro-bind-data", String(passwdFd), "/etc/passwd"],
    ...["--dev", "/dev", "--perms", "1777", "--size", String(16 * MIB), "--tmpfs", "/dev/shm"],
    ...["--perms", "1777", "--size", String(limits.scratchMb * MIB), "--tmpfs", "/tmp"],
    ...["--perms", "1777", "--dir", WORK_DIRECTORY],
    ...outer.flatMap(({ path, writable }) => [
      ...ancestors(path).flatMap(directory),
      ...[writable ? "--bind" : "--ro-bind", realpathSync(path), path],
    ]),
    ...["--remount-ro", "/dev"],
  ];
}

/** The same file system again, out of one that `fileSystemOptions` made with the same mounts. */
export function copyOptions(mounts: readonly SandboxMount[], system: readonly SystemFile[] | null): string[] {
  const targets = (system ?? []).map(({ target }) => target);
  const folders = new Set(["/etc", "/tmp", ...[...mounts.map(({ path }) => path), ...targets].map(topFolder)]);
  folders.delete("/usr");
  return [
    ...["--ro-bind", "/usr", "/usr"],
    ...(system === null ? besideOptions() : linkOptions()),
    ...["--dev-bind", "/dev", "/dev"],
    ...[...folders].flatMap((folder) => ["--bind", folder, folder]),
  ];
}

/** All of the system, or some files of it at the same places. */
function systemOptions(system: readonly SystemFile[] | null): string[] {
  if (system === null) return ["--ro-bind", "/usr", "/usr", ...besideOptions()];
  const folders = new Set(system.flatMap(({ target }) => ancestors(target)));
  return [
    ...[...folders].flatMap(directory),
    ...system.flatMap(({ source, target }) => ["--ro-bind", source, target]),
    ...linkOptions(),
  ];
}

/** The folders that are links into /usr on most systems and folders beside it on some. */
function besideOptions(): string[] {
  const folders = besides().filter((path) => !lstatSync(path).isSymbolicLink());
  return [...linkOptions(), ...folders.flatMap((path) => ["--ro-bind", path, path])];
}

function linkOptions(): string[] {
  const links = besides().filter((path) => lstatSync(path).isSymbolicLink());
  return links.flatMap((path) => ["--symlink", readlinkSync(path), path]);
}

function besides(): string[] {
  return readdirSync("/")
    .filter((name) => /^(bin|sbin|lib\w*)$/.test(name))
    .map((name) => `/${name}`);
}

function topFolder(path: string): string {
  return `/${path.split(sep)[1]}`;
}

/** Options that make a folder which every account may enter. */
export function directory(path: string): string[] {
  return ["--perms", "0755", "--dir", path];
}

/** The mounts in an order in which none hides another, without those that another brings along. */
function outermost(mounts: readonly SandboxMount[], hasSystem: boolean): SandboxMount[] {
  const kept: SandboxMount[] = [];
  const isSystem = ({ path }: SandboxMount) => path === "/usr" || path.startsWith("/usr/");
  for (const mount of mounts.toSorted((one, other) => one.path.length - other.path.length)) {
    if (hasSystem && isSystem(mount) && !mount.writable) continue;
    const above = kept.findLast(({ path }) => mount.path === path || mount.path.startsWith(`${path}/`));
    if (!above || (mount.writable && !above.writable)) kept.push(mount);
  }
  return kept;
}

/** The folders above a path, the outermost first, without the root. */
function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === "/" ? [] : [...ancestors(parent), parent];
}
