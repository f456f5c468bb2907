import { appendFile, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Esbuild from "esbuild";
import { authorMapComment, type MapFile } from "./author-map.ts";
import { describeFailure } from "./bundle-failure.ts";
import { openedSockets } from "./opened-sockets.ts";
import { ARTEFACT_FILE, type BundlePlan, PREPARED_FILE, preparedSchema, SOURCE_FOLDER } from "./plan.ts";
import { platformModules } from "./platform-modules.ts";

/** CommonJS dependencies call `require`, which ESM lacks; the names are unlikely enough not to collide with theirs. */
const REQUIRE =
  'import { createRequire as __pragmaCreateRequire } from "node:module"; const require = __pragmaCreateRequire(import.meta.url);';

/**
 * Bundles the source and the installed packages into one file. At its end is a map of the author's own files, to locate
 * errors.
 *
 * @throws StepFailure with file, line and column in the author's source
 */
export async function bundle(plan: BundlePlan, log: (line: string) => void): Promise<void> {
  const { work } = plan;
  const { entry, namesNetwork } = preparedSchema.parse(JSON.parse(await readFile(join(work, PREPARED_FILE), "utf8")));
  const esbuild: typeof Esbuild = await import(pathToFileURL(plan.esbuild).href);
  const source = join(work, SOURCE_FOLDER);
  try {
    const { warnings, metafile } = await esbuild.build({
      metafile: true,
      entryPoints: [join(source, entry)],
      outfile: join(work, ARTEFACT_FILE),
      absWorkingDir: source,
      bundle: true,
      platform: "node",
      target: "node24",
      format: "esm",
      banner: { js: REQUIRE },
      define: { __dirname: "import.meta.dirname", __filename: "import.meta.filename" },
      legalComments: "none",
      sourcemap: "external",
      sourcesContent: false,
      charset: "utf8",
      // The author's tsconfig could name missing files and packages; code that Node can strip does not need it.
      tsconfigRaw: "{}",
      logLevel: "silent",
      plugins: [platformModules({ zod: plan.zod, sdk: plan.sdk, language: plan.language }, log)],
    });
    for (const warning of warnings.filter(({ location }) => !location?.file.includes("node_modules"))) {
      const { location } = warning;
      log(`Warning: ${location ? `${location.file}:${location.line}:${location.column + 1}: ` : ""}${warning.text}`);
    }
    if (!namesNetwork) await warnOfSockets(metafile, join(work, ARTEFACT_FILE), log);
  } catch (error) {
    throw describeFailure(error);
  } finally {
    await esbuild.stop();
  }
  await appendMap(join(work, ARTEFACT_FILE), plan.maxBytes);
}

/** The default is no network: a provider that needs one would fail only in production. */
async function warnOfSockets(metafile: Esbuild.Metafile, artefact: string, log: (line: string) => void): Promise<void> {
  const opened = openedSockets(metafile, await readFile(artefact, "utf8"));
  if (opened.length === 0) return;
  log(
    `Warning: package.json: the bundle opens connections (${opened.join(", ")}), and "pragma" does not name "network": the provider has none. Add "network": "host" if it needs one, or "network": "none"`,
  );
}

async function appendMap(artefact: string, maxBytes: number): Promise<void> {
  const map = JSON.parse(await readFile(`${artefact}.map`, "utf8")) as MapFile;
  const comment = authorMapComment(map, `${SOURCE_FOLDER}/`);
  if ((await stat(artefact)).size + comment.length <= maxBytes) await appendFile(artefact, comment);
}
