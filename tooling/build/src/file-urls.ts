import { basename, dirname, relative, resolve } from "node:path";

/** How source files name a program that runs in a thread or process of its own. */
const FILE_URL = /new URL\(\s*"(\.{1,2}\/[^"]+\.ts)"\s*,\s*import\.meta\.url\s*,?\s*\)/g;

export interface RewrittenSource {
  readonly text: string;
  /** Absolute paths of the programs named, which become entry points of their own. */
  readonly programs: string[];
}

/**
 * Points `new URL("./thread.ts", import.meta.url)` at the bundle of that program, which lies beside the bundle that
 * starts it: `new URL("./core-thread.js", import.meta.url)`. From source the very same line finds the TypeScript file.
 */
export function rewriteFileUrls(text: string, file: string, root: string): RewrittenSource {
  const programs: string[] = [];
  const rewritten = text.replace(FILE_URL, (_, target: string) => {
    const program = resolve(dirname(file), target);
    programs.push(program);
    return `new URL("./${outputName(program, root)}.js", import.meta.url)`;
  });
  return { text: rewritten, programs };
}

/**
 * The bundle's name: package and file, such as `core-validator-thread`; a `main.ts` takes its folder's name
 * (`runtime-host`), since the app's own bundle is called `main`.
 */
export function outputName(program: string, root: string): string {
  const parts = relative(root, program).split("/");
  const file = basename(program, ".ts");
  const name = file === "main" || file === "index" ? (parts.at(-2) ?? file) : file;
  return `${parts[1] ?? "program"}-${name}`;
}
