import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { CreateProviderError, createProvider } from "@pragma/sdk/provider/template";
import { packSdk } from "./pack-sdk.ts";

/** `npm run provider:init -- <folder> [--name my-provider]`: the package of a new provider, with the SDK in it. */
const USAGE = "usage: npm run provider:init -- <folder> [--name my-provider]";

// npm runs scripts in the root of the repository; the folder is meant where the user is.
const here = process.env.INIT_CWD ?? process.cwd();
const packed = mkdtempSync(join(tmpdir(), "pragma-init-"));
try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { name: { type: "string" } } });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new CreateProviderError(USAGE);
  const tarball = await packSdk(join(import.meta.dirname, "../../../.."), packed);
  const path = resolve(here, folder);
  const { name, files } = createProvider({ folder: path, name: values.name, sdk: { tarball } });
  console.log(`Provider "${name}" is in ${path}:`);
  for (const file of files) console.log(`  ${file}`);
  console.log(`\nNext:\n  cd ${relative(here, path) || "."}\n  npm install\n  npm test`);
} catch (error) {
  if (!(error instanceof CreateProviderError) && !isBadOption(error)) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  rmSync(packed, { recursive: true, force: true });
}

function isBadOption(error: unknown): boolean {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
