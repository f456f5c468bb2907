import type { Metafile } from "esbuild";

/** Node's modules by which a program opens connections. */
const MODULES = new Set(["net", "tls", "http", "https", "http2", "dgram"]);

/** Globals that open connections. Bundles contain no comments, and properties of other objects do not count. */
const GLOBALS: readonly [string, RegExp][] = [
  ["fetch", /(?<![\w$.])(?:globalThis\.)?fetch\(/],
  ["WebSocket", /\bnew WebSocket\(/],
];

/**
 * How a bundle opens connections, as far as visible without running it: Node modules that it imports, and globals.
 */
export function openedSockets({ outputs }: Metafile, bundle: string): string[] {
  const imported = Object.values(outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external }) => external)
    .map(({ path }) => path.replace(/^node:/, ""));
  const modules = [...MODULES].filter((name) => imported.includes(name)).map((name) => `node:${name}`);
  return [...modules, ...GLOBALS.filter(([, use]) => use.test(bundle)).map(([name]) => name)];
}
