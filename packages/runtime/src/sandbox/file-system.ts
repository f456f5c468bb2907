import { lstatSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, sep } from "node:path";
import type { SandboxLimits } from "./limits.ts";
import type { SandboxMount } from "./sandbox.ts";

const MIB = 1024 * 1024;

/** Of /etc: what TLS, name resolution and the system's programs read. No accounts, no settings of services. */
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
 * @param passwdFd the descriptor that PASSWD can be read from
 */
export function fileSystemOptions(mounts: readonly SandboxMount[], limits: SandboxLimits, passwdFd: number): string[] {
  const outer = outermost(mounts);
  return [
    ...systemOptions(),
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

/** The same file system again, out of one that `fileSystemOptions` made. */
export function copyOptions(mounts: readonly SandboxMount[]): string[] {
  const folders = new Set(["/etc", "/tmp", ...mounts.map(({ path }) => `/${path.split(sep)[1]}`)]);
  folders.delete("/usr");
  return [
    ...systemOptions(),
    ...["--dev-bind", "/dev", "/dev"],
    ...[...folders].flatMap((folder) => ["--bind", folder, folder]),
  ];
}

/** /usr, and the folders that are links into it on most systems and folders beside it on some. */
function systemOptions(): string[] {
  const names = readdirSync("/").filter((name) => /^(bin|sbin|lib\w*)$/.test(name));
  const beside = names.flatMap((name) => {
    const path = `/${name}`;
    return lstatSync(path).isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : ["--ro-bind", path, path];
  });
  return ["--ro-bind", "/usr", "/usr", ...beside];
}

function directory(path: string): string[] {
  return ["--perms", "0755", "--dir", path];
}

/** The mounts in an order in which none hides another, without those that another brings along. */
function outermost(mounts: readonly SandboxMount[]): SandboxMount[] {
  const kept: SandboxMount[] = [];
  const isSystem = ({ path }: SandboxMount) => path === "/usr" || path.startsWith("/usr/");
  for (const mount of mounts.toSorted((one, other) => one.path.length - other.path.length)) {
    if (isSystem(mount) && !mount.writable) continue;
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
