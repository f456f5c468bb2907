import { type Dirent, readdirSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { CliError, usageError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-codes.ts";
import { reading } from "./unreadable.ts";

const MANIFEST = /\.(ya?ml|json)$/i;
/** Large folders that never contain manifests. */
const SKIPPED = new Set(["node_modules", ".git"]);

/**
 * The files that arguments of `-f` mean: a file, all manifests in a folder and below it, or what a pattern matches. `-`
 * stays. In a stable order, each once.
 *
 * @throws CliError for a path that does not exist, or contains no manifest
 */
export function findFiles(names: readonly string[], cwd: string): string[] {
  return [...new Set(names.flatMap((name) => (name === "-" ? ["-"] : filesOf(name, cwd))))];
}

function filesOf(name: string, cwd: string): string[] {
  const stats = reading(name, () => statSync(resolve(cwd, name), { throwIfNoEntry: false }));
  if (stats?.isDirectory()) {
    const found = below(resolve(cwd, name)).filter((path) => MANIFEST.test(path));
    if (found.length === 0) throw usageError(`${name} holds no .yaml, .yml or .json file`);
    return found.map((path) => shown(path, cwd));
  }
  if (stats !== undefined) return [shown(resolve(cwd, name), cwd)];
  if (!/[*?[{]/.test(name)) throw new CliError(`There is no file ${name}`, { exitCode: EXIT.notFound });
  const matched = matching(name, cwd);
  if (matched.length === 0) throw new CliError(`No file matches ${name}`, { exitCode: EXIT.notFound });
  return matched.map((path) => shown(path, cwd));
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
