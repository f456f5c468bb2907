import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type * as Esbuild from "esbuild";

const texts = new Map<string, Promise<string>>();

/** CommonJS dependencies call `require`, which ESM lacks. */
const REQUIRE =
  'import { createRequire as __pragmaCreateRequire } from "node:module"; const require = __pragmaCreateRequire(import.meta.url);';

/**
 * The text of a program of this package as one ES module, which needs nothing but Node: the bundle beside the app, or in a
 * checkout one made of its source.
 *
 * @param url of its source, relative to `import.meta.url`, which an app's build replaces
 */
export function bundledProgram(url: URL): Promise<string> {
  const path = fileURLToPath(url);
  let text = texts.get(path);
  if (!text) {
    text = path.endsWith(".ts") ? bundle(path) : readFile(path, "utf8").then(withoutMap);
    texts.set(path, text);
    // A failure is not kept: the disk may have been full.
    text.catch(() => texts.delete(path));
  }
  return text;
}

async function bundle(source: string): Promise<string> {
  // By its path: bundled into an app, esbuild would not find its own binary.
  const own = createRequire(createRequire(import.meta.url).resolve("@pragma/runtime/package.json"));
  const esbuild: typeof Esbuild = await import(own.resolve("esbuild"));
  const { outputFiles } = await esbuild.build({
    entryPoints: [source],
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    format: "esm",
    banner: { js: REQUIRE },
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

function withoutMap(text: string): string {
  const at = text.lastIndexOf("\n//# sourceMappingURL=");
  return at < 0 ? text : text.slice(0, at + 1);
}
