import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as TypeScript from "typescript";
import { type CheckPlan, PREPARED_FILE, preparedSchema, SOURCE_FOLDER } from "./plan.ts";

const SHOWN = 20;

/** Reported for packages whose types are not installed: a build installs only what runs. */
const NOT_INSTALLED = new Set([2307, 2688, 7016]);

/** The author's strictness settings. All others are the platform's, since the author's could name missing files. */
const AUTHORS = [
  "strict",
  "noImplicitAny",
  "strictNullChecks",
  "strictFunctionTypes",
  "useUnknownInCatchVariables",
  "noUncheckedIndexedAccess",
  "exactOptionalPropertyTypes",
  "noImplicitReturns",
] as const;

/** Type-checks the entry and everything it imports, and logs errors. Never fails the build. */
export async function check(plan: CheckPlan, log: (line: string) => void): Promise<void> {
  const { work } = plan;
  const { entry } = preparedSchema.parse(JSON.parse(await readFile(join(work, PREPARED_FILE), "utf8")));
  if (!/\.[mc]?tsx?$/.test(entry)) return;
  const module: { default: typeof TypeScript } = await import(pathToFileURL(plan.typescript).href);
  const ts = module.default;
  const source = join(work, SOURCE_FOLDER);
  const program = ts.createProgram([join(source, entry)], optionsOf(ts, plan, source));
  const errors = ts
    .getPreEmitDiagnostics(program)
    .filter(({ file, code }) => file?.fileName.startsWith(`${source}/`) && !NOT_INSTALLED.has(code))
    .filter(({ file }) => !file?.fileName.includes("/node_modules/"));
  for (const { file, start = 0, code, messageText } of errors.slice(0, SHOWN)) {
    const { line, character } = file?.getLineAndCharacterOfPosition(start) ?? { line: 0, character: 0 };
    const place = `${file?.fileName.slice(source.length + 1)}:${line + 1}:${character + 1}`;
    log(`Warning: ${place}: TS${code}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  }
  if (errors.length > SHOWN) log(`Warning: … and ${errors.length - SHOWN} more of types that do not fit`);
}

function optionsOf(ts: typeof TypeScript, plan: CheckPlan, source: string): TypeScript.CompilerOptions {
  const read = ts.readConfigFile(join(source, "tsconfig.json"), ts.sys.readFile);
  const asked: Record<string, unknown> = read.config?.compilerOptions ?? {};
  const authors = Object.fromEntries(
    AUTHORS.filter((name) => typeof asked[name] === "boolean").map((name) => [name, asked[name]]),
  );
  return {
    ...authors,
    target: ts.ScriptTarget.ES2024,
    lib: ["lib.es2024.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [plan.nodeTypes],
    paths: {
      // Files, since a module of a package of type "module" is never a folder.
      zod: [join(plan.zod, "index.d.ts")],
      "zod/*": [join(plan.zod, "*/index.d.ts"), join(plan.zod, "*.d.ts")],
      "@pragma/language": [join(plan.language, "src/index.ts")],
      "@pragma/sdk/provider": [join(plan.sdk, "src/provider/index.ts")],
      "@pragma/sdk/provider/testing": [join(plan.sdk, "src/provider/testing/index.ts")],
    },
  };
}
