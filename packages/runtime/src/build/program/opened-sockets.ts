import type { Metafile } from "esbuild";

/** Node's modules by which a program opens connections. */
const MODULES = new Set(["net", "tls", "http", "https", "http2", "dgram"]);

/** What needs no import. Comments are gone from a bundle, and what is only a property of something else does not count. */
const GLOBALS: readonly [string, RegExp][] = [
  ["fetch", /(?<![\w$.])(?:globalThis\.)?fetch\(/],
  ["WebSocket", /\bnew WebSocket\(/],
];

/**
 * By what a bundle opens connections, as far as can be seen without running it: modules of Node that are left in it, and
 * globals.
 */
export function openedSockets({ outputs }: Metafile, bundle: string): string[] {
  const imported = Object.values(outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external }) => external)
    .map(({ path }) => path.replace(/^node:/, ""));
  const modules = [...MODULES].filter((name) => imported.includes(name)).map((name) => `node:${name}`);
  return [...modules, ...GLOBALS.filter(([, use]) => use.test(bundle)).map(([name]) => name)];
}
