/** Fields that are read of the SDK's manifest in the workspace. */
export interface Manifest {
  name: string;
  version: string;
  exports: Record<string, string>;
  peerDependencies: Record<string, string>;
}

/** Folders that are there as CommonJS too. Providers are ES modules, so what their authors use is that alone. */
export const COMMON_JS = ["client", "node", "codegen"] as const;

/** The manifest of the installed package: what is source in the workspace is compiled there. */
export function publishedManifest({ name, version, exports, peerDependencies }: Manifest) {
  return {
    name,
    version,
    description: "Client of Pragma, and what authors of its providers use",
    license: "Apache-2.0",
    type: "module",
    engines: { node: ">=20" },
    files: ["dist", "template"],
    sideEffects: false,
    exports: Object.fromEntries(Object.entries(exports).map(([entry, path]) => [entry, conditions(path)])),
    bin: { "pragma-conformance": "./dist/provider/testing/conformance/cli.js" },
    peerDependencies,
    peerDependenciesMeta: { zod: { optional: true } },
  };
}

function conditions(source: string) {
  const built = source.replace(/^\.\/src\//, "./dist/").replace(/\.ts$/, "");
  const esm = { types: `${built}.d.ts`, default: `${built}.js` };
  if (!COMMON_JS.some((folder) => built.startsWith(`./dist/${folder}/`))) return esm;
  const common = built.replace("./dist/", "./dist/cjs/");
  return { import: esm, require: { types: `${common}.d.ts`, default: `${common}.js` } };
}
