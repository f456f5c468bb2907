import { type Dirent, readdirSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { CliError, usageError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-codes.ts";
import { reading } from "./unreadable.ts";

const MANIFEST = /\.(ya?ml|json)$/i;
/** Large folders that never contain manifests. */
const SKIPPED = new Set(["node_modules", ".git"]);
/** Files of package managers and compilers. A program that uses the SDK has them beside its manifests. */
const OTHERS = new Set([
  "package.json",
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "tsconfig.json",
]);

/** Message where nothing is declared: a hint or nothing; null where that is allowed. */
export type IfEmpty = string | undefined | null;

/** Files that the arguments of `-f` name. */
export interface FoundFiles {
  /** In a stable order, each once. */
  files: string[];
  /** In a folder, or matched by a pattern, and no manifests: read only where they are named themselves. */
  skipped: string[];
}

/**
 * The files that arguments of `-f` mean: a file, all manifests in a folder and below it, or what a pattern matches. `-`
 * stays.
 *
 * @throws CliError for a path that does not exist, or contains no manifest
 */
export function findFiles(names: readonly string[], cwd: string, ifEmpty: IfEmpty): FoundFiles {
  const skipped = new Set<string>();
  const manifestsOf = (paths: readonly string[]) =>
    paths.map((path) => shown(path, cwd)).filter((path) => !OTHERS.has(basename(path)) || !skipped.add(path));
  const files = new Set<string>();
  for (const name of names) for (const file of filesOf(name, cwd, ifEmpty, manifestsOf)) files.add(file);
  return { files: [...files], skipped: [...skipped].filter((path) => !files.has(path)) };
}

function filesOf(
  name: string,
  cwd: string,
  ifEmpty: IfEmpty,
  manifestsOf: (paths: readonly string[]) => string[],
): string[] {
  if (name === "-") return [name];
  const stats = reading(name, () => statSync(resolve(cwd, name), { throwIfNoEntry: false }));
  if (stats?.isDirectory()) {
    const found = manifestsOf(below(resolve(cwd, name)).filter((path) => MANIFEST.test(path)));
    if (found.length === 0 && ifEmpty !== null)
      throw usageError(`${name} holds no .yaml, .yml or .json file of resources`, ifEmpty);
    return found;
  }
  if (stats !== undefined) return [shown(resolve(cwd, name), cwd)];
  if (!/[*?[{]/.test(name)) throw new CliError(`There is no file ${name}`, { exitCode: EXIT.notFound });
  const matched = manifestsOf(matching(name, cwd));
  if (matched.length === 0) throw new CliError(`No file matches ${name}`, { exitCode: EXIT.notFound });
  return matched;
}

/** `*` and `?` within a name, `**` over folders, `[a-c]` and `{a,b}`. Node's own came after Node 20. */
function matching(pattern: string, cwd: string): string[] {
  const whole = resolve(cwd, pattern).split(sep).join("/");
  const fixed = whole.slice(0, whole.search(/[*?[{]/));
  const base = fixed.slice(0, fixed.lastIndexOf("/")) || "/";
  const regExp = new RegExp(`^${toRegExp(whole)}$`);
  return below(base).filter((path) => regExp.test(path.split(sep).join("/")));
}

const TOKENS = /\*\*\/|\*\*|\*|\?|\[!?[^\]/]+\]|\{[^}/]+\}|[\\^$.|+()[\]{}]/g;

function toRegExp(pattern: string): string {
  return pattern.replace(TOKENS, (token) => {
    if (token === "**/") return "(?:[^/]+/)*";
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    if (token.length > 1 && token.startsWith("[")) return token.replace(/^\[!/, "[^").replaceAll("\\", "\\\\");
    if (token.length > 1) return `(?:${token.slice(1, -1).split(",").map(toRegExp).join("|")})`;
    return `\\${token}`;
  });
}

function below(folder: string): string[] {
  const entries = readEntries(folder).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : below(path);
    return entry.isFile() || (entry.isSymbolicLink() && isFile(path)) ? [path] : [];
  });
}

function readEntries(folder: string): Dirent[] {
  return reading(folder, () => {
    const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory();
    return isFolder ? readdirSync(folder, { withFileTypes: true }) : [];
  });
}

function isFile(link: string): boolean {
  return reading(link, () => statSync(link, { throwIfNoEntry: false })?.isFile()) ?? false;
}

/** Relative if below the current folder: that is how the user named it, and how editors open it. */
function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith("..") ? path : short;
}
