import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const LDD_TIMEOUT_MS = 10_000;

/** Libraries that the C library loads by name when it looks up a host. In libc itself where that is new enough. */
const LOOKED_UP = ["libnss_dns.so.2", "libnss_files.so.2", "libresolv.so.2"];
/** Beside libc: empty nowadays, and asked for by programs that were built when they were not. */
const BESIDE = ["libdl.so.2", "libm.so.6", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1"];

/** Data that Node and its libraries read: authorities, time zones, and what distributions take out of Node itself. */
const DATA = [
  "/usr/lib/ssl",
  "/usr/local/share/ca-certificates",
  "/usr/share/ca-certificates",
  "/usr/share/nodejs",
  "/usr/share/pki",
  "/usr/share/zoneinfo",
];

/** A file of the system, and where a program looks for it. */
export interface SystemFile {
  source: string;
  target: string;
}

/**
 * Returns the system files that Node needs: libraries, what these load by name, and data. Far less than /usr, where the tools lie that an
 * intruder would use.
 *
 * @param programs of the system that are to be there; absolute paths
 * @param others whose libraries are to be there
 * @throws Error if libraries cannot be found out (no `ldd`, or not for this kind of program)
 */
export async function systemFiles(programs: readonly string[], others: readonly string[]): Promise<SystemFile[]> {
  const { stdout } = await run("ldd", [...programs, ...others], {
    timeout: LDD_TIMEOUT_MS,
    env: { PATH: "/usr/bin:/bin" },
  });
  const linked = stdout.split("\n").flatMap(libraryOf);
  const libc = linked.find((path) => /^(libc\.so|libc\.musl|ld-musl)/.test(basename(path)));
  if (libc === undefined) throw new Error("ldd names no C library");
  const named = [...LOOKED_UP, ...BESIDE].map((name) => join(dirname(libc), name));
  const found = [...programs, ...linked, ...named, ...DATA].filter((path) => existsSync(path));
  const files = found.map((path) => ({ source: realpathSync(path), target: withoutLinks(path) }));
  return [...new Map(files.map((file) => [file.target, file])).values()];
}

/** The path with its folders resolved, since links cannot be mounted on: /lib64/x is /usr/lib64/x on most systems. */
function withoutLinks(path: string): string {
  return join(realpathSync(dirname(path)), basename(path));
}

/** Parses a line of `ldd`, such as `libm.so.6 => /lib/libm.so.6 (0x7f…)` or `/lib64/ld-linux.so.2 (0x7f…)`. */
function libraryOf(line: string): string[] {
  const [described = "", address] = line.trim().split(" (0x");
  const path = described.split(" => ").at(-1) ?? "";
  return address !== undefined && path.startsWith("/") ? [path] : [];
}
